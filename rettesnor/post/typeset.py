"""Turn a letter's values into the finished bytes of a PDF.

The layout lives in ``post/typst/<template>.typ``. Values reach it as JSON and are set as plain text, never as markup.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    import typst

ROOM = Path(__file__).parent / "typst"
TEMPLATE = re.compile(r"[a-z][a-z_]*")
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


class Unprintable(Exception):
    """The values cannot be set as an accessible page, for instance because the font lacks a letter."""


@cache
def fonts() -> typst.Fonts:
    """Only the faces that come with the project; the machine's own fonts are never looked at."""
    # The typesetter and its font are loaded with the first letter, not before: a house starts without them.
    import font_source_sans_pro
    import typst

    folder: str = font_source_sans_pro.font_directory
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def compile_pdf(template: str, data: Mapping[str, object], *, title: str) -> bytes:
    """Return the bytes of a PDF/UA-1 document whose only metadata are ``title`` and its language.

    ``template`` names a file in ``post/typst`` without its ending; ``data`` holds texts, lists and mappings of them.
    The same values give the same bytes. Raises ``Unprintable`` when the page cannot be made.
    """
    import typst

    if not TEMPLATE.fullmatch(template):
        raise ValueError(f"not the name of a template: {template!r}")
    inputs = {"data": json.dumps(plain(data), ensure_ascii=False), "title": cast(str, plain(title))}
    try:
        document, warnings = typst.compile_with_warnings(
            str(ROOM / f"{template}.typ"),
            root=str(ROOM),
            font_paths=fonts(),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards="ua-1",
        )
    except typst.TypstError as error:
        raise Unprintable(error.message) from None
    if warnings:  # a missing font gives a warning and an empty page
        raise Unprintable(str(warnings[0]))
    return document


def can_be_printed(value: object) -> bool:
    """Whether the texts in the value run one way and the font has all their letters."""
    if turns(value):
        return False
    try:
        compile_pdf("proof", {"texts": list(_texts(value))}, title="-")
    except Unprintable:
        return False
    return True


def turns(value: object) -> bool:
    """Whether a text holds signs that turn the way it runs: a screen shows it backwards, and paper does not."""
    return any(_TURNING.search(text) for text in _texts(value))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list | tuple):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(inner)


def plain(value: object) -> object:
    """The same value with every text composed (NFC) and freed of control, invisible and unpaired characters.

    What nobody can see on the page must not be in it: an invisible letter could carry a word past the reader.
    """
    if isinstance(value, str):
        return "".join(letter for letter in unicodedata.normalize("NFC", value) if _seen(letter))
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


def _seen(letter: str) -> bool:
    return letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
