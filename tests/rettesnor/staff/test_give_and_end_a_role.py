"""A role takes two: a leader asks for the own house, another confirms. Ending one takes effect at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from rettesnor.audit.models import Entry
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.staff.actions.accounts import add_person
from rettesnor.staff.actions.proposals import ask_role, confirm, refuse, take_back
from rettesnor.staff.actions.roles import end_role
from rettesnor.staff.models import Employee, House, Proposal, RoleGrant

As = Callable[[str], Client]
Cast = dict[str, Employee]
Houses = dict[str, House]
DAY = date(2026, 3, 11)


@pytest.fixture
def mona(cast: Cast) -> Employee:
    """Somebody new who has signed in and chosen a password."""
    person, _word = add_person(username="mona", name="Mona Prøve", by=cast["ivar"])
    Employee.objects.filter(pk=person.pk).update(password_is_first=False)
    person.refresh_from_db()
    return person


@pytest.fixture
def asked(mona: Employee, cast: Cast, houses: Houses) -> Proposal:
    return ask_role(mona, role="S", house=houses["kbh"], since=DAY, by=cast["lone"], until=date(2026, 6, 30))


def letters(person: Employee) -> set[str]:
    return set(Employee.objects.get(pk=person.pk).standing.letters)


class TestAsked:
    def test_changes_nothing_before_another_has_confirmed(self, asked: Proposal, mona: Employee) -> None:
        assert letters(mona) == set()

    @pytest.mark.parametrize("name", ["aksel", "dan"])
    def test_and_confirmed_it_holds(self, asked: Proposal, mona: Employee, cast: Cast, name: str) -> None:
        confirm(asked, by=cast[name])
        grant = RoleGrant.objects.get(employee=mona)
        assert (grant.role, grant.since, grant.until) == ("S", DAY, date(2026, 6, 30))
        assert (grant.granted_by, grant.confirmed_by) == (cast["lone"], cast[name])
        assert letters(mona) == {"S"}
        entry = Entry.objects.get(verb="giv rolle", code=mona.code)
        assert (entry.actor_name, "Lone Bak" in entry.fields) == (cast[name].name, True)

    def test_not_by_who_asked_nor_by_another_leader_of_the_same_house(
        self, asked: Proposal, cast: Cast, houses: Houses
    ) -> None:
        RoleGrant.objects.create(employee=cast["vera"], role="L", house=houses["kbh"], since=DAY)
        for name in ("lone", "vera", "ivar", "karen", "anne"):
            with pytest.raises(Refused, match="anden"):
                confirm(asked, by=Employee.objects.get(username=name))
        assert RoleGrant.objects.filter(employee=asked.employee).count() == 0

    def test_not_by_the_one_it_is_about(self, cast: Cast, houses: Houses) -> None:
        about_dan = ask_role(cast["dan"], role="F", house=houses["kbh"], since=DAY, by=cast["lone"])
        with pytest.raises(Refused):
            confirm(about_dan, by=cast["dan"])

    def test_the_database_says_so_too(self, asked: Proposal, cast: Cast) -> None:
        for answered in (cast["lone"], asked.employee, None):
            with pytest.raises(IntegrityError), transaction.atomic():
                Proposal.objects.filter(pk=asked.pk).update(outcome="ja", answered_by=answered)

    def test_a_password_somebody_else_knows_opens_no_role(self, asked: Proposal, cast: Cast) -> None:
        Employee.objects.filter(pk=asked.employee_id).update(password_is_first=True)
        with pytest.raises(Refused, match="vælge sin egen adgangskode"):
            confirm(asked, by=cast["aksel"])
        asked.refresh_from_db()
        assert asked.outcome == ""

    def test_too_late_it_must_be_asked_again(self, asked: Proposal, cast: Cast) -> None:
        with clock.at(clock.now() + timedelta(days=8)), pytest.raises(Refused, match="for lang tid"):
            confirm(asked, by=cast["aksel"])

    def test_it_is_answered_once(self, asked: Proposal, mona: Employee, cast: Cast) -> None:
        refuse(asked, by=cast["aksel"])
        with pytest.raises(Refused, match="allerede svaret"):
            confirm(asked, by=cast["dan"])
        assert letters(mona) == set()

    def test_only_the_asker_takes_it_back(self, asked: Proposal, cast: Cast) -> None:
        with pytest.raises(Refused):
            take_back(asked, by=cast["aksel"])
        take_back(asked, by=cast["lone"])
        asked.refresh_from_db()
        assert asked.outcome == Proposal.TAKEN_BACK


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"role": "L"}, "role"),
        ({"role": "P"}, "role"),
        ({"since": date(2026, 3, 10)}, "since"),
        ({"until": date(2026, 3, 10)}, "until"),
    ],
)
def test_what_cannot_be_asked_for(
    mona: Employee, cast: Cast, houses: Houses, changed: dict[str, Any], field: str
) -> None:
    told: dict[str, Any] = {"role": "S", "house": houses["kbh"], "since": DAY, "by": cast["lone"], **changed}
    with pytest.raises(Refused) as refused:
        ask_role(mona, **told)
    assert refused.value.field == field


def test_nobody_asks_for_themselves_for_one_who_left_or_twice(
    asked: Proposal, mona: Employee, cast: Cast, houses: Houses
) -> None:
    told: dict[str, Any] = {"house": houses["kbh"], "since": DAY, "by": cast["lone"]}
    for person, role in ((cast["lone"], "S"), (cast["rikke"], "S"), (mona, "S"), (cast["karen"], "S")):
        with pytest.raises(Refused):
            ask_role(person, role=role, **told)


class TestEnded:
    def test_at_once_and_the_open_session_dies(self, cast: Cast, houses: Houses, as_: As) -> None:
        RoleGrant.objects.create(employee=cast["karen"], role="F", house=houses["aar"], since=DAY)
        karen, lone = as_("karen"), as_("lone")
        assert karen.get(reverse("board")).status_code == 200
        grant = RoleGrant.objects.get(employee=cast["karen"], role="S")
        assert lone.post(reverse("staff-role-end", args=[grant.pk])).status_code == 302
        answer = karen.get(reverse("board"))
        assert answer.status_code == 302, "whatever else she may be, she must sign in again"
        assert letters(cast["karen"]) == {"F"}
        assert Entry.objects.filter(verb="afslut rolle", actor_name="Lone Bak").count() == 1

    def test_and_it_says_so_on_the_page_of_people(self, cast: Cast, as_: As) -> None:
        end_role(RoleGrant.objects.get(employee=cast["karen"]), by=cast["lone"])
        _head, now, over = as_("lone").get(reverse("staff")).content.decode().split("<caption>")
        assert "Karen Lund" not in now
        assert "Karen Lund" in over
        assert "afsluttet 11. marts 2026" in over

    @pytest.mark.parametrize("name", ["tove", "aksel", "pia", "lone", "vera"])
    def test_not_in_another_house_not_what_a_leader_cannot_give_and_not_one_s_own(self, cast: Cast, name: str) -> None:
        with pytest.raises(Refused):
            end_role(RoleGrant.objects.get(employee=cast[name]), by=cast["lone"])

    def test_only_once(self, cast: Cast) -> None:
        grant = RoleGrant.objects.get(employee=cast["karen"])
        end_role(grant, by=cast["lone"])
        with pytest.raises(Refused):
            end_role(grant, by=cast["lone"])

    def test_the_days_before_keep_it(self, cast: Cast) -> None:
        end_role(RoleGrant.objects.get(employee=cast["karen"]), by=cast["lone"])
        held = RoleGrant.objects.filter(employee=cast["karen"])
        assert [held.in_force(day).exists() for day in (DAY - timedelta(days=1), DAY)] == [True, False]


class TestOnThePage:
    def test_a_leader_asks_and_the_other_leader_confirms(self, mona: Employee, as_: As) -> None:
        sent = {"employee": mona.code, "house": "kbh", "role": "K", "since": "i dag", "until": ""}
        lone, aksel = as_("lone"), as_("aksel")
        assert lone.post(reverse("staff-role"), sent).status_code == 302
        asked = Proposal.objects.get()
        yes = reverse("proposal-confirm", args=[asked.code])
        assert yes not in lone.get(reverse("staff")).content.decode(), "who asked is shown no way to confirm"
        assert yes in aksel.get(reverse("staff")).content.decode()
        lone.post(yes)
        assert letters(mona) == set()
        aksel.post(yes)
        assert letters(mona) == {"K"}

    def test_who_can_confirm_finds_it_in_the_day_s_list(self, asked: Proposal, as_: As) -> None:
        told = {name: as_(name).get(reverse("today") + "?vis=alt").content.decode() for name in ("aksel", "lone")}
        found = {name: "Bekræft en rolle til Mona Prøve" in page for name, page in told.items()}
        assert found == {"aksel": True, "lone": False}

    def test_only_in_the_own_house(self, mona: Employee, as_: As) -> None:
        sent = {"employee": mona.code, "house": "aar", "role": "S", "since": "i dag"}
        assert as_("lone").post(reverse("staff-role"), sent).status_code == 422
        assert not Proposal.objects.exists()

    def test_ivar_sees_no_way_to_give_a_role(self, mona: Employee, as_: As) -> None:
        pages = [reverse("staff"), reverse("staff-person", args=[mona.code])]
        told = "".join(as_("ivar").get(page).content.decode() for page in pages)
        assert reverse("staff-role") not in told
        assert reverse("staff-new") in told

    def test_a_leader_does_not_find_who_works_only_in_the_other_house(self, cast: Cast, as_: As) -> None:
        asked = {name: as_("lone").get(reverse("staff-person", args=[cast[name].code])) for name in ("tove", "vera")}
        assert {name: answer.status_code for name, answer in asked.items()} == {"tove": 404, "vera": 200}
