"""Who works with a case: the people assigned to her and the children, and who could be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rettesnor.danish import clock
from rettesnor.residency.models import Stay
from rettesnor.staff.models import Assignment, Employee, House, RoleGrant


@dataclass(frozen=True)
class Task:
    """One person's task in a case: for the woman (child empty) or for a child by alias."""

    pk: int
    name: str
    kind: str
    child: str
    since: object


def contact_people(stay: Stay) -> list[Task]:
    """Everyone with a task in the case now; a child is named by its alias."""
    tasks = Assignment.objects.in_force(clock.now()).filter(case=stay.key).select_related("employee")
    aliases = dict(stay.resident.children.values_list("code", "alias"))
    return [
        Task(task.pk, task.employee.name, task.get_kind_display(), aliases.get(task.child, ""), task.since)
        for task in tasks.order_by("child", "kind", "pk")
    ]


def colleagues(house: House, day: date) -> list[Employee]:
    """Who can be given a task in a house: its social workers, child coordinators, psychologists."""
    held = RoleGrant.objects.in_force(day).filter(house=house, role__in="KBP").values("employee")
    return [one for one in Employee.objects.filter(pk__in=held) if one.works_on(day)]
