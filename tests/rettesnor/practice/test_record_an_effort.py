"""Recording what was done: the verb with its refusals, and the three movements on the screen."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rettesnor.audit.models import Entry
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.guideline.models import Line
from rettesnor.practice.actions import record
from rettesnor.practice.models import Effort
from rettesnor.residency.models import Child, Resident, Stay
from rettesnor.staff.models import Employee, House, Shift
from tests.rettesnor.practice.stays import child_of, leave, woman

As = Callable[[str], Client]
TODAY = date(2026, 3, 11)
WHO = "/registrer/"


def _for(stay: Stay) -> str:
    return reverse("record-woman", args=[stay.code])


def _typed(line: str, **more: str) -> dict[str, str]:
    return {"line": line, "status": "udfoert", "on": "i dag", "client_key": str(uuid.uuid4()), **more}


def test_a_woman_s_effort_is_written_down_with_who_and_when(amina: Stay, cast: dict[str, Employee]) -> None:
    effort = record(stay=amina, line="EDU-A4", status="udfoert", on=TODAY, by=cast["sofie"], note="SU søgt sammen")
    stored = Effort.objects.select_related("key").get(code=effort.code)
    assert (stored.line, stored.status, stored.on, stored.by) == ("EDU-A4", "udfoert", TODAY, cast["sofie"])
    assert stored.note == "SU søgt sammen"
    assert not stored.is_back_dated
    entry = Entry.objects.get(verb="opret", noun="effort")
    assert (entry.subject, entry.code) == (amina.resident.subject, effort.code)
    assert "SU søgt" not in entry.fields


def test_a_child_s_effort_is_the_child_s_alone(amina: Stay, elder: Child, cast: dict[str, Employee]) -> None:
    effort = record(stay=amina, child=elder, line="CHI-A8", status="tilbudt", on=TODAY, by=cast["bodil"])
    assert effort.subjects() == [elder.subject]
    assert Entry.objects.get(noun="effort").subject == elder.subject


def test_back_dating_is_possible_and_marked(amina: Stay, cast: dict[str, Employee]) -> None:
    effort = record(stay=amina, line="EDU-A4", status="udfoert", on=TODAY - timedelta(days=3), by=cast["sofie"])
    assert effort.is_back_dated


def test_the_same_form_sent_twice_gives_one_row(amina: Stay, cast: dict[str, Employee]) -> None:
    once = uuid.uuid4()
    first, second = (
        record(stay=amina, line="EDU-A4", status="udfoert", on=TODAY, by=cast["sofie"], client_key=once)
        for _ in range(2)
    )
    assert first == second
    assert Effort.objects.count() == 1
    assert Entry.objects.filter(noun="effort").count() == 1


@pytest.mark.parametrize(
    ("line", "status", "days", "field"),
    [
        ("EDU-A4", "udfoert", 1, "on"),
        ("EDU-A4", "udfoert", -38, "on"),
        ("EDU-A4", "glemt", 0, "status"),
        ("XXX-A1", "udfoert", 0, "line"),
        ("CHI-A8", "udfoert", 0, "line"),
        ("MUN-G1", "udfoert", 0, "line"),
    ],
    ids=["to come", "before the stay", "no such status", "no such line", "a child's line", "a goal"],
)
def test_what_cannot_be_so_is_refused(
    amina: Stay, cast: dict[str, Employee], line: str, status: str, days: int, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        record(stay=amina, line=line, status=status, on=TODAY + timedelta(days=days), by=cast["sofie"])
    assert refusal.value.field == field
    assert not Effort.objects.exists()
    assert not Entry.objects.filter(noun="effort").exists()


def test_only_a_plan_may_lie_ahead(amina: Stay, cast: dict[str, Employee]) -> None:
    plan = record(stay=amina, line="EDU-A4", status="planlagt", on=TODAY + timedelta(days=5), by=cast["sofie"])
    assert plan.on > TODAY
    assert not plan.is_back_dated


def test_a_woman_s_line_is_not_recorded_for_a_child(amina: Stay, elder: Child, cast: dict[str, Employee]) -> None:
    line = Line.objects.filter(recordable=True, subject="woman").values_list("pk", flat=True)[0]
    with pytest.raises(Refused) as refusal:
        record(stay=amina, child=elder, line=line, status="udfoert", on=TODAY, by=cast["bodil"])
    assert refusal.value.field == "line"


def test_a_closed_line_is_refused_from_the_day_it_closed(amina: Stay, cast: dict[str, Employee]) -> None:
    Line.objects.filter(pk="EDU-A4").update(closed_on=TODAY)
    with pytest.raises(Refused):
        record(stay=amina, line="EDU-A4", status="udfoert", on=TODAY, by=cast["sofie"])
    record(stay=amina, line="EDU-A4", status="udfoert", on=TODAY - timedelta(days=1), by=cast["sofie"])


def test_a_child_of_somebody_else_is_refused(amina: Stay, houses: dict[str, House], cast: dict[str, Employee]) -> None:
    stranger = child_of(woman(houses["kbh"], cast["lone"], "Birk", children=1))
    with pytest.raises(Refused) as refusal:
        record(stay=amina, child=stranger, line="CHI-A8", status="udfoert", on=TODAY, by=cast["bodil"])
    assert refusal.value.field == "child"


def test_after_moving_out_only_the_talks_agreed_are_recorded(
    amina: Stay, elder: Child, cast: dict[str, Employee]
) -> None:
    leave(amina, datetime(2026, 3, 8, 12, 0, tzinfo=clock.CPH))
    with pytest.raises(Refused) as refusal:
        record(stay=amina, line="EDU-A4", status="udfoert", on=TODAY, by=cast["sofie"])
    assert refusal.value.field == "on"
    record(stay=amina, line="OTH-A3", status="udfoert", on=TODAY, by=cast["sofie"])
    record(stay=amina, child=elder, line="CHI-A3", status="udfoert", on=TODAY, by=cast["bodil"])
    record(stay=amina, line="EDU-A4", status="udfoert", on=date(2026, 3, 8), by=cast["sofie"])


def test_the_database_itself_knows_the_four_statuses(amina: Stay, cast: dict[str, Employee]) -> None:
    effort = record(stay=amina, line="EDU-A4", status="udfoert", on=TODAY, by=cast["sofie"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Effort.objects.filter(pk=effort.pk).update(status="noget andet")
    with pytest.raises(IntegrityError), transaction.atomic():
        Effort.objects.filter(pk=effort.pk).update(withdrawn=True)


def test_karen_sees_everyone_of_her_house_to_choose_from(
    amina: Stay, houses: dict[str, House], cast: dict[str, Employee], as_: As
) -> None:
    other = woman(houses["aar"], cast["aksel"], "Gran", children=1)
    page = as_("karen").get(WHO)
    text = page.content.decode()
    assert all(alias in text for alias in ("Ahorn", "Ahorn-barn 1", "Ahorn-barn 2"))
    assert "Gran" not in text
    assert other.code not in text
    children = Child.objects.filter(resident=amina.resident)
    shown = {amina.resident.subject, *(child.subject for child in children)}
    assert sorted(Entry.objects.filter(verb="opslag").values_list("subject", flat=True)) == sorted(shown)


def test_bodil_chooses_among_her_own_children_only(amina: Stay, elder: Child, as_: As) -> None:
    text = as_("bodil").get(WHO).content.decode()
    assert reverse("record-child", args=[elder.code]) in text
    assert "Ahorn-barn 2" not in text
    assert _for(amina) not in text
    assert list(Entry.objects.filter(verb="opslag").values_list("subject", flat=True)) == [elder.subject]


def test_off_shift_karen_has_nobody_to_record_for(amina: Stay, elder: Child, as_: As) -> None:
    Shift.objects.all().delete()
    karen = as_("karen")
    page = karen.get(WHO)
    assert page.status_code == 200
    assert "Ahorn" not in page.content.decode()
    assert karen.get(_for(amina)).status_code == 404
    assert karen.post(_for(amina), _typed("EDU-A4")).status_code == 404
    assert karen.get(reverse("record-child", args=[elder.code])).status_code == 404
    assert not Entry.objects.filter(verb="opslag").exists()


@pytest.mark.parametrize(("status", "day"), [("planlagt", date(2026, 3, 17)), ("udfoert", date(2026, 3, 10))])
def test_a_bare_weekday_is_the_next_one_of_a_plan_and_else_the_last(
    amina: Stay, as_: As, status: str, day: date
) -> None:
    as_("sofie").post(_for(amina), _typed("EDU-A4", status=status, on="tirsdag"))
    assert Effort.objects.get().on == day


def test_a_stranger_and_nobody_at_all_look_alike(amina: Stay, as_: As) -> None:
    ulla = as_("ulla")
    stranger, missing = ulla.get(_for(amina)), ulla.get(reverse("record-woman", args=["x" * 22]))
    assert (stranger.status_code, missing.status_code) == (404, 404)
    assert stranger.content == missing.content


def test_those_who_do_not_record_come_no_further(amina: Stay, as_: As) -> None:
    for name in ("lone", "vera", "frida", "anne", "dan", "ivar"):
        assert as_(name).get(WHO).status_code == 403
        assert as_(name).post(_for(amina), _typed("EDU-A4")).status_code == 403
    assert not Effort.objects.exists()


def test_the_specially_protected_are_not_on_the_list_of_the_shift(amina: Stay, as_: As) -> None:
    Resident.objects.filter(pk=amina.resident_id).update(protected=True)
    assert "Ahorn" not in as_("karen").get(WHO).content.decode()


def test_the_form_is_answered_beforehand_and_takes_one_choice(amina: Stay, as_: As) -> None:
    sofie = as_("sofie")
    text = sofie.get(_for(amina)).content.decode()
    assert 'value="11-3-2026"' in text
    assert 'value="udfoert"' in text
    assert "EDU-A4" in text
    assert "CHI-A8" not in text
    answer = sofie.post(_for(amina), _typed("EDU-A4", on="i går"), follow=True)
    assert answer.redirect_chain == [(_for(amina), 302)]
    effort = Effort.objects.get()
    assert (effort.on, effort.by.username) == (date(2026, 3, 10), "sofie")
    assert "Gemt som udført. Registrér en til" in answer.content.decode()
    assert reverse("effort-correct", args=[effort.code]) in answer.content.decode()


def test_a_repeated_post_gives_the_same_answer_and_one_row(amina: Stay, as_: As) -> None:
    sofie, typed = as_("sofie"), _typed("EDU-A4")
    answers = [sofie.post(_for(amina), typed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Effort.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"line": ""}, "Vælg, hvad det handler om."),
        ({"on": "i morgen"}, "Datoen ligger ude i fremtiden."),
        ({"on": "32-1"}, "Den dato findes ikke."),
        ({"on": "1-1-2026"}, "Datoen ligger før opholdet begyndte."),
    ],
)
def test_a_slip_comes_back_with_everything_typed(amina: Stay, as_: As, typed: dict[str, str], message: str) -> None:
    answer = as_("sofie").post(_for(amina), {**_typed("EDU-A4", note="Vi ringede til skolen"), **typed})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert message in text
    assert "Vi ringede til skolen" in text
    assert not Effort.objects.exists()


def test_what_one_s_own_kind_of_staff_uses_most_stands_first(
    amina: Stay, younger: Child, elder: Child, cast: dict[str, Employee], as_: As
) -> None:
    for _ in range(3):
        record(stay=amina, child=elder, line="CHI-A11", status="udfoert", on=TODAY, by=cast["bodil"])
    for _ in range(5):
        record(stay=amina, child=elder, line="CHI-A10", status="udfoert", on=TODAY, by=cast["karen"])
    for name, first in (("bodil", "CHI-A11"), ("karen", "CHI-A10")):
        text = as_(name).get(reverse("record-child", args=[elder.code])).content.decode()
        assert text.index('value="CHI-') == text.index(f'value="{first}"')


def test_the_number_of_questions_does_not_grow_with_the_house(
    amina: Stay, houses: dict[str, House], cast: dict[str, Employee], as_: As
) -> None:
    karen = as_("karen")
    karen.get(WHO)
    counts = []
    for alias in ("Birk", *(f"Bøg {number}" for number in range(11))):
        woman(houses["kbh"], cast["lone"], alias, children=2)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            karen.get(WHO)
        counts.append(len(asked))
    assert counts[0] == counts[-1]


def test_a_plan_lies_no_further_ahead_than_anybody_plans(amina: Stay, cast: dict[str, Employee]) -> None:
    with pytest.raises(Refused, match="mere end et år") as refusal:
        record(stay=amina, line="EDU-A4", status="planlagt", on=date(2100, 1, 1), by=cast["sofie"])
    assert refusal.value.field == "on"
    assert record(stay=amina, line="EDU-A4", status="planlagt", on=date(2027, 3, 1), by=cast["sofie"])
