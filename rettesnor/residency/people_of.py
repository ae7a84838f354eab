"""Who works with a case: the people assigned to her and the children, and who could be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from rettesnor.danish import clock
from rettesnor.residency.models import Child, Stay
from rettesnor.staff.models import Assignment, Employee, House, RoleGrant


@dataclass(frozen=True)
class Task:
    """One person's task in a case: for the woman (child empty) or for a child by alias."""

    pk: int
    name: str
    kind: str
    child: str
    since: datetime


def contact_people(stay: Stay, children: Iterable[Child]) -> list[Task]:
    """Everyone with a task in the case now, for her and for the children given: those that may be seen."""
    aliases = {"": "", **{child.code: child.alias for child in children}}
    tasks = Assignment.objects.in_force(clock.now()).filter(case=stay.key, child__in=aliases)
    return [
        Task(task.pk, task.employee.name, task.get_kind_display(), aliases[task.child], task.since)
        for task in tasks.select_related("employee").order_by("child", "kind", "pk")
    ]


def colleagues(house: House, day: date) -> list[Employee]:
    """Who can be given a task in a house: its social workers, child coordinators, psychologists."""
    held = RoleGrant.objects.in_force(day).filter(house=house, role__in="KBP").values("employee")
    return [one for one in Employee.objects.filter(pk__in=held) if one.works_on(day)]
