"""An effort or a note saved again with other words: what was written since the lost answer is not thrown away."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.practice.actions import correct, record
from rettesnor.practice.models import Effort, WellBeing
from rettesnor.residency.models import Child, Stay
from rettesnor.staff.models import Employee

As = Callable[[str], Client]
FIRST, MORE, OTHER = "SU søgt sammen.", "SU søgt sammen. Svar om to uger.", "Bank ringet op."
MET = "Formularen er allerede gemt, men med andre ord"


def _typed(**changes: str) -> dict[str, str]:
    told = {"line": "EDU-A4", "status": "udfoert", "on": "i dag", "note": FIRST, "client_key": str(uuid.uuid4())}
    return told | changes


def _standing() -> list[str]:
    return sorted(one.note for one in Effort.objects.filter(corrected_by=None).select_related("key"))


def test_an_effort_with_a_sentence_more_is_the_same_effort(amina: Stay, as_: As) -> None:
    sofie, url, typed = as_("sofie"), reverse("record-woman", args=[amina.code]), _typed()
    for note in (FIRST, MORE, FIRST, MORE):
        assert sofie.post(url, typed | {"note": note}).status_code == 302
    assert _standing() == [MORE]
    assert Effort.objects.count() == 2
    assert "samme formular" in Effort.objects.select_related("key").get(corrected_by=None).reason


def test_an_effort_typed_over_with_another_is_met_and_both_can_stand(amina: Stay, as_: As) -> None:
    sofie, url, typed = as_("sofie"), reverse("record-woman", args=[amina.code]), _typed()
    sofie.post(url, typed)
    answer = sofie.post(url, typed | {"note": OTHER})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in page for words in (MET, FIRST, OTHER, "Ret indsatsen"))
    assert _standing() == [FIRST]
    key = answer.context["form"]["client_key"].value()
    assert sofie.post(url, typed | {"note": OTHER, "client_key": key}).status_code == 302
    assert _standing() == sorted([FIRST, OTHER])


def test_an_effort_that_was_taken_back_does_not_come_again(amina: Stay, as_: As, cast: dict[str, Employee]) -> None:
    sofie, url, typed = as_("sofie"), reverse("record-woman", args=[amina.code]), _typed()
    sofie.post(url, typed)
    correct(Effort.objects.select_related("key", "stay").get(), by=cast["sofie"], reason="Forkert.", withdrawn=True)
    assert sofie.post(url, typed | {"note": MORE}).status_code == 409


def test_a_form_about_another_is_refused(amina: Stay, elder: Child, cast: dict[str, Employee]) -> None:
    said: dict[str, Any] = {"status": "udfoert", "on": clock.today(), "by": cast["bodil"], "client_key": uuid.uuid4()}
    record(stay=amina, child=elder, line="CHI-A8", note=FIRST, **said)
    with pytest.raises(Refused, match="sendt et andet sted"):
        record(stay=amina, line="EDU-A4", note=MORE, **said)
    with pytest.raises(Refused, match="sendt et andet sted"):
        record(stay=amina, child=elder, line="CHI-A8", note=MORE, **{**said, "by": cast["sofie"]})
    assert Effort.objects.count() == 1


def test_a_note_on_a_child_grows_or_is_met(elder: Child, as_: As) -> None:
    bodil, url = as_("bodil"), reverse("wellbeing", args=[elder.code])
    typed = {"observation": "Legede en time.", "on": "i dag", "theme_leg": "4", "client_key": str(uuid.uuid4())}
    more = typed | {"observation": "Legede en time. Spiste godt.", "theme_soevn": "3", "own_words": "Jeg vandt!"}
    assert [bodil.post(url, one).status_code for one in (typed, more, more, typed)] == [302] * 4
    note = WellBeing.objects.select_related("key").get(corrected_by=None)
    assert (note.observation, note.own_words) == ("Legede en time. Spiste godt.", "Jeg vandt!")
    assert note.scale == {"leg": "4", "soevn": "3"}
    answer = bodil.post(url, more | {"observation": "Sov hele dagen."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in page for words in (MET, "Spiste godt.", "Sov hele dagen.", "Ret notatet"))
    assert WellBeing.objects.count() == 2
