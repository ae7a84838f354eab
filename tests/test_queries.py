"""No page asks the database much, and none asks more because more women live here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from bench.counting import asked
from bench.visit import PAGES
from rettesnor.audit.actions import Line as Logged
from rettesnor.audit.actions import write_all
from rettesnor.audit.models import Entry
from rettesnor.danish import clock
from rettesnor.followup.actions import close_many
from rettesnor.followup.period import between, last_ended
from rettesnor.guideline.actions import add_note
from rettesnor.guideline.models import Line
from rettesnor.post.actions import recall
from rettesnor.practice.actions import correct, note_wellbeing, record
from rettesnor.practice.models import Effort
from rettesnor.residency.actions.capacity import set_capacity
from rettesnor.residency.actions.child import bring_child, child_leaves
from rettesnor.residency.actions.decision import decide
from rettesnor.residency.actions.draft import save_draft
from rettesnor.residency.actions.enquiry import take_call
from rettesnor.residency.actions.leaving import agree_talk, leave, prepare_leaving
from rettesnor.residency.actions.never_came import never_came
from rettesnor.residency.actions.notice import note_sent_elsewhere, prepare_notice
from rettesnor.residency.actions.stay import assign
from rettesnor.residency.actions.visitation import assess_child, save_visitation
from rettesnor.residency.models import ChildStay, Notice, Stay
from tests import access_house
from tests.access_house import NOON, ROLES, AccessHouse

MOST = 12
"""So many questions a page may ask beyond the bare one: signed in, one row, its look-up written."""

BARE = "stay-bare"
MOST_USED = {page.name for page in PAGES}
FEW, MANY = 3, 12
CROWD = 30
"""So many women with two children each: more persons on one page than a statement of the log once held (80)."""
AFTER_SHE_LEFT = ("leaving-correct", "leaving-undo")
LATER = (*AFTER_SHE_LEFT, "stay-child-back", "notice-correct", "stay-came-after-all")
"""Pages that lead on until she, or a child, has left, until a notice is noted as sent, or that she never came."""
STATES = ("assigned", "own", "mine", "closed")

Asked = dict[tuple[str, str, str], int]
"""(address name, role, state of the case) -> how many questions."""


@pytest.fixture
def house(db: None) -> Iterator[AccessHouse]:
    with override_settings(ROOT_URLCONF="bench.bare"), access_house.built() as made:
        yield made


def test_a_page_asks_at_most_twelve_questions_beyond_the_bare_one(house: AccessHouse) -> None:
    _grow(house, FEW)
    found = _asked_by_all(house)
    allowed = MOST + max(count for (name, _role, _state), count in found.items() if name == BARE)
    assert {page: count for page, count in found.items() if count > allowed} == {}


def test_every_page_that_can_be_read_was_asked(house: AccessHouse) -> None:
    read = {name for name, _role, _state in _asked_by_all(house)}
    unread = {name for name, one in house.patterns.items() if getattr(one.callback, "verbs", ()) and name not in read}
    assert {name for name in unread if _can_be_read(house, name)} == {"home", *LATER}, "home only leads on"


def test_the_pages_of_a_leaving_ask_no_more_either(house: AccessHouse) -> None:
    stay, by = house.cases["assigned"].stay, house.people["K"]
    bare = _asked(house, "L", BARE, "assigned")
    for child in stay.child_stays.select_related("key", "child"):
        child_leaves(stay, child_stay=child, left_at=NOON, by=by)
    assert house.answer("K", "GET", "stay-child-back", "assigned").status_code == 200
    assert _asked(house, "K", "stay-child-back", "assigned") <= MOST + bare
    leave(stay, by=by, left_at=NOON, kind="aftalt", destination="venner", aftercare="liva")
    for name in AFTER_SHE_LEFT:
        assert house.answer("K", "GET", name, "assigned").status_code == 200
        assert _asked(house, "K", name, "assigned") <= MOST + bare


def test_the_page_that_puts_a_day_of_sending_right_asks_no_more_either(house: AccessHouse) -> None:
    stay, by = house.cases["assigned"].stay, house.people["K"]
    notice = stay.notices.select_related("key", "stay", "document").get()
    assert notice.document is not None
    recall(notice.document, reason="Den er sendt med posten.", by=by)
    note_sent_elsewhere(notice, sent_on=NOON.date(), how="brev", by=by)
    assert house.answer("K", "GET", "notice-correct", "assigned").status_code == 200
    assert _asked(house, "K", "notice-correct", "assigned") <= MOST + _asked(house, "L", BARE, "assigned")


def test_the_page_by_which_she_came_after_all_asks_no_more_either(house: AccessHouse) -> None:
    her, by = _awaited(house), house.boss["kbh"]
    bare = _asked(house, "L", BARE, "assigned")
    never_came(her, reason="Hun ringede.", by=by)
    house.cases["assigned"].codes["stay"] = her.code
    for name in ("stay", "stay-came-after-all"):
        assert house.answer("L", "GET", name, "assigned").status_code == 200
        assert _asked(house, "L", name, "assigned") <= MOST + bare


def _awaited(house: AccessHouse) -> Stay:
    _moves_in(house)
    her = Stay.objects.select_related("key", "resident", "resident__key", "house").order_by("-pk")[0]
    Effort.objects.filter(stay=her).delete()
    return her


def test_a_page_asks_no_more_when_more_women_live_here(house: AccessHouse) -> None:
    _grow(house, FEW)
    few = _asked_by_all(house)
    _grow(house, MANY - FEW)
    many = _asked_by_all(house)
    assert few.keys() <= many.keys()
    assert {page: (count, many[page]) for page, count in few.items() if many[page] > count} == {}


def test_the_most_used_pages_ask_exactly_as_much_in_a_crowded_house(house: AccessHouse) -> None:
    _grow(house, FEW)
    few = _asked_by_all(house, MOST_USED)
    for _each in range(CROWD):
        _moves_in(house)
    crowded = _asked_by_all(house, MOST_USED)
    assert {name for name, _role, _state in few} == MOST_USED
    assert {page: (count, crowded[page]) for page, count in few.items() if crowded[page] != count} == {}
    assert _looked_up(house, "L", "board") > 90, "one page of the crowd shows more persons than a statement once held"


def test_i_dag_asks_the_same_whether_anything_is_planned_or_not(house: AccessHouse) -> None:
    stay, by = house.cases["assigned"].stay, house.people["K"]
    Effort.objects.all().delete()
    nothing = _asked(house, "K", "today", "assigned")
    record(stay=stay, line="OTH-A1", status="planlagt", on=NOON.date(), by=by)
    assert "Sig, hvad der blev af" in house.answer("K", "GET", "today", "assigned").content.decode()
    assert _asked(house, "K", "today", "assigned") == nothing


@pytest.mark.parametrize("lines", [2, 81, 1000])
def test_the_log_takes_any_number_of_lines_at_the_cost_of_one(lines: int, house: AccessHouse) -> None:
    by = house.people["L"]
    costs = []
    for count in (1, lines):
        with CaptureQueriesContext(connection) as seen:
            write_all([Logged("opslag", "stay", str(number)) for number in range(count)], by=by)
        costs.append(asked(seen.captured_queries))
    assert costs[0] == costs[1]
    assert Entry.objects.newest_first()[lines - 1].code == "0"


def _asked_by_all(house: AccessHouse, names: Iterable[str] = ()) -> Asked:
    """Every address that a role can read (or those named), once for each role, for the first case it finds there."""
    found: Asked = {}
    wanted = names or house.patterns
    for name, pattern in house.patterns.items():
        if name not in wanted:
            continue
        for role in ROLES if getattr(pattern.callback, "verbs", ()) else ():
            state = _first_read(house, role, name, STATES if pattern.pattern.converters else STATES[:1])
            if state:
                found[name, role, state] = _asked(house, role, name, state)
    return found


def _first_read(house: AccessHouse, role: str, name: str, states: Iterable[str]) -> str:
    """The first of the states in which the role reads the page; nothing where the role may not, or nobody reads it."""
    for state in states:
        status = house.answer(role, "GET", name, state).status_code
        if status in (200, 403, 405):
            return state if status == 200 else ""
    return ""


def _asked(house: AccessHouse, role: str, name: str, state: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        house.answer(role, "GET", name, state)
    return asked(seen.captured_queries)


def _looked_up(house: AccessHouse, role: str, name: str) -> int:
    """How many persons are written in the log when a role opens a page."""
    before = Entry.objects.count()
    with access_house.undone():
        house.asked(role, "GET", name, "assigned")
        return Entry.objects.count() - before


def _can_be_read(house: AccessHouse, name: str) -> bool:
    return any(house.answer(role, "GET", name, "assigned").status_code in (200, 302) for role in ROLES)


def _grow(house: AccessHouse, women: int) -> None:
    """More of everything: women with children, calls, letters, drafts, and rows on the one whose pages are opened."""
    for _each in range(women):
        _work_with(house, _moves_in(house))
        _add_to_her(house, house.cases["assigned"].stay)
        for role in ("S", "V", "L"):
            save_draft(form="enquiry-new", body="{}", by=house.people[role])
            enquiry = house._open_enquiry(house.houses["kbh"], house.people[role], 0)
            save_visitation(enquiry, by=house.people[role], mental_health="tvivl", age=30)
    _close(house, women)


def _moves_in(house: AccessHouse) -> Stay:
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
