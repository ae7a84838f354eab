"""The bulk builder and the verbs of the screens leave the same rows behind for the same story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest
from django.db import transaction

from rettesnor.danish import clock
from rettesnor.demo.builder import calls, persons, present, rows, women
from rettesnor.demo.builder.life import live
from rettesnor.demo.builder.story import Story
from rettesnor.demo.builder.verbs import Teller
from rettesnor.guideline.actions import load_edition
from rettesnor.staff.models import Employee, House
from tests.rettesnor.demo import logical

DAY = date(2026, 3, 11)
# The word on the board is drawn from her random code; times of entry are when somebody sat down to write; a version
# counts how often a row was saved.
FREE = frozenset({"alias", "version"}) | logical.ENTRY


class _Undo(Exception):
    """Take the house back to how it was."""


def _left_behind(build: Callable[[], object]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    try:
        with transaction.atomic():
            build()
            found = logical.everything(without=FREE)
            raise _Undo
    except _Undo:
        return found


def _differences(by_verbs: dict[str, list[str]], at_once: dict[str, list[str]]) -> list[str]:
    """Rows that stand in one house only."""
    found = []
    for name, expected in by_verbs.items():
        found += [f"{name} by verbs: {row}" for row in (Counter(expected) - Counter(at_once[name])).elements()]
        found += [f"{name} at once: {row}" for row in (Counter(at_once[name]) - Counter(expected)).elements()]
    return found


def _a_case(seed: int, day: date, before: Story | None = None) -> Story:
    rng = Random(seed)
    told = women.story(rng, "kbh" if seed % 2 else "aar", day, before)
    women.finish(rng, told, DAY)
    live(rng, told, DAY)
    return told


def _stories() -> list[Story]:
    """Cases of all sorts: long and short, with and without children, and everybody who lives here now."""
    told = [_a_case(seed, date(2025, 2, 3) + timedelta(days=seed * 3)) for seed in range(24)]
    corrected = _a_case(101, date(2025, 5, 5))
    women.correct(Random(5), corrected)
    again = _a_case(103, date(2025, 3, 1))
    again.living.protected = True  # type: ignore[union-attr]
    rng = Random(11)
    no = [calls.other_call(rng, "aar", date(2025, 6, 1)) for _ in range(40)]
    here = present.present(rng, DAY) + present.waiting(rng, DAY)
    return [*told, corrected, again, *no, *here]


@pytest.fixture
def stories(cast: dict[str, Employee], houses: dict[str, House]) -> list[Story]:
    load_edition()
    return _stories()


def test_verbs_and_the_bulk_builder_leave_the_same_rows(
    stories: list[Story], cast: dict[str, Employee], houses: dict[str, House]
) -> None:
    with clock.at(DAY):
        teller = Teller(houses, cast)
        by_verbs = _left_behind(lambda: [teller.tell(each) for each in sorted(stories, key=lambda told: told.call.at)])
        at_once = _left_behind(lambda: rows.save(stories, houses, cast))
    assert _differences(by_verbs, at_once) == []


def test_the_sample_holds_what_can_go_wrong(stories: list[Story]) -> None:
    lived = [each for each in stories if each.living]
    assert any(each.living and each.living.moves for each in lived)
    assert any(each.living and each.living.corrections for each in lived)
    assert any(each.living and each.living.protected for each in lived)
    assert any(each.decided.emergency for each in lived)
    assert any(each.said.fields["anonymous"] for each in lived)
    assert any(rows.late(each, one) for each in lived for one in each.children)
    assert any(
        talk.dropped_why for each in lived if each.living and each.living.ending for talk in each.living.ending.talks
    )
    assert any(each.ruling and not each.ruling.admitted for each in stories)


def test_a_woman_who_comes_back_is_the_same_woman_both_ways(
    cast: dict[str, Employee], houses: dict[str, House]
) -> None:
    load_edition()
    first = next(told for told in (_a_case(seed, date(2025, 1, 8)) for seed in range(200, 300)) if _comes_back(told))
    again = _a_case(7, date(2025, 11, 3), first)
    with clock.at(DAY):
        teller = Teller(houses, cast)
        by_verbs = _left_behind(lambda: [teller.tell(first), teller.tell(again)])
        at_once = _left_behind(lambda: rows.save([first, again], houses, cast))
    assert _differences(by_verbs, at_once) == []
    assert len(at_once["Resident"]) == 1
    assert len(at_once["Stay"]) == 2


def _comes_back(told: Story) -> bool:
    left = told.left_at
    known = bool(told.said.fields["cpr"]) and all(each.fields["cpr"] for each in told.children)
    return known and len(told.children) > 0 and left is not None and left.date() < date(2025, 10, 1)


def test_people_of_the_demo_cannot_be_real() -> None:
    rng = Random(1)
    for _ in range(300):
        her = persons.woman(rng, "kbh", DAY)
        assert her.phone == "" or her.phone.startswith("00 ")
        assert her.cpr == "" or 61 <= int(her.cpr[:2]) <= 91
