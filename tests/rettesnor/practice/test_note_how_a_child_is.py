"""The well-being note: the child's own words first, at least one observation, a simple scale."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from rettesnor.audit.models import Entry
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.practice.actions import note_wellbeing
from rettesnor.practice.due import due
from rettesnor.practice.models import WellBeing
from rettesnor.residency.models import Child, ChildStay
from rettesnor.staff.models import Employee

As = Callable[[str], Client]
TODAY = date(2026, 3, 11)


@pytest.fixture
def own(elder: Child) -> ChildStay:
    return ChildStay.objects.select_related("key", "child").get(child=elder)


def _page(child: Child) -> str:
    return reverse("wellbeing", args=[child.code])


def _note(own: ChildStay, by: Employee, **more: Any) -> WellBeing:
    said: dict[str, Any] = {"on": TODAY, "scale": {"soevn": "2", "leg": "4"}, "observation": "Sov uroligt"}
    return note_wellbeing(own, by=by, **{**said, **more})


def test_a_note_keeps_the_child_s_words_and_the_scale(own: ChildStay, cast: dict[str, Employee]) -> None:
    _note(own, cast["bodil"], own_words="Jeg drømte om hunden")
    note = WellBeing.objects.select_related("key").get()
    assert note.own_words == "Jeg drømte om hunden"
    assert note.answers == [("Søvn", "Svært"), ("Leg", "Godt")]
    entry = Entry.objects.get(noun="wellbeing")
    assert entry.subject == own.child.subject
    assert "drømte" not in entry.fields


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"observation": "  "}, "observation"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": date(2026, 2, 1)}, "on"),
        ({"scale": {"soevn": "6"}}, "scale"),
        ({"scale": {"vrede": "1"}}, "scale"),
    ],
)
def test_what_cannot_be_so_is_refused(
    own: ChildStay, cast: dict[str, Employee], more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        _note(own, cast["bodil"], **more)
    assert refusal.value.field == field
    assert not WellBeing.objects.exists()


def test_a_child_may_have_been_asked_and_not_want_to_say(own: ChildStay, cast: dict[str, Employee]) -> None:
    assert _note(own, cast["bodil"], scale={"soevn": "oensker_ikke"}).answers[0][0] == "Søvn"


def test_the_database_wants_an_observation_too(own: ChildStay, cast: dict[str, Employee]) -> None:
    bare = WellBeing(key=own.key, child_stay=own, on=TODAY, by=cast["bodil"])
    with pytest.raises(IntegrityError), transaction.atomic():
        bare.save()


def test_the_same_note_sent_twice_is_one(own: ChildStay, cast: dict[str, Employee]) -> None:
    once = uuid.uuid4()
    assert _note(own, cast["bodil"], client_key=once) == _note(own, cast["bodil"], client_key=once)
    assert WellBeing.objects.count() == 1


def test_bodil_writes_a_note_on_the_screen(elder: Child, as_: As) -> None:
    bodil = as_("bodil")
    typed = {"own_words": "Må jeg få min cykel?", "observation": "Legede en time", "on": "i går", "theme_leg": "4"}
    text = bodil.post(_page(elder), typed, follow=True).content.decode()
    assert text.index("Må jeg få min cykel?") < text.index("Legede en time")
    note = WellBeing.objects.get()
    assert (note.on, note.scale) == (date(2026, 3, 10), {"leg": "4"})


def test_a_note_without_an_observation_comes_back_whole(elder: Child, as_: As) -> None:
    answer = as_("bodil").post(_page(elder), {"own_words": "Må jeg få min cykel?", "observation": "", "on": "i dag"})
    assert answer.status_code == 422
    assert "Skriv mindst én ting, du har set eller hørt." in answer.content.decode()
    assert "Må jeg få min cykel?" in answer.content.decode()


def test_only_the_child_s_own_adult_writes(elder: Child, younger: Child, as_: As) -> None:
    assert as_("bodil").get(_page(younger)).status_code == 404
    assert as_("bente").post(_page(elder), {"observation": "x", "on": "i dag"}).status_code == 404
    for name in ("sofie", "pia", "karen", "lone", "frida", "vera", "ivar"):
        assert as_(name).post(_page(elder), {"observation": "x", "on": "i dag"}).status_code == 403, name
    assert not WellBeing.objects.exists()


def test_her_contact_person_reads_and_does_not_write(own: ChildStay, cast: dict[str, Employee], as_: As) -> None:
    _note(own, cast["bodil"], own_words="Jeg drømte om hunden")
    text = as_("sofie").get(_page(own.child)).content.decode()
    assert "Jeg drømte om hunden" in text
    assert 'name="observation"' not in text
    for name in ("ulla", "pia", "bente"):
        assert as_(name).get(_page(own.child)).status_code == 404, name
    for name in ("karen", "lone", "frida", "vera", "anne", "dan", "ivar"):
        assert as_(name).get(_page(own.child)).status_code == 403, name
    assert list(Entry.objects.filter(verb="opslag").values_list("subject", flat=True)) == [own.child.subject]


def test_four_weeks_without_a_note_remind_the_child_s_adult(own: ChildStay, cast: dict[str, Employee]) -> None:
    bodil = cast["bodil"]
    assert [item.limit.date() for item in due(bodil, TODAY)] == [date(2026, 3, 2)]
    assert due(cast["sofie"], TODAY) == []
    _note(own, bodil)
    assert due(bodil, TODAY) == []
    with clock.at(datetime(2026, 4, 2, 9, 0, tzinfo=clock.CPH)):
        assert [item.limit.date() for item in due(bodil, date(2026, 4, 2))] == [date(2026, 4, 8)]
