"""Shares and middles that stay within bounds in every year, and at our own centres: what whole files would hide.

A line of relations.toml with `by` is asked here. A year in which a variable means something else is a tenth of the file
and all of that year's figures.
"""

# ruff: noqa: S608  (every name in this SQL is our own)

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from statistics import median
from typing import Any

from dkcohort.catalogue import Batches
from dkcohort.engine import DuckEngine
from dkcohort.layout.checks import few
from dkcohort.layout.faults import Fault

_LABELS = {
    "all": ("'alle år'", ""),
    "year": ("CAST(year AS VARCHAR)", "year IS NOT NULL"),
    "own": ("'egne centre i ' || CAST(year AS VARCHAR)", "own = 1"),
    "house": ("'eget center ' || centre || ' i ' || CAST(year AS VARCHAR)", "own = 1"),
    "centre": ("'center ' || centre || ' i ' || CAST(year AS VARCHAR)", ""),
    "place": ("'center ' || centre", ""),
}
"""What the rows may be asked by: the name of the group they are in, and which of them are asked."""
_SHOWN = 3
"""So many groups are named."""
_PEERS = 3
"""Of fewer groups none can be told from the others."""


@dataclass(frozen=True)
class Group:
    """Some rows of a table: their name, what is asked of them (None for no answer), and how many they are."""

    name: str
    value: float | None
    rows: int


@cache
def tables() -> dict[str, dict[str, Any]]:
    """Return the tables that several lines of relations.toml ask, by name."""
    text = resources.files("dkcohort").joinpath("layout", "tables.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def made(engine: DuckEngine, line: Mapping[str, Any], batches: Batches, ready: set[str]) -> None:
    """Make the table a line asks, once. In large registers it has a fixed tenth of a per cent of the keys."""
    name = line.get("asks")
    if name is None or name in ready:
        return
    table = tables()[name]
    rows = max(sum(batch.rows for batch in batches[register]) for register in table["registers"])
    some = few(table["sampled"], rows) if "sampled" in table else ""
    engine.step(name, table["select"].replace("{some}", some))
    ready.add(name)


def faults(engine: DuckEngine, kind: str, line: Mapping[str, Any]) -> list[Fault]:
    """Return one fault that names the groups whose answer lies outside the line's bounds; none, if none does."""
    wrong: list[str] = []
    for by in line["by"]:
        wrong += outside(line, _groups(engine, line, by))
    if not wrong:
        return []
    more = f" og {len(wrong) - _SHOWN} andre" if len(wrong) > _SHOWN else ""
    bounds = {name: f"{100 * line[name]:g}" for name in ("at_least", "at_most") if name in line}
    text = line["text"].format(groups=", ".join(wrong[:_SHOWN]) + more, **bounds)
    return [Fault(line["registers"][0], "", kind, text)]


def _groups(engine: DuckEngine, line: Mapping[str, Any], by: str) -> list[Group]:
    label, where = _LABELS[by]
    asked = " AND ".join(one for one in (line.get("where", ""), where) if one)
    rows = engine.rows(f"""SELECT {label} AS name, {line["value"]}, count(*) FROM {line["asks"]}
        {"WHERE " + asked if asked else ""} GROUP BY 1 ORDER BY 1""")
    return [Group(str(name), None if value is None else float(value), int(n)) for name, value, n in rows if name]


def outside(line: Mapping[str, Any], groups: Sequence[Group]) -> list[str]:
    """Return the names of the groups, of `enough` rows, that lie outside the bounds.

    With `against` the bounds are of what a group has for each one that is usual: the "median" of the groups or their
    "most". There must be several of them, and `expected` rows of the kind in what is usual and to be waited for: of
    fewer there may be chance and nothing else.
    """
    asked = [(one.name, one.value, one.rows) for one in groups if one.value is not None and one.rows >= line["enough"]]
    least, most = line.get("at_least", float("-inf")), line.get("at_most", float("inf"))
    if "against" not in line:
        return [name for name, value, _ in asked if not least <= value <= most]
    expected = line.get("expected", 0)
    values = [value for _, value, rows in asked if value * rows >= expected]
    if len(asked) < _PEERS or not values:
        return []
    usual = median(values) if line["against"] == "median" else max(values)
    return [name for name, value, rows in asked
            if rows * usual >= expected and not least * usual <= value <= most * usual]  # fmt: skip
