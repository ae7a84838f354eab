"""The one screen while the phone is at the ear."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions import intake
from rettesnor.residency.models import Draft, Enquiry
from rettesnor.staff.models import Employee, House, Shift
from tests.rettesnor.residency.calls import STORY, call_form, called, log_of

As = Callable[[str], Client]
NEW = "/henvendelser/ny/"


def test_a_call_is_taken_with_nothing_but_its_outcome(as_: As) -> None:
    answer = as_("karen").post(NEW, {"house": "kbh", "outcome": "raadgivning"})
    enquiry = Enquiry.objects.select_related("key", "taken_by").get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("enquiry", args=[enquiry.code])
    assert enquiry.taken_by.username == "karen"
    assert enquiry.received_at == clock.now()


def test_a_call_about_a_place_goes_straight_on_to_visitation(as_: As) -> None:
    answer = as_("karen").post(NEW, call_form(children_with="2", danger_now="nej", language="ar"))
    enquiry = Enquiry.objects.select_related("key").get()
    assert answer["Location"] == reverse("visitation", args=[enquiry.code])
    assert (enquiry.story, enquiry.children_with, enquiry.danger_now) == (STORY, 2, "nej")


def test_the_log_tells_of_the_call_without_what_was_said(as_: As) -> None:
    as_("karen").post(NEW, call_form(whereabouts="Kælderen hos en veninde"))
    entry = log_of("opret", noun="enquiry")[0]
    assert entry.actor_name == "Karen Lund"
    assert "whereabouts" in entry.fields
    assert "Kælderen" not in entry.fields
    assert entry.subject == f"henvendelse:{entry.code}"


def test_without_an_outcome_the_form_comes_back_with_every_word(as_: As) -> None:
    answer = as_("karen").post(NEW, call_form(outcome=""))
    assert answer.status_code == 422
    assert STORY in answer.content.decode()
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize("outcome", ["afvist", "henvist"])
def test_a_no_says_why_and_how_she_was_helped_on(as_: As, outcome: str) -> None:
    answer = as_("karen").post(NEW, call_form(outcome=outcome))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"refusal_reason", "helped_on"}
    full = call_form(outcome=outcome, refusal_reason="ingen_plads", helped_on="varm_overlevering")
    assert as_("karen").post(NEW, full).status_code == 302
    assert Enquiry.objects.get().helped_on == "varm_overlevering"


def test_the_verb_and_the_database_know_the_rule_too(cast: dict[str, Employee], houses: dict[str, House]) -> None:
    with pytest.raises(Refused) as refusal:
        called(houses["kbh"], cast["karen"], outcome="afvist", refusal_reason="ingen_plads")
    assert refusal.value.field == "helped_on"
    row = called(houses["kbh"], cast["karen"])
    with pytest.raises(IntegrityError):
        Enquiry.objects.filter(pk=row.pk).update(outcome="henvist")


def test_a_caller_who_hangs_up_leaves_a_trace(as_: As) -> None:
    assert as_("karen").post(NEW, call_form(outcome="afbrudt")).status_code == 302
    assert not Enquiry.objects.get().is_open


def test_the_same_form_sent_twice_is_one_call_and_the_same_way_on(as_: As) -> None:
    karen, typed = as_("karen"), call_form()
    first, second = karen.post(NEW, typed), karen.post(NEW, typed)
    assert first["Location"] == second["Location"]
    assert Enquiry.objects.count() == 1
    assert len(log_of("opret", noun="enquiry")) == 1


def test_a_call_written_down_afterwards_keeps_both_moments(as_: As, now: datetime) -> None:
    karen = as_("karen")
    karen.post(NEW, call_form(received_at="i går 23.45", outcome="raadgivning"))
    enquiry = Enquiry.objects.get()
    assert clock.now() - enquiry.received_at == timedelta(hours=10, minutes=15)
    assert enquiry.entered_at == now
    page = karen.get(reverse("enquiry", args=[enquiry.code])).content.decode()
    assert "Skrevet ind bagefter" in page


def test_a_call_is_not_received_in_the_future(as_: As) -> None:
    answer = as_("karen").post(NEW, call_form(received_at="i morgen 08.00"))
    assert answer.status_code == 422
    assert "received_at" in answer.context["form"].errors


def test_the_house_is_the_takers_own(as_: As) -> None:
    page = as_("karen").get(NEW)
    assert page.context["form"]["house"].value() == "kbh"
    answer = as_("karen").post(NEW, call_form(house="aar"))
    assert answer.status_code == 422
    assert "house" in answer.context["form"].errors


def test_the_visitator_takes_calls_for_both_houses_and_stays_with_the_last(as_: As) -> None:
    vera = as_("vera")
    assert vera.post(NEW, call_form(house="aar")).status_code == 302
    assert vera.get(NEW).context["form"]["house"].value() == "aar"


@pytest.mark.parametrize("name", ["sofie", "bodil", "pia", "dan", "anne", "ivar", "frida", "ulla"])
def test_others_do_not_take_calls(as_: As, name: str) -> None:
    assert as_(name).get(NEW).status_code == 403
    assert as_(name).post(NEW, call_form()).status_code == 403


def test_off_duty_nobody_takes_a_call_as_shelter_staff(as_: As, cast: dict[str, Employee]) -> None:
    Shift.objects.filter(employee=cast["karen"]).delete()
    assert as_("karen").get(NEW).status_code == 403
    assert as_("karen").post(NEW, call_form()).status_code == 403
    assert not Enquiry.objects.exists()


def test_a_sign_in_that_ran_out_in_the_middle_of_a_call_is_told_to_the_script(db: None) -> None:
    stranger = Client()
    assert stranger.post(NEW, call_form(), headers={"HX-Request": "true"}).status_code == 401
    answer = stranger.post("/henvendelser/kladde/", call_form(), headers={"X-Requested-With": "XMLHttpRequest"})
    assert answer.status_code == 401
    assert stranger.get(NEW)["Location"].startswith("/ind/")


def test_a_form_sent_by_script_is_told_where_to_go(as_: As) -> None:
    answer = as_("karen").post(NEW, call_form(), headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == reverse("visitation", args=[Enquiry.objects.get().code])


def test_a_code_that_is_not_in_the_list_is_refused(cast: dict[str, Employee], houses: dict[str, House]) -> None:
    with pytest.raises(Refused) as refusal:
        called(houses["kbh"], cast["karen"], caller="naboen")
    assert refusal.value.field == "caller"
    with pytest.raises(TypeError):
        intake.take_call(house=houses["kbh"], by=cast["karen"], diagnosis="x")


@pytest.mark.parametrize("moment", ["1-1-1900 00.00", "7-2-2026 10.00"])
def test_a_call_of_long_ago_is_a_slip_of_the_pen(as_: As, moment: str) -> None:
    answer = as_("karen").post(NEW, call_form(received_at=moment))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["received_at"]
    assert "senest 31 dage efter" in answer.content.decode()
    assert STORY in answer.content.decode()
    assert not Enquiry.objects.exists()


def test_a_call_of_last_month_is_written_down_afterwards(as_: As) -> None:
    assert as_("karen").post(NEW, call_form(received_at="9-2-2026 10.00")).status_code == 302


def test_a_key_that_another_has_saved_is_a_call_of_its_own(as_: As) -> None:
    typed = call_form(story="Karens opkald")
    as_("karen").post(NEW, typed)
    vera, hers = as_("vera"), {**typed, "story": "Veras opkald"}
    first, second = vera.post(NEW, hers), vera.post(NEW, hers)
    assert first.status_code == 302
    assert first["Location"] == second["Location"]
    told = {row.taken_by.username: row.story for row in Enquiry.objects.select_related("key", "taken_by")}
    assert told == {"karen": "Karens opkald", "vera": "Veras opkald"}
    assert vera.post("/henvendelser/kladde/", hers).status_code == 204
    assert not Draft.objects.exists()
