"""Women and children who live in the house, built row by row: short, and without the way in."""

from __future__ import annotations

from datetime import datetime, timedelta

from rettesnor.danish import clock
from rettesnor.residency.models import Child, ChildStay, Resident, Stay
from rettesnor.staff.models import Assignment, Employee, House
from rettesnor.vault.models import DataKey

MOVED_IN = datetime(2026, 2, 2, 21, 0, tzinfo=clock.CPH)


def woman(house: House, by: Employee, alias: str = "Ahorn", *, children: int = 0, at: datetime = MOVED_IN) -> Stay:
    """A woman who has moved in with so many children."""
    key = DataKey.objects.fresh()
    resident = Resident.objects.create(key=key, alias=alias)
    stay = Stay.objects.create(
        key=key, resident=resident, house=house, first_house=house, decided_at=at, decided_by=by, moved_in_at=at
    )
    for number in range(1, children + 1):
        child = Child.objects.create(key=key, resident=resident, alias=f"{alias}-barn {number}")
        ChildStay.objects.create(key=key, stay=stay, child=child, moved_in_at=at)
    return stay


def child_of(stay: Stay, number: int = 1) -> Child:
    return Child.objects.select_related("key").get(resident=stay.resident, alias__endswith=f"barn {number}")


def contact(stay: Stay, employee: Employee, *, child: Child | None = None, kind: str = "kontaktperson") -> Assignment:
    """Make somebody her contact person, or the child's adult."""
    since = stay.moved_in_at + timedelta(minutes=1)
    code = child.code if child else ""
    return Assignment.objects.create(employee=employee, case=stay.key, child=code, kind=kind, since=since)


def leave(stay: Stay, at: datetime) -> None:
    """She moves out with her children."""
    Stay.objects.filter(pk=stay.pk).update(left_at=at)
    stay.child_stays.update(left_at=at)
    stay.refresh_from_db()
