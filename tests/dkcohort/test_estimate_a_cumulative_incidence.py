"""Estimating a cumulative incidence: published figures, planted truths, and the answers that must not come out."""

from fractions import Fraction
from math import exp, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dkcohort.estimate import Incidence, cumulative_incidence, wilson
from tests.dkcohort.reference_r import ask_r

Floats = NDArray[np.float64]

RETURN, OTHER = 1, 2


# What is published


@pytest.mark.r
def test_the_vignette_of_survival_on_mgus2_comes_out_to_the_printed_digits() -> None:
    # Therneau, Crowson & Atkinson, Multi-state models and competing risks (vignette of survival), section 2.2: years
    # of the first twenty spent with malignancy and dead of something else, which is the area under each curve.
    rows = np.array(
        ask_r(
            """library(survival)
               time <- with(mgus2, ifelse(pstat == 0, futime, ptime))
               answer <- cbind(time, with(mgus2, ifelse(pstat == 0, 2 * death, 1)), mgus2$sex == "F")"""
        )
    )
    time, cause, female = rows[:, 0], rows[:, 1].astype(int), rows[:, 2] == 1
    assert [int((cause == kind).sum()) for kind in (0, 1, 2)] == [409, 115, 860]
    for group, n, events, years in (
        (female, 631, (59, 370), (1.323284, 8.823108)),
        (~female, 753, (56, 490), (1.064693, 10.260294)),
    ):
        found = cumulative_incidence(np.zeros(n), time[group], cause[group], np.arange(240))
        last = cumulative_incidence(np.zeros(n), time[group], cause[group], [time[group].max()])
        for kind, many, area in zip((1, 2), events, years, strict=True):
            assert last[kind].events[0] == many
            assert found[kind].value.sum() / 12 == pytest.approx(area, abs=0.5e-6)
    # Printed by survival for all together at 240 months: 0.0998, where one minus Kaplan-Meier says 0.21.
    together = cumulative_incidence(None, time, cause, [240])
    assert together[1].value[0] == pytest.approx(0.0998, abs=0.5e-4)
    assert together[1].at_risk[0] == 57
    assert _one_minus_kaplan_meier(time, cause, 240) == pytest.approx(0.21, abs=0.5e-2)


def test_followed_to_the_end_by_all_it_is_the_plain_share_with_its_plain_error() -> None:
    found = cumulative_incidence(None, [365.0] * 60, [RETURN] * 18 + [0] * 42, [365])[RETURN]
    assert found.value[0] == pytest.approx(0.3, rel=1e-12)
    assert found.se[0] == pytest.approx(sqrt(0.3 * 0.7 / 60), rel=1e-12)
    near = wilson(18, 60)
    assert found.low[0] == pytest.approx(near.low, abs=0.01)
    assert found.high[0] == pytest.approx(near.high, abs=0.01)


def test_the_interval_is_symmetric_on_the_log_log_scale() -> None:
    found = cumulative_incidence(None, [365.0] * 60, [RETURN] * 18 + [0] * 42, [365], level=0.9)[RETURN]
    middle, low, high = (np.log(-np.log(x[0])) for x in (found.value, found.low, found.high))
    half = 1.6448536269514722 * found.se[0] / (0.3 * -np.log(0.3))
    assert (low - middle, middle - high) == pytest.approx((half, half), rel=1e-9)


# What was planted


def test_the_planted_incidence_is_found_and_the_naive_answers_are_not_given() -> None:
    # Returns at 0.3 and other endings at 0.5 a year; followed for between nothing and three years.
    chance = np.random.default_rng(2024)
    time, cause = _lives(chance, 20_000, 0.3, 0.5)
    until = chance.uniform(0, 3, time.size)
    seen, kind = np.minimum(time, until), np.where(time <= until, cause, 0)
    found = cumulative_incidence(np.zeros(time.size), seen, kind, [1.0, 2.0], level=0.999)[RETURN]
    for i, year in enumerate((1.0, 2.0)):
        truth = 0.3 / 0.8 * (1 - exp(-0.8 * year))
        assert found.low[i] <= truth <= found.high[i]
        assert found.high[i] - found.low[i] < 0.04
        # One minus Kaplan-Meier answers for a world without death and emigration: too high, outside the interval.
        assert _one_minus_kaplan_meier(seen, kind, year) > found.high[i]
        # "Ever returned" forgets that many were not followed so long: too low, outside the interval.
        assert np.mean((kind == RETURN) & (seen <= year)) < found.low[i]


