"""How many children a house can give what they need: the leader sets it from a day on, with the reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions.capacity import set_capacity
from rettesnor.residency.models import Capacity
from rettesnor.staff.models import Employee, House

As = Callable[[str], Client]
URL = "/kapacitet/"
TYPED = {"house": "kbh", "children": "6", "since": "i dag", "reason": "To koordinatorer."}


def test_the_leader_sets_it_and_the_earlier_limit_stays(houses: dict[str, House], as_: As) -> None:
    lone = as_("lone")
    assert lone.post(URL, TYPED).status_code == 302
    assert lone.post(URL, {**TYPED, "children": "4", "since": "1-4-2026", "reason": "Én er syg."}).status_code == 302
    assert Capacity.objects.count() == 2
    now, later = Capacity.objects.in_force(houses["kbh"], clock.now()), date(2026, 4, 1)
    assert now is not None
    assert now.children == 6
    page = lone.get(URL).content.decode()
    assert "Én er syg." in page
    assert Capacity.objects.get(since=later).decided_by.username == "lone"


def test_the_same_form_sent_twice_is_one_limit(houses: dict[str, House], as_: As) -> None:
    lone = as_("lone")
    typed = {**TYPED, "client_key": str(lone.get(URL).context["form"]["client_key"].value())}
    assert [lone.post(URL, typed).status_code for _time in range(2)] == [302, 302]
    assert Capacity.objects.count() == 1


def test_the_other_house_is_not_hers_to_set(houses: dict[str, House], as_: As) -> None:
    assert as_("lone").post(URL, {**TYPED, "house": "aar"}).status_code == 422
    assert not Capacity.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"children": "-1"},
        {"children": "mange"},
        {"since": "31-2-2026"},
        {"since": "1-1-1900"},
        {"since": "1-1-2019"},
        {"since": "10-3-2026"},
        {"since": "1-1-2100"},
        {"since": "1-4-2027"},
        {"reason": " "},
    ],
)
def test_what_cannot_be_is_said_beside_the_field(houses: dict[str, House], as_: As, changed: dict[str, str]) -> None:
    answer = as_("lone").post(URL, {**TYPED, **changed})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(changed)
    assert not Capacity.objects.exists()


@pytest.mark.parametrize("since", [date(2026, 3, 11), date(2027, 3, 1)], ids=["today", "within a year"])
def test_it_may_begin_from_today_to_a_year_ahead(
    houses: dict[str, House], cast: dict[str, Employee], since: date
) -> None:
    set_capacity(houses["kbh"], children=4, since=since, reason="Én koordinator.", by=cast["lone"])
    assert Capacity.objects.get().since == since


def test_a_day_gone_by_keeps_the_limit_it_had(houses: dict[str, House], cast: dict[str, Employee], as_: As) -> None:
    opened = date(2019, 1, 1)
    Capacity.objects.create(house=houses["kbh"], children=12, since=opened, reason="To.", decided_by=cast["lone"])
    answer = as_("lone").post(URL, {**TYPED, "since": "1-1-2019"})
    assert "En grænse kan ikke ændres for dage, der er gået." in answer.content.decode()
    assert [limit.children for limit in Capacity.objects.all()] == [12]


@pytest.mark.parametrize("name", ["karen", "sofie", "bodil", "vera", "anne"])
def test_nobody_else_sets_it(houses: dict[str, House], as_: As, name: str) -> None:
    assert as_(name).post(URL, TYPED).status_code == 403


def test_a_limit_without_a_reason_is_refused(houses: dict[str, House], cast: dict[str, Employee]) -> None:
    with pytest.raises(Refused):
        set_capacity(houses["kbh"], children=4, since=date(2026, 3, 1), reason="", by=cast["lone"])
