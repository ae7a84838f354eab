"""While one writes, another decides: the words stay, and the case stays shut."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.residency.actions import intake
from rettesnor.residency.models import ChildAssessment, Enquiry
from rettesnor.residency.views import meanwhile
from rettesnor.staff.models import Employee, House
from tests.rettesnor.residency.calls import STORY, call_form, log_of, screened

As = Callable[[str], Client]
Cast = dict[str, Employee]
Houses = dict[str, House]

WORDS = "Hun ringede igen og fortalte om broren."
TYPED = {
    "visitation": {"own_words": WORDS, "screened_at": "hvad ved jeg", "safety": "hoej"},
    "child-new": {"observation": WORDS, "cpr": "71"},
    "child-assessment": {"observation": WORDS},
    "enquiry-change": call_form(story=WORDS),
    "enquiry-outcome": {"outcome": "raadgivning", "helped_to": WORDS},
}


@pytest.fixture
def enquiry(cast: Cast, houses: Houses) -> Enquiry:
    made = screened(houses["kbh"], cast["karen"])
    intake.assess_child(made, by=cast["karen"], called="Lillebror", observation="Han sover.")
    return made


def address(name: str, enquiry: Enquiry) -> str:
    child = [enquiry.children.get().code] if name == "child-assessment" else []
    return reverse(name, args=[enquiry.code, *child])


def opened(client: Client, name: str, enquiry: Enquiry) -> dict[str, str]:
    """What the opened page carries to be sent with the form."""
    at = "enquiry" if name in ("enquiry-outcome", "enquiry-hand-over") else name
    page = client.get(address(at, enquiry)).content.decode()
    found = re.search(r'name="held" value="([^"]+)"', page)
    assert found
    return {"held": found[1]}


def decided(enquiry: Enquiry, cast: Cast, houses: Houses, *, yes: bool = True) -> None:
    no: dict[str, Any] = {} if yes else {"refusal_reason": "ikke_sikkert", "helped_on": "varm_overlevering"}
    fresh = Enquiry.objects.select_related("key", "house").get(pk=enquiry.pk)
    how: dict[str, Any] = {
        "decided_at": clock.now(),
        "by": cast["lone"],
        "house": houses["kbh"],
        "reason": "Ikke hos os.",
    }
    intake.decide(fresh, admitted=yes, **how, **no)


@pytest.mark.parametrize("name", TYPED)
@pytest.mark.parametrize("who", ["vera", "karen"])
def test_what_was_typed_stays_and_nothing_of_the_case_is_told(
    as_: As, enquiry: Enquiry, cast: Cast, houses: Houses, name: str, who: str
) -> None:
    client = as_(who)
    carried = opened(client, name, enquiry)
    decided(enquiry, cast, houses, yes=False)
    before = len(log_of("opslag"))
    answer = client.post(address(name, enquiry), TYPED[name] | carried)
    assert answer.status_code == 409
    page = answer.content.decode()
    for words in (WORDS, "Der er truffet afgørelse, mens du skrev", "Lone Bak traf afgørelsen", "11. marts 2026"):
        assert words in page
    for words in (STORY, "Prøve Testesen", "Lillebror", "Han sover", "Ikke hos os", "Det blev et", "Åbn henvendelsen"):
        assert words not in page
    [told] = log_of("opslag")[before:]
    assert (told.actor_name.split()[0].lower(), told.subject) == (who, enquiry.subject)
    assert ChildAssessment.objects.count() == 1


def test_what_cannot_be_understood_stays_too(as_: As, enquiry: Enquiry, cast: Cast, houses: Houses) -> None:
    vera = as_("vera")
    carried = opened(vera, "visitation", enquiry)
    decided(enquiry, cast, houses)
    page = vera.post(address("visitation", enquiry), TYPED["visitation"] | carried).content.decode()
    assert "hvad ved jeg" in page
    assert "Alvorlig trussel" in page


def test_sent_by_script_the_form_gives_way_to_the_words(as_: As, enquiry: Enquiry, cast: Cast, houses: Houses) -> None:
    vera = as_("vera")
    typed = TYPED["visitation"] | opened(vera, "visitation", enquiry)
    decided(enquiry, cast, houses)
    answer = vera.post(address("visitation", enquiry), typed, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reselect"]) == (409, "closest form", "#sheet")


def test_whoever_still_reads_it_is_told_what_it_became_and_led_on(
    as_: As, enquiry: Enquiry, cast: Cast, houses: Houses
) -> None:
    lone = as_("lone")
    carried = {name: opened(lone, name, enquiry) for name in TYPED}
    decided(enquiry, cast, houses)
    for name, typed in TYPED.items():
        page = lone.post(address(name, enquiry), typed | carried[name]).content.decode()
        assert "Det blev et ja." in page
        assert reverse("enquiry", args=[enquiry.code]) in page
        if name != "enquiry-outcome":
            assert lone.get(address(name, enquiry))["Location"] == reverse("enquiry", args=[enquiry.code])


@pytest.mark.parametrize("name", TYPED)
def test_for_everybody_else_it_does_not_exist(as_: As, enquiry: Enquiry, cast: Cast, houses: Houses, name: str) -> None:
    carried = opened(as_("karen"), name, enquiry)
    decided(enquiry, cast, houses)
    missing = reverse("enquiry", args=["0" * 22])
    for who in ("tove", "aksel", "vera"):
        client = as_(who)
        answer = client.post(address(name, enquiry), TYPED[name] | carried)
        assert answer.status_code == 404
        assert answer.content == client.get(missing).content
        if name != "enquiry-outcome":
            assert client.get(address(name, enquiry)).status_code == 404
    assert as_("karen").post(address(name, enquiry), TYPED[name]).status_code == 404


def test_what_a_page_carries_is_good_for_a_day(
    as_: As, enquiry: Enquiry, cast: Cast, houses: Houses, monkeypatch: pytest.MonkeyPatch
) -> None:
    vera = as_("vera")
    typed = TYPED["visitation"] | opened(vera, "visitation", enquiry)
    decided(enquiry, cast, houses)
    assert vera.post(address("visitation", enquiry), typed).status_code == 409
    assert meanwhile.LONGEST == 24 * 60 * 60
    monkeypatch.setattr(meanwhile, "LONGEST", -1)
    assert vera.post(address("visitation", enquiry), typed).status_code == 404


def test_given_to_another_meanwhile_the_words_stay_as_well(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    karen = as_("karen")
    typed = TYPED["visitation"] | opened(karen, "visitation", enquiry)
    intake.hand_over(enquiry, to=cast["vera"], by=cast["lone"])
    answer = karen.post(address("visitation", enquiry), typed)
    assert answer.status_code == 409
    assert "Den blev givet til Vera" in answer.content.decode()
    assert WORDS in answer.content.decode()
