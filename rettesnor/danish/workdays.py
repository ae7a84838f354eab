"""Working days ("hverdage") and the deadlines counted in them.

Serviceloven does not define the word, so three readings are kept apart: the earliest one reminds, Monday to Friday
less public holidays judges. 5 June, 24 December and 31 December are no public holidays; only some acts treat them as
such (e.g. foraeldelsesloven § 27). Store Bededag is a holiday up to and including 2023.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cache

NOTICE_DAYS = 3
"""Working days within which the municipality must have notice: serviceloven § 109, stk. 5 and 6."""

_EVES = frozenset({(6, 5), (12, 24), (12, 31)})
_SATURDAY, _SUNDAY = 5, 6


class Reading(Enum):
    """How the word "hverdag" is read."""

    DEFAULT = "default"
    EVES_OFF = "eves_off"
    SATURDAY_COUNTS = "saturday_counts"


DEFAULT = Reading.DEFAULT
EVES_OFF = Reading.EVES_OFF
SATURDAY_COUNTS = Reading.SATURDAY_COUNTS


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The last day by the earliest reading, which reminds, and the last day by which a notice is judged."""

    reminds: date
    judges: date


def is_workday(day: date, reading: Reading = DEFAULT) -> bool:
    """Say whether a day is a working day in the given reading."""
    if day.weekday() == _SUNDAY or day in public_holidays(day.year):
        return False
    if day.weekday() == _SATURDAY:
        return reading is SATURDAY_COUNTS
    return not (reading is EVES_OFF and (day.month, day.day) in _EVES)


def deadline(decided: date, days: int = NOTICE_DAYS, reading: Reading = DEFAULT) -> date:
    """Return the last of `days` working days after `decided`; the day of decision is not counted.

    Raises ValueError if `days` is less than one.
    """
    if days < 1:
        raise ValueError("a deadline lies at least one working day ahead")
    day = decided
    while days:
        day += timedelta(days=1)
        days -= is_workday(day, reading)
    return day


def notice_deadlines(decided: date) -> Deadlines:
    """Return when a notice decided on that day is reminded of, and when it is late."""
    return Deadlines(
        reminds=deadline(decided, reading=SATURDAY_COUNTS),
        judges=deadline(decided, reading=DEFAULT),
    )


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Return the Danish public holidays of a year, from the package `holidays`."""
    import holidays  # costs a third of a second, so only when the first deadline is counted

    return frozenset(holidays.country_holidays("DK", years=year))
