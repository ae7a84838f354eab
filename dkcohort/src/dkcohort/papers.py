"""Reading a release as anybody will who is handed the files: every number in them, and that all files say the same.

Shares no code with what wrote them.
"""

import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase
from typing import Any
from xml.etree import ElementTree

Key = tuple[str, str, int, int | None, str, str]
_PERCENT = {"incidence", "share", "part", "bound"}
_COLUMNS = 12
_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Row:
    """One line as it is printed. Where it is hidden no number is there; where there is no number it is None."""

    kind: str
    status: str
    n: int | None
    value: float | None
    low: float | None
    high: float | None
    se: float | None

    @property
    def shown(self) -> bool:
        """Whether the line says anything."""
        return self.status != "skjult"

    @property
    def limits(self) -> tuple[float, float]:
        """The two limits of a line that has them."""
        return self.low or 0.0, self.high or 0.0


def rows(folder: Path) -> dict[Key, Row]:
    """Return every line of the bundle in a release's folder; ValueError (Danish) where its files disagree."""
    found: dict[Key, Row] = {}
    lines = json.loads((folder / "bundt.txt").read_text(encoding="utf-8"))["lines"]
    for line in lines:
        key = (line["indicator"], line["population"], line["cohort"], line["months"], line["part"], line["kind"])
        if key in found:
            raise ValueError(f"bundt.txt siger det samme to gange: {key}")
        found[key] = Row(*(line[name] for name in ("kind", "status", "n", "value", "low", "high", "se")))
    printed = Counter(map(_printed, lines))
    text = (folder / "tabeller.txt").read_text(encoding="utf-8").splitlines()
    for name, told in (("tabeller.txt", map(_split, text)), ("tabeller.xlsx", _sheets(folder / "tabeller.xlsx"))):
        other = Counter(cells for cells in (_numbers(row) for row in told) if cells)
        if other != printed:
            strange = sorted((other - printed) + (printed - other))[0]
            raise ValueError(f"{name} viser andre tal end bundt.txt: {' '.join(strange)}")
    return found


def _printed(line: Mapping[str, Any]) -> tuple[str, ...]:
    """What a table for people shows of a line: year, horizon, persons, value, limits, status."""
    head = (str(line["cohort"]), str(line["months"] or "") if line["months"] is not None else "")
    if line["status"] == "skjult":
        return (*head, *["skjult"] * 5)
    numbers = [_text(line["kind"], line[name]) for name in ("value", "low", "high")]
    return (*head, str(line["n"]), *numbers, line["status"])


def _text(kind: str, number: float | None) -> str:
    if number is None:
        return "-"
    told = f"{100 * number:.1f} %" if kind in _PERCENT else f"{number:.2f}"
    return told.replace(".", ",")


def _split(line: str) -> list[str]:
    return line.split("\t")


def _numbers(row: list[str]) -> tuple[str, ...]:
    """The columns with numbers, of a row that is a line."""
    is_line = len(row) == _COLUMNS and re.fullmatch(r"\d{4}", row[4])
    return (row[4], row[5], *row[7:]) if is_line else ()


def _sheets(path: Path) -> Iterator[list[str]]:
    """Every row of every sheet, as text."""
    with zipfile.ZipFile(path) as parts:
        names = sorted(name for name in parts.namelist() if name.startswith("xl/worksheets/sheet"))
        shared = ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))  # noqa: S314  (our own file)
        words = ["".join(item.itertext()) for item in shared.iter(f"{_SPACE}si")]
        for name in names:
            sheet = ElementTree.fromstring(parts.read(name))  # noqa: S314
            for row in sheet.iter(f"{_SPACE}row"):
                told = {cell.get("r", "")[0]: _cell(cell, words) for cell in row.iter(f"{_SPACE}c")}
                # An empty cell is not written.
                yield [told.get(letter, "") for letter in ascii_uppercase[:_COLUMNS]]


def _cell(cell: ElementTree.Element, words: list[str]) -> str:
    value = cell.find(f"{_SPACE}v")
    text = "" if value is None or value.text is None else value.text
    return words[int(text)] if cell.get("t") == "s" else text
