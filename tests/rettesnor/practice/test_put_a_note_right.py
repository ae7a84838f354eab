"""A well-being note is put right, or taken back, by a new note that points at the old; both can be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from rettesnor.audit.models import Entry
from rettesnor.danish.refused import Refused
from rettesnor.practice.actions import correct_wellbeing, note_wellbeing
from rettesnor.practice.due import due
from rettesnor.practice.models import WellBeing
from rettesnor.residency.models import Child, ChildStay
from rettesnor.staff.models import Employee

As = Callable[[str], Client]
Cast = dict[str, Employee]
TODAY = date(2026, 3, 11)


@pytest.fixture
def note(elder: Child, cast: Cast) -> WellBeing:
    own = ChildStay.objects.select_related("key", "child").get(child=elder)
    said: dict[str, Any] = {"scale": {"soevn": "2"}, "observation": "Sov uroligt", "own_words": "Jeg vil hjem"}
    return note_wellbeing(own, on=TODAY, by=cast["bodil"], **said)


def _page(note: WellBeing) -> str:
    return reverse("wellbeing-correct", args=[note.code])


def _typed(**more: str) -> dict[str, str]:
    said = {"observation": "Sov roligt", "own_words": "Jeg vil hjem", "theme_soevn": "4", "on": "11-3-2026"}
    return {**said, "reason": "Det var den anden nat", **more}


def test_a_correction_is_a_new_note_that_points_at_the_old(note: WellBeing, cast: Cast) -> None:
    newer = correct_wellbeing(note, by=cast["bodil"], reason="Forkert nat", observation="Sov roligt")
    note.refresh_from_db()
    assert (note.observation, newer.observation) == ("Sov uroligt", "Sov roligt")
    assert (newer.corrects, newer.own_words, newer.scale) == (note, "Jeg vil hjem", {"soevn": "2"})
    assert list(WellBeing.objects.standing()) == [newer]
    entry = Entry.objects.get(verb="ret", noun="wellbeing")
    assert entry.subject == note.child_stay.child.subject
    assert note.code in entry.fields
    assert "roligt" not in entry.fields
    assert "nat" not in entry.fields


def test_bodil_corrects_on_the_screen_and_both_can_be_read_there(note: WellBeing, as_: As) -> None:
    bodil = as_("bodil")
    assert "Sov uroligt" in bodil.get(_page(note)).content.decode()
    text = bodil.post(_page(note), _typed(), follow=True).content.decode()
    assert text.index("Sov roligt") < text.index("Det var den anden nat") < text.index("Rettet siden")
    assert text.index("Sådan stod der før") < text.index("Sov uroligt")
    assert text.count("Ret notatet") == 1


def test_a_note_corrected_twice_shows_all_three(note: WellBeing, cast: Cast, as_: As) -> None:
    second = correct_wellbeing(note, by=cast["bodil"], reason="Forkert nat", observation="Sov roligt")
    correct_wellbeing(second, by=cast["bodil"], reason="Navnet", observation="Sov som en sten")
    text = as_("sofie").get(reverse("wellbeing", args=[note.child_stay.child.code])).content.decode()
    assert text.index("Sov som en sten") < text.index("Sov roligt") < text.index("Sov uroligt")
    assert "Ret notatet" not in text


def test_a_note_on_the_wrong_child_is_taken_back_and_counts_no_more(note: WellBeing, cast: Cast, as_: As) -> None:
    assert due(cast["bodil"], TODAY) == []
    typed = _typed(withdrawn="on", reason="Det var hans bror", observation="")
    answer = as_("bodil").post(_page(note), typed)
    assert answer.status_code == 422, "an observation is asked for all the same: nothing is emptied by a slip"
    text = (
        as_("bodil").post(_page(note), _typed(withdrawn="on", reason="Det var hans bror"), follow=True).content.decode()
    )
    assert "Trukket tilbage" in text
    assert "Sov uroligt" in text
    assert not WellBeing.objects.standing().exists()
    assert WellBeing.objects.get(withdrawn=True).observation == "Sov uroligt"
    assert [item.limit.date() for item in due(cast["bodil"], TODAY)] == [date(2026, 3, 2)]
    with pytest.raises(Refused, match="trukket tilbage"):
        correct_wellbeing(WellBeing.objects.get(withdrawn=True), by=cast["bodil"], reason="Alligevel")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"observation": "   "}, "observation"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": date(2026, 1, 1)}, "on"),
        ({"scale": {"soevn": "9"}}, "scale"),
    ],
)
def test_a_correction_keeps_the_rules_of_writing(
    note: WellBeing, cast: Cast, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        correct_wellbeing(note, by=cast["bodil"], **{"reason": "Forkert", **changes})
    assert refusal.value.field == field
    assert WellBeing.objects.count() == 1


def test_the_second_of_two_meets_both_texts_and_saves_on_top(note: WellBeing, as_: As) -> None:
    bodil = as_("bodil")
    bodil.post(_page(note), _typed(observation="Sov i to timer"))
    answer = bodil.post(_page(note), _typed(observation="Sov slet ikke"))
    page = answer.content.decode()
    assert answer.status_code == 409
    for each in ("En anden har gemt, mens du skrev", "Sov i to timer", "Sov slet ikke"):
        assert each in page
    assert WellBeing.objects.count() == 2
    assert bodil.post(answer.context["action"], _typed(observation="Sov slet ikke")).status_code == 302
    assert WellBeing.objects.count() == 3


def test_the_same_correction_sent_twice_is_one(note: WellBeing, as_: As) -> None:
    bodil = as_("bodil")
    assert [bodil.post(_page(note), _typed()).status_code for _time in range(4)] == [302] * 4
    assert WellBeing.objects.count() == 2


def test_the_database_lets_only_a_correction_withdraw(note: WellBeing, cast: Cast) -> None:
    bare = WellBeing(key=note.key, child_stay=note.child_stay, on=TODAY, by=cast["bodil"], withdrawn=True)
    bare.observation = "Noget"
    with pytest.raises(IntegrityError), transaction.atomic():
        bare.save()


def test_only_the_child_s_own_adult_corrects(note: WellBeing, as_: As) -> None:
    assert as_("bente").post(_page(note), _typed()).status_code == 404
    for name in ("sofie", "pia", "karen", "lone", "vera", "dan"):
        assert as_(name).post(_page(note), _typed()).status_code == 403, name
    assert WellBeing.objects.count() == 1
