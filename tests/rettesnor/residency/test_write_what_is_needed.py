"""Where a word is needed, "." is none: not for a reason, not for a name, not for what was seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import rettesnor
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.post import actions as gate
from rettesnor.residency.actions import intake, visitation
from rettesnor.residency.actions import stay as verbs
from rettesnor.residency.actions.after_leaving import correct_leaving, undo_leaving
from rettesnor.residency.actions.child import bring_child, child_is_back, child_leaves, write_words
from rettesnor.residency.actions.leaving import consider_child, leave
from rettesnor.residency.actions.never_came import never_came
from rettesnor.residency.actions.protection import ask_to_lift
from rettesnor.residency.models import ChildAssessment, Stay
from rettesnor.staff.actions.accounts import add_person
from rettesnor.staff.actions.limits import decide_limit
from rettesnor.staff.models import Employee, House
from rettesnor.today.actions import dismiss
from rettesnor.ui.due import Due
from tests.rettesnor.residency.calls import called, screened
from tests.rettesnor.residency.lives import children_of, fresh, moved_in, people

Cast = dict[str, Employee]
Houses = dict[str, House]
LEFT: dict[str, Any] = {"destination": "venner", "aftercare": "nej_tak"}


@pytest.fixture
def stay(cast: Cast, houses: Houses) -> Stay:
    return moved_in(houses["kbh"], people(cast))


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.field


@pytest.mark.parametrize("nothing", [".", "-", " … ", "\u3164"])
def test_she_is_not_sent_away_with_a_full_stop(stay: Stay, cast: Cast, nothing: str) -> None:
    now, sofie = clock.now(), cast["sofie"]
    assert refusal(lambda: leave(stay, by=sofie, left_at=now, kind="bortvist", reason=nothing, **LEFT)) == "reason"
    assert leave(stay, by=sofie, left_at=now, kind="bortvist", reason="SU", **LEFT).reason == "SU"


def test_what_is_put_right_has_a_reason_in_words(stay: Stay, cast: Cast) -> None:
    sofie, hour_ago = cast["sofie"], clock.now() - timedelta(hours=1)
    dated: dict[str, Any] = {"field": "moved_in_at", "to": hour_ago, "by": sofie}
    assert refusal(lambda: verbs.correct_date(stay, reason="-", **dated)) == "reason"
    assert refusal(lambda: never_came(stay, reason=".", by=sofie)) == "reason"
    child = stay.child_stays.select_related("key", "child").first()
    assert child is not None
    child_leaves(stay, child_stay=child, left_at=clock.now(), by=sofie)
    assert refusal(lambda: child_is_back(stay, child_stay=child, reason=".", by=sofie)) == "reason"
    leave(stay, by=sofie, left_at=clock.now(), kind="aftalt", **LEFT)
    gone = fresh(stay)
    assert refusal(lambda: correct_leaving(gone, by=sofie, kind="aftalt", why=".", **LEFT)) == "why"
    assert refusal(lambda: undo_leaving(gone, reason=".", by=sofie)) == "reason"


def test_a_name_has_a_letter(stay: Stay, cast: Cast) -> None:
    child = children_of(stay)[0]
    named: dict[str, Any] = {"number": "", "by": cast["sofie"]}
    assert refusal(lambda: verbs.name_her(stay.resident, name=".", phone="", **named)) == "name"
    assert refusal(lambda: verbs.name_child(child, name="-", institution="", **named)) == "name"
    assert refusal(lambda: add_person(username="ny", name=".", by=cast["lone"])) == "name"
    assert add_person(username="ny", name="Ý", by=cast["lone"])[0].name == "Ý"


def test_a_child_that_comes_later_is_not_called_a_full_stop(stay: Stay, cast: Cast) -> None:
    assert refusal(lambda: bring_child(stay, moved_in_at=clock.now(), by=cast["sofie"], called=".")) == "called"


def test_no_full_stop_becomes_her_name_when_she_is_admitted(cast: Cast, houses: Houses) -> None:
    enquiry, karen = called(houses["kbh"], cast["karen"]), cast["karen"]
    assert refusal(lambda: intake.save_visitation(enquiry, by=karen, name=".")) == "name"
    assert refusal(lambda: intake.assess_child(enquiry, by=karen, called="-")) == "called"


def test_a_full_stop_is_no_observation(stay: Stay, cast: Cast, houses: Houses) -> None:
    enquiry, karen = called(houses["kbh"], cast["karen"]), cast["karen"]
    assert refusal(lambda: intake.assess_child(enquiry, by=karen, observation=".")) == "observation"
    assert not ChildAssessment.objects.filter(enquiry=enquiry).exists()
    child = children_of(stay)[0]
    assert refusal(lambda: write_words(child, own_words="...", by=cast["bodil"])) == "own_words"
    row = stay.child_stays.select_related("key", "child").first()
    assert row is not None
    told: dict[str, Any] = {"follow_up": "ikke_behov", "by": cast["bodil"]}
    assert refusal(lambda: consider_child(row, note=".", **told)) == "note"


def test_a_yes_before_all_is_seen_says_why_in_words(cast: Cast, houses: Houses) -> None:
    kbh, lone = houses["kbh"], cast["lone"]
    yes: dict[str, Any] = {"admitted": True, "decided_at": clock.now(), "by": lone, "house": kbh, "reason": "Fare."}
    unscreened = called(kbh, cast["karen"])
    assert refusal(lambda: intake.decide(unscreened, unscreened_why=".", **yes)) == "unscreened_why"
    unseen = screened(kbh, cast["karen"])
    intake.assess_child(unseen, by=cast["karen"], why_not=".")
    assert refusal(lambda: intake.decide(unseen, **yes)) == "admitted"


def test_a_leader_answers_a_doubt_in_words(cast: Cast, houses: Houses) -> None:
    enquiry = screened(houses["kbh"], cast["karen"], mental_health="tvivl")
    said: dict[str, Any] = {"by": cast["lone"], "result": "kan_vaere_her"}
    assert refusal(lambda: visitation.answer_doubt(enquiry, answer=".", **said)) == "answer"


def test_a_reminder_a_limit_and_her_protection_do_not_fall_for_a_full_stop(stay: Stay, cast: Cast) -> None:
    lone = cast["lone"]
    item = Due("residency.x:y", "Ring", stay, "Alias", "Loven", clock.now(), "/", stay.key_id)
    assert refusal(lambda: dismiss(item, reason=".", by=lone)) == "reason"
    verbs.protect(stay.resident, by=lone)
    assert refusal(lambda: ask_to_lift(stay.resident, reason=".", by=lone)) == "reason"
    since = clock.today()
    assert refusal(lambda: decide_limit("wellbeing.every", number=3, since=since, reason=".", by=lone)) == "reason"


def test_every_verb_asks_the_same_function() -> None:
    """A text that is only stripped before it is judged lets "." pass."""
    root = Path(rettesnor.__file__).parent
    alone = re.compile(r"\bnot [\w.]+\.strip\(\)")
    verb_files = [*root.glob("*/actions.py"), *root.glob("*/actions/*.py")]
    assert gate.__file__ in {str(path) for path in verb_files}
    assert [path.name for path in verb_files if alone.search(path.read_text("utf-8"))] == []