def test_a_shorter_follow_up_alone_is_no_fall() -> None:
    # The same women's world twice; the later cohort is followed for a year and a half at most, the first for four.
    chance = np.random.default_rng(2025)
    ever, twelve_months = [], []
    for longest in (4.0, 1.5):
        time, cause = _lives(chance, 20_000, 0.3, 0.1)
        until = chance.uniform(0.5, longest, time.size)
        seen, kind = np.minimum(time, until), np.where(time <= until, cause, 0)
        ever.append(np.mean(kind == RETURN))
        twelve_months.append(cumulative_incidence(np.zeros(time.size), seen, kind, [1.0], level=0.999)[RETURN])
    assert ever[1] < 0.7 * ever[0]
    truth = 0.3 / 0.4 * (1 - exp(-0.4))
    for found in twelve_months:
        assert found.low[0] <= truth <= found.high[0]


def test_late_entry_is_accounted_for_and_not_taken_for_survival() -> None:
    # Half come under observation only later, if nothing has happened to them by then (moved to Denmark, say).
    chance = np.random.default_rng(2026)
    time, cause = _lives(chance, 60_000, 0.4, 0.4)
    entry = np.where(chance.random(time.size) < 0.5, 0.0, chance.uniform(0, 1.5, time.size))
    here = time > entry
    entry, time, cause = entry[here], time[here], cause[here]
    truth = 0.5 * (1 - exp(-0.8))
    found = cumulative_incidence(entry, time, cause, [1.0], level=0.999)[RETURN]
    assert found.low[0] <= truth <= found.high[0]
    ignoring = cumulative_incidence(np.zeros(time.size), time, cause, [1.0], level=0.999)[RETURN]
    assert ignoring.high[0] < truth


def test_the_standard_error_is_the_spread_between_repetitions() -> None:
    chance = np.random.default_rng(2027)
    values, errors = [], []
    for _ in range(400):
        time, cause = _lives(chance, 150, 0.3, 0.2)
        until = chance.uniform(0.2, 2, time.size)
        seen, kind = np.ceil(np.minimum(time, until) * 20), np.where(time <= until, cause, 0)
        found = cumulative_incidence(np.zeros(time.size), seen, kind, [20])[RETURN]
        values.append(found.value[0])
        errors.append(found.se[0])
    assert np.mean(errors) == pytest.approx(np.std(values), rel=0.1)


def test_leavings_of_the_same_woman_count_as_hers() -> None:
    # Every woman three times with the same ending: no more is known than of a third as many.
    chance = np.random.default_rng(2028)
    time, cause = _lives(chance, 200, 0.3, 0.2)
    names = np.array([f"woman {i}" for i in range(200)])
    once = cumulative_incidence(np.zeros(200), time, cause, [1.0])[RETURN]
    thrice = cumulative_incidence(np.zeros(600), np.tile(time, 3), np.tile(cause, 3), [1.0], cluster=np.tile(names, 3))[
        RETURN
    ]
    taken_apart = cumulative_incidence(np.zeros(600), np.tile(time, 3), np.tile(cause, 3), [1.0])[RETURN]
    assert thrice.value[0] == pytest.approx(once.value[0], rel=1e-12)
    assert thrice.se[0] == pytest.approx(once.se[0], rel=1e-12)
    assert taken_apart.se[0] == pytest.approx(once.se[0] / sqrt(3), rel=1e-12)


