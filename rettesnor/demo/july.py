"""What is done each summer about the registers: the resident list leaves, a trial run, the bundle comes home in July.

Everything in it is invented, and says so: the demo house has a level only so that the screens can be seen filled.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from dkcohort import record
from rettesnor.demo.brought import BASELINE, bundle, tried
from rettesnor.demo.builder.chances import on
from rettesnor.demo.builder.years import OPENED
from rettesnor.demo.evening import Act
from rettesnor.registers.actions import import_bundle, withdraw_bundle
from rettesnor.registers.models import Bundle
from rettesnor.reports.actions import hand_out, prepare, release
from rettesnor.reports.models import ResidentList
from rettesnor.staff.models import Employee

LIST, TRIAL, HOME = (6, 3), (7, 7), (7, 14)
"""Month and day on which the list is asked for, the way is tried out, and the bundle comes home."""

WHY = "Prøvekørsel på et opdigtet land. Tallene er ikke vores."
PURPOSE = "Årets registeranalyse hos Danmarks Statistik, projekt 000000 (opdigtet)"


def acts(day: date, cast: dict[str, Employee]) -> Iterator[Act]:
    """What was done the last time it was July, each with its hour."""
    year = day.year if (day.month, day.day) > HOME else day.year - 1
    cut = date(year - 1, 12, 31)
    if cut > OPENED:
        yield from _list(date(year, *LIST), cut, cast)
    trial = date(year, *TRIAL)
    yield on(trial, 10), partial(_bring, tried(cut), cast["anne"])
    yield on(trial, 11), partial(_take_out, cast["anne"])
    if cut.year >= BASELINE:
        yield on(date(year, *HOME), 10), partial(_bring, bundle(cut), cast["anne"])


def _list(asked: date, last: date, cast: dict[str, Employee]) -> Iterator[Act]:
    """Lone asks for it, Aksel lets it go the day after, and she fetches it."""
    next_day = asked + timedelta(days=1)
    yield on(asked, 9, 30), partial(prepare, first=OPENED, last=last, purpose=PURPOSE, by=cast["lone"])
    yield on(next_day, 13), partial(_release, cast["aksel"])
    yield on(next_day, 14, 15), partial(_fetch, cast["lone"])


def _release(by: Employee) -> None:
    release(ResidentList.objects.get(status=ResidentList.READY), by=by)


def _fetch(by: Employee) -> None:
    hand_out(ResidentList.objects.get(status=ResidentList.RELEASED), by=by)


def _bring(told: record.Bundle, by: Employee) -> None:
    text = record.text(told)
    manifest = f"Manifest: {told.title}\n\nKontroller\n  Bundtets fingeraftryk: {record.fingerprint(text)}\n"
    import_bundle(text=text, manifest=manifest, by=by)


def _take_out(by: Employee) -> None:
    withdraw_bundle(Bundle.objects.get(withdrawn_at=None), why=WHY, by=by)
