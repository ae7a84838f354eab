"""DREAM's weekly columns: Y_YYWW, ISO weeks from Y_9132 (Monday 5 August 1991)."""

from collections.abc import Collection, Iterable
from datetime import date

from dkcohort.days import day, number
from dkcohort.layout.faults import Fault, fault

_CENTURY = 70
"""Two-digit years from 70 on are 19xx."""


def monday(column: str) -> int | None:
    """Return the day's number of a week's Monday; None for a week the calendar does not have."""
    year, week = int(column[2:4]), int(column[4:6])
    try:
        return number(date.fromisocalendar(year + (1900 if year >= _CENTURY else 2000), week, 1))
    except ValueError:
        return None


def column(day_number: int) -> str:
    """Return the column of the week a day lies in."""
    year, week, _ = day(day_number).isocalendar()
    return f"y_{year % 100:02d}{week:02d}"


def told(columns: Iterable[str]) -> tuple[int, int]:
    """Return the first and last day the delivered weeks tell of, whole weeks."""
    days = [m for m in map(monday, columns) if m is not None]
    return min(days), max(days) + 6


def faults(columns: list[str], data_cut: int, since: int) -> list[Fault]:
    """Weeks that are missing, doubled or impossible between `since` and the data cut."""
    found = [fault("weeks-impossible", "dream", week=c.upper()) for c in columns if monday(c) is None]
    found += [fault("weeks-twice", "dream", week=c.upper()) for c in sorted(set(columns)) if columns.count(c) > 1]
    days = sorted(m for m in map(monday, columns) if m is not None)
    if found or not days:
        return found or [fault("weeks-missing", "dream", week=column(since).upper())]
    # The newest week is delivered about two months late; a year is the most that is borne with. What was not delivered
    # is asked of nobody (sql/work.sql).
    if days[-1] < data_cut - 365:
        return [fault("weeks-short", "dream", week=column(days[-1]).upper())]
    need = range(since - since % 7, days[-1], 7)
    missing = sorted({column(d) for d in need} - set(columns), key=lambda c: monday(c) or 0)
    return [fault("weeks-missing", "dream", week=week.upper()) for week in missing[:1]]


def unlike(pieces: Collection[frozenset[str]]) -> list[Fault]:
    """The first week that only some of several files have. `pieces`: the weeks of each."""
    some = sorted(frozenset().union(*pieces) - frozenset.intersection(*pieces)) if pieces else []
    return [fault("weeks-differ", "dream", week=week.upper()) for week in some[:1]]
