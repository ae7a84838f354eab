"""Who works here: roles with their dates, who is on shift, by house for a leader and all of it for Dan and Ivar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.staff.models import Employee, House, RoleGrant


def page(client: Client) -> str:
    answer = client.get(reverse("staff"))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_leader_sees_the_own_house_and_those_who_work_in_both(as_: Callable[[str], Client]) -> None:
    text = page(as_("lone"))
    for name in ("Karen Lund", "Sofie Holm", "Vera Dam"):
        assert name in text
    for name in ("Ulla Juhl", "Tove Mikkelsen", "Aksel Friis"):
        assert name not in text


@pytest.mark.parametrize("name", ["dan", "ivar"])
def test_dan_and_ivar_see_both_houses(as_: Callable[[str], Client], name: str) -> None:
    text = page(as_(name))
    assert "Karen Lund" in text
    assert "Ulla Juhl" in text


@pytest.mark.parametrize("name", ["karen", "sofie", "vera", "anne", "frida"])
def test_the_others_have_no_list_of_people(as_: Callable[[str], Client], name: str) -> None:
    assert as_(name).get(reverse("staff")).status_code == 403


def test_roles_now_later_and_over_stand_apart(as_: Callable[[str], Client], houses: dict[str, House]) -> None:
    frida = Employee.objects.get(username="frida")
    RoleGrant.objects.filter(employee=frida).update(until=date(2026, 3, 10))
    RoleGrant.objects.create(employee=frida, role="S", house=houses["kbh"], since=date(2026, 4, 1))
    now, later, over = (part.count("Frida Bech") for part in page(as_("lone")).split("<caption>")[1:])
    assert (now, later, over) == (0, 1, 1)


def test_one_whose_employment_ended_is_among_those_who_are_over(as_: Callable[[str], Client]) -> None:
    Employee.objects.filter(username="karen").update(ends_on=date(2026, 3, 10))
    _head, now, over = page(as_("lone")).split("<caption>")
    assert "Karen Lund" not in now
    assert "Karen Lund" in over


def test_who_is_on_shift_is_said_with_the_end_of_the_shift(as_: Callable[[str], Client]) -> None:
    before_the_tables = page(as_("lone")).split("<caption>")[0]
    assert "Karen Lund, København" in before_the_tables
    assert "til 12. marts 2026 kl. 00.00" in before_the_tables
    assert "Tove" not in before_the_tables


def test_the_account_says_who_one_is_and_what_one_may_be(as_: Callable[[str], Client]) -> None:
    text = as_("vera").get(reverse("account")).content.decode()
    for said in ("Vera Dam", "visitator, begge huse", "vera"):
        assert said in text


@pytest.mark.parametrize("name", ["karen", "frida", "anne", "dan", "ivar"])
def test_everyone_has_an_account_page(as_: Callable[[str], Client], name: str) -> None:
    assert as_(name).get(reverse("account")).status_code == 200
