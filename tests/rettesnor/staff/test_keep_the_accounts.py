"""Ivar opens and ends accounts and gives no role; a lost way in is opened by two, each with half a password."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from rettesnor.audit.models import Entry
from rettesnor.danish.refused import Refused
from rettesnor.staff.actions.accounts import close_account, end_person
from rettesnor.staff.actions.proposals import ask_door, confirm, take_back
from rettesnor.staff.models import Employee, Proposal, RoleGrant, Shift

As = Callable[[str], Client]
Cast = dict[str, Employee]
DAY = date(2026, 3, 11)


def secret(page: str) -> str:
    found = re.search(r'class="secret">([a-z2-9-]+)<', page)
    assert found is not None
    return found[1]


class TestANewAccount:
    def test_is_opened_with_a_password_for_the_first_time(self, as_: As) -> None:
        cache.clear()
        sent = {"name": "Mona Prøve", "title": "Vikar", "username": "mona"}
        word = secret(as_("ivar").post(reverse("staff-new"), sent).content.decode())
        client = Client()
        client.post(reverse("account_login"), {"login": "mona", "password": word})
        assert client.get(reverse("home")).headers["Location"] == reverse("mfa_activate_totp")
        assert not RoleGrant.objects.filter(employee__username="mona").exists()
        assert not any(word in row.fields for row in Entry.objects.all())

    def test_without_a_role_nothing_is_open(self, as_: As, cast: Cast) -> None:
        as_("ivar").post(reverse("staff-new"), {"name": "Mona Prøve", "username": "mona"})
        cast["mona"] = Employee.objects.get(username="mona")
        Employee.objects.filter(username="mona").update(password_is_first=False)
        answers = {name: as_("mona").get(reverse(name)).status_code for name in ("board", "guideline", "staff")}
        assert set(answers.values()) == {403}
        assert "Din konto er klar" in as_("mona").get(reverse("account")).content.decode()
        assert "Din konto er klar" not in as_("karen").get(reverse("log")).content.decode()

    @pytest.mark.parametrize("username", ["KAREN", "med mellemrum", ""])
    def test_is_refused_beside_the_field(self, as_: As, username: str) -> None:
        answer = as_("ivar").post(reverse("staff-new"), {"name": "Mona Prøve", "username": username})
        assert answer.status_code == 422
        assert "Mona Prøve" in answer.content.decode()


class TestALostWayIn:
    def test_takes_two_halves_of_a_password(self, as_: As, cast: Cast) -> None:
        cache.clear()
        Authenticator.objects.create(user=cast["karen"], type=Authenticator.Type.TOTP, data={})
        first = secret(as_("ivar").post(reverse("staff-reset", args=[cast["karen"].code])).content.decode())
        asked = Proposal.objects.get()
        assert first not in asked.half, "what waits is sealed"
        assert Authenticator.objects.filter(user=cast["karen"]).exists(), "nothing has happened yet"
        answer = as_("lone").post(reverse("proposal-confirm", args=[asked.code])).content.decode()
        second = secret(answer)
        assert first not in answer, "whoever confirms gets the other half alone"
        karen = Employee.objects.get(username="karen")
        assert karen.check_password(f"{first}-{second}")
        assert karen.password_is_first
        assert not Authenticator.objects.filter(user=karen).exists()
        asked.refresh_from_db()
        assert asked.half == ""

    def test_ends_every_open_session(self, as_: As, cast: Cast) -> None:
        karen = as_("karen")
        assert karen.get(reverse("board")).status_code == 200
        asked, _half = ask_door(cast["karen"], by=cast["ivar"])
        confirm(asked, by=cast["dan"])
        assert karen.get(reverse("board")).status_code == 302

    def test_not_one_s_own_and_not_alone(self, cast: Cast) -> None:
        with pytest.raises(Refused):
            ask_door(cast["ivar"], by=cast["ivar"])
        asked, _half = ask_door(cast["lone"], by=cast["ivar"])
        for name in ("ivar", "lone", "karen", "anne"):
            with pytest.raises(Refused):
                confirm(asked, by=cast[name])
        assert confirm(asked, by=cast["aksel"])

    def test_taken_back_the_half_is_worth_nothing(self, cast: Cast) -> None:
        asked, _half = ask_door(cast["karen"], by=cast["ivar"])
        take_back(asked, by=cast["ivar"])
        asked.refresh_from_db()
        assert asked.half == ""
        with pytest.raises(Refused):
            confirm(asked, by=cast["lone"])


class TestTheEnd:
    def test_a_last_day_is_written(self, as_: As, cast: Cast) -> None:
        as_("ivar").post(reverse("staff-end", args=[cast["karen"].code]), {"on": "31-3-2026"})
        assert Employee.objects.get(username="karen").ends_on == date(2026, 3, 31)

    def test_closed_now_everything_ends_now(self, as_: As, cast: Cast) -> None:
        karen = as_("karen")
        assert karen.get(reverse("board")).status_code == 200
        as_("ivar").post(reverse("staff-close", args=[cast["karen"].code]))
        assert karen.get(reverse("board")).status_code == 302
        person = Employee.objects.get(username="karen")
        assert not person.works_on(DAY)
        assert not RoleGrant.objects.in_force(DAY).filter(employee=person).exists()
        assert not Shift.objects.filter(employee=person, ends__gt=Entry.objects.latest("seq").at).exists()

    def test_nobody_ends_their_own_account(self, cast: Cast) -> None:
        with pytest.raises(Refused):
            close_account(cast["ivar"], by=cast["ivar"])
        with pytest.raises(Refused):
            end_person(cast["ivar"], on=DAY, by=cast["ivar"])
