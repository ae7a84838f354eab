"""Who is on duty when: the hours in which shelter staff and volunteers see the house."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.staff.actions.accounts import hold_person
from rettesnor.staff.models import Employee, House, RoleGrant, Shift

LONGEST = timedelta(hours=24)


@transaction.atomic
def plan_shifts(
    person: Employee, *, house: House, starts: datetime, ends: datetime, by: Employee, weeks: int = 1
) -> list[Shift]:
    """Put somebody on duty, the same hours for so many weeks; all of them or none."""
    _refuse_hours(starts, ends)
    hold_person(person)
    planned = []
    for week in range(weeks):
        first, last = (_weeks_later(moment, week) for moment in (starts, ends))
        _refuse_shift(person, house, first, last)
        planned.append(Shift.objects.create(employee=person, house=house, starts=first, ends=last))
    told = {"house": house.code, "starts": starts, "ends": ends, "weeks": weeks}
    write(by=by, verb="sæt på vagt", noun="konto", code=person.code, fields=told)
    return planned


def _weeks_later(moment: datetime, weeks: int) -> datetime:
    """The same time on the clock, also where summer time began in between."""
    local = moment.astimezone(clock.CPH)
    return (local.replace(tzinfo=None) + timedelta(weeks=weeks)).replace(tzinfo=clock.CPH)


def _refuse_hours(starts: datetime, ends: datetime) -> None:
    if ends <= starts:
        raise Refused(_("Vagten slutter, før den begynder."), "ends")
    if ends - starts > LONGEST:
        raise Refused(_("En vagt er højst et døgn. Skriv flere vagter."), "ends")
    if ends <= clock.now():
        raise Refused(_("Vagten er allerede forbi."), "ends")


def _refuse_shift(person: Employee, house: House, starts: datetime, ends: datetime) -> None:
    day = clock.day_of(starts)
    held = RoleGrant.objects.in_force(day).filter(employee=person)
    if not person.works_on(day) or not (held.filter(house=house) | held.filter(house=None)).exists():
        told = _("{name} har ingen rolle i {house} den dag.").format(name=person.name, house=house.name)
        raise Refused(told, "employee")
    if Shift.objects.between(starts, ends).filter(employee=person).exists():
        raise Refused(_("{name} er allerede på vagt i de timer.").format(name=person.name), "starts")


@transaction.atomic
def drop_shift(shift: Shift, *, by: Employee) -> None:
    """A shift to come is taken off; one that runs ends at this moment."""
    now = clock.now()
    if shift.ends <= now:
        raise Refused(_("Vagten er allerede forbi."))
    told = {"house": shift.house.code, "starts": shift.starts, "ends": shift.ends}
    if shift.starts < now:
        Shift.objects.filter(pk=shift.pk).update(ends=now)
    else:
        shift.delete()
    write(by=by, verb="tag af vagt", noun="konto", code=shift.employee.code, fields=told)