def test_a_life_cut_into_spells_is_the_same_life() -> None:
    whole = cumulative_incidence([0, 0, 0, 0], [9, 4, 7, 5], [1, 2, 0, 1], [6.0, 9.0])
    cut = cumulative_incidence(
        [0, 3, 0, 0, 2, 5], [3, 9, 4, 2, 5, 7], [0, 1, 2, 0, 0, 0], [6.0, 9.0], cluster=["a", "a", "b", "c", "c", "c"]
    )
    and_the_fourth = cumulative_incidence(
        [0, 3, 0, 0, 2, 5, 0],
        [3, 9, 4, 2, 5, 7, 5],
        [0, 1, 2, 0, 0, 0, 1],
        [6.0, 9.0],
        cluster=["a", "a", "b", "c", "c", "c", "d"],
    )
    assert cut[1].value.tolist() != whole[1].value.tolist()
    for kind in (1, 2):
        assert and_the_fourth[kind].value == pytest.approx(whole[kind].value, rel=1e-12)
        assert and_the_fourth[kind].se == pytest.approx(whole[kind].se, rel=1e-12)


# Against the definition, in exact fractions

ROWS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(1, 5), st.integers(0, 2), st.integers(1, 4)), min_size=1, max_size=9
)


@given(ROWS, st.integers(0, 12))
def test_value_and_error_follow_from_their_definitions(rows: list[tuple[int, int, int, int]], at: int) -> None:
    spells = [(Fraction(start), Fraction(start + length), kind) for start, length, kind, _ in rows]
    names = [name for *_, name in rows]
    plain = _ask(spells, at)
    robust = _ask(spells, at, names)
    for kind in (1, 2):
        exact = _exact(spells, [Fraction(1)] * len(spells), kind, at)
        if np.isnan(plain[kind].value[0]):
            assert at < min(s for s, _, _ in spells) or at > max(e for _, e, _ in spells)
            continue
        assert plain[kind].value[0] == pytest.approx(float(exact), abs=1e-12)
        assert plain[kind].events[0] == sum(k == kind and e <= at for _, e, k in spells)
        assert plain[kind].at_risk[0] == sum(s < at <= e for s, e, _ in spells)
        slopes = [_slope(spells, i, kind, at) for i in range(len(spells))]
        _assert_error(plain[kind], slopes, len(spells))
        sums = [sum(slope for slope, owner in zip(slopes, names, strict=True) if owner == name) for name in set(names)]
        _assert_error(robust[kind], sums, len(set(names)))


@given(ROWS, st.data())
def test_the_order_of_rows_changes_no_bit(rows: list[tuple[int, int, int, int]], data: st.DataObject) -> None:
    one, other = (
        cumulative_incidence(
            [start for start, *_ in some],
            [start + length for start, length, *_ in some],
            [kind for *_, kind, _ in some],
            [1.0, 4.0, 7.0],
            cluster=[name for *_, name in some],
            causes=[1, 2],
        )
        for some in (rows, data.draw(st.permutations(rows)))
    )
    for kind in (1, 2):
        for column in ("value", "se", "low", "high", "events", "at_risk"):
            assert getattr(one[kind], column).tobytes() == getattr(other[kind], column).tobytes()


@given(ROWS)
def test_the_curves_rise_and_never_sum_to_more_than_all(rows: list[tuple[int, int, int, int]]) -> None:
    spells = [(Fraction(start), Fraction(start + length), kind) for start, length, kind, _ in rows]
    found = cumulative_incidence(
        [float(s) for s, _, _ in spells],
        [float(e) for _, e, _ in spells],
        [k for *_, k in spells],
        range(13),
        causes=[1, 2],
    )
    one, two = (found[kind].value[~np.isnan(found[kind].value)] for kind in (1, 2))
    assert (np.diff(one) >= 0).all()
    assert (np.diff(two) >= 0).all()
    assert (one + two <= 1 + 1e-12).all()
    for kind in (1, 2):
        shown = ~np.isnan(found[kind].low)
        assert (found[kind].low[shown] <= found[kind].value[shown]).all()
        assert (found[kind].value[shown] <= found[kind].high[shown]).all()


# Ties, edges and what must not be shown


def test_events_go_before_censoring_on_the_same_day_and_entry_after_both() -> None:
    found = cumulative_incidence([0, 0, 0, 5], [5, 5, 9, 9], [1, 0, 0, 0], [5.0])[1]
    # Three at risk on day 5: the one who leaves that day still is, the one who comes that day not yet.
    assert found.at_risk[0] == 3
    assert found.value[0] == pytest.approx(1 / 3, rel=1e-12)


