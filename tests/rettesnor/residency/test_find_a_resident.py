"""Finding a resident: by alias in the list; by name or number in a search that leaves nothing in the address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.residency.actions.leaving import leave
from rettesnor.residency.actions.stay import protect
from rettesnor.residency.models import Child, Stay
from rettesnor.staff.models import Employee, House
from tests.rettesnor.residency.lives import MOVED_IN, NAME, children_of, fresh, log_of, moved_in, people

As = Callable[[str], Client]
URL = "/beboere/"


@pytest.fixture
def amina(cast: dict[str, Employee], houses: dict[str, House]) -> Stay:
    return moved_in(houses["kbh"], people(cast))


@pytest.fixture
def other(cast: dict[str, Employee], houses: dict[str, House]) -> Stay:
    """A woman in the same house to whom nobody of the cast is assigned."""
    return moved_in(houses["kbh"], people(cast), name="Berit Prøvedatter", cpr="", children=(), assigned=False)


def seen_by(client: Client) -> set[str]:
    return {stay.resident.alias for stay in client.get(URL).context["stays"]}


@pytest.mark.parametrize(
    ("name", "sees"),
    [("karen", "both"), ("lone", "both"), ("sofie", "amina"), ("bodil", "amina"), ("ulla", ""), ("tove", "")],
)
def test_everybody_sees_those_whom_they_may(amina: Stay, other: Stay, as_: As, name: str, sees: str) -> None:
    wanted = {"both": {amina, other}, "amina": {amina}, "": set()}[sees]
    assert seen_by(as_(name)) == {stay.resident.alias for stay in wanted}


def test_a_specially_protected_woman_is_hidden_from_those_on_shift(
    amina: Stay, other: Stay, cast: dict[str, Employee], as_: As
) -> None:
    protect(amina.resident, by=cast["lone"])
    assert seen_by(as_("karen")) == {other.resident.alias}
    assert seen_by(as_("sofie")) == {amina.resident.alias}


def test_one_who_has_left_is_found_by_those_who_still_follow_her(
    amina: Stay, cast: dict[str, Employee], as_: As
) -> None:
    leave(amina, by=cast["sofie"], left_at=clock.now(), kind="aftalt", destination="familie", aftercare="liva")
    assert seen_by(as_("karen")) == set()
    assert seen_by(as_("lone")) == seen_by(as_("sofie")) == {amina.resident.alias}
    page = as_("sofie").get(URL).content.decode()
    assert "flyttede i dag" in page or "flyttede 11. marts" in page
    with clock.at(clock.now() + timedelta(days=31)):
        assert seen_by(as_("lone")) == set()
        assert seen_by(as_("sofie")) == {amina.resident.alias}


def test_one_who_is_awaited_is_found(amina: Stay, as_: As) -> None:
    Stay.objects.filter(pk=amina.pk).update(moved_in_at=clock.now() + timedelta(days=1))
    assert seen_by(as_("karen")) == {amina.resident.alias}
    assert "flytter ind" in as_("karen").get(URL).content.decode()
    page = as_("sofie").get(reverse("stay", args=[amina.code])).content.decode()
    assert "flytter ind" in page
    assert "her siden" not in page


def test_every_woman_shown_is_a_look_up_and_no_other(amina: Stay, other: Stay, as_: As) -> None:
    as_("sofie").get(URL)
    looked = [line.subject for line in log_of("opslag") if line.actor_name == "Sofie Holm"]
    assert looked == [amina.resident.subject]


class TestASearch:
    @pytest.mark.parametrize("typed", ["Amina", "prøvekvin", "AMINA PRØVE"])
    def test_finds_a_part_of_a_name(self, amina: Stay, as_: As, typed: str) -> None:
        page = as_("sofie").post(URL, {"name": typed, "number": ""})
        assert [stay.code for stay in page.context["stays"]] == [amina.code]
        line = log_of("søg")[0]
        assert typed not in line.fields + line.purpose + line.subject
        assert [row.subject for row in log_of("opslag", purpose="søgning")] == [amina.resident.subject]

    @pytest.mark.parametrize("typed", ["710190-0002", "7101900002", "710190 0002"])
    def test_finds_a_whole_number(self, amina: Stay, as_: As, typed: str) -> None:
        page = as_("sofie").post(URL, {"name": "", "number": typed})
        assert [stay.code for stay in page.context["stays"]] == [amina.code]

    def test_finds_one_who_has_left_lately(self, amina: Stay, cast: dict[str, Employee], as_: As) -> None:
        leave(amina, by=cast["sofie"], left_at=clock.now(), kind="aftalt", destination="familie", aftercare="liva")
        page = as_("sofie").post(URL, {"name": "Amina", "number": ""})
        assert [stay.code for stay in page.context["stays"]] == [amina.code]

    @pytest.mark.parametrize("name", ["ulla", "aksel"])
    def test_finds_nobody_whom_one_may_not_see_and_looks_like_nobody(self, amina: Stay, as_: As, name: str) -> None:
        there = as_(name).post(URL, {"name": "Amina", "number": ""})
        nobody = as_(name).post(URL, {"name": "Zzyzx", "number": ""})
        assert there.context["stays"] == nobody.context["stays"] == []
        assert log_of("opslag", purpose="søgning") == []

    def test_finds_a_protected_woman_for_her_contact_person_alone(
        self, amina: Stay, cast: dict[str, Employee], as_: As
    ) -> None:
        assert len(as_("bodil").post(URL, {"name": "Amina", "number": ""}).context["stays"]) == 1
        protect(amina.resident, by=cast["lone"])
        assert as_("bodil").post(URL, {"name": "Amina", "number": ""}).context["stays"] == []
        assert len(as_("sofie").post(URL, {"name": "Amina", "number": ""}).context["stays"]) == 1

    def test_is_not_offered_to_those_who_may_not_know_names(self, amina: Stay, as_: As) -> None:
        for name in ("karen", "lone"):
            page = as_(name).post(URL, {"name": "Amina", "number": ""})
            assert page.context["form"] is None
            assert NAME not in page.content.decode()
        assert log_of("søg") == []

    @pytest.mark.parametrize("typed", [{"name": "Am"}, {"number": "71019X"}, {}])
    def test_says_what_is_missing(self, amina: Stay, as_: As, typed: dict[str, str]) -> None:
        assert as_("sofie").post(URL, {"name": "", "number": "", **typed}).status_code == 422


def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    amina: Stay, cast: dict[str, Employee], houses: dict[str, House], as_: As
) -> None:
    sofie = as_("sofie")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            sofie.get(URL)
            sofie.post(URL, {"name": "Prøve", "number": ""})
        return len(queries)

    asked()
    one = asked()
    later = MOVED_IN + timedelta(hours=1)
    for number in range(4):
        moved_in(houses["kbh"], people(cast), name=f"Prøve {number}", cpr="", children=(), at=later)
    assert asked() == one


def test_the_page_of_a_stay_asks_as_often_for_many_children_as_for_one(
    amina: Stay, cast: dict[str, Employee], houses: dict[str, House], as_: As
) -> None:
    sofie = as_("sofie")
    alone = moved_in(houses["kbh"], people(cast), name="Berit", cpr="", children=(("A", "", ""),))
    full = moved_in(houses["kbh"], people(cast), name="Cilla", cpr="", children=tuple((n, "", "") for n in "ABCDE"))

    def asked(stay: Stay) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert sofie.get(reverse("stay", args=[stay.code])).status_code == 200
        return len(queries)

    asked(alone)
    assert asked(full) == asked(alone)


def test_what_a_page_asks_is_what_the_database_would_answer(
    amina: Stay, other: Stay, cast: dict[str, Employee]
) -> None:
    """`is_within` and `visible_to` are one rule said twice."""
    protect(other.resident, by=cast["lone"])
    for employee in Employee.objects.all():
        for verb in ("stay.see", "stay.write", "identity.see", "practice.record", "log.resident"):
            reach = employee.standing.reach(verb)
            seen = set(Stay.objects.visible_to(employee, verb))
            assert {stay for stay in (fresh(amina), fresh(other)) if stay.is_within(reach)} == seen, (employee, verb)
        for verb in ("child.see", "child.write", "wellbeing.write"):
            reach = employee.standing.reach(verb)
            seen_children = set(Child.objects.visible_to(employee, verb))
            children = children_of(amina)
            assert {child for child in children if child.is_within(reach, [fresh(amina)])} == seen_children
