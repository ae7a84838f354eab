"""Standing: which roles are in force, where one is on shift, whose tasks one has, and how far that reaches."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

import rettesnor
from rettesnor.danish import clock
from rettesnor.staff import roles
from rettesnor.staff.models import ROLE_CHOICES, Assignment, Employee, House, RoleGrant, Shift
from rettesnor.staff.standing import Reach, Standing
from rettesnor.vault.models import DataKey

DAY = date(2026, 3, 11)
SCOPES = {roles.ALL, roles.HOUSE, roles.SHIFT, roles.CASE, roles.CHILD, roles.MOTHER, roles.OWN}


def fresh(person: Employee) -> Standing:
    """Where the person stands now: a request asks once, so a new one is needed."""
    return Employee.objects.get(pk=person.pk).standing


def person(*granted: tuple[str, House | None], on_shift: House | None = None) -> Employee:
    made = Employee.objects.create(username=f"p{Employee.objects.count()}", name="Prøve Person", password="!")
    for role, house in granted:
        RoleGrant.objects.create(employee=made, role=role, house=house, since=date(2026, 1, 1))
    if on_shift is not None:
        begins = clock.now() - timedelta(hours=1)
        Shift.objects.create(employee=made, house=on_shift, starts=begins, ends=begins + timedelta(hours=8))
    return made


def task(employee: Employee, *, child: str = "", ended: bool = False) -> DataKey:
    key = DataKey.objects.fresh()
    since = clock.now() - timedelta(days=2)
    until = clock.now() if ended else None
    Assignment.objects.create(employee=employee, case=key, child=child, kind="kontaktperson", since=since, until=until)
    return key


# The table


def test_the_table_speaks_of_every_role_and_of_no_other() -> None:
    assert set(roles.VERBS) == {letter for letter, _name in ROLE_CHOICES}


def test_every_verb_is_room_and_act_and_reaches_by_known_scopes() -> None:
    for role, verbs in roles.VERBS.items():
        for verb, scopes in verbs.items():
            assert re.fullmatch(r"[a-z]+\.[a-z_]+", verb), (role, verb)
            assert scopes, (role, verb)
            assert set(scopes) <= SCOPES, (role, verb)
            assert roles.MOTHER not in scopes or roles.CHILD in scopes, (role, verb)


def test_every_verb_of_the_table_is_asked_for_somewhere_in_the_house() -> None:
    """A verb that nothing asks for is a permission nobody thinks of."""
    root = Path(rettesnor.__file__).parent
    told = "".join(path.read_text() for path in root.rglob("*.py") if path.name != "roles.py")
    assert [verb for verb in sorted(roles.ALL_VERBS) if f'"{verb}"' not in told] == []


def test_a_view_cannot_ask_for_a_verb_that_is_not_in_the_table() -> None:
    with pytest.raises(roles.UnknownVerb):
        roles.may("stay.sea")
    with pytest.raises(roles.UnknownVerb):
        roles.may("stay.see", "stay.sea")


@pytest.mark.parametrize("role", ["F", "V", "D", "A", "I", "X"])
def test_who_has_no_business_with_a_stay_has_no_verb_for_it(role: str) -> None:
    forbidden = {"stay.see", "stay.find", "identity.see", "cpr.reveal", "child.see", "practice.see", "log.resident"}
    assert forbidden & set(roles.VERBS[role]) == set()


def test_only_dan_reads_the_whole_log_and_dan_reads_no_case() -> None:
    assert [role for role, verbs in roles.VERBS.items() if "log.see" in verbs] == ["D"]
    assert {verb.split(".")[0] for verb in roles.VERBS["D"]} == {
        "guideline",
        "log",
        "account",
        "today",
        "post",
        "registers",
        "staff",
        "followup",
        "limits",
        "office",
    }


def test_nobody_has_everything() -> None:
    reach_of_all = {
        role
        for role, verbs in roles.VERBS.items()
        for verb, scopes in verbs.items()
        if roles.ALL in scopes and verb in {"stay.see", "child.see", "identity.see", "practice.see", "cpr.reveal"}
    }
    assert reach_of_all == set()


# Each scope


def test_without_a_role_nothing_is_in_reach(houses: dict[str, House]) -> None:
    standing = fresh(person(on_shift=houses["kbh"]))
    assert not any(standing.may(verb) for verb in roles.ALL_VERBS)
    assert not any(standing.reach(verb) for verb in roles.ALL_VERBS)
    assert standing.letters == frozenset()


@pytest.mark.parametrize("role", [letter for letter, _name in ROLE_CHOICES])
def test_a_role_carries_its_verbs_and_no_others(houses: dict[str, House], role: str) -> None:
    standing = fresh(person((role, houses["kbh"]), on_shift=houses["kbh"]))
    assert {verb for verb in roles.ALL_VERBS if standing.may(verb)} == set(roles.VERBS[role])


@pytest.mark.parametrize("role", [letter for letter, _name in ROLE_CHOICES])
def test_no_role_in_one_house_reaches_the_other_houses_rows(houses: dict[str, House], role: str) -> None:
    standing = fresh(person((role, houses["kbh"]), on_shift=houses["kbh"]))
    other = houses["aar"].pk
    for verb in roles.ALL_VERBS:
        reach = standing.reach(verb)
        assert other not in reach.houses | reach.shift, verb


def test_a_shelter_worker_reaches_the_house_on_shift_and_nothing_off_shift(houses: dict[str, House]) -> None:
    karen = person(("S", houses["kbh"]), on_shift=houses["kbh"])
    assert fresh(karen).reach("stay.see") == Reach(shift=frozenset({houses["kbh"].pk}))
    Shift.objects.filter(employee=karen).update(ends=clock.now())
    assert not fresh(karen).reach("stay.see")
    assert fresh(karen).may("stay.see")


def test_a_shift_in_a_house_where_one_has_no_role_opens_nothing(houses: dict[str, House]) -> None:
    assert not fresh(person(("S", houses["kbh"]), on_shift=houses["aar"])).reach("stay.see")


def test_a_shift_begins_and_ends_to_the_minute(houses: dict[str, House]) -> None:
    karen = person(("S", houses["kbh"]), on_shift=houses["kbh"])
    shift = Shift.objects.get(employee=karen)
    for moment, on in (
        (shift.starts - timedelta(seconds=1), False),
        (shift.starts, True),
        (shift.ends - timedelta(seconds=1), True),
        (shift.ends, False),
    ):
        with clock.at(moment):
            assert bool(fresh(karen).reach("stay.see")) is on, moment


def test_a_contact_person_reaches_the_women_assigned(houses: dict[str, House]) -> None:
    sofie = person(("K", houses["kbh"]))
    hers, over = task(sofie), task(sofie, ended=True)
    reach = fresh(sofie).reach("stay.see")
    assert reach == Reach(cases=frozenset({hers.pk}))
    assert over.pk not in reach.cases


def test_a_childs_adult_reaches_the_child_and_of_the_mother_what_the_table_says(houses: dict[str, House]) -> None:
    bodil = person(("B", houses["kbh"]))
    case = task(bodil, child="barn1")
    assert fresh(bodil).reach("child.see") == Reach(children=frozenset({"barn1"}))
    assert fresh(bodil).reach("stay.see") == Reach(children=frozenset({"barn1"}), cases=frozenset({case.pk}))


def test_a_task_for_a_woman_opens_nothing_to_one_whose_role_knows_only_children(houses: dict[str, House]) -> None:
    bodil = person(("B", houses["kbh"]))
    task(bodil)
    assert not fresh(bodil).reach("child.see")
    assert not fresh(bodil).reach("stay.see")


def test_a_task_that_begins_later_opens_nothing_yet(houses: dict[str, House]) -> None:
    sofie = person(("K", houses["kbh"]))
    key = DataKey.objects.fresh()
    Assignment.objects.create(employee=sofie, case=key, kind="kontaktperson", since=clock.now() + timedelta(minutes=1))
    assert not fresh(sofie).reach("stay.see")


def test_a_leader_reaches_the_own_house_on_shift_or_not(houses: dict[str, House]) -> None:
    assert fresh(person(("L", houses["kbh"]))).reach("stay.see") == Reach(houses=frozenset({houses["kbh"].pk}))


def test_a_role_in_both_houses_reaches_both(houses: dict[str, House]) -> None:
    both = frozenset(house.pk for house in houses.values())
    assert fresh(person(("L", None))).reach("stay.see") == Reach(houses=both)
    assert fresh(person(("L", None))).houses("stay.see") == both
    assert fresh(person(("V", None))).reach("enquiry.see") == Reach(everywhere=True)


def test_two_roles_add_up(houses: dict[str, House]) -> None:
    both = person(("K", houses["kbh"]), ("L", houses["aar"]))
    case = task(both)
    expected = Reach(houses=frozenset({houses["aar"].pk}), cases=frozenset({case.pk}))
    assert fresh(both).reach("stay.see") == expected
    assert fresh(both).letters == {"K", "L"}


def test_a_delegate_decides_between_two_dates_and_not_a_day_longer(houses: dict[str, House]) -> None:
    stand_in = person(("K", houses["kbh"]))
    RoleGrant.objects.create(employee=stand_in, role="X", house=houses["kbh"], since=DAY, until=DAY + timedelta(days=6))
    for day, may in ((-1, False), (0, True), (6, True), (7, False)):
        with clock.at(DAY + timedelta(days=day)):
            assert fresh(stand_in).may("residency.decide") is may, day
            assert fresh(stand_in).may("post.release") is may, day


def test_an_expired_role_is_gone_the_next_morning(cast: dict[str, Employee]) -> None:
    RoleGrant.objects.filter(employee=cast["lone"]).update(until=DAY)
    assert fresh(cast["lone"]).may("residency.decide")
    with clock.at(datetime(2026, 3, 12, 0, 0, tzinfo=clock.CPH)):
        assert not fresh(cast["lone"]).may("residency.decide")


@pytest.mark.parametrize(
    ("ends", "works"), [(None, True), (DAY, True), (DAY - timedelta(days=1), False), (DAY + timedelta(days=1), True)]
)
def test_the_last_day_is_a_day_of_work(cast: dict[str, Employee], ends: date | None, works: bool) -> None:
    cast["karen"].ends_on = ends
    assert cast["karen"].works_on(DAY) is works
    cast["karen"].is_active = False
    assert not cast["karen"].works_on(DAY)


def test_one_request_asks_where_somebody_stands_once(cast: dict[str, Employee]) -> None:
    lone = Employee.objects.get(username="lone")
    with CaptureQueriesContext(connection) as asked:
        for verb in roles.ALL_VERBS:
            lone.standing.reach(verb)
    assert len(asked) == 3


# What the database itself holds


@pytest.mark.parametrize("wrong", ["ends before", "own role", "shift", "task"])
def test_the_database_refuses_what_cannot_be(cast: dict[str, Employee], houses: dict[str, House], wrong: str) -> None:
    lone, house, now = cast["lone"], houses["kbh"], clock.now()
    before, key = DAY - timedelta(days=1), DataKey.objects.fresh()
    row = {
        "ends before": RoleGrant(employee=lone, role="K", house=house, since=DAY, until=before),
        "own role": RoleGrant(employee=lone, role="K", house=house, since=DAY, granted_by=lone),
        "shift": Shift(employee=lone, house=house, starts=now, ends=now),
        "task": Assignment(employee=lone, case=key, since=now, until=now - timedelta(seconds=1)),
    }[wrong]
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
