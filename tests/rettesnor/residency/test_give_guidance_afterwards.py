"""Complaint guidance that was forgotten with a no: reminded of until somebody writes down that she has had it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.residency import due_intake
from rettesnor.residency.actions import intake
from rettesnor.residency.models import Decision, Enquiry
from rettesnor.staff.models import Employee, House
from tests.rettesnor.residency.calls import called, log_of, screened

As = Callable[[str], Client]
Cast = dict[str, Employee]
Houses = dict[str, House]


def said_no(enquiry: Enquiry, cast: Cast, **more: Any) -> Enquiry:
    said: dict[str, Any] = {"refusal_reason": "psykisk", "helped_on": "varm_overlevering", **more}
    said |= {
        "decided_at": clock.now(),
        "house": enquiry.house,
        "reason": "Hun har brug for mere.",
    }
    intake.decide(enquiry, admitted=False, by=cast["lone"], **said)
    return Enquiry.objects.select_related("key", "house", "decision").get(pk=enquiry.pk)


@pytest.fixture
def enquiry(cast: Cast, houses: Houses) -> Enquiry:
    with clock.at(clock.now() - timedelta(days=3)):
        return said_no(screened(houses["kbh"], cast["karen"]), cast)


def page(enquiry: Enquiry) -> str:
    return reverse("enquiry", args=[enquiry.code])


def typed(cast: Cast, **changes: str) -> dict[str, str]:
    return {"on": "i går", "how": "begge", "given_by": cast["vera"].code, **changes}


def send(client: Client, enquiry: Enquiry, said: dict[str, str]) -> Any:
    return client.post(reverse("enquiry-guidance", args=[enquiry.code]), said)


def reminders(user: Employee) -> list[str]:
    user.__dict__.pop("standing", None)
    return [item.item for item in due_intake.due(user, clock.today()) if item.item.startswith("residency.guidance")]


def test_lone_writes_it_down_and_the_reminder_is_gone(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    assert reminders(cast["lone"]) == [f"residency.guidance:{enquiry.code}"]
    lone = as_("lone")
    assert "Skriv klagevejledningen ned" in lone.get(page(enquiry)).content.decode()
    answer = send(lone, enquiry, typed(cast))
    assert answer.headers["Location"] == page(enquiry)
    told = lone.get(page(enquiry)).content.decode()
    assert "Både mundtligt og skriftligt, 10. marts 2026" in told
    assert cast["vera"].name in told
    assert "Skriv klagevejledningen ned" not in told
    assert reminders(cast["lone"]) == []
    [entry] = log_of("ret", noun="decision")
    assert (entry.actor_id, entry.subject) == (cast["lone"].pk, enquiry.subject)
    assert '"begge"' in entry.fields
    assert cast["vera"].code in entry.fields


def test_it_is_due_at_once_and_only_for_who_decides(enquiry: Enquiry, cast: Cast) -> None:
    [item] = [one for one in due_intake.due(cast["lone"], clock.today()) if "guidance" in one.item]
    assert item.limit == Decision.objects.get().decided_at
    for name in ("vera", "karen", "aksel", "sofie", "anne"):
        assert reminders(cast[name]) == []


@pytest.mark.parametrize(
    ("more", "reminded"),
    [
        ({"refusal_reason": "ingen_plads"}, False),
        ({"refusal_reason": "boernekapacitet", "helped_on": "nummer_givet"}, False),
        ({"refusal_reason": "ingen_plads", "helped_on": "ingen"}, True),
        ({"refusal_reason": "anden_maalgruppe"}, True),
        ({"refusal_reason": "psykisk", "complaint_guidance": True}, False),
    ],
)
def test_want_of_room_with_help_onward_is_no_decision_to_complain_of(
    cast: Cast, houses: Houses, more: dict[str, Any], reminded: bool
) -> None:
    said_no(screened(houses["kbh"], cast["karen"]), cast, **more)
    assert bool(reminders(cast["lone"])) is reminded


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"on": "i morgen"}, "on", "ude i fremtiden"),
        ({"on": "1-3-2026"}, "on", "Afgørelsen var ikke truffet den dag."),
        ({"on": "31-02"}, "on", ""),
        ({"on": ""}, "on", ""),
        ({"how": ""}, "how", "Vælg, hvordan hun fik den."),
        ({"how": "røgsignal"}, "how", ""),
        ({"given_by": "ingen"}, "given_by", ""),
    ],
)
def test_what_cannot_be_so_is_refused_beside_its_field(
    as_: As, enquiry: Enquiry, cast: Cast, changes: dict[str, str], field: str, message: str
) -> None:
    answer = send(as_("lone"), enquiry, typed(cast, **changes))
    assert answer.status_code == 422
    assert list(answer.context["guiding"].errors) == [field]
    assert message in answer.content.decode()
    assert not Decision.objects.get().complaint_guidance


def test_the_second_of_two_who_write_it_is_told(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    send(as_("lone"), enquiry, typed(cast))
    answer = send(as_("lone"), enquiry, typed(cast, how="skriftligt"))
    assert answer.status_code == 422
    assert "Der står allerede" in answer.content.decode()
    assert Decision.objects.get().guided_how == "begge"


def test_it_belongs_to_a_no(as_: As, cast: Cast, houses: Houses) -> None:
    waiting = called(houses["kbh"], cast["karen"])
    assert send(as_("lone"), waiting, typed(cast)).status_code == 422
    admitted = screened(houses["kbh"], cast["karen"], cpr="")
    made = intake.decide(
        admitted, admitted=True, decided_at=clock.now(), by=cast["lone"], house=houses["kbh"], reason="Der er plads."
    )
    with pytest.raises(Refused):
        intake.guide_after_no(made, on=clock.today(), how="begge", given_by=cast["lone"], by=cast["lone"])


def test_others_cannot(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    assert send(as_("aksel"), enquiry, typed(cast)).status_code == 404
    for name in ("vera", "karen", "sofie", "anne"):
        assert send(as_(name), enquiry, typed(cast)).status_code == 403, name
    assert not Decision.objects.get().complaint_guidance
