"""Days as whole numbers. Every date in the engine is the number of days since 1 January 1970, in every engine alike."""

from datetime import date, timedelta
from functools import cache

_ORIGIN = date(1970, 1, 1)
SAS_ORIGIN = (date(1960, 1, 1) - _ORIGIN).days
"""SAS counts days from 1 January 1960."""

HORIZON_DAYS = {3: 91, 6: 182, 12: 365, 24: 730, 36: 1095}
"""Months of follow-up and the days they stand for: fixed, so that a leap year lengthens nobody's follow-up."""


def number(day: date) -> int:
    """Return the day's number; 0 is 1 January 1970."""
    return (day - _ORIGIN).days


def day(number_: int) -> date:
    """Return the date of a day's number."""
    return _ORIGIN + timedelta(days=int(number_))


def first(year: int) -> int:
    """Return the number of 1 January."""
    return number(date(year, 1, 1))


@cache
def calendar(first_year: int, last_year: int) -> list[tuple[int, int, int, int]]:
    """Return (day, year, quarter 1-4, weekday 1-7 from Monday) for every day of the years, for the table `calendar`."""
    days = range(first(first_year), first(last_year + 1))
    return [(n, d.year, (d.month + 2) // 3, d.isoweekday()) for n, d in ((n, day(n)) for n in days)]