def test_from_the_beginning_an_event_on_day_nought_counts() -> None:
    found = cumulative_incidence(None, [0, 3, 3, 3], [1, 0, 0, 0], [0.0, 3.0])[1]
    assert found.value.tolist() == [0.25, 0.25]


def test_beyond_the_last_follow_up_nothing_is_shown_unless_everything_has_happened() -> None:
    followed = cumulative_incidence([0, 0, 0], [100, 200, 300], [1, 0, 0], [300, 301])[1]
    assert followed.value[0] == pytest.approx(1 / 3)
    assert np.isnan([followed.value[1], followed.se[1], followed.low[1], followed.high[1]]).all()
    assert followed.estimate(1).value is None
    over = cumulative_incidence([0, 0, 0], [100, 200, 300], [1, 2, 1], [301, 5000])[1]
    assert over.value.tolist() == pytest.approx([2 / 3, 2 / 3])


def test_before_anybody_came_under_observation_nothing_is_shown() -> None:
    found = cumulative_incidence([10, 12], [20, 30], [1, 1], [9, 10])[1]
    assert np.isnan(found.value[0])
    assert found.value[1] == 0.0


def test_nobody_gives_no_figure() -> None:
    assert cumulative_incidence([], [], [], [365]) == {}
    found = cumulative_incidence([], [], [], [182, 365], causes=[1])[1]
    assert np.isnan(found.value).all()
    assert found.at_risk.tolist() == [0, 0]
    shown = found.estimate(0)
    assert (shown.value, shown.low, shown.high, shown.method) == (None, None, None, "aalen_johansen")


def test_at_nought_and_all_there_is_a_value_and_no_interval() -> None:
    found = cumulative_incidence(None, [10, 10], [1, 1], [5, 10], causes=[1, 2])
    assert found[1].value.tolist() == [0.0, 1.0]
    assert found[2].value.tolist() == [0.0, 0.0]
    assert np.isnan([*found[1].low, *found[1].high, *found[2].low]).all()
    assert found[1].estimate(1).value == 1.0
    assert found[1].estimate(1).low is None


def test_one_woman_says_nothing_of_the_spread_between_women() -> None:
    found = cumulative_incidence([0, 0, 0], [5, 6, 7], [1, 0, 1], [5.0], cluster=["a", "a", "a"])[1]
    assert found.value[0] == pytest.approx(1 / 3)
    assert np.isnan([found.se[0], found.low[0], found.high[0]]).all()


def test_times_are_answered_in_the_order_asked() -> None:
    forth = cumulative_incidence(None, [3, 5, 7, 9], [1, 2, 1, 0], [4, 8, 4])[1]
    assert forth.value.tolist() == [0.25, 0.5, 0.25]
    assert forth.events.tolist() == [1, 2, 1]
    assert cumulative_incidence(None, [3, 5, 7, 9], [1, 2, 1, 0], 8)[1].value.tolist() == [0.5]


