"""The leader puts people on duty: hours in a house, perhaps the same for some weeks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.audit.models import Entry
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.staff.actions.shifts import drop_shift, plan_shifts
from rettesnor.staff.models import Employee, House, Shift

As = Callable[[str], Client]
Cast = dict[str, Employee]
Houses = dict[str, House]


def at(day: int, hour: int, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=clock.CPH)


@pytest.fixture
def karen(cast: Cast) -> Employee:
    Shift.objects.filter(employee=cast["karen"]).delete()
    return cast["karen"]


def test_on_duty_she_sees_the_house_and_off_duty_she_does_not(karen: Employee, as_: As) -> None:
    assert as_("karen").get(reverse("residents")).status_code == 200
    assert not Employee.objects.get(pk=karen.pk).standing.reach("board.see")
    sent = {"employee": karen.code, "house": "kbh", "starts": "i dag 08.00", "ends": "i dag 16.00", "weeks": "1"}
    assert as_("lone").post(reverse("shifts"), sent).status_code == 302
    assert Employee.objects.get(pk=karen.pk).standing.reach("board.see")
    assert "Karen Lund" in as_("lone").get(reverse("shifts")).content.decode()


def test_the_same_hours_for_some_weeks_also_where_summer_time_begins(
    karen: Employee, cast: Cast, houses: Houses
) -> None:
    plan_shifts(karen, house=houses["kbh"], starts=at(24, 22), ends=at(25, 7), by=cast["lone"], weeks=2)
    told = [
        (one.starts.astimezone(clock.CPH), one.ends.astimezone(clock.CPH))
        for one in Shift.objects.filter(employee=karen)
    ]
    assert told == [(at(24, 22), at(25, 7)), (at(31, 22), at(1, 7, month=4))]
    assert Entry.objects.get(verb="sæt på vagt").actor_name == "Lone Bak"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ends": at(12, 7)}, "ends"),
        ({"ends": at(14, 9)}, "ends"),
        ({"starts": at(10, 8), "ends": at(10, 16)}, "ends"),
        ({"who": "tove"}, "employee"),
        ({"who": "rikke"}, "employee"),
        ({"who": "sofie"}, "starts"),
    ],
    ids=["backwards", "over a day", "past", "other house", "left", "on duty already"],
)
def test_what_cannot_be(karen: Employee, cast: Cast, houses: Houses, changed: dict[str, Any], field: str) -> None:
    told: dict[str, Any] = {"starts": at(12, 8), "ends": at(12, 16), **changed}
    who, before = cast[told.pop("who", "karen")], Shift.objects.count()
    with pytest.raises(Refused) as refused:
        plan_shifts(who, house=houses["kbh"], by=cast["lone"], **told)
    assert refused.value.field == field
    assert Shift.objects.count() == before


def test_one_of_the_weeks_that_cannot_be_stops_them_all(karen: Employee, cast: Cast, houses: Houses) -> None:
    plan_shifts(karen, house=houses["kbh"], starts=at(19, 8), ends=at(19, 16), by=cast["lone"])
    with pytest.raises(Refused):
        plan_shifts(karen, house=houses["kbh"], starts=at(12, 12), ends=at(12, 20), by=cast["lone"], weeks=3)
    assert Shift.objects.filter(employee=karen).count() == 1


def test_a_shift_that_runs_ends_now_and_one_to_come_is_taken_off(karen: Employee, cast: Cast, houses: Houses) -> None:
    now, house = clock.now(), houses["kbh"]
    running = Shift.objects.create(
        employee=karen, house=house, starts=now - timedelta(hours=1), ends=now + timedelta(hours=7)
    )
    later = Shift.objects.create(employee=karen, house=house, starts=at(20, 8), ends=at(20, 16))
    for shift in (running, later):
        drop_shift(shift, by=cast["lone"])
    assert [one.ends for one in Shift.objects.filter(employee=karen)] == [now]
    assert not Employee.objects.get(pk=karen.pk).standing.on_shift


def test_a_leader_does_not_touch_the_shifts_of_the_other_house(cast: Cast, as_: As) -> None:
    shift = Shift.objects.filter(employee=cast["tove"], starts__gt=clock.now())[0]
    assert as_("lone").post(reverse("shifts-drop", args=[shift.pk])).status_code == 404
    assert Shift.objects.filter(pk=shift.pk).exists()
