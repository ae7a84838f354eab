"""The builders that tests use leave behind what they promise."""

from __future__ import annotations

from datetime import timedelta

from rettesnor.danish import clock
from rettesnor.residency.models import Identity
from rettesnor.staff.models import Assignment, Employee
from tests import make


def test_a_woman_with_two_children_has_her_people(cast: dict[str, Employee]) -> None:
    stay = make.woman(children=2)
    assert stay.house.code == "kbh"
    assert stay.moved_in_at.date() == clock.today() - timedelta(days=1)
    assert stay.child_stays.count() == 2
    assert all(own.assessed_at for own in stay.child_stays.all())
    tasks = Assignment.objects.in_force(clock.now()).filter(case=stay.key)
    assert sorted(task.kind for task in tasks) == ["boernefaglig", "boernefaglig", "kontaktperson"]


def test_an_anonymous_woman_has_no_identity(cast: dict[str, Employee]) -> None:
    stay = make.woman(anonymous=True, children=1)
    assert stay.anonymous
    assert not Identity.objects.filter(resident=stay.resident).exists()


def test_a_woman_can_have_left(cast: dict[str, Employee]) -> None:
    stay = make.woman("aar", days=40, left=3)
    assert stay.left_at is not None
    assert stay.left_at.date() == clock.today() - timedelta(days=3)
    assert sorted(notice.kind for notice in stay.notices.all()) == ["admission", "discharge"]


def test_a_protected_woman_is_protected(cast: dict[str, Employee]) -> None:
    assert make.woman(protected=True).resident.protected


def test_a_call_waits_or_has_ended(cast: dict[str, Employee]) -> None:
    assert make.enquiry().is_open
    refused = make.enquiry(outcome="afvist", refusal_reason="ingen_plads", helped_on="nummer_givet", seed=2)
    assert (refused.outcome, refused.helped_on) == ("afvist", "nummer_givet")
    assert make.screened(children=1, mental_health="tvivl", seed=3).visitation.in_doubt
