"""What the anonymous stays could mean at most: year by year and rounded up, so that no difference tells of a few."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from dkcohort.days import first
from dkcohort.figures import Figure
from dkcohort.themes.returns import _bounds, coarse

WOMEN, SEEN = 5000, 100
"""So many that no limit reaches all of them: the number behind it can be had exactly."""


@dataclass
class Stays:
    """The rows of the step that finds anonymous stays: (day, at our own, how many)."""

    days: list[tuple[int, int]]

    def rows(self, _select: str) -> list[tuple[int, int, int]]:
        return [(day, own, 1) for day, own in self.days]


def incidence(indicator: str, cohort: int, months: int) -> Figure:
    return Figure(indicator, "own", cohort, months, "alle", "incidence", hits=SEEN, of=WOMEN, value=SEEN / WOMEN)


FIGURES = [
    incidence(f"returns.{target}", cohort, months)
    for target in ("elsewhere", "own", "anywhere") for cohort in (2022, 2023, 2024, 2025) for months in (6, 12, 24)
]  # fmt: skip


def told(days: list[tuple[int, int]], mode: str = "centre") -> dict[tuple[str, int, int], int]:
    """The number of anonymous stays behind each upper limit, as a reader can work it out."""
    study: Any = SimpleNamespace(mode=mode, threshold=5)
    found = _bounds(Stays(days), study, FIGURES)  # type: ignore[arg-type]
    assert len(found) == len(FIGURES)
    return {
        (one.indicator.partition(".")[2], one.cohort, one.months or 0): round((one.high or 0) * WOMEN) - SEEN
        for one in found
    }


def country(seed: int) -> list[tuple[int, int]]:
    """Ten to eighty a year from 2022 to 2027, one in ten at our own."""
    rng = Random(seed)
    return [
        (rng.randrange(first(year), first(year + 1)), int(rng.random() < 0.1))
        for year in range(2022, 2028) for _each in range(rng.randint(10, 80))
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_all_that_can_be_had_is_each_years_number_rounded_up(seed: int) -> None:
    days = country(seed)
    for (target, cohort, months), number_told in told(days).items():
        years = range(cohort, cohort + (3 if months == 24 else 2))
        sums = [
            sum(first(year) <= day < first(year + 1) and bool(own or target != "own") for day, own in days)
            for year in years
        ]
        assert number_told == sum(coarse(number, 5) for number in sums)


def test_a_woman_more_on_the_last_day_of_a_year_changes_nothing() -> None:
    days = [(first(2024) + day, 1) for day in range(12)]
    assert told([*days, (first(2025) - 1, 1)]) == told(days)
    assert told([*days, (first(2024), 1)]) == told(days)


def test_other_centres_are_never_told_apart_from_our_own() -> None:
    days = country(3)
    found = told(days)
    assert all(found["elsewhere", cohort, months] == found["anywhere", cohort, months]
               for target, cohort, months in found if target == "elsewhere")  # fmt: skip
    assert told(days) == told([(day, own) for day, own in reversed(days)])
    assert told(days, mode="list")["own", 2024, 12] == found["anywhere", 2024, 12]


@pytest.mark.parametrize(("threshold", "step"), [(3, 10), (5, 10), (10, 20)])
def test_the_step_is_twice_the_threshold_at_least(threshold: int, step: int) -> None:
    assert [coarse(number, threshold) for number in (0, 1, step, step + 1)] == [0, step, step, 2 * step]
