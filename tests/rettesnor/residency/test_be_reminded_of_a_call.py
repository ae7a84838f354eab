"""What first contacts remind of, and the acts that make it go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.residency import due_intake
from rettesnor.residency.actions import intake, stay
from rettesnor.residency.actions.child import bring_child
from rettesnor.residency.models import Child, Draft, Enquiry
from rettesnor.staff.models import Employee, House
from rettesnor.today.actions import dismiss
from rettesnor.today.due import due as everything
from rettesnor.ui.due import NOW, TODAY, Due
from tests.rettesnor.residency.calls import call_form, called, screened

Cast = dict[str, Employee]
Houses = dict[str, House]


def kinds(user: Employee) -> dict[str, Due]:
    user.__dict__.pop("standing", None)
    return {item.item.split(":")[0].removeprefix("residency."): item for item in due_intake.due(user, clock.today())}


@pytest.fixture
def enquiry(cast: Cast, houses: Houses) -> Enquiry:
    return called(houses["kbh"], cast["karen"])


def test_a_call_waits_for_the_conversation_with_all_who_can_hold_it(enquiry: Enquiry, cast: Cast) -> None:
    for name in ("karen", "vera", "lone"):
        item = kinds(cast[name])["enquiry"]
        assert item.who == enquiry
        assert item.url == reverse("visitation", args=[enquiry.code])
        assert item.limit == enquiry.received_at + timedelta(hours=12)
        assert item.called == "Henvendelse 11. marts kl. 10.00"
        assert item.why
    for name in ("aksel", "tove", "sofie", "bodil", "dan"):
        assert not kinds(cast[name])


def test_danger_does_not_wait(cast: Cast, houses: Houses) -> None:
    called(houses["kbh"], cast["karen"], danger_now="ja")
    assert kinds(cast["lone"])["enquiry"].level(clock.now()) == NOW


def test_handed_over_it_reminds_the_other(enquiry: Enquiry, cast: Cast) -> None:
    intake.hand_over(enquiry, to=cast["vera"], by=cast["karen"])
    assert not kinds(cast["karen"])
    assert "enquiry" in kinds(cast["vera"])


@pytest.mark.parametrize("outcome", ["raadgivning", "afbrudt"])
def test_a_call_that_is_closed_reminds_of_nothing(cast: Cast, houses: Houses, outcome: str) -> None:
    called(houses["kbh"], cast["karen"], outcome=outcome)
    assert not kinds(cast["lone"])


def test_a_conversation_that_is_held_waits_for_the_leader_alone(cast: Cast, houses: Houses) -> None:
    enquiry = screened(houses["kbh"], cast["karen"])
    item = kinds(cast["lone"])["decision"]
    assert (item.url, item.level(clock.now())) == (reverse("decision", args=[enquiry.code]), TODAY)
    assert not kinds(cast["karen"])
    at = clock.now()
    intake.decide(enquiry, admitted=True, decided_at=at, by=cast["lone"], house=houses["kbh"], reason="Der er plads.")
    assert not kinds(cast["lone"])


def test_a_doubt_asks_the_leader_until_it_is_answered(cast: Cast, houses: Houses) -> None:
    enquiry = screened(houses["kbh"], cast["karen"], mental_health="tvivl")
    assert "doubt" in kinds(cast["lone"])
    assert "doubt" not in kinds(cast["vera"])
    intake.answer_doubt(enquiry, by=cast["lone"], result="kan_vaere_her", answer="Vi har talt sammen.")
    assert "doubt" not in kinds(cast["lone"])


def test_a_child_admitted_at_night_is_assessed_within_a_day(cast: Cast, houses: Houses) -> None:
    enquiry = called(houses["kbh"], cast["karen"], children_with=1)
    at = clock.now()
    intake.decide(
        enquiry, admitted=True, emergency=True, decided_at=at, by=cast["lone"], house=houses["kbh"], reason="Akut."
    )
    child = Child.objects.get()
    stay.assign(enquiry.stay, employee=cast["bodil"], kind="boernefaglig", by=cast["lone"], child=child)
    item = kinds(cast["bodil"])["assessment"]
    assert (item.who, item.called, item.limit) == (child, child.alias, at + timedelta(hours=24))
    for name in ("lone", "karen"):
        assert not kinds(cast[name])
    row = child.assessments.select_related("key", "enquiry").get()
    intake.assess_child(row.enquiry, assessment=row, by=cast["bodil"], observation="Sover trygt.")
    assert not kinds(cast["bodil"])


def test_a_no_because_of_age_is_shown_to_the_leader(cast: Cast, houses: Houses) -> None:
    called(houses["kbh"], cast["karen"], outcome="afvist", refusal_reason="alder", helped_on="nummer_givet")
    assert set(kinds(cast["lone"])) == {"exception"}
    assert not kinds(cast["aksel"])
    assert not kinds(cast["karen"])


def test_a_draft_that_lies_reminds_its_writer_alone(as_: Callable[[str], Client], cast: Cast) -> None:
    karen = as_("karen")
    code = karen.post("/henvendelser/kladde/", call_form())["X-Draft"]
    [item] = everything(cast["karen"], clock.today())
    assert item.item.startswith("residency.draft:")
    assert (item.who, item.url, item.called) == (None, f"/henvendelser/ny/?kladde={code}", "Din kladde fra 10.00")
    assert not everything(cast["vera"], clock.today())
    intake.take_over_draft(Draft.objects.select_related("key").get(), by=cast["karen"])
    assert not everything(cast["karen"], clock.today())


def test_many_calls_are_asked_about_in_as_many_questions_as_one(cast: Cast, houses: Houses) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as found:
            kinds(cast["lone"])
        return len(found)

    screened(houses["kbh"], cast["karen"], mental_health="tvivl")
    few = questions()
    for number in range(5):
        screened(houses["kbh"], cast["karen"], mental_health="tvivl", cpr=f"710190-000{number}")
        called(houses["kbh"], cast["karen"])
    assert questions() == few


def test_an_empty_visitation_is_none_that_is_held(as_: Callable[[str], Client], cast: Cast, houses: Houses) -> None:
    enquiry = called(houses["kbh"], cast["karen"], danger_now="ja")
    as_("vera").post(reverse("visitation", args=[enquiry.code]), {"version": "0", "screened_at": "nu"})
    for name in ("karen", "vera", "lone"):
        assert set(kinds(cast[name])) == {"enquiry"}
        assert kinds(cast[name])["enquiry"].level(clock.now()) == NOW
    assert not kinds(cast["aksel"])


HALF: list[dict[str, Any]] = [
    {"adult": "ja", "violence": "ja"},
    {"adult": "ja", "safety": "hoej", "violence": "ikke_spurgt"},
    {"adult": "ikke_spurgt", "violence": "ja", "safety": "hoej"},
    {"adult": "ja", "violence": "ja", "safety": "ikke_spurgt", "mental_health": "ikke_spurgt"},
]
WHOLE: list[dict[str, Any]] = [
    {"adult": "ja", "violence": "ja", "safety": "hoej"},
    {"adult": "ved_ikke", "in_target_group": "ja", "mental_health": "kan_vaere_her"},
]


@pytest.mark.parametrize("answers", [*HALF, *WHOLE])
def test_a_visitation_is_held_when_what_decides_is_answered(
    cast: Cast, houses: Houses, answers: dict[str, Any]
) -> None:
    row = intake.save_visitation(called(houses["kbh"], cast["karen"]), by=cast["karen"], **answers)
    assert row.is_held == (answers in WHOLE)
    assert set(kinds(cast["lone"])) == ({"decision"} if row.is_held else {"enquiry"})
    assert set(kinds(cast["vera"])) == (set() if row.is_held else {"enquiry"})


def test_a_doubt_asks_the_leader_before_the_rest_is_answered(cast: Cast, houses: Houses) -> None:
    enquiry = called(houses["kbh"], cast["karen"])
    intake.save_visitation(enquiry, by=cast["karen"], mental_health="tvivl")
    assert set(kinds(cast["lone"])) == {"enquiry", "doubt"}
    assert set(kinds(cast["karen"])) == {"enquiry"}


def test_a_no_that_is_an_exception_stays_until_somebody_has_looked(cast: Cast, houses: Houses) -> None:
    said = {"outcome": "afvist", "refusal_reason": "alder", "helped_on": "nummer_givet"}
    first, second = (called(houses["kbh"], cast["karen"], **said) for _each in range(2))
    with clock.at(clock.now() + timedelta(days=200)):
        items = [item for item in due_intake.due(cast["lone"], clock.today()) if "exception" in item.item]
        assert {item.who for item in items} == {first, second}
        assert {item.level(clock.now()) for item in items} == {NOW}
        intake.close_enquiry(first, outcome="visitation", by=cast["lone"])
        [item] = [item for item in everything(cast["lone"], clock.today()) if "exception" in item.item]
        dismiss(item, reason="Hun var 16 og fik plads hos kommunen.", by=cast["lone"])
        assert "exception" not in "".join(item.item for item in everything(cast["lone"], clock.today()))


def test_a_child_that_comes_later_is_assessed_within_a_day_of_its_coming(cast: Cast, houses: Houses) -> None:
    enquiry = screened(houses["kbh"], cast["karen"])
    intake.decide(
        enquiry, admitted=True, decided_at=clock.now(), by=cast["lone"], house=houses["kbh"], reason="Der er plads."
    )
    with clock.at(clock.now() + timedelta(days=30)):
        came = clock.now() - timedelta(hours=2)
        brought = bring_child(enquiry.stay, moved_in_at=came, by=cast["lone"], age_group="0-2")
        stay.assign(enquiry.stay, employee=cast["bodil"], kind="boernefaglig", by=cast["lone"], child=brought.child)
        item = kinds(cast["bodil"])["assessment"]
        assert item.limit == came + timedelta(hours=24)
        assert "kom efter sin mor" in item.why
