"""Correcting, withdrawing, and saying what a plan became: always a new row beside the old."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.audit.models import Entry
from rettesnor.danish import clock
from rettesnor.danish.refused import Overtaken, Refused
from rettesnor.practice.actions import correct, record
from rettesnor.practice.models import Effort
from rettesnor.residency.actions import leaving
from rettesnor.residency.actions.correction import correct_date
from rettesnor.residency.models import Stay
from rettesnor.staff.models import Employee, Shift
from tests.rettesnor.practice.stays import contact

As = Callable[[str], Client]
TODAY = date(2026, 3, 11)


@pytest.fixture
def effort(amina: Stay, cast: dict[str, Employee]) -> Effort:
    return record(stay=amina, line="EDU-A4", status="udfoert", on=TODAY, by=cast["sofie"], note="SU søgt")


def _page(effort: Effort) -> str:
    return reverse("effort-correct", args=[effort.code])


def _typed(**more: str) -> dict[str, str]:
    return {"line": "EDU-A4", "status": "tilbudt", "on": "11-3-2026", "reason": "Hun tænker over det", **more}


def test_a_correction_is_a_new_row_that_points_at_the_old(effort: Effort, cast: dict[str, Employee]) -> None:
    newer = correct(effort, by=cast["sofie"], status="tilbudt", reason="Hun tænker over det")
    effort.refresh_from_db()
    assert (effort.status, newer.status) == ("udfoert", "tilbudt")
    assert newer.corrects == effort
    assert newer.note == "SU søgt"
    assert list(Effort.objects.standing()) == [newer]
    entry = Entry.objects.get(verb="ret", noun="effort")
    assert "udfoert" in entry.fields
    assert "tænker" not in entry.fields


def test_withdrawing_leaves_nothing_that_counts(effort: Effort, cast: dict[str, Employee]) -> None:
    correct(effort, by=cast["sofie"], withdrawn=True, reason="Det var en anden beboer")
    assert not Effort.objects.standing().exists()
    assert Effort.objects.count() == 2


def test_without_a_reason_nothing_is_corrected(effort: Effort, cast: dict[str, Employee]) -> None:
    with pytest.raises(Refused) as refusal:
        correct(effort, by=cast["sofie"], status="tilbudt", reason="  ")
    assert refusal.value.field == "reason"
    assert Effort.objects.count() == 1


def test_a_plan_needs_no_reason_to_become_something(amina: Stay, cast: dict[str, Employee]) -> None:
    plan = record(stay=amina, line="EDU-A4", status="planlagt", on=TODAY, by=cast["sofie"])
    assert correct(plan, by=cast["sofie"], status="udfoert").status == "udfoert"


def test_the_second_of_two_who_correct_the_same_is_told(effort: Effort, cast: dict[str, Employee]) -> None:
    correct(effort, by=cast["sofie"], status="tilbudt", reason="Hun tænker over det")
    with pytest.raises(Overtaken):
        correct(effort, by=cast["sofie"], status="afslaaet", reason="Hun sagde nej")
    assert Effort.objects.count() == 2


def test_the_second_meets_both_texts_and_saves_on_top(
    amina: Stay, effort: Effort, cast: dict[str, Employee], as_: As
) -> None:
    contact(amina, cast["ulla"], kind="stedfortraeder")
    sofie, ulla = as_("sofie"), as_("ulla")
    ulla.post(_page(effort), _typed(note="Ulla har talt med skolen"))
    mine = _typed(status="afslaaet", note="Sofie har talt med hende", reason="Hun sagde nej")
    answer = sofie.post(_page(effort), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    for each in ("En anden har gemt, mens du skrev", "Ulla har talt med skolen", "Sofie har talt med hende"):
        assert each in page
    assert sofie.post(answer.context["action"], mine).status_code == 302
    assert [one.note for one in Effort.objects.standing()] == ["Sofie har talt med hende"]
    assert Effort.objects.count() == 3


def test_the_same_correction_sent_twice_is_one(effort: Effort, as_: As) -> None:
    sofie = as_("sofie")
    answers = [sofie.post(_page(effort), _typed()) for _time in range(4)]
    assert {(one.status_code, one["Location"]) for one in answers} == {(302, answers[0]["Location"])}
    assert Effort.objects.count() == 2


def test_a_correction_keeps_the_rules_of_recording(effort: Effort, cast: dict[str, Employee]) -> None:
    with pytest.raises(Refused) as refusal:
        correct(effort, by=cast["sofie"], line="CHI-A8", reason="Forkert linje")
    assert refusal.value.field == "line"


def test_sofie_corrects_on_the_screen_and_sees_both(effort: Effort, as_: As) -> None:
    sofie = as_("sofie")
    assert "SU søgt" in sofie.get(_page(effort)).content.decode()
    text = sofie.post(_page(effort), _typed(), follow=True).content.decode()
    assert "Rettet 11. marts 2026." in text
    assert "Hun tænker over det" in text
    before = text[text.index("Sådan stod der før") :]
    assert "Udført" in before
    assert "SU søgt" in before


def test_every_text_that_stood_there_can_be_read(effort: Effort, as_: As) -> None:
    sofie = as_("sofie")
    sofie.post(_page(effort), _typed(note="Hun vil søge SU"))
    second = Effort.objects.standing().get()
    text = sofie.post(_page(second), _typed(note="Hun har fået SU"), follow=True).content.decode()
    assert text.index("Hun har fået SU") < text.index("Hun vil søge SU") < text.index("SU søgt")
    assert text.count("Sådan stod der før") == 1


def test_what_is_refused_on_the_screen_stands_there_still(effort: Effort, as_: As) -> None:
    answer = as_("sofie").post(_page(effort), _typed(reason="", note="Ny tekst"))
    assert answer.status_code == 422
    assert "Skriv kort, hvorfor du retter." in answer.content.decode()
    assert "Ny tekst" in answer.content.decode()


def test_karen_corrects_her_own_on_shift_and_nobody_else_s(
    amina: Stay, effort: Effort, cast: dict[str, Employee], as_: As
) -> None:
    own = record(stay=amina, line="EDU-A4", status="udfoert", on=TODAY, by=cast["karen"])
    karen = as_("karen")
    assert karen.get(_page(own)).status_code == 200
    assert karen.get(_page(effort)).status_code == 404
    Shift.objects.all().delete()
    assert karen.get(_page(own)).status_code == 404


def test_ulla_finds_nothing_to_correct(effort: Effort, as_: As) -> None:
    assert as_("ulla").post(_page(effort), _typed()).status_code == 404
    assert as_("lone").post(_page(effort), _typed()).status_code == 403
    assert Effort.objects.count() == 1


def test_the_psychologist_s_row_is_hers_alone_to_correct(amina: Stay, cast: dict[str, Employee], as_: As) -> None:
    contact(amina, cast["pia"], kind="psykolog")
    session = record(stay=amina, line="OTH-A3", status="planlagt", on=TODAY, by=cast["pia"], note="Kun for psykologen")
    assert as_("pia").get(_page(session)).status_code == 200
    assert as_("sofie").get(_page(session)).status_code == 404


def test_nobody_leaves_before_what_was_done_for_her(amina: Stay, cast: dict[str, Employee]) -> None:
    done = record(stay=amina, line="EDU-A4", status="udfoert", on=TODAY, by=cast["sofie"])
    record(stay=amina, line="EDU-A4", status="planlagt", on=TODAY + timedelta(days=9), by=cast["sofie"])
    told: dict[str, Any] = {"kind": "aftalt", "destination": "venner", "aftercare": "liva", "by": cast["sofie"]}
    before = clock.now() - timedelta(days=1)
    with pytest.raises(Refused, match=r"registreret noget om opholdet onsdag 11\. marts") as refused:
        leaving.leave(amina, left_at=before, **told)
    assert refused.value.field == "left_at"
    correct(done, by=cast["sofie"], reason="Det var dagen før.", on=TODAY - timedelta(days=1))
    leaving.leave(amina, left_at=before, **told)
    record(stay=amina, line="OTH-A3", status="udfoert", on=TODAY, by=cast["sofie"])
    to = before - timedelta(minutes=5)
    assert correct_date(amina, field="left_at", to=to, reason="Hun gik lidt før.", by=cast["sofie"]).after == to
