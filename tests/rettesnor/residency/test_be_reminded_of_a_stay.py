"""What I dag says of those who live here: who hears of what, with which limit, and that the act makes it go away."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from rettesnor.danish import clock, codes
from rettesnor.network.actions import load_offices
from rettesnor.post import actions as gate
from rettesnor.residency.actions.child import bring_child
from rettesnor.residency.actions.leaving import (
    agree_talk,
    consider_child,
    hold_talk,
    leave,
    prepare_leaving,
)
from rettesnor.residency.actions.notice import note_sent_elsewhere, prepare_notice
from rettesnor.residency.actions.stay import assign, end_assignment, move, note_stay
from rettesnor.residency.due_stay import due
from rettesnor.residency.models import Stay
from rettesnor.staff.models import Assignment, Employee, House
from rettesnor.ui.due import Due
from tests.rettesnor.residency.lives import WHY, children_of, fresh, moved_in, notice_of, people

NOTICE, CONTACT = "residency.notice", "residency.contact"
COORDINATOR, AFTERCARE = "residency.coordinator", "residency.aftercare"
CHILD, TALK = "residency.child-follow-up", "residency.talk"


@pytest.fixture
def amina(cast: dict[str, Employee], houses: dict[str, House]) -> Stay:
    load_offices()
    return moved_in(houses["kbh"], people(cast))


def told(user: Employee, kind: str, day: date | None = None) -> list[Due]:
    """What this person hears of this kind; asked afresh, as a new request would."""
    now = Employee.objects.get(pk=user.pk)
    return [item for item in due(now, day or clock.today()) if item.item.startswith(f"{kind}:")]


def at(day: date, hour: int = 16) -> datetime:
    return datetime.combine(day, time(hour), clock.CPH)


def gone(stay: Stay, by: Employee) -> None:
    leave(stay, by=by, left_at=clock.now(), kind="aftalt", destination="familie", aftercare="liva")


class TestTheNotice:
    def test_is_due_on_the_earliest_reading_for_those_who_prepare_it(
        self, amina: Stay, cast: dict[str, Employee]
    ) -> None:
        (item,) = told(cast["sofie"], NOTICE)
        assert item.limit == at(date(2026, 3, 12))
        assert item.url == f"/orienteringer/{notice_of(amina).code}/"
        assert item.called == amina.resident.alias
        assert len(told(cast["vera"], NOTICE)) == 1

    @pytest.mark.parametrize("name", ["lone", "karen", "bodil", "ulla", "aksel", "dan"])
    def test_is_not_told_to_those_who_cannot_prepare_it(
        self, amina: Stay, cast: dict[str, Employee], name: str
    ) -> None:
        assert told(cast[name], NOTICE) == []

    def test_goes_away_when_it_waits_for_release_and_comes_back_when_recalled(
        self, amina: Stay, cast: dict[str, Employee]
    ) -> None:
        letter = prepare_notice(notice_of(amina), by=cast["sofie"], reason=WHY)
        assert told(cast["sofie"], NOTICE) == []
        gate.recall(letter, reason="Forkert kommune.", by=cast["sofie"])
        assert len(told(cast["sofie"], NOTICE)) == 1

    def test_comes_back_when_the_gate_stopped_it(self, amina: Stay, cast: dict[str, Employee]) -> None:
        prepare_notice(notice_of(amina), by=cast["sofie"], reason="Hun bor i Opdigtet Stræde 14.")
        assert len(told(cast["sofie"], NOTICE)) == 1

    def test_goes_away_when_it_was_sent_another_way(self, amina: Stay, cast: dict[str, Employee]) -> None:
        note_sent_elsewhere(notice_of(amina), sent_on=clock.today(), how="brev", by=cast["sofie"])
        assert told(cast["sofie"], NOTICE) == []


class TestAContactPerson:
    def test_is_missed_by_those_who_can_choose_one(self, amina: Stay, cast: dict[str, Employee]) -> None:
        assert told(cast["lone"], CONTACT) == []
        end_assignment(Assignment.objects.get(case=amina.key, kind="kontaktperson"), by=cast["lone"])
        (item,) = told(cast["lone"], CONTACT)
        assert item.limit == at(date(2026, 3, 10))
        assert told(cast["aksel"], CONTACT) == []
        assign(amina, employee=cast["sofie"], kind="kontaktperson", by=cast["lone"])
        assert told(cast["lone"], CONTACT) == []

    def test_is_missed_after_she_has_left_until_the_notice_is_sent(
        self, amina: Stay, cast: dict[str, Employee]
    ) -> None:
        gone(amina, cast["sofie"])
        for task in Assignment.objects.filter(case=amina.key, child=""):
            end_assignment(task, by=cast["lone"])
        assert len(told(cast["lone"], CONTACT)) == 1
        for kind in ("admission", "discharge"):
            note_sent_elsewhere(notice_of(amina, kind), sent_on=clock.today(), how="brev", by=cast["sofie"])
        assert told(cast["lone"], CONTACT) == []

    def test_is_missed_once_when_she_comes_again(
        self, amina: Stay, cast: dict[str, Employee], houses: dict[str, House]
    ) -> None:
        gone(amina, cast["sofie"])
        again = moved_in(houses["kbh"], people(cast), at=clock.now(), children=(), assigned=False)
        assert again.resident == amina.resident
        assert [item.item for item in told(cast["lone"], CONTACT)] == [f"{CONTACT}:{again.code}"]

    def test_is_asked_of_the_other_house_from_the_day_she_came_there(
        self, amina: Stay, cast: dict[str, Employee], houses: dict[str, House]
    ) -> None:
        with clock.at(at(date(2026, 3, 13))):
            note_stay(amina, by=cast["sofie"], room="3")
            move(fresh(amina), to_house=houses["aar"], at=at(date(2026, 3, 12), 10), by=cast["lone"])
            note_stay(fresh(amina), by=cast["sofie"], room="7")
            (item,) = told(cast["aksel"], CONTACT)
            assert item.limit == at(date(2026, 3, 13))
            limits_of = {item.limit for item in told(cast["aksel"], COORDINATOR)}
            assert limits_of == {at(date(2026, 3, 13))}, "the children left theirs behind too"

    def test_is_asked_for_a_child_that_came_after_the_move_from_its_own_coming(
        self, amina: Stay, cast: dict[str, Employee], houses: dict[str, House]
    ) -> None:
        with clock.at(at(date(2026, 3, 17))):
            move(amina, to_house=houses["aar"], at=at(date(2026, 3, 12), 10), by=cast["lone"])
            own = bring_child(fresh(amina), moved_in_at=clock.now(), by=cast["aksel"])
            found = {item.who: item.limit for item in told(cast["aksel"], COORDINATOR)}
            assert found[own.child] == at(date(2026, 3, 18))


def test_a_child_without_a_coordinator_is_told_for_that_child_alone(amina: Stay, cast: dict[str, Employee]) -> None:
    _first, second = children_of(amina)
    assert told(cast["lone"], COORDINATOR) == []
    end_assignment(Assignment.objects.get(child=second.code), by=cast["lone"])
    (item,) = told(cast["lone"], COORDINATOR)
    assert (item.called, item.limit) == (second.alias, at(date(2026, 3, 10)))
    assert item.who.subjects() == [second.subject]
    assert len(told(cast["sofie"], COORDINATOR)) == 1
    assign(amina, employee=cast["bodil"], kind="boernefaglig", child=second, by=cast["lone"])
    assert told(cast["sofie"], COORDINATOR) == []


def test_a_move_is_planned_and_the_aftercare_is_not_decided(amina: Stay, cast: dict[str, Employee]) -> None:
    prepare_leaving(amina, by=cast["sofie"], planned_on=date(2026, 3, 16))
    (item,) = told(cast["sofie"], AFTERCARE)
    assert item.limit == at(date(2026, 3, 16), 10)
    prepare_leaving(amina, by=cast["sofie"], planned_on=date(2026, 4, 16))
    assert told(cast["sofie"], AFTERCARE) == []
    prepare_leaving(amina, by=cast["sofie"], planned_on=date(2026, 3, 16), aftercare="nej_tak")
    assert told(cast["sofie"], AFTERCARE) == []


@pytest.mark.parametrize("answer", [*sorted(codes.non_answers()), "ikke_naaet"])
def test_an_answer_that_decides_nothing_leaves_the_aftercare_to_be_decided(
    amina: Stay, cast: dict[str, Employee], answer: str
) -> None:
    prepare_leaving(amina, by=cast["sofie"], planned_on=date(2026, 3, 16), aftercare=answer)
    assert len(told(cast["sofie"], AFTERCARE)) == 1


class TestAChildThatHasLeft:
    def test_is_told_to_its_own_adult_until_somebody_has_considered(
        self, amina: Stay, cast: dict[str, Employee]
    ) -> None:
        gone(amina, cast["sofie"])
        assert len(told(cast["bodil"], CHILD)) == 2
        assert told(cast["sofie"], CHILD) == []
        stayed = amina.child_stays.select_related("key", "child").order_by("pk")[0]
        consider_child(stayed, follow_up="liva", by=cast["bodil"])
        (item,) = told(cast["bodil"], CHILD)
        assert item.limit == at(date(2026, 3, 18))

    def test_is_told_to_who_led_the_way_out_when_it_has_no_adult(self, amina: Stay, cast: dict[str, Employee]) -> None:
        gone(amina, cast["sofie"])
        end_assignment(Assignment.objects.get(child=children_of(amina)[0].code), by=cast["lone"])
        assert len(told(cast["sofie"], CHILD)) == 1
        assert len(told(cast["bodil"], CHILD)) == 1


class TestAnAgreedTalk:
    def test_is_told_in_the_week_before(self, amina: Stay, cast: dict[str, Employee]) -> None:
        talk = agree_talk(amina, due_on=date(2026, 3, 25), safe_contact="sms", by=cast["sofie"])
        assert told(cast["sofie"], TALK) == []
        (item,) = told(cast["sofie"], TALK, date(2026, 3, 18))
        assert item.limit == at(date(2026, 3, 25))
        with clock.at(at(date(2026, 3, 25), 12)):
            hold_talk(talk, held_at=clock.now(), by=cast["sofie"])
            assert told(cast["sofie"], TALK) == []

    def test_closes_with_the_task(self, amina: Stay, cast: dict[str, Employee]) -> None:
        agree_talk(amina, due_on=date(2026, 3, 12), safe_contact="sms", by=cast["sofie"])
        end_assignment(Assignment.objects.get(case=amina.key, kind="kontaktperson"), by=cast["lone"])
        assert told(cast["sofie"], TALK) == []


def test_every_item_leads_to_a_page_that_opens_for_the_one_who_is_told(
    amina: Stay, cast: dict[str, Employee], as_: object
) -> None:
    gone(amina, cast["sofie"])
    with clock.at(clock.now() + timedelta(days=1)):
        agree_talk(fresh(amina), due_on=clock.today(), safe_contact="sms", by=cast["sofie"])
        for name in ("sofie", "bodil", "vera", "lone"):
            client = as_(name)  # type: ignore[operator]
            for item in due(Employee.objects.get(username=name), clock.today()):
                assert client.get(item.url).status_code == 200, (name, item.item)
