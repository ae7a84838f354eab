"""The centre's own limits: as proposed until somebody decides, then as decided, from the day it was decided for."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rettesnor.audit.models import Entry
from rettesnor.danish.refused import Refused
from rettesnor.guideline.edition import all_ids
from rettesnor.staff import limits
from rettesnor.staff.actions import decide_limit
from rettesnor.staff.models import Employee

DAY = date(2026, 3, 11)

UNITS = {"hours", "days", "workdays", "weeks", "months"}


def test_every_limit_serves_a_line_of_the_document_and_has_a_unit() -> None:
    assert {limit.row for limit in limits.LIMITS.values()} <= all_ids()
    assert {limit.unit for limit in limits.LIMITS.values()} <= UNITS


@pytest.mark.parametrize(
    ("key", "proposed"),
    [
        ("child.coordinator", 1),
        ("child.emergency", 24),
        ("wellbeing.every", 4),
        ("municipality.contact", 5),
        ("enquiry.waiting", 12),
        ("child.first_talk", 2),
        ("aftercare.length", 6),
    ],
)
def test_until_somebody_decides_the_proposal_counts(db: None, key: str, proposed: int) -> None:
    assert limits.value(key, DAY) == proposed


def test_a_decision_counts_from_its_day_and_the_days_before_keep_theirs(cast: dict[str, Employee]) -> None:
    decide_limit("wellbeing.every", number=2, since=DAY, by=cast["lone"])
    decide_limit("wellbeing.every", number=3, since=date(2026, 5, 1), by=cast["lone"])
    assert [limits.value("wellbeing.every", day) for day in (date(2026, 3, 10), DAY, date(2026, 5, 1))] == [4, 2, 3]
    assert limits.value("child.coordinator", DAY) == 1
    assert Entry.objects.filter(verb="beslut", noun="limit", actor_name="Lone Bak").count() == 2


def test_the_later_of_two_decisions_for_the_same_day_counts(cast: dict[str, Employee]) -> None:
    decide_limit("wellbeing.every", number=2, since=DAY, by=cast["lone"])
    decide_limit("wellbeing.every", number=6, since=DAY, by=cast["lone"])
    assert limits.value("wellbeing.every", DAY) == 6


def test_a_limit_that_is_not_there_is_refused(cast: dict[str, Employee]) -> None:
    with pytest.raises(LookupError):
        limits.value("no.such", DAY)
    with pytest.raises(Refused, match="findes ikke"):
        decide_limit("no.such", number=1, since=DAY, by=cast["lone"])
    with pytest.raises(Refused, match="mindst 1"):
        decide_limit("wellbeing.every", number=0, since=DAY, by=cast["lone"])


def test_one_request_asks_for_the_limits_once(db: None) -> None:
    with limits.read_once(), CaptureQueriesContext(connection) as asked:
        for key in limits.LIMITS:
            limits.value(key, DAY)
    assert len(asked) == 1


def test_the_next_request_sees_what_was_decided_since(cast: dict[str, Employee]) -> None:
    with limits.read_once():
        assert limits.value("wellbeing.every", DAY) == 4
    decide_limit("wellbeing.every", number=2, since=DAY, by=cast["lone"])
    with limits.read_once():
        assert limits.value("wellbeing.every", DAY) == 2
