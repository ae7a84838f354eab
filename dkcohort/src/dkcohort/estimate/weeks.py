"""The week variables of DREAM, the register of public transfer payments."""

import re
from datetime import date

_WEEK = re.compile(r"Y_([0-9]{2})([0-9]{2})", re.IGNORECASE)
_FIRST_MONDAY = date(1991, 8, 5)
_FIRST_YEAR = 91


def dream_week(name: str) -> date:
    """Return the Monday of the week that a DREAM variable such as `Y_0453` (2004, ISO week 53) tells of.

    The register begins with Y_9132, so years from 91 are of the twentieth century and others of the twenty-first.
    A name of another form, a week before the first and a week 53 in a year of 52 raise ValueError.

    Source: documentation of DREAM (Styrelsen for Arbejdsmarked og Rekruttering, June 2015).
    """
    found = _WEEK.fullmatch(name) if isinstance(name, str) else None
    if found is None:
        raise ValueError(f"{name!r} is not the name of a week in DREAM, such as Y_2401")
    short, week = int(found[1]), int(found[2])
    year = short + (1900 if short >= _FIRST_YEAR else 2000)
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        raise ValueError(f"{name!r} names week {week}, which {year} does not have") from None
    if monday < _FIRST_MONDAY:
        raise ValueError(f"{name!r} lies before the first week of DREAM, Y_9132")
    return monday
