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


BIRTHDAYS = (15, 16, 18)
"""The ages that a child may be placed, or be of age, at: the calendar names the day on which each is reached."""


@cache
def calendar(first_year: int, last_year: int) -> list[tuple[int, ...]]:
    """Return a row for every day of the years, for the table `calendar`.

    (day, year, quarter 1-4, weekday 1-7 from Monday, month and day as one number, and the day on which somebody born
    that day is 15, 16 and 18 years old). Who was born on 29 February is a year older on 1 March of the other years.
    """
    days = ((n, day(n)) for n in range(first(first_year), first(last_year + 1)))
    return [
        (n, d.year, (d.month + 2) // 3, d.isoweekday(), 100 * d.month + d.day, *(_years_after(d, y) for y in BIRTHDAYS))
        for n, d in days
    ]


def _years_after(born: date, years: int) -> int:
    try:
        return number(born.replace(year=born.year + years))
    except ValueError:
        return number(date(born.year + years, 3, 1))
