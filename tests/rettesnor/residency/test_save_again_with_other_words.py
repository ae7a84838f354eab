"""A form saved again with other words: its first answer was lost, and what was written since must not be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.network.actions import load_offices
from rettesnor.residency.actions import intake
from rettesnor.residency.actions.leaving import leave
from rettesnor.residency.models import Capacity, ChildAssessment, Correction, Draft, Enquiry, FollowUpTalk, Stay
from rettesnor.staff.models import Employee, House
from tests.rettesnor.residency.calls import STORY, call_form, called, log_of
from tests.rettesnor.residency.lives import children_of, moved_in, people

As = Callable[[str], Client]
Cast = dict[str, Employee]
NEW, KEEP = "/henvendelser/ny/", "/henvendelser/kladde/"
MORE = f"{STORY} Han har nøgle til døren."


def met(answer: Any, *words: str) -> dict[str, Any]:
    """It is not saved, both texts stand there, and the form carries a new key; gives what is sent if saved again."""
    assert answer.status_code == 409
    page = answer.content.decode()
    for each in ("Formularen er allerede gemt, men med andre ord", *words):
        assert each in page, each
    return {"client_key": answer.context["form"]["client_key"].value()}


def stored() -> Enquiry:
    return Enquiry.objects.select_related("key").get()


class TestACall:
    def test_with_a_sentence_more_is_the_same_call_with_that_sentence(self, as_: As) -> None:
        karen, typed = as_("karen"), call_form(received_at="nu")
        first = karen.post(NEW, typed)
        with clock.at(clock.now() + timedelta(minutes=4)):
            again = karen.post(NEW, typed | {"story": MORE, "whereabouts": "Hos en nabo"})
        assert (again.status_code, again["Location"]) == (302, first["Location"])
        assert (stored().story, stored().whereabouts) == (MORE, "Hos en nabo")
        assert len(log_of("ret", noun="enquiry")) == 1

    def test_whose_help_was_written_out_keeps_that_too(self, as_: As) -> None:
        karen = as_("karen")
        typed = call_form(outcome="henvist", refusal_reason="ikke_sikkert", helped_on="varm_overlevering")
        karen.post(NEW, typed | {"helped_to": "Danner"})
        assert karen.post(NEW, typed | {"helped_to": "Danner, talt med vagten"}).status_code == 302
        assert stored().helped_to == "Danner, talt med vagten"

    def test_typed_over_with_another_is_not_written_over_it(self, as_: As) -> None:
        karen, typed = as_("karen"), call_form()
        karen.post(NEW, typed)
        other = typed | {"story": "En anden kvinde ringer fra toget."}
        more = met(karen.post(NEW, other), STORY, "En anden kvinde ringer fra toget.", "Ret henvendelsen")
        assert stored().story == STORY
        assert karen.post(NEW, other | more).status_code == 302
        assert {one.story for one in Enquiry.objects.select_related("key")} == {STORY, other["story"]}

    def test_changed_by_another_since_is_not_written_over(self, as_: As, cast: Cast) -> None:
        karen, typed = as_("karen"), call_form()
        karen.post(NEW, typed)
        intake.change_enquiry(stored(), version=1, by=cast["lone"], story="Lone har talt med hende.")
        met(karen.post(NEW, typed | {"story": MORE}), "Lone har talt med hende.", MORE)
        assert stored().story == "Lone har talt med hende."

    def test_given_away_since_shows_nothing_of_it(self, as_: As, cast: Cast) -> None:
        karen, typed = as_("karen"), call_form()
        karen.post(NEW, typed)
        intake.hand_over(stored(), to=cast["vera"], by=cast["lone"])
        enquiry = stored()
        intake.change_enquiry(enquiry, version=enquiry.version, by=cast["vera"], story="Vera har talt med hende.")
        answer = karen.post(NEW, typed | {"story": MORE})
        met(answer, MORE, "fortæl det til den, der har den nu")
        assert "Vera har talt med hende." not in answer.content.decode()

    def test_keeps_its_draft_until_its_words_are_saved(self, as_: As) -> None:
        karen, typed = as_("karen"), call_form()
        karen.post(NEW, typed)
        other = typed | {"story": "En anden kvinde ringer fra toget."}
        draft = karen.post(KEEP, other)["X-Draft"]
        more = met(karen.post(NEW, other | {"draft": draft}))
        assert "fra toget" in Draft.objects.select_related("key").get().body
        assert karen.post(NEW, other | more | {"draft": draft}).status_code == 302
        assert not Draft.objects.exists()

    def test_sent_late_and_shorter_takes_nothing_away(self, as_: As) -> None:
        karen, typed = as_("karen"), call_form()
        karen.post(NEW, typed)
        karen.post(NEW, typed | {"story": MORE})
        met(karen.post(NEW, typed))
        assert stored().story == MORE


class TestAChildInTheVisitation:
    def typed(self, **changes: str) -> dict[str, str]:
        told = {"version": "0", "client_key": str(uuid4()), "called": "Lillebror", "observation": "Han sover."}
        return told | changes

    def test_with_more_seen_is_the_same_child(self, as_: As, houses: dict[str, House], cast: Cast) -> None:
        karen, typed = as_("karen"), self.typed()
        url = reverse("child-new", args=[called(houses["kbh"], cast["karen"]).code])
        karen.post(url, typed)
        more = typed | {"observation": "Han sover. Han vågner ved lyde.", "theme_soevn": "2", "needs": ["skole"]}
        assert karen.post(url, more).status_code == 302
        child = ChildAssessment.objects.select_related("key").get()
        assert (child.observation, child.themes) == ("Han sover. Han vågner ved lyde.", {"soevn": "2"})
        assert child.needs == ["skole"]

    def test_seen_at_another_time_is_met(self, as_: As, houses: dict[str, House], cast: Cast) -> None:
        karen, typed = as_("karen"), self.typed()
        url = reverse("child-new", args=[called(houses["kbh"], cast["karen"]).code])
        with clock.at(clock.now() + timedelta(hours=2)):
            assert karen.post(url, typed | {"assessed_at": "i dag 10.15"}).status_code == 302
            assert karen.post(url, typed | {"assessed_at": "i dag 10.15"}).status_code == 302
            assert karen.post(url, typed).status_code == 302
            met(karen.post(url, typed | {"assessed_at": "i dag 11.15"}), "10.15", "11.15")

    def test_typed_over_with_another_is_met(self, as_: As, houses: dict[str, House], cast: Cast) -> None:
        karen, typed = as_("karen"), self.typed()
        url = reverse("child-new", args=[called(houses["kbh"], cast["karen"]).code])
        karen.post(url, typed)
        other = typed | {"called": "Storesøster", "observation": "Hun holder øje med døren."}
        more = met(karen.post(url, other), "Han sover.", "Hun holder øje med døren.", "Ret barnet")
        assert ChildAssessment.objects.count() == 1
        assert karen.post(url, other | more).status_code == 302
        assert ChildAssessment.objects.count() == 2


@pytest.fixture
def amina(cast: Cast, houses: dict[str, House]) -> Stay:
    load_offices()
    return moved_in(houses["kbh"], people(cast))


def test_a_talk_with_other_words_is_met(amina: Stay, as_: As) -> None:
    sofie, url = as_("sofie"), reverse("talk-agree", args=[amina.code])
    typed = {"due_on": "1-4-2026", "safe_contact": "sms", "contact": "Efter kl. 16", "child": ""}
    typed["client_key"] = str(uuid4())
    sofie.post(url, typed)
    other = typed | {"contact": "Kun om formiddagen"}
    more = met(sofie.post(url, other), "Efter kl. 16", "Kun om formiddagen")
    assert FollowUpTalk.objects.select_related("key").get().contact == "Efter kl. 16"
    assert sofie.post(url, other | more).status_code == 302
    assert FollowUpTalk.objects.count() == 2


def test_a_child_brought_with_other_words_is_met(amina: Stay, as_: As) -> None:
    sofie, url = as_("sofie"), reverse("stay-child", args=[amina.code])
    typed = {"moved_in_at": "i dag 07.00", "called": "Nur Prøvebarn", "client_key": str(uuid4())}
    sofie.post(url, typed)
    met(sofie.post(url, typed | {"institution": "Mosegrisen"}), "Mosegrisen", "Se barnet")
    assert len(children_of(amina)) == 3


def test_a_date_corrected_with_other_words_is_met(amina: Stay, as_: As) -> None:
    sofie, url = as_("sofie"), reverse("stay-correct", args=[amina.code])
    typed = {"field": "moved_in_at", "to": "i dag 08.00", "reason": "Tastefejl.", "client_key": str(uuid4())}
    sofie.post(url, typed)
    other = typed | {"to": "i dag 07.00", "reason": "Tastefejl, hun kom kl. 7."}
    more = met(sofie.post(url, other), "Tastefejl, hun kom kl. 7.")
    assert Correction.objects.count() == 1
    assert sofie.post(url, other | more).status_code == 302
    assert Correction.objects.count() == 2


def test_another_limit_is_met(houses: dict[str, House], as_: As) -> None:
    lone, url = as_("lone"), reverse("capacity")
    typed = {"house": "kbh", "children": "8", "since": "i dag", "reason": "Otte senge.", "client_key": str(uuid4())}
    lone.post(url, typed)
    more = met(lone.post(url, typed | {"children": "7"}), "Otte senge.")
    assert [limit.children for limit in Capacity.objects.all()] == [8]
    assert lone.post(url, typed | more | {"children": "7"}).status_code == 302
    assert Capacity.objects.in_force(houses["kbh"], clock.now()).children == 7  # type: ignore[union-attr]


def test_a_leaving_undone_for_another_reason_is_met(amina: Stay, as_: As, cast: Cast) -> None:
    leave(amina, by=cast["sofie"], left_at=clock.now(), kind="aftalt", destination="familie", aftercare="liva")
    sofie, url = as_("sofie"), reverse("leaving-undo", args=[amina.code])
    typed = {"reason": "Hun blev alligevel.", "client_key": str(uuid4())}
    assert [sofie.post(url, typed).status_code for _time in range(2)] == [302, 302]
    met(sofie.post(url, typed | {"reason": "Hun blev alligevel, siger Lone."}), "siger Lone")
    assert Correction.objects.count() == 1
