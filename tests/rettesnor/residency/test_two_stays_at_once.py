"""One rule for both databases: nobody has two stays at the same time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from rettesnor.residency.models import Resident, Stay
from rettesnor.staff.models import Employee, House
from rettesnor.vault.models import DataKey


@pytest.fixture
def resident(cast: dict[str, Employee]) -> Resident:
    return Resident.objects.create(key=DataKey.objects.fresh(), alias="Ahorn")


def stay(resident: Resident, house: House, by: Employee, begins: datetime, ends: datetime | None, **more: Any) -> Stay:
    return Stay.objects.create(
        key=resident.key,
        resident=resident,
        house=house,
        first_house=house,
        decided_at=begins,
        decided_by=by,
        moved_in_at=begins,
        left_at=ends,
        **more,
    )


@pytest.mark.parametrize(
    ("begins", "ends"),
    [(0, 10), (5, 6), (9, None), (-5, 1), (-5, None), (0, None)],
    ids=["the same", "inside", "from the last day", "over the first day", "around, open", "the same, open"],
)
def test_two_stays_at_once_are_refused_by_the_database(
    resident: Resident,
    cast: dict[str, Employee],
    houses: dict[str, House],
    now: datetime,
    begins: int,
    ends: int | None,
) -> None:
    start = now - timedelta(days=100)
    stay(resident, houses["kbh"], cast["lone"], start, start + timedelta(days=10))
    until = start + timedelta(days=ends) if ends is not None else None
    with pytest.raises(DatabaseError, match="stays_overlap"), transaction.atomic():
        stay(resident, houses["aar"], cast["aksel"], start + timedelta(days=begins), until)
    assert Stay.objects.count() == 1


def test_one_stay_may_begin_in_the_minute_another_ends(
    resident: Resident, cast: dict[str, Employee], houses: dict[str, House], now: datetime
) -> None:
    start = now - timedelta(days=100)
    stay(resident, houses["kbh"], cast["lone"], start, start + timedelta(days=10))
    stay(resident, houses["aar"], cast["aksel"], start + timedelta(days=10), None)
    stay(resident, houses["aar"], cast["aksel"], start - timedelta(days=10), start)
    assert Stay.objects.count() == 3


def test_two_women_may_live_here_at_once(
    resident: Resident, cast: dict[str, Employee], houses: dict[str, House], now: datetime
) -> None:
    other = Resident.objects.create(key=DataKey.objects.fresh(), alias="Birk")
    for one in (resident, other):
        stay(one, houses["kbh"], cast["lone"], now - timedelta(days=3), None)
    assert Stay.objects.count() == 2


def test_a_stay_cannot_be_moved_over_another(
    resident: Resident, cast: dict[str, Employee], houses: dict[str, House], now: datetime
) -> None:
    start = now - timedelta(days=100)
    stay(resident, houses["kbh"], cast["lone"], start, start + timedelta(days=10))
    second = stay(resident, houses["kbh"], cast["lone"], start + timedelta(days=20), None)
    with pytest.raises(DatabaseError, match="stays_overlap"), transaction.atomic():
        Stay.objects.filter(pk=second.pk).update(moved_in_at=start + timedelta(days=5))


@pytest.mark.parametrize("hours", [0, 5, 24], ids=["at the beginning", "inside", "at the end"])
def test_a_stay_without_length_is_in_the_way_of_none_whichever_comes_first(
    resident: Resident, cast: dict[str, Employee], houses: dict[str, House], now: datetime, hours: int
) -> None:
    start = now - timedelta(days=100)
    moment = start + timedelta(hours=hours)
    stay(resident, houses["kbh"], cast["lone"], moment, moment, never_came_at=moment)
    stay(resident, houses["aar"], cast["aksel"], start, start + timedelta(days=1))
    stay(resident, houses["kbh"], cast["lone"], moment, moment, never_came_at=moment)
    stay(resident, houses["kbh"], cast["lone"], moment, moment)
    assert Stay.objects.count() == 4


def test_a_stay_without_length_may_lie_in_one_that_runs(
    resident: Resident, cast: dict[str, Employee], houses: dict[str, House], now: datetime
) -> None:
    stay(resident, houses["aar"], cast["aksel"], now - timedelta(days=3), None)
    second = stay(resident, houses["kbh"], cast["lone"], now, now, never_came_at=now)
    Stay.objects.filter(pk=second.pk).update(moved_in_at=now - timedelta(days=1), left_at=now - timedelta(days=1))
    assert Stay.objects.count() == 2


def test_a_stay_that_gets_its_length_back_must_have_room(
    resident: Resident, cast: dict[str, Employee], houses: dict[str, House], now: datetime
) -> None:
    never = stay(resident, houses["kbh"], cast["lone"], now, now, never_came_at=now)
    stay(resident, houses["aar"], cast["aksel"], now + timedelta(days=2), None)
    again = Stay.objects.filter(pk=never.pk)
    with pytest.raises(DatabaseError, match="stays_overlap"), transaction.atomic():
        again.update(moved_in_at=now, left_at=None, never_came_at=None)
    again.update(moved_in_at=now, left_at=now + timedelta(days=2), never_came_at=None)


def test_the_rule_stands_in_the_database_after_every_migration(db: None) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE type='trigger' AND name LIKE 'stays_overlap%'")
            assert cursor.fetchone()[0] == 2
        else:
            cursor.execute("SELECT count(*) FROM pg_constraint WHERE conname = 'stays_overlap'")
            assert cursor.fetchone()[0] == 1
