"""The contract with each register, read from registers.toml: which variables, of which type, in which files."""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from dkcohort.days import HORIZON_DAYS

_ENOUGH = 50
"""Of fewer codes, it may be by chance that none is known."""


@dataclass(frozen=True)
class Variable:
    """A variable of a register: its name in lower case, its type, whether values may be missing, other names for it."""

    name: str
    kind: str
    may_miss: bool
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Codes:
    """What a variable's codes must be. `form`: the pattern of every code, told to the reader as `said`; `at_most`: the
    share that may be otherwise. `known`: parameters, and `among`: codes, of which a file must have one at least;
    `least`: the share of the codes that must be one of these. `only`: the parameters that name every code
    there may be. `starts`: what the share `least` of a file's codes must begin with. `most`: the share that one code
    may have. Of fewer than `enough` codes only the form is asked. `column` is "" for the columns of the weeks."""

    column: str
    form: str
    said: str
    at_most: float
    known: tuple[str, ...]
    among: tuple[str, ...]
    least: float
    only: tuple[str, ...]
    starts: tuple[str, ...]
    most: float
    enough: int


@dataclass(frozen=True)
class Dated:
    """The days by which rows are put into yearly files: from `since`, to `until` where a row is a spell, else the same
    day. `at_most`: the share of a file's rows that may lie outside its year."""

    since: str
    until: str
    at_most: float


@dataclass(frozen=True)
class Linked:
    """Whose keys must be found in BEF: those in `column`, of the rows `where` ("" for all; {since} and {until} are the
    first and last day of BEF). `least`: the share of the persons who must be there."""

    column: str
    where: str
    least: float


@dataclass(frozen=True)
class Flow:
    """The day by which events come without pause, so that months without one are missing; asked from `since`, if not
    None, where the register begins on another day than the study."""

    day: str
    since: date | None


@dataclass(frozen=True)
class Register:
    """A register: how its files are cut ("all", "year", "quarter", "external"), the first year there is (`since`), its
    key, the variable that says how far it reaches, or (`shown`) one of few events that may end `late` days before the
    data cut, or before the day the register was `closed` for good, the older register it goes on from
    (`follows`), whether it has a column a week, whether rows may
    stand twice, which variables may be wholly empty (`bare`), its variables, what its codes must be, by which days its
    files are cut, whose keys BEF must know, the share of the named residents it must hold, and the variables that only
    its opposite has (`never`), and the day by which its events never pause."""

    name: str
    title: str
    files: str
    since: int
    key: tuple[str, ...]
    ends: str | None
    shown: str | None
    late: int
    closed: date | None
    follows: str | None
    weeks: bool
    repeats: bool
    bare: tuple[str, ...]
    variables: tuple[Variable, ...]
    codes: tuple[Codes, ...]
    dated: Dated | None
    linked: Linked | None
    holds: float
    never: tuple[str, ...]
    flow: Flow | None


@cache
def registers() -> dict[str, Register]:
    """Return every register of the contract by its name in lower case."""
    text = resources.files("dkcohort").joinpath("layout", "registers.toml").read_text(encoding="utf-8")
    return {name: _register(name, line) for name, line in tomllib.loads(text).items()}


@cache
def municipalities() -> tuple[tuple[int, str, str, str], ...]:
    """Return (code, name, landsdel, region) of the municipalities; regions as they stand until the end of 2026."""
    text = resources.files("dkcohort").joinpath("layout", "municipality.csv").read_text(encoding="utf-8")
    return tuple((int(r["code"]), r["name"], r["landsdel"], r["region"]) for r in csv.DictReader(text.splitlines()))


def _register(name: str, line: Mapping[str, Any]) -> Register:
    columns, aliases = line["columns"], line.get("aliases", {})
    codes, dated, linked = line.get("codes", {}), line.get("dated"), line.get("linked")
    if not all(isinstance(part, dict) for part in (columns, aliases, codes, dated or {}, linked or {})):
        raise TypeError(f"registers.toml: {name}")
    return Register(
        name=name,
        title=str(line["title"]),
        files=str(line["files"]),
        since=line.get("from", 0),
        key=tuple(line.get("key", ())),
        ends=str(line["ends"]) if "ends" in line else None,
        shown=line.get("shown"),
        late=line.get("late", HORIZON_DAYS[3]),
        closed=line.get("closed"),
        follows=line.get("follows"),
        weeks=bool(line.get("weeks", False)),
        repeats=bool(line.get("repeats", False)),
        bare=tuple(line.get("bare", ())),
        variables=tuple(
            Variable(c, str(k).rstrip("?"), str(k).endswith("?"), tuple(aliases.get(c, ()))) for c, k in columns.items()
        ),
        codes=tuple(_codes(column, rule) for column, rule in codes.items()),
        dated=_dated(dated) if dated else None,
        linked=_linked(linked) if linked else None,
        holds=line.get("holds", 0),
        never=tuple(line.get("never", ())),
        flow=Flow(line["flow"]["day"], line["flow"].get("since")) if "flow" in line else None,
    )


def _codes(column: str, rule: Mapping[str, Any]) -> Codes:
    return Codes(
        column="" if column == "weeks" else column,
        form=rule.get("form", ".*"),
        said=rule.get("said", ""),
        at_most=rule.get("at_most", 0),
        known=tuple(rule.get("known", ())),
        among=tuple(rule.get("among", ())),
        least=rule.get("least", 0),
        only=tuple(rule.get("only", ())),
        starts=tuple(rule.get("starts", ())),
        most=rule.get("most", 1),
        enough=rule.get("enough", _ENOUGH),
    )


def _dated(rule: Mapping[str, Any]) -> Dated:
    return Dated(rule["since"], rule.get("until", rule["since"]), rule["at_most"])


def _linked(rule: Mapping[str, Any]) -> Linked:
    return Linked(rule.get("column", "pnr"), rule.get("where", ""), rule["least"])
