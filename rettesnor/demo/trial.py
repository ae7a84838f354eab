"""A trial bundle of an invented country: brought home and taken out of use again, so that the way can be seen.

The demo house has no level of its own until somebody brings one home.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from dkcohort import record
from rettesnor.demo.builder.chances import on
from rettesnor.demo.evening import Act
from rettesnor.registers.actions import import_bundle, withdraw_bundle
from rettesnor.registers.models import Bundle
from rettesnor.staff.models import Employee

BEFORE = timedelta(days=45)
"""So long before the demo's day Anne tried it out."""

# Hits of 250 women in the level's year and the year after, by horizon: plain counts of an invented country.
_CHANCES = {6: (0.09, 0.08), 12: (0.16, 0.14), 24: (0.24, 0.22)}


def trial(day: date, by: Employee) -> list[Act]:
    """The two acts, with their hours."""
    text = record.text(_bundle(date((day - BEFORE).year - 1, 12, 31)))
    manifest = f"Manifest: Prøvekørsel\n\nKontroller\n  Bundtets fingeraftryk: {record.fingerprint(text)}\n"
    first = day - BEFORE
    return [
        (on(first, 10), partial(import_bundle, text=text, manifest=manifest, by=by)),
        (on(first, 11), partial(_take_out, by=by)),
    ]


def _take_out(*, by: Employee) -> None:
    bundle = Bundle.objects.newest()
    assert bundle is not None  # noqa: S101 (brought home an hour before)
    withdraw_bundle(bundle, why="Prøvekørsel på et opdigtet land. Tallene er ikke vores.", by=by)


def _bundle(cut: date) -> record.Bundle:
    level = cut.year - 1
    return record.Bundle(
        title="Prøvekørsel på et opdigtet land",
        version="0.1.0",
        digest="0" * 16,
        data_cut=cut.isoformat(),
        cohorts=(level, level + 1),
        baseline=level,
        mode="centre",
        threshold=5,
        cuts={"kkcoph": cut.isoformat(), "bef": cut.isoformat()},
        parameters=(record.Parameter("centre_variable", "Variabel for centrets nummer", "DSTNR", "UVERIFICERET"),),
        lines=tuple(_line(level + year, months) for months in _CHANCES for year in (0, 1)),
    )


def _line(cohort: int, months: int) -> record.Line:
    value = _CHANCES[months][cohort % 2]
    se = round((value * (1 - value) / 250) ** 0.5, 4)
    return record.Line("returns.elsewhere", "OTH-G2", "Nyt ophold på et andet krisecenter", "incidence", "own", cohort,
                       months, "alle", "vist", 250, value, round(value - 2 * se, 3), round(value + 2 * se, 3),
                       se)  # fmt: skip