@pytest.mark.parametrize(
    ("entry", "leaves", "cause", "at", "says"),
    [
        ([0, 5], [5, 5], [1, 1], [5], "after its entry"),
        ([0, 6], [5, 5], [1, 1], [5], "after its entry"),
        ([0, float("nan")], [5, 5], [1, 1], [5], "after its entry"),
        ([0, 0], [5, float("inf")], [1, 1], [5], "after its entry"),
        ([0, 0], [5, 5], [1, -1], [5], "whole number"),
        ([0, 0], [5, 5], [1.0, 0.5], [5], "whole number"),
        ([0], [5, 5], [1, 1], [5], "every row"),
        ([0, 0], [5, 5], [1], [5], "every row"),
        ([0, 0], [5, 5], [1, 1], [float("nan")], "asked"),
        ([0, 0], [5, 5], [1, 1], [[5]], "asked"),
    ],
)
def test_impossible_rows_are_refused(
    entry: list[float], leaves: list[float], cause: list[float], at: list[float], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        cumulative_incidence(entry, leaves, cause, at)


def test_impossible_clusters_causes_and_levels_are_refused() -> None:
    with pytest.raises(ValueError, match="every row"):
        cumulative_incidence(None, [5, 5], [1, 1], [5], cluster=["a"])
    with pytest.raises(ValueError, match="name of its cluster"):
        cumulative_incidence(None, [5, 5], [1, 1], [5], cluster=["a", None])
    for strange in (5, np.int64(5), np.array(5), [[1], [2]], np.array([[1], [2]])):
        with pytest.raises(ValueError, match="cluster"):
            cumulative_incidence(None, [5, 5], [1, 1], [5], cluster=strange)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="every cause that occurs"):
        cumulative_incidence(None, [5, 5], [1, 3], [5], causes=[1, 2])
    with pytest.raises(ValueError, match="every cause that occurs"):
        cumulative_incidence(None, [5, 5], [1, 1], [5], causes=[0, 1])
    with pytest.raises(ValueError, match="level"):
        cumulative_incidence(None, [5, 5], [1, 1], [5], level=95)


def _lives(chance: np.random.Generator, n: int, returns: float, others: float) -> tuple[Floats, NDArray[np.int64]]:
    """Times and kinds of what happens first, at constant rates."""
    time = chance.exponential(1 / (returns + others), n)
    return time, np.where(chance.random(n) < returns / (returns + others), RETURN, OTHER)


def _one_minus_kaplan_meier(time: Floats, cause: NDArray[np.int64], at: float) -> float:
    """The naive answer: other endings taken for censoring."""
    left = 1.0
    order = np.sort(time)
    for moment, events in zip(*np.unique(time[(cause == RETURN) & (time <= at)], return_counts=True), strict=True):
        left *= 1 - events / (time.size - np.searchsorted(order, moment))
    return float(1 - left)


Spells = list[tuple[Fraction, Fraction, int]]


def _ask(spells: Spells, at: int, names: list[int] | None = None) -> dict[int, Incidence]:
    return cumulative_incidence(
        [float(s) for s, _, _ in spells],
        [float(e) for _, e, _ in spells],
        [k for *_, k in spells],
        [at],
        cluster=names,
        causes=[1, 2],
    )


def _exact(spells: Spells, weights: list[Fraction], kind: int, at: int) -> Fraction:
    """The estimator as it is defined, with a weight for every row."""
    left, reached = Fraction(1), Fraction(0)
    for moment in sorted({e for _, e, k in spells if k and e <= at}):
        there = sum(w for (s, e, _), w in zip(spells, weights, strict=True) if s < moment <= e)
        mine = sum(w for (_, e, k), w in zip(spells, weights, strict=True) if e == moment and k == kind)
        gone = sum(w for (_, e, k), w in zip(spells, weights, strict=True) if e == moment and k)
        reached += left * Fraction(mine) / there
        left *= 1 - Fraction(gone) / there
    return reached


def _slope(spells: Spells, row: int, kind: int, at: int) -> float:
    """The derivative by the weight of one row, from two weights a hair apart, in exact fractions."""
    hair = Fraction(1, 10**8)
    low, high = ([Fraction(1) + (sign * hair if i == row else 0) for i in range(len(spells))] for sign in (-1, 1))
    return float((_exact(spells, high, kind, at) - _exact(spells, low, kind, at)) / (2 * hair))


def _assert_error(found: Incidence, influences: list[float], clusters: int) -> None:
    if clusters < 2:
        assert np.isnan(found.se[0])
        return
    assert found.se[0] == pytest.approx(sqrt(sum(influence**2 for influence in influences)), abs=1e-9)


def test_causes_of_an_array_are_whole_numbers_too() -> None:
    plain = cumulative_incidence(None, [10, 20], [1, 0], [15], causes=[1, 2])
    found = cumulative_incidence(None, [10, 20], [1, 0], [15], causes=list(np.array([1, 2])))
    assert found[1].value.tolist() == plain[1].value.tolist() == [0.5]
    assert [type(cause) for cause in found] == [int, int]
