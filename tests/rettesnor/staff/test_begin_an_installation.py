"""From an empty house to the first person who signs in, and to the last day of one who leaves."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from rettesnor.audit.models import Entry
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.staff.actions.accounts import end_person
from rettesnor.staff.actions.roles import give_role
from rettesnor.staff.middleware import SECOND_FACTOR
from rettesnor.staff.models import Assignment, Employee, House, RoleGrant, Shift
from rettesnor.vault.models import DataKey

DAY = date(2026, 3, 11)


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


@pytest.fixture
def lone(db: None, now: datetime) -> tuple[Employee, str]:
    """The first house and its leader, made at the machine: (Lone, the password that was printed)."""
    cache.clear()
    run("house", "add", "kbh", "--name", "København", "--municipality", "0101", "--address", "Opdigtet Stræde 1")
    said = run("person", "add", "lone", "--name", "Lone Bak", "--role", "L", "--house", "kbh", "--since", "2026-03-01")
    return Employee.objects.get(username="lone"), said.split()[-1]


def test_the_first_leader_signs_in_and_must_choose_a_password_of_her_own(lone: tuple[Employee, str]) -> None:
    person, word = lone
    client = Client()
    client.post(reverse("account_login"), {"login": "lone", "password": word})
    assert client.get(reverse("home")).headers["Location"] == reverse("mfa_activate_totp")
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    assert client.get(reverse("staff")).headers["Location"] == reverse("account_change_password")
    own = "fire rolige blå heste"
    client.post(reverse("account_change_password"), {"oldpassword": word, "password1": own, "password2": own})
    assert client.get(reverse("staff")).status_code == 200
    person.refresh_from_db()
    assert not person.password_is_first


def test_what_is_made_at_the_machine_stands_in_the_log_and_says_no_password(lone: tuple[Employee, str]) -> None:
    rows = [(row.verb, row.noun, row.actor_id) for row in Entry.objects.order_by("seq")]
    assert rows == [("opret", "house", None), ("opret", "konto", None), ("giv rolle", "konto", None)]
    assert not any(lone[1] in row.fields or "Stræde" in row.fields for row in Entry.objects.all())


def test_the_password_that_is_printed_is_long_and_never_the_same(lone: tuple[Employee, str]) -> None:
    said = run("person", "add", "karen", "--name", "Karen Lund", "--role", "S", "--house", "kbh")
    assert re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", said.split()[-1])
    assert said.split()[-1] != lone[1]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("person", "add", "LONE", "--name", "Lone", "--role", "L"), "Brugernavnet er taget"),
        (("person", "add", "ny", "--name", "Ny", "--role", "L", "--house", "aar"), "no house aar"),
        (("person", "add", "ny", "--name", "Ny", "--role", "Q"), "invalid choice"),
        (("person", "end", "ingen", "--on", "2026-03-31"), "Nobody is called ingen"),
        (("house", "add", "kbh", "--name", "K", "--municipality", "0101"), "allerede et hus"),
        (
            ("person", "role", "lone", "--role", "X", "--since", "2026-03-10", "--until", "2026-03-01"),
            "slutte, før den begynder",
        ),
    ],
)
def test_a_slip_at_the_machine_is_said_and_changes_nothing(
    lone: tuple[Employee, str], words: tuple[str, ...], why: str
) -> None:
    before = (Employee.objects.count(), House.objects.count(), RoleGrant.objects.count(), Entry.objects.count())
    with pytest.raises((CommandError, SystemExit), match=why):
        run(*words)
    after = (Employee.objects.count(), House.objects.count(), RoleGrant.objects.count(), Entry.objects.count())
    assert after == before


def test_nobody_gives_themselves_a_role(cast: dict[str, Employee]) -> None:
    with pytest.raises(Refused, match="give dig selv"):
        give_role(cast["ivar"], role="L", house=None, since=DAY, by=cast["ivar"])


def test_the_last_day_ends_roles_shifts_and_tasks(cast: dict[str, Employee]) -> None:
    karen = cast["karen"]
    task = Assignment.objects.create(
        employee=karen, case=DataKey.objects.fresh(), kind="kontaktperson", since=clock.now() - timedelta(days=3)
    )
    end_person(karen, on=DAY, by=cast["lone"])
    assert karen.works_on(DAY)
    assert not karen.works_on(DAY + timedelta(days=1))
    assert RoleGrant.objects.get(employee=karen).until == DAY
    assert Shift.objects.filter(employee=karen, starts__date__gt=DAY).count() == 0
    assert Shift.objects.running(clock.now()).filter(employee=karen).count() == 1
    task.refresh_from_db()
    assert task.until is not None
    assert task.until.astimezone(clock.CPH).date() == DAY + timedelta(days=1)


def test_who_lost_the_telephone_gets_a_new_password_and_enrols_afresh(lone: tuple[Employee, str]) -> None:
    person, old = lone
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    word = run("person", "reset", "lone").split()[-1]
    person.refresh_from_db()
    assert person.check_password(word)
    assert not person.check_password(old)
    assert not Authenticator.objects.filter(user=person).exists()
    assert Entry.objects.filter(verb="nulstil", actor_id=None, code=person.code).count() == 1
