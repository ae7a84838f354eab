"""The invented people of `members` put to work in the demo house: with roles, shifts and houses of their own."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from rettesnor.danish import clock
from rettesnor.demo.members import CAST, HOUSES
from rettesnor.staff.models import Employee, House, RoleGrant, Shift
from rettesnor.vault.models import DataKey

BEFORE, AHEAD = timedelta(days=7), timedelta(days=120)
ON_DUTY = "SFKBP"


def build_houses() -> dict[str, House]:
    """Both houses by code; made once."""
    for code, name, municipality, address, phone in HOUSES:
        if not House.objects.filter(code=code).exists():
            house = House(code=code, name=name, municipality=municipality, key=DataKey.objects.fresh())
            house.address, house.phone = address, phone
            house.save()
    return {house.code: house for house in House.objects.select_related("key")}


def build_cast(day: date, *, ahead: timedelta = AHEAD) -> dict[str, Employee]:
    """Everyone by user name, in force since 2019, on duty every hour around `day`."""
    houses = build_houses()
    for member in CAST:
        employee, new = Employee.objects.get_or_create(
            username=member.username, defaults={"name": member.name, "title": member.title, "password": "!"}
        )
        if new:
            house = houses[member.house] if member.house else None
            RoleGrant.objects.create(employee=employee, role=member.role, house=house, since=date(2019, 1, 1))
            if member.left:
                Employee.objects.filter(pk=employee.pk).update(ends_on=day - timedelta(days=30))
            elif house is not None and member.role in ON_DUTY:
                _on_duty(employee, house, day - BEFORE, day + ahead)
    return {employee.username: employee for employee in Employee.objects.all()}


def _on_duty(employee: Employee, house: House, first: date, last: date) -> None:
    """A shift from midnight to midnight each day: the demo never meets a closed door at three in the morning."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    Shift.objects.bulk_create(
        Shift(employee=employee, house=house, starts=_midnight(day), ends=_midnight(day + timedelta(days=1)))
        for day in days
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.CPH)
