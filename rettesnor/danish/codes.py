"""Code lists: what can be chosen, in words. The lists are the files beside this module in `codes/`.

`lists.csv` names every list. A list marked there as an answer about a person ends, without being told, with the three
different non-answers of `non_answers.csv`: not asked, does not know, does not want to say. A list may extend another:
where somebody lives is a municipality, or Greenland, the Faroes or abroad, which have none that acts. Each row
carries its source and how well that source is known, and the day it is valid from; a code may have several rows over
time.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

EXCEPTIONAL_REFUSALS = ("alder", "anbringelse")
"""Refusal reasons that should never be used; they can be recorded so that their number can be seen to be zero."""

_AGES = ((18, "under_18"), (25, "18-24"), (30, "25-29"), (40, "30-39"), (50, "40-49"))
_CHILD_AGES = ((3, "0-2"), (6, "3-5"), (10, "6-9"), (15, "10-14"), (18, "15-17"))
_LENGTHS = ((1, "under_1"), (31, "1-30"), (120, "31-119"))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: a code, its label in Danish, first day of validity, source and how well it is known."""

    code: str
    label: str
    valid_from: date
    source: str
    status: str


def names() -> list[str]:
    """Return the names of all lists."""
    return list(_lists())


def title(name: str) -> str:
    """Return what the list is about, in Danish. Raises LookupError for a list that does not exist."""
    return _list(name)["title"]


def takes_non_answers(name: str) -> bool:
    """Say whether the list is an answer about a person and so ends with the three non-answers."""
    return _list(name)["non_answers"] == "ja"


def choices(name: str, on: date | None = None) -> list[tuple[str, str]]:
    """Return (code, label) in the order of the list; with `on` only the codes valid that day, else all."""
    return list(_labels(name, on).items())


def label(name: str, code: str) -> str:
    """Return the newest label of a code. Raises LookupError if the list or the code does not exist."""
    try:
        return _labels(name, None)[code]
    except KeyError:
        raise LookupError(f"{code!r} is not in the list {name!r}") from None


def valid(name: str, code: str, on: date | None = None) -> bool:
    """Say whether the code is in the list (and in use on the day `on`, if given)."""
    return code in _labels(name, on)


def is_code(text: str) -> bool:
    """Say whether the text is a code of any list, and so chosen rather than written."""
    return text in _every()


@cache
def _every() -> frozenset[str]:
    return frozenset(row.code for name in names() for row in rows(name))


@cache
def rows(name: str) -> tuple[Row, ...]:
    """Return the rows of a list as written, after those of the list it extends and before the non-answers.

    Raises LookupError for an unknown list.
    """
    extended = _list(name).get("extends")
    tail = _read("non_answers") if takes_non_answers(name) else ()
    return (_read(extended) if extended else ()) + _read(name) + tail


def non_answers() -> frozenset[str]:
    """Return the codes of the three non-answers."""
    return frozenset(row.code for row in _read("non_answers"))


def region(municipality: str, on: date) -> str:
    """Return the code of the region a municipality belongs to that day. Raises LookupError if there is none."""
    in_force = [code for start, code in _regions().get(municipality, ()) if start <= on]
    if not in_force:
        raise LookupError(f"no region is known for municipality {municipality!r} on {on}")
    return in_force[-1]


def age_group(age: int | None) -> str:
    """Return the age group of an adult, in the groups of Danmarks Statistik; None is "ukendt"."""
    return "ukendt" if age is None else _step(age, _AGES, "50+")


def child_age_group(age: int | None) -> str:
    """Return the age group of a child; None is "ukendt"."""
    return "ukendt" if age is None else _step(age, _CHILD_AGES, "18+")


def youngest(age_group: str) -> int:
    """Return the least age in years of somebody in a child's age group; 0 if nothing is known."""
    start = age_group.rstrip("+").split("-")[0]
    return int(start) if start.isdigit() else 0


def length_group(days: int) -> str:
    """Return the group of a length of stay in days; 0 is a stay that ended the day it began."""
    return _step(days, _LENGTHS, "120+")


def _step(value: int, steps: tuple[tuple[int, str], ...], last: str) -> str:
    if value < 0:
        raise ValueError("neither an age nor a length can be negative")
    return next((code for limit, code in steps if value < limit), last)


@lru_cache(maxsize=512)
def _labels(name: str, on: date | None) -> dict[str, str]:
    return {row.code: row.label for row in rows(name) if on is None or row.valid_from <= on}


def _list(name: str) -> dict[str, str]:
    try:
        return _lists()[name]
    except KeyError:
        raise LookupError(f"there is no code list {name!r}") from None


@cache
def _lists() -> dict[str, dict[str, str]]:
    return {row["name"]: row for row in _table("lists")}


@cache
def _read(name: str) -> tuple[Row, ...]:
    return tuple(
        Row(row["code"], row["label"], date.fromisoformat(row["valid_from"]), row["source"], row["status"])
        for row in _table(name)
    )


@cache
def _regions() -> dict[str, list[tuple[date, str]]]:
    known: dict[str, list[tuple[date, str]]] = {}
    for row in _table("municipality_region"):
        known.setdefault(row["municipality"], []).append((date.fromisoformat(row["valid_from"]), row["region"]))
    return {code: sorted(spans) for code, spans in known.items()}


def _table(name: str) -> list[dict[str, str]]:
    source = files("rettesnor.danish").joinpath("codes", f"{name}.csv")
    return list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))
