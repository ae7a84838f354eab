"""A house in which more and more women live, and how many questions its pages ask the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

from bench.counting import asked
from rettesnor.danish import clock
from rettesnor.followup.actions import close_many
from rettesnor.followup.period import between, last_ended
from rettesnor.guideline.actions import add_note
from rettesnor.guideline.models import Line
from rettesnor.practice.actions import correct, note_wellbeing, record
from rettesnor.residency.actions.capacity import set_capacity
from rettesnor.residency.actions.child import bring_child
from rettesnor.residency.actions.decision import decide
from rettesnor.residency.actions.draft import save_draft
from rettesnor.residency.actions.enquiry import take_call
from rettesnor.residency.actions.leaving import agree_talk, prepare_leaving
from rettesnor.residency.actions.notice import prepare_notice
from rettesnor.residency.actions.stay import assign
from rettesnor.residency.actions.visitation import assess_child, save_visitation
from rettesnor.residency.models import ChildStay, Notice, Stay
from tests.access_house import NOON, ROLES, AccessHouse

MOST = 12
"""So many questions a page may ask beyond the bare one: signed in, one row, its look-up written."""

BARE = "stay-bare"
STATES = ("assigned", "own", "mine", "closed")

Asked = dict[tuple[str, str, str], int]
"""(address name, role, state of the case) -> how many questions."""


def asked_by_all(house: AccessHouse, names: Iterable[str] = ()) -> Asked:
    """Every address that a role can read (or those named), once for each role, for the first case it finds there."""
    found: Asked = {}
    wanted = names or house.patterns
    for name, pattern in house.patterns.items():
        if name not in wanted:
            continue
        for role in ROLES if getattr(pattern.callback, "verbs", ()) else ():
            for state in STATES if pattern.pattern.converters else STATES[:1]:
                status, count = _answered(house, role, name, state)
                if status == 200:
                    found[name, role, state] = count
                if status in (200, 403, 405):
                    break
    return found


def _answered(house: AccessHouse, role: str, name: str, state: str) -> tuple[int, int]:
    """The status of the answer, and how many questions it took."""
    reset_queries()  # the list of questions is full at some thousands, and then counts no more
    with CaptureQueriesContext(connection) as seen:
        status = house.answer(role, "GET", name, state).status_code
    return status, asked(seen.captured_queries)


def questions(house: AccessHouse, role: str, name: str, state: str) -> int:
    return _answered(house, role, name, state)[1]


def grow(house: AccessHouse, women: int) -> None:
    """More of everything: women with children, calls, letters, drafts, and rows on the one whose pages are opened."""
    for _each in range(women):
        _work_with(house, moves_in(house))
        _add_to_her(house, house.cases["assigned"].stay)
        for role in ("S", "V", "L"):
            save_draft(form="enquiry-new", body="{}", by=house.people[role])
            enquiry = house._open_enquiry(house.houses["kbh"], house.people[role], 0)
            save_visitation(enquiry, by=house.people[role], mental_health="tvivl", age=30)
    _close(house, women)


def moves_in(house: AccessHouse) -> Stay:
    clerk, boss, where = house.clerk["kbh"], house.boss["kbh"], house.houses["kbh"]
    with clock.at(NOON - timedelta(days=20)):
        enquiry = take_call(house=where, by=clerk, outcome="visitation", municipality="0101")
        save_visitation(enquiry, by=clerk, name="Prøve Kvinde", mental_health="kan_vaere_her", age=30)
        for called in ("Prøve Et", "Prøve To"):
            assess_child(enquiry, by=clerk, called=called, age_group="3-5", observation="Leger stille.")
        decide(enquiry, admitted=True, decided_at=clock.now(), by=boss, house=where, reason="Målgruppen.")
    return Stay.objects.select_related("key", "resident", "house").get(enquiry=enquiry)


def _work_with(house: AccessHouse, stay: Stay) -> None:
    """Her people, what was done and planned for her and the children, a letter, a talk; nobody for the second child."""
    boss, own = house.boss["kbh"], _children(stay)[0]
    assign(stay, employee=house.people["K"], kind="kontaktperson", by=boss)
    assign(stay, employee=house.people["P"], kind="psykolog", by=boss)
    _child_s_people(house, stay, own)
    _done(house, stay, own)
    agree_talk(stay, due_on=NOON.date() + timedelta(days=5), safe_contact="hun_ringer", by=boss)
    prepare_leaving(stay, by=boss, planned_on=NOON.date() + timedelta(days=3))
    rows = Notice.objects.select_related("key", "stay", "stay__key", "stay__resident", "stay__house")
    prepare_notice(rows.get(stay=stay), by=house.clerk["kbh"], reason="Hun har brug for beskyttelse.")


def _add_to_her(house: AccessHouse, stay: Stay) -> None:
    boss = house.boss["kbh"]
    own = bring_child(stay, moved_in_at=NOON - timedelta(days=2), by=boss, age_group="0-2")
    _child_s_people(house, stay, own)
    for each in (own, _children(stay)[0]):
        _done(house, stay, each)
        due_on = NOON.date() + timedelta(days=5)
        agree_talk(stay, due_on=due_on, safe_contact="hun_ringer", child=each.child, by=boss)


def _children(stay: Stay) -> list[ChildStay]:
    return list(stay.child_stays.select_related("key", "child", "child__key").order_by("pk"))


def _child_s_people(house: AccessHouse, stay: Stay, own: ChildStay) -> None:
    for role, kind in (("B", "boernefaglig"), ("P", "psykolog")):
        assign(stay, employee=house.people[role], kind=kind, child=own.child, by=house.boss["kbh"])


def _done(house: AccessHouse, stay: Stay, own: ChildStay) -> None:
    today = NOON.date()
    for role in ("S", "K", "P", "B"):
        by = house.people[role]
        effort = record(stay=stay, child=own.child, line="CHI-A5", status="udfoert", on=today, by=by, note="Prøve.")
        correct(effort, by=by, status="tilbudt", reason="Tastefejl.")
        record(stay=stay, child=own.child, line="CHI-A5", status="planlagt", on=today, by=by)
        if role != "B":
            record(stay=stay, line="OTH-A1", status="udfoert", on=today, by=by)
    note_wellbeing(own, on=today, by=house.people["B"], scale={}, observation="Leger stille.")


def _close(house: AccessHouse, quarters: int) -> None:
    """Close so many more quarters, note how a line is done, and set the children's limit."""
    boss, where = house.boss["kbh"], house.houses["kbh"]
    last = last_ended(NOON)
    close_many(between(last.later(-quarters), last), by=house.people["A"])
    for number in range(quarters):
        add_note(Line.objects.get(pk="OTH-A1"), house=where, text=f"Sådan gør vi, {number}.", by=boss)
        set_capacity(where, children=8 + quarters, since=NOON.date() + timedelta(days=number), reason="Prøve.", by=boss)
