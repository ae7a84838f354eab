"""What happened last, through the same verbs as on the screens: a letter prepared, people looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from rettesnor.audit.actions import Line, write_all
from rettesnor.danish import clock
from rettesnor.demo.builder.chances import on
from rettesnor.guideline.actions import add_note
from rettesnor.guideline.models import Line as GuidelineLine
from rettesnor.residency.actions.notice import prepare_notice
from rettesnor.residency.models import Identity, Notice, Stay
from rettesnor.staff.models import Employee, House

Act = tuple[datetime, Callable[[], object]]

LOOKS = {"karen": "board", "sofie": "stay", "lone": "today", "ulla": "stay", "aksel": "today", "tove": "board"}
WAITING = "Leyla Novelle"
NOTE = "Om natten ser vi barnet ved morgenmaden, og Bodil skriver det ned."


def acts(rng: Random, day: date, houses: dict[str, House], cast: dict[str, Employee]) -> Iterator[Act]:
    """What was done in the last weeks, each with its moment."""
    before = day - timedelta(days=1)
    yield on(before, 16), partial(_prepare, cast["sofie"])
    yield on(before, 16, 30), partial(_note, houses["kbh"], cast["lone"])
    for number in range(21, 0, -1):
        for name, purpose in rng.sample(list(LOOKS.items()), 3):
            moment = on(day - timedelta(days=number), rng.randint(7, 15), rng.randint(0, 59))
            yield moment, partial(_look, Random(rng.random()), cast[name], purpose)  # noqa: S311


def _prepare(by: Employee) -> None:
    prepare_notice(_waiting(), by=by, reason="Kvinden har brug for et sikkert sted at være.")


def _note(house: House, by: Employee) -> None:
    add_note(GuidelineLine.objects.get(pk="CHI-A1"), house=house, text=NOTE, by=by)


def _waiting() -> Notice:
    """The admission notice of the woman whose letter waits for the leader: found by name, as anybody must."""
    stays = Stay.objects.filter(left_at=None, house__code="kbh")
    found = Identity.objects.filter(resident__stays__in=stays).select_related("key", "resident")
    her = next(each for each in found if each.name == WAITING)
    return (
        Notice.objects.filter(kind="admission", stay__resident=her.resident)
        .select_related("key", "stay", "stay__key", "stay__house", "stay__house__key", "stay__resident")
        .get()
    )


def _look(rng: Random, employee: Employee, purpose: str) -> None:
    """An everyday look-up of some whom the one who looks could see at that moment."""
    seen = Stay.objects.visible_to(Employee.objects.get(pk=employee.pk), "stay.see")
    found = list(seen.filter(moved_in_at__lt=clock.now()).order_by("pk").select_related("resident"))
    chosen = rng.sample(found, min(len(found), rng.randint(1, 4)))
    lines = [Line("opslag", "stay", stay.code, stay.resident.subject, purpose=purpose) for stay in chosen]
    write_all(lines, by=employee)
