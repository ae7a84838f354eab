"""A woman who came in haste is screened while she lives here: what nobody had asked before, by who follows her."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.danish.refused import Overtaken, Refused
from rettesnor.residency.actions import intake
from rettesnor.residency.actions import stay as verbs
from rettesnor.residency.actions.anonymous import make_anonymous
from rettesnor.residency.actions.late_talk import hold_talk_here
from rettesnor.residency.actions.never_came import never_came
from rettesnor.residency.models import Stay, Visitation
from rettesnor.staff.models import Employee, House
from rettesnor.today.actions import dismiss
from rettesnor.today.due import due
from rettesnor.ui.due import Due
from tests.rettesnor.residency.lives import WHY, fresh, log_of, moved_in, people

As = Callable[[str], Client]
Cast = dict[str, Employee]

ASKED: dict[str, Any] = {"mental_health": "kan_vaere_her", "safety": "hoej", "own_words": "Jeg tør sove nu."}
NAMELESS = {"name": "", "cpr": "", "phone": ""}


@pytest.fixture
def unasked(cast: Cast, houses: dict[str, House]) -> Stay:
    """She came at night; nobody has spoken with her yet."""
    enquiry = intake.take_call(house=houses["kbh"], by=cast["vera"], outcome="visitation", municipality="0101")
    intake.decide(
        enquiry, admitted=True, decided_at=clock.now(), by=cast["lone"], house=houses["kbh"], reason=WHY, emergency=True
    )
    stay = fresh(Stay.objects.get(enquiry=enquiry))
    verbs.assign(stay, employee=cast["sofie"], kind="kontaktperson", by=cast["lone"])
    return stay


@pytest.fixture
def half(cast: Cast, houses: dict[str, House]) -> Stay:
    """Much was asked before the yes, but not how she is; she said herself how old she is."""
    before: dict[str, Any] = {"mental_health": "ikke_spurgt", "own_words": "Han slog mig.", "age": 34, **NAMELESS}
    return moved_in(houses["kbh"], people(cast), emergency=True, children=(), **before)


def where(stay: Stay) -> str:
    return reverse("stay-screening", args=[stay.code])


def talk_of(stay: Stay) -> Visitation:
    return Visitation.objects.select_related("key", "enquiry__key").get(enquiry=stay.enquiry)


def typed(stay: Stay, **more: Any) -> dict[str, Any]:
    row = Visitation.objects.filter(enquiry=stay.enquiry).first()
    return {"screened_at": "", "version": row.version if row else 0, "mental_health": "kan_vaere_her", **more}


def of_her(user: Employee, kind: str) -> list[Due]:
    user.__dict__.pop("standing", None)
    return [item for item in due(user, clock.today()) if item.item.startswith(f"residency.{kind}:")]


def test_the_page_leads_there_until_she_is_screened(unasked: Stay, as_: As) -> None:
    sofie, page = as_("sofie"), reverse("stay", args=[unasked.code])
    assert "Ingen har screenet hende endnu" in sofie.get(page).content.decode()
    assert sofie.post(where(unasked), typed(unasked, screened_at="10.00", **ASKED)).headers["Location"] == page
    told = sofie.get(page).content.decode()
    assert "Ingen har screenet hende endnu" not in told
    assert "Jeg tør sove nu." in told
    talk = talk_of(unasked)
    assert (talk.mental_health, talk.safety, talk.own_words) == ("kan_vaere_her", "hoej", "Jeg tør sove nu.")
    assert talk.screened_at == talk.afterwards_at
    assert set(talk.afterwards) == set(ASKED)


def test_what_was_answered_before_the_yes_stands(half: Stay, cast: Cast, as_: As) -> None:
    before = talk_of(half)
    page = as_("sofie").get(where(half)).content.decode()
    assert 'name="mental_health"' in page
    assert 'name="own_words"' not in page
    assert 'name="name"' not in page
    with pytest.raises(Refused, match="bliver stående"):
        hold_talk_here(half, by=cast["sofie"], own_words="Han slog mig ikke.", mental_health="kan_vaere_her")
    hold_talk_here(half, by=cast["sofie"], mental_health="behov_stoerre", mental_health_note="Hun sover ikke.")
    after = talk_of(half)
    assert (after.own_words, after.screened_at, after.screened_by) == (
        before.own_words, before.screened_at, before.screened_by,
    )  # fmt: skip
    assert (after.afterwards_by, after.afterwards_at) == (cast["sofie"], clock.now())
    assert after.words_at == before.screened_at


def test_what_was_answered_here_can_be_put_right_here(half: Stay, cast: Cast, as_: As) -> None:
    hold_talk_here(half, by=cast["sofie"], mental_health="behov_stoerre")
    assert as_("lone").post(where(half), typed(half, screened_at="09.15")).status_code == 302
    talk = talk_of(half)
    assert (talk.mental_health, talk.afterwards_by) == ("kan_vaere_her", cast["lone"])
    assert talk.afterwards_at == clock.now().replace(hour=9, minute=15)
    assert "Ret samtalen, der blev holdt her" in as_("sofie").get(reverse("stay", args=[half.code])).content.decode()
    assert "resten efter indflytningen: Lone" in (
        as_("sofie").get(reverse("enquiry", args=[talk.enquiry.code])).content.decode()
    )


def test_the_log_says_it_without_her_words(unasked: Stay, cast: Cast) -> None:
    hold_talk_here(unasked, by=cast["sofie"], **ASKED)
    entry = log_of("opret", noun="visitation")[-1]
    assert entry.subject == unasked.resident.subject
    assert "Jeg tør" not in str(entry.fields)
    assert "mental_health" in str(entry.fields)


def test_her_language_and_her_age_follow_into_the_stay(unasked: Stay, cast: Cast) -> None:
    hold_talk_here(unasked, by=cast["sofie"], language="ar", interpreter="altid", age=34)
    stay = fresh(unasked)
    assert (stay.language, stay.interpreter, stay.age_group) == ("ar", "altid", "30-39")


def test_her_number_knows_her_age_better(unasked: Stay, cast: Cast) -> None:
    verbs.name_her(unasked.resident, name="Amina Prøvekvinde", number="7101900002", phone="", by=cast["sofie"])
    was = fresh(unasked).age_group
    hold_talk_here(unasked, by=cast["sofie"], age=51)
    assert fresh(unasked).age_group == was


def test_a_doubt_asks_the_leader_and_the_answer_stands(half: Stay, cast: Cast, as_: As) -> None:
    assert not of_her(cast["lone"], "doubt")
    hold_talk_here(half, by=cast["sofie"], mental_health="tvivl")
    assert "Lederen er spurgt" in as_("sofie").get(reverse("stay", args=[half.code])).content.decode()
    (asked,) = of_her(cast["lone"], "doubt")
    assert asked.limit == clock.now() + timedelta(hours=4)
    lone, enquiry = as_("lone"), talk_of(half).enquiry
    assert "Hun bor her allerede" in lone.get(asked.url).content.decode()
    said = {"result": "kan_vaere_her", "answer": "Vi har talt med hende."}
    assert lone.post(reverse("visitation-answer", args=[enquiry.code]), said).status_code == 302
    assert not of_her(cast["lone"], "doubt")
    assert talk_of(half).leader_answered_by == cast["lone"]
    page = as_("sofie").get(reverse("stay", args=[half.code])).content.decode()
    assert "Lederens svar på tvivlen:</strong> Vi har talt med hende." in page
    assert (
        "Samtalen, der blev holdt her" in as_("sofie").get(reverse("stay-screening", args=[half.code])).content.decode()
    )
    assert fresh(half).left_at is None


def test_a_doubt_that_the_decision_answered_asks_nobody(cast: Cast, houses: dict[str, House]) -> None:
    moved_in(houses["kbh"], people(cast), mental_health="tvivl")
    assert not of_her(cast["lone"], "doubt")


def test_who_follows_her_is_reminded_until_it_is_done(unasked: Stay, cast: Cast) -> None:
    (item,) = of_her(cast["sofie"], "screening")
    assert item.limit == unasked.moved_in_at + timedelta(hours=24)
    assert (item.called, item.url) == (unasked.resident.alias, where(unasked))
    assert item.who.subjects() == unasked.subjects()
    for other in ("lone", "karen", "vera", "bodil"):
        assert not of_her(cast[other], "screening")
    hold_talk_here(unasked, by=cast["sofie"], mental_health="ikke_spurgt", safety="hoej")
    assert of_her(cast["sofie"], "screening")
    hold_talk_here(unasked, by=cast["sofie"], mental_health="kan_vaere_her")
    assert not of_her(cast["sofie"], "screening")


def test_the_reminder_can_be_irrelevant(unasked: Stay, cast: Cast) -> None:
    (item,) = of_her(cast["sofie"], "screening")
    dismiss(item, by=cast["sofie"], reason="Hun er screenet på sygehuset.")
    assert not of_her(cast["sofie"], "screening")


def test_nobody_is_asked_of_one_who_has_left_or_never_came(unasked: Stay, cast: Cast) -> None:
    never_came(unasked, by=cast["sofie"], reason="Hun ringede og blev hjemme.")
    assert not of_her(cast["sofie"], "screening")
    with pytest.raises(Refused, match="bor her ikke"):
        hold_talk_here(fresh(unasked), by=cast["sofie"], **ASKED)


def test_one_who_was_screened_before_is_not_screened_here(cast: Cast, houses: dict[str, House], as_: As) -> None:
    stay = moved_in(houses["kbh"], people(cast))
    answer = as_("sofie").get(where(stay), follow=True)
    assert answer.redirect_chain == [(reverse("stay", args=[stay.code]), 302)]
    assert "Hun er screenet, før hun kom" in answer.content.decode()
    with pytest.raises(Refused, match="screenet, før hun kom"):
        hold_talk_here(stay, by=cast["sofie"], safety="hoej")
    assert not of_her(cast["sofie"], "screening")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"screened_at": "i morgen kl. 9"}, "fremtiden"),
        ({"screened_at": "1-1-2026 kl. 9"}, "før henvendelsen kom"),
        ({"mental_health": "ikke_spurgt", "screened_at": "10.00"}, "mindst ét svar"),
        ({"age": "3", "screened_at": "10.00"}, "10"),
    ],
)
def test_what_cannot_be_is_said_and_kept(unasked: Stay, as_: As, more: dict[str, str], told: str) -> None:
    answer = as_("sofie").post(where(unasked), typed(unasked) | more)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Visitation.objects.exists()


def test_two_who_write_keep_both_texts(unasked: Stay, cast: Cast, as_: As) -> None:
    opened = typed(unasked, screened_at="10.00", safety_note="Min note.")
    hold_talk_here(unasked, by=cast["lone"], mental_health="tvivl", safety_note="Lones note.")
    with pytest.raises(Overtaken):
        hold_talk_here(unasked, by=cast["sofie"], version=0, safety_note="Min note.")
    answer = as_("sofie").post(where(unasked), opened)
    assert answer.status_code == 409
    assert "Lones note." in answer.content.decode()
    assert "Min note." in answer.content.decode()
    assert talk_of(unasked).safety_note == "Lones note."


def test_an_anonymous_woman_stays_anonymous(unasked: Stay, cast: Cast) -> None:
    make_anonymous(unasked, by=cast["sofie"])
    hold_talk_here(fresh(unasked), by=cast["sofie"], **ASKED)
    talk = talk_of(unasked)
    assert (talk.anonymous, talk.name, talk.cpr) == (True, "", "")
