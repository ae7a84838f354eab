"""Pages that open only once something has happened ask no more than others; nor does a crowd, or a long log."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from bench.counting import asked
from bench.visit import PAGES
from rettesnor.audit.actions import Line as Logged
from rettesnor.audit.actions import write_all
from rettesnor.audit.models import Entry
from rettesnor.post.actions import recall
from rettesnor.practice.actions import record
from rettesnor.practice.models import Effort
from rettesnor.residency.actions.child import child_leaves
from rettesnor.residency.actions.leaving import leave
from rettesnor.residency.actions.never_came import never_came
from rettesnor.residency.actions.notice import note_sent_elsewhere
from rettesnor.residency.models import Stay, Visitation
from tests import access_house
from tests.access_house import NOON, AccessHouse
from tests.crowd import BARE, MOST, asked_by_all, grow, moves_in, questions

MOST_USED = {page.name for page in PAGES}
FEW = 3
CROWD = 30
"""So many women with two children each: more persons on one page than a statement of the log once held (80)."""
AFTER_SHE_LEFT = ("leaving-correct", "leaving-undo")
LATER = (*AFTER_SHE_LEFT, "stay-child-back", "notice-correct", "stay-came-after-all", "stay-screening")
"""Pages that lead on until she, or a child, has left, until a notice is noted as sent, that she never came, or as long
as she was screened before she came."""

pytestmark = pytest.mark.once


@pytest.fixture
def house(db: None) -> Iterator[AccessHouse]:
    with override_settings(ROOT_URLCONF="bench.bare"), access_house.built() as made:
        yield made


def holds(house: AccessHouse, role: str, name: str) -> bool:
    """The page is there, and asks no more than any other."""
    bare = questions(house, "L", BARE, "assigned")
    assert house.answer(role, "GET", name, "assigned").status_code == 200
    return questions(house, role, name, "assigned") <= MOST + bare


def test_the_pages_of_a_leaving(house: AccessHouse) -> None:
    stay, by = house.cases["assigned"].stay, house.people["K"]
    for child in stay.child_stays.select_related("key", "child"):
        child_leaves(stay, child_stay=child, left_at=NOON, by=by)
    assert holds(house, "K", "stay-child-back")
    leave(stay, by=by, left_at=NOON, kind="aftalt", destination="venner", aftercare="liva")
    for name in AFTER_SHE_LEFT:
        assert holds(house, "K", name)


def test_the_page_that_puts_a_day_of_sending_right(house: AccessHouse) -> None:
    stay, by = house.cases["assigned"].stay, house.people["K"]
    notice = stay.notices.select_related("key", "stay", "document").get()
    assert notice.document is not None
    recall(notice.document, reason="Den er sendt med posten.", by=by)
    note_sent_elsewhere(notice, sent_on=NOON.date(), how="brev", by=by)
    assert holds(house, "K", "notice-correct")


def test_the_page_by_which_she_came_after_all(house: AccessHouse) -> None:
    her, by = _awaited(house), house.boss["kbh"]
    never_came(her, reason="Hun ringede.", by=by)
    house.cases["assigned"].codes["stay"] = her.code
    for name in ("stay", "stay-came-after-all"):
        assert holds(house, "L", name)


def _awaited(house: AccessHouse) -> Stay:
    moves_in(house)
    her = Stay.objects.select_related("key", "resident", "resident__key", "house").order_by("-pk")[0]
    Effort.objects.filter(stay=her).delete()
    return her


def test_the_page_of_the_conversation_that_was_not_held(house: AccessHouse) -> None:
    stay = house.cases["assigned"].stay
    Visitation.objects.filter(enquiry=stay.enquiry_id).update(mental_health="")
    for name in ("stay", "stay-screening"):
        assert holds(house, "K", name)


def test_the_most_used_pages_ask_exactly_as_much_in_a_crowded_house(house: AccessHouse) -> None:
    grow(house, FEW)
    few = asked_by_all(house, MOST_USED)
    for _each in range(CROWD):
        moves_in(house)
    crowded = asked_by_all(house, MOST_USED)
    assert {name for name, _role, _state in few} == MOST_USED
    assert {page: (count, crowded[page]) for page, count in few.items() if crowded[page] != count} == {}
    assert _looked_up(house, "L", "board") > 90, "one page of the crowd shows more persons than a statement once held"


def _looked_up(house: AccessHouse, role: str, name: str) -> int:
    """How many persons are written in the log when a role opens a page."""
    before = Entry.objects.count()
    with access_house.undone():
        house.asked(role, "GET", name, "assigned")
        return Entry.objects.count() - before


def test_i_dag_asks_the_same_whether_anything_is_planned_or_not(house: AccessHouse) -> None:
    stay, by = house.cases["assigned"].stay, house.people["K"]
    Effort.objects.all().delete()
    nothing = questions(house, "K", "today", "assigned")
    record(stay=stay, line="OTH-A1", status="planlagt", on=NOON.date(), by=by)
    assert "Sig, hvad der blev af" in house.answer("K", "GET", "today", "assigned").content.decode()
    assert questions(house, "K", "today", "assigned") == nothing


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
