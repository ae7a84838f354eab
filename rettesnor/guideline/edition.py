"""The document as data: reads an edition's TOML files, one an area, and says clearly what is wrong with them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "edition_2025"
KINDS = {"goal", "intervention", "duty"}
GOAL_KINDS = {"obligation", "direction", "capacity", "attention", "milestone", "no_target"}
SUBJECTS = {"", "woman", "child", "both", "house"}
EVIDENCE = {"own", "register", "training", "partner", "answer", "none"}
ROLES = set("SFKBPVLDAI")


class Fault(Exception):
    """A file of the edition cannot be used; the message names file and row."""


@dataclass(frozen=True)
class Line:
    """One line of the document, as the file says it."""

    id: str
    kind: str
    short: str
    text: str
    order: int
    goal_kind: str = ""
    roles: str = ""
    awaits: tuple[int, ...] = ()
    subject: str = ""
    recordable: bool = False
    evidence: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    remember: str = ""


@dataclass(frozen=True)
class Area:
    id: str
    title: str
    order: int
    introduction: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Question:
    """A word of the document that needs a local meaning; `proposal` where the notes suggest one."""

    number: int
    question: str
    proposal: str


@dataclass(frozen=True)
class Document:
    name: str
    title: str
    adopted_by: str
    adopted_text: str
    valid_from: date
    evidence: str
    reason: str
    areas: tuple[Area, ...]
    questions: tuple[Question, ...]

    def lines(self) -> Iterator[tuple[Area, Line]]:
        for area in self.areas:
            for line in area.lines:
                yield area, line


def read(folder: Path = FOLDER) -> Document:
    """The whole edition of a folder, checked. `Fault` names the first thing that is wrong."""
    head = _parsed(folder / "edition.toml")
    areas = tuple(_area(path) for path in sorted(folder.glob("[0-9]*.toml")))
    seen: set[str] = set()
    for area in areas:
        for line in area.lines:
            if line.id in seen:
                raise Fault(f"{line.id} stands twice")
            seen.add(line.id)
    text = {
        name: str(head[name]).strip() for name in ("name", "title", "adopted_by", "adopted_text", "evidence", "reason")
    }
    return Document(**text, valid_from=head["valid_from"], areas=areas, questions=_questions(folder))


@lru_cache(maxsize=1)
def document() -> Document:
    return read()


@lru_cache(maxsize=1)
def all_ids() -> frozenset[str]:
    """Every id of the edition; other rooms name lines by id, and a test holds them to this."""
    return frozenset(line.id for _, line in document().lines())


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Fault(f"{path.name} is missing") from None
    except tomllib.TOMLDecodeError as fault:
        raise Fault(f"{path.name}: {fault}") from None


def _area(path: Path) -> Area:
    body = _parsed(path)
    lines = tuple(_line(path, row, order) for order, row in enumerate(body.get("line", ()), 1))
    for name in ("id", "title", "order", "introduction"):
        if name not in body:
            raise Fault(f"{path.name}: {name} is missing")
    return Area(body["id"], body["title"], body["order"], body["introduction"].strip(), lines)


def _line(path: Path, row: dict[str, Any], order: int) -> Line:
    where = f"{path.name}, {row.get('id', f'line {order}')}"
    for name in ("id", "kind", "short", "text", "role", "evidence"):
        if not row.get(name):
            raise Fault(f"{where}: {name} is missing")
    _one_of(where, "kind", {row["kind"]}, KINDS)
    _one_of(where, "goal_kind", {row.get("goal_kind", "")}, GOAL_KINDS if row["kind"] == "goal" else {""})
    _one_of(where, "subject", {row.get("subject", "")}, SUBJECTS)
    _one_of(where, "role", set(row["role"]), ROLES)
    _one_of(where, "evidence", set(row["evidence"]), EVIDENCE)
    return Line(
        id=row["id"],
        kind=row["kind"],
        short=row["short"].strip(),
        text=row["text"].strip(),
        order=order,
        goal_kind=row.get("goal_kind", ""),
        roles="".join(row["role"]),
        awaits=tuple(row.get("awaits", ())),
        subject=row.get("subject", ""),
        recordable=bool(row.get("recordable", False)),
        evidence=tuple(row["evidence"]),
        search=tuple(row.get("search", ())),
        remember=str(row.get("remember", "")).strip(),
    )


def _one_of(where: str, name: str, given: set[str], known: set[str]) -> None:
    if given - known:
        raise Fault(f"{where}: {name} cannot be {', '.join(sorted(given - known))}")


def _questions(folder: Path) -> tuple[Question, ...]:
    rows = _parsed(folder / "definitions.toml").get("definition", ())
    return tuple(Question(row["number"], row["question"], row.get("proposal", "")) for row in rows)
