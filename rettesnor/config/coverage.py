"""Every row of the document and what serves it so far, as `docs/coverage.md`: plain data, nothing is started.

`python -m rettesnor.config.coverage` prints the page.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path

ROOMS = Path(__file__).resolve().parents[1]
KINDS = ("screen", "record", "reminder", "indicator")

HEAD = """# What serves each row of the document

Made by `python3 dev.py coverage` from the `rows.py` of the rooms. A row without an entry waits: it is read on
Rettesnoren, an intervention can be recorded as done, offered, declined or planned, and nothing more is claimed.
"""


def served() -> dict[str, list[str]]:
    """Row -> "kind: what" of every room, as "kind: what (room)"."""
    found: dict[str, list[str]] = {}
    for file in sorted(ROOMS.glob("*/rows.py")):
        rows: Mapping[str, Sequence[str]] = import_module(f"rettesnor.{file.parent.name}.rows").ROWS
        for row, told in rows.items():
            found.setdefault(row, []).extend(f"{each} ({file.parent.name})" for each in told)
    return found


def areas() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each area of the edition in its order: title, and its rows as (id, short title)."""
    for file in sorted((ROOMS / "guideline" / "edition_2025").glob("[0-9]*.toml")):
        told = tomllib.loads(file.read_text())
        yield told["title"], [(line["id"], line["short"]) for line in told["line"]]


def page() -> str:
    """The page, in Markdown."""
    found = served()
    parts = [HEAD]
    for title, lines in areas():
        head = ["", f"## {title}", "", "| Row | | " + " | ".join(kind.title() for kind in KINDS) + " |"]
        parts += [*head, "|---|---|" + "---|" * len(KINDS)]
        parts += [f"| {row} | {short} | " + " | ".join(_cells(found.get(row, []))) + " |" for row, short in lines]
    return "\n".join(parts) + "\n"


def _cells(told: Sequence[str]) -> Iterator[str]:
    for kind in KINDS:
        yield "; ".join(each.removeprefix(f"{kind}: ") for each in told if each.startswith(f"{kind}: "))


if __name__ == "__main__":
    sys.stdout.write(page())
