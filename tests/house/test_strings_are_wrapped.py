"""Every word on a screen is wrapped for gettext, in templates and in Python."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "rettesnor"
WRAPPED = re.compile(r"{%-?\s*blocktrans\w*.*?endblocktrans\w*\s*%}|{%\s*comment.*?endcomment\s*%}|{#.*?#}", re.S)
MARKUP = re.compile(r"{%.*?%}|{{.*?}}", re.S)
SPOKEN = re.compile(r'\b(?:aria-label|alt|title|placeholder|label)="([^"]*)"')
TAGS = re.compile(r"<(?:script|style|svg)\b.*?</(?:script|style|svg)>|<[^>]*>", re.S)
NAMES = {"Rettesnor", "CPR", "LivaShelter", "TOTP"}
WRAPPERS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "N_"}


def loose_words(template: str) -> list[str]:
    """The words of a template that no translation tag holds."""
    bare = MARKUP.sub(" ", WRAPPED.sub(" ", template))
    text = TAGS.sub(" ", bare) + " " + " ".join(SPOKEN.findall(bare))
    text = re.sub(r"&\w+;|&#\w+;", " ", text)
    return [word for word in re.findall(r"[A-Za-zÆØÅæøå]{2,}", text) if word not in NAMES]


def test_templates_hold_no_loose_words() -> None:
    loose = {}
    for path in sorted(ROOT.glob("*/templates/**/*.html")):
        if words := loose_words(path.read_text()):
            loose[str(path.relative_to(ROOT))] = words[:6]
    assert loose == {}


def test_a_loose_word_is_found() -> None:
    assert loose_words("<p>{% translate 'Hej' %} Farvel</p>") == ["Farvel"]
    assert loose_words('<a aria-label="Luk">{{ x }}</a>') == ["Luk"]


class _Loose(ast.NodeVisitor):
    """Collects Danish sentences outside a gettext call; docstrings do not count."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in WRAPPERS:
            return
        for part in (node.func, *node.args, *(keyword.value for keyword in node.keywords if keyword.arg != "verb")):
            self.visit(part)  # a verb of the log is data, not a word on a screen

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and re.search(r"[æøåÆØÅ]", node.value) and " " in node.value.strip():
            self.found.append((node.lineno, node.value[:50]))


def test_python_says_nothing_danish_unwrapped() -> None:
    loose = {}
    for path in sorted(ROOT.rglob("*.py")):
        room = path.relative_to(ROOT).parts[0]
        if room in {"danish", "demo"} or "migrations" in path.parts or "management" in path.parts:
            continue
        visitor = _Loose()
        visitor.visit(ast.parse(path.read_text()))
        if visitor.found:
            loose[str(path.relative_to(ROOT))] = visitor.found[:4]
    assert loose == {}
