"""An enquiry after the call: reading, handing over, putting right, ending, the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rettesnor.audit.models import Entry
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions import intake
from rettesnor.residency.models import Capacity, Enquiry
from rettesnor.staff.models import Employee, House
from tests.rettesnor.residency.calls import STORY, call_form, called, log_of, screened

As = Callable[[str], Client]
Cast = dict[str, Employee]
Houses = dict[str, House]


@pytest.fixture
def enquiry(cast: Cast, houses: Houses) -> Enquiry:
    return called(houses["kbh"], cast["karen"])


def page(enquiry: Enquiry, name: str = "enquiry") -> str:
    return reverse(name, args=[enquiry.code])


@pytest.mark.parametrize("name", ["karen", "vera", "lone"])
def test_the_taker_the_visitator_and_the_leader_read_it(as_: As, enquiry: Enquiry, name: str) -> None:
    answer = as_(name).get(page(enquiry))
    assert STORY in answer.content.decode()
    entry = Entry.objects.filter(verb="opslag").get()
    assert (entry.subject, entry.code) == (enquiry.subject, enquiry.code)


@pytest.mark.parametrize("name", ["aksel", "tove", "sofie", "bodil", "ulla"])
def test_for_a_stranger_it_does_not_exist(as_: As, enquiry: Enquiry, name: str) -> None:
    client = as_(name)
    assert client.get(page(enquiry)).status_code == 404
    assert client.get("/henvendelser/findesikke0000000000x/").status_code == 404
    assert not log_of("opslag")


@pytest.mark.parametrize("name", ["anne", "dan", "ivar", "frida", "pia"])
def test_some_have_nothing_to_do_with_enquiries(as_: As, enquiry: Enquiry, name: str) -> None:
    assert as_(name).get(page(enquiry)).status_code == 403
    assert as_(name).get("/henvendelser/").status_code == 403


def test_handed_over_it_is_gone_for_the_one_who_took_the_call(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    karen = as_("karen")
    answer = karen.post(page(enquiry, "enquiry-hand-over"), {"to": cast["vera"].code}, follow=True)
    assert "givet videre til Vera Dam" in answer.content.decode()
    assert karen.get(page(enquiry)).status_code == 404
    assert karen.get(page(enquiry, "enquiry-change")).status_code == 404
    assert as_("vera").get(page(enquiry)).status_code == 200
    assert log_of("overdrag")[0].actor_name == "Karen Lund"


def test_it_is_handed_only_to_those_who_can_take_it(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    karen = as_("karen")
    offered = karen.get(page(enquiry)).context["handing"].fields["to"].choices
    assert {label for _code, label in offered} == {"Vera Dam", "Lone Bak"}
    answer = karen.post(page(enquiry, "enquiry-hand-over"), {"to": cast["aksel"].code})
    assert answer.status_code == 422
    with pytest.raises(Refused):
        intake.hand_over(enquiry, to=cast["aksel"], by=cast["karen"])


def change_form(enquiry: Enquiry, **changes: Any) -> dict[str, Any]:
    typed = call_form(version=enquiry.version, received_at="i dag 10.00")
    return {**{name: text for name, text in typed.items() if name not in ("outcome", "client_key")}, **changes}


def test_what_is_known_is_put_right(as_: As, enquiry: Enquiry) -> None:
    answer = as_("vera").post(page(enquiry, "enquiry-change"), change_form(enquiry, story="Nu er hun i sikkerhed."))
    assert answer.status_code == 302
    assert Enquiry.objects.select_related("key").get().story == "Nu er hun i sikkerhed."
    assert "sikkerhed" not in log_of("ret")[0].fields


def test_when_two_save_at_once_both_texts_are_shown_and_none_is_lost(as_: As, enquiry: Enquiry) -> None:
    karen, vera, url = as_("karen"), as_("vera"), page(enquiry, "enquiry-change")
    assert karen.post(url, change_form(enquiry, story="Karens ord")).status_code == 302
    met = vera.post(url, change_form(enquiry, story="Veras ord"))
    assert met.status_code == 409
    assert "Karens ord" in met.content.decode()
    assert "Veras ord" in met.content.decode()
    again = change_form(enquiry, story="Karens ord. Veras ord", version=met.context["form"].data["version"])
    assert vera.post(url, again).status_code == 302
    assert Enquiry.objects.select_related("key").get().story == "Karens ord. Veras ord"


def test_saving_without_a_change_writes_nothing(as_: As, enquiry: Enquiry) -> None:
    assert as_("karen").post(page(enquiry, "enquiry-change"), change_form(enquiry)).status_code == 302
    assert Enquiry.objects.get().version == 1
    assert not log_of("ret")


def test_it_ends_later_with_an_outcome(as_: As, enquiry: Enquiry) -> None:
    url = page(enquiry, "enquiry-outcome")
    bare = as_("karen").post(url, {"outcome": "afvist"})
    assert bare.status_code == 422
    assert set(bare.context["ending"].errors) == {"refusal_reason", "helped_on"}
    full = {"outcome": "afvist", "refusal_reason": "ikke_vold", "helped_on": "nummer_givet", "helped_to": "1888"}
    full["version"] = str(enquiry.version)
    assert as_("karen").post(url, full).status_code == 302
    ended = Enquiry.objects.select_related("key", "outcome_by").get()
    assert (ended.outcome, ended.helped_to, ended.is_open) == ("afvist", "1888", False)
    assert log_of("afslut", noun="enquiry")[0].code == enquiry.code


def test_a_decided_enquiry_is_not_ended_again(cast: Cast, houses: Houses) -> None:
    enquiry = screened(houses["kbh"], cast["karen"])
    at = enquiry.received_at
    intake.decide(enquiry, admitted=True, decided_at=at, by=cast["lone"], house=houses["kbh"], reason="Der er plads.")
    with pytest.raises(Refused):
        intake.close_enquiry(enquiry, outcome="raadgivning", by=cast["lone"])


def test_after_the_decision_it_is_the_house_s(as_: As, cast: Cast, houses: Houses) -> None:
    enquiry = screened(houses["kbh"], cast["karen"])
    at = enquiry.received_at
    intake.decide(enquiry, admitted=True, decided_at=at, by=cast["lone"], house=houses["kbh"], reason="Der er plads.")
    for name in ("karen", "vera"):
        assert as_(name).get(page(enquiry)).status_code == 404
    assert as_("lone").get(page(enquiry)).status_code == 200
    entry = log_of("opslag")[-1]
    assert entry.subject == Enquiry.objects.select_related("resident").get().subject
    assert entry.subject.startswith("kvinde:")


def test_the_list_shows_those_who_wait_first_and_logs_each(as_: As, cast: Cast, houses: Houses) -> None:
    late = called(houses["kbh"], cast["karen"], outcome="raadgivning")
    waits, other = called(houses["kbh"], cast["karen"]), called(houses["aar"], cast["tove"])
    answer = as_("lone").get("/henvendelser/")
    assert [row.code for row in answer.context["waiting"]] == [waits.code]
    assert [row.code for row in answer.context["settled"]] == [late.code]
    assert {entry.subject for entry in log_of("opslag")} == {waits.subject, late.subject}
    assert other.code not in answer.content.decode()


def test_the_list_asks_no_more_when_it_is_longer(as_: As, cast: Cast, houses: Houses) -> None:
    lone = as_("lone")

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert lone.get("/henvendelser/").status_code == 200
        return len(found)

    for outcome in ("visitation", "raadgivning"):
        called(houses["kbh"], cast["karen"], outcome=outcome)
    queries()
    few = queries()
    for outcome in ["visitation", "raadgivning"] * 10:
        called(houses["kbh"], cast["karen"], outcome=outcome)
    assert queries() == few


def test_the_children_s_week_is_said_in_words(as_: As, enquiry: Enquiry, cast: Cast, houses: Houses) -> None:
    lone = as_("lone")
    assert "Huset har ikke sat en grænse endnu." in lone.get(page(enquiry)).content.decode()
    Capacity.objects.create(
        house=houses["kbh"], children=2, since=date(2026, 1, 1), decided_by=cast["lone"], reason="To værelser"
    )
    assert "Plads til 2 børn mere efter husets egen grænse på 2." in lone.get(page(enquiry)).content.decode()
    admitted = screened(houses["kbh"], cast["karen"])
    for _number in range(3):
        intake.assess_child(admitted, by=cast["karen"], observation="Sover trygt.")
    at = admitted.received_at
    intake.decide(admitted, admitted=True, decided_at=at, by=cast["lone"], house=houses["kbh"], reason="Der er plads.")
    assert "1 over husets egen grænse på 2." in lone.get(page(enquiry)).content.decode()


def test_a_date_put_right_stays_within_a_month_of_the_writing_down(as_: As, enquiry: Enquiry) -> None:
    with clock.at(clock.now() + timedelta(days=60)):
        typed = call_form(version=enquiry.version, received_at="1-1-1900 00.00")
        answer = as_("vera").post(page(enquiry, "enquiry-change"), typed)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["received_at"]
        # Counted from when it was entered, not from today.
        typed = call_form(version=enquiry.version, received_at="10-2-2026 12.00")
        assert as_("vera").post(page(enquiry, "enquiry-change"), typed).status_code == 302


def test_two_who_say_how_it_ended_both_see_both(as_: As, enquiry: Enquiry) -> None:
    vera, lone = as_("vera"), as_("lone")
    opened = lone.get(page(enquiry)).context["ending"]["version"].value()
    first = {"outcome": "henvist", "refusal_reason": "ingen_plads", "helped_on": "varm_overlevering"}
    hers = {**first, "helped_to": "Danner, Prøve", "version": opened}
    assert vera.post(page(enquiry, "enquiry-outcome"), hers).status_code == 302
    mine = {"outcome": "raadgivning", "helped_to": "Socialvagten", "version": opened}
    met = lone.post(page(enquiry, "enquiry-outcome"), mine)
    assert met.status_code == 409
    for words in ("Danner, Prøve", "Socialvagten", "En anden har gemt, mens du skrev"):
        assert words in met.content.decode()
    stored = Enquiry.objects.select_related("key").get()
    assert (stored.outcome, stored.helped_to) == ("henvist", "Danner, Prøve")
    again = {**mine, "version": met.context["ending"].data["version"]}
    assert lone.post(page(enquiry, "enquiry-outcome"), again).status_code == 302
    assert Enquiry.objects.get().outcome == "raadgivning"


def test_the_outcome_that_stands_is_in_the_form(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    said: dict[str, Any] = {"refusal_reason": "ingen_plads", "helped_on": "nummer_givet", "helped_to": "Danner"}
    intake.close_enquiry(enquiry, outcome="afvist", by=cast["vera"], **said)
    form = as_("vera").get(page(enquiry)).context["ending"]
    assert {name: form[name].value() for name in said} == said


def test_the_same_outcome_sent_twice_is_said_once(as_: As, enquiry: Enquiry) -> None:
    vera, typed = as_("vera"), {"outcome": "raadgivning", "version": enquiry.version}
    for _time in range(2):
        assert vera.post(page(enquiry, "enquiry-outcome"), typed).status_code == 302
    assert len(log_of("afslut")) == 1
