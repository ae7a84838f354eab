"""I dag: one ordered list for the one who looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rettesnor.audit.models import Entry
from rettesnor.danish import clock
from rettesnor.practice.actions import correct, record
from rettesnor.practice.models import Effort
from rettesnor.residency.models import Child, Stay
from rettesnor.staff.models import Dismissal, Employee, House
from rettesnor.today.due import due, in_levels
from tests.rettesnor.practice.stays import contact, woman

As = Callable[[str], Client]
TODAY = date(2026, 3, 11)
PAGE = "/i-dag/"


def _plan(stay: Stay, by: Employee, days: int = 0) -> Effort:
    return record(stay=stay, line="EDU-A4", status="planlagt", on=TODAY + timedelta(days=days), by=by)


def _looked_up() -> list[str]:
    return sorted(Entry.objects.filter(verb="opslag").values_list("subject", flat=True))


def _item(effort: Effort) -> str:
    return f"practice.plan:{effort.code}"


def test_an_empty_day_is_a_calm_one(amina: Stay, as_: As) -> None:
    page = as_("sofie").get(PAGE)
    assert "Der er ikke noget, der haster for dig lige nu." in page.content.decode()
    assert _looked_up() == []


def test_a_plan_says_for_whom_why_and_where_it_is_settled(amina: Stay, cast: dict[str, Employee], as_: As) -> None:
    plan = _plan(amina, cast["sofie"])
    text = as_("sofie").get(PAGE).content.decode()
    for words in ("Ahorn", "Planlagt til onsdag 11. marts 2026.", reverse("effort-correct", args=[plan.code])):
        assert words in text
    assert _looked_up() == [amina.resident.subject]


def test_it_goes_when_the_act_is_done(amina: Stay, cast: dict[str, Employee]) -> None:
    plan = _plan(amina, cast["sofie"])
    assert [item.item for item in due(cast["sofie"], TODAY)] == [_item(plan)]
    correct(plan, by=cast["sofie"], status="udfoert")
    assert due(cast["sofie"], TODAY) == []


def test_the_list_runs_from_now_over_today_to_this_week(amina: Stay, cast: dict[str, Employee]) -> None:
    plans = [_plan(amina, cast["sofie"], days) for days in (3, 0)]
    with clock.at(datetime(2026, 3, 10, 9, 0, tzinfo=clock.CPH)):
        plans.append(_plan(amina, cast["sofie"], -1))
    items = due(cast["sofie"], TODAY)
    assert [item.item for item in items] == [_item(plan) for plan in (plans[2], plans[1], plans[0])]
    assert [level.name for level in in_levels(items, clock.now())] == ["nu", "i dag", "denne uge"]


def test_what_is_due_about_one_person_stands_together(
    amina: Stay, houses: dict[str, House], cast: dict[str, Employee]
) -> None:
    birk = woman(houses["kbh"], cast["lone"], "Birk")
    contact(birk, cast["sofie"])
    for stay in (amina, birk, amina):
        _plan(stay, cast["sofie"], 2)
    (level,) = in_levels(due(cast["sofie"], TODAY), clock.now())
    assert sorted((group.called, len(group.items)) for group in level.groups) == [("Ahorn", 2), ("Birk", 1)]


def test_never_more_than_seven_at_first_and_only_they_are_looked_up(
    houses: dict[str, House], document: None, cast: dict[str, Employee], as_: As
) -> None:
    stays = [woman(houses["kbh"], cast["lone"], f"Træ {number}") for number in range(9)]
    for number, stay in enumerate(stays):
        contact(stay, cast["sofie"])
        _plan(stay, cast["sofie"], number % 7)
    sofie = as_("sofie")
    text = sofie.get(PAGE).content.decode()
    shown = {stay.resident.subject for stay in stays if f"<h3>{stay.resident.alias}<" in text}
    assert len(shown) == 7
    assert "Vis resten (2)" in text
    assert _looked_up() == sorted(shown)
    rest = sofie.get(PAGE, {"vis": "alt"}).content.decode()
    assert all(stay.resident.alias in rest for stay in stays)


def test_another_person_s_day_is_another(amina: Stay, elder: Child, cast: dict[str, Employee], as_: As) -> None:
    _plan(amina, cast["sofie"])
    for name in ("karen", "ulla", "aksel", "vera", "frida"):
        text = as_(name).get(PAGE).content.decode()
        assert "Ahorn" not in text, name
    assert _looked_up() == []
    assert "Ahorn-barn 1" in as_("bodil").get(PAGE).content.decode()
    assert _looked_up() == [elder.subject]


def test_figures_log_and_machines_have_no_day(as_: As) -> None:
    for name in ("anne", "dan", "ivar"):
        assert as_(name).get(PAGE).status_code == 403


def test_a_reasoned_word_takes_a_reminder_away_for_good(amina: Stay, cast: dict[str, Employee], as_: As) -> None:
    plan = _plan(amina, cast["sofie"])
    sofie = as_("sofie")
    answer = sofie.post(f"{PAGE}ikke-relevant/", {"item": _item(plan), "reason": "Hun har fundet en anden vej"})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert due(cast["sofie"], TODAY) == []
    said = Dismissal.objects.select_related("key").get()
    assert (said.item, said.reason, said.by) == (_item(plan), "Hun har fundet en anden vej", cast["sofie"])
    entry = Entry.objects.get(verb="vælg fra")
    assert entry.subject == amina.resident.subject
    assert "anden vej" not in entry.fields


def test_without_a_reason_the_reminder_stays(amina: Stay, cast: dict[str, Employee], as_: As) -> None:
    plan = _plan(amina, cast["sofie"])
    answer = as_("sofie").post(f"{PAGE}ikke-relevant/", {"item": _item(plan), "reason": "  "})
    assert answer.status_code == 422
    assert "Skriv kort, hvorfor det ikke er relevant." in answer.content.decode()
    assert not Dismissal.objects.exists()


def test_nobody_dismisses_what_is_not_on_their_own_list(amina: Stay, cast: dict[str, Employee], as_: As) -> None:
    typed = {"item": _item(_plan(amina, cast["sofie"])), "reason": "Ikke min"}
    for name in ("ulla", "karen", "aksel"):
        assert as_(name).post(f"{PAGE}ikke-relevant/", typed).status_code == 404
    for name in ("frida", "anne", "dan", "ivar"):
        assert as_(name).post(f"{PAGE}ikke-relevant/", typed).status_code == 403
    assert not Dismissal.objects.exists()


def test_the_number_of_questions_does_not_grow_with_the_list(
    houses: dict[str, House], document: None, cast: dict[str, Employee], as_: As
) -> None:
    sofie = as_("sofie")
    counts = []
    for first, last in ((0, 3), (3, 12)):
        for number in range(first, last):
            stay = woman(houses["kbh"], cast["lone"], f"Træ {number}")
            contact(stay, cast["sofie"])
            _plan(stay, cast["sofie"])
        sofie.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            sofie.get(PAGE, {"vis": "alt"})
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("karen", "today"),
        ("vera", "today"),
        ("frida", "today"),
        ("dan", "log"),
        ("anne", "guideline"),
        ("ivar", "guideline"),
    ],
)
def test_the_front_door_leads_each_to_their_own_place(name: str, place: str, as_: As) -> None:
    answer = as_(name).get("/")
    assert (answer.status_code, answer["Location"]) == (302, reverse(place))
