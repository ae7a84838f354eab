"""Comparing two cumulative incidences: when may one be said to differ from the other?"""

from math import comb, exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dkcohort.estimate import compare_incidences, cumulative_incidence, newcombe

SHARES = st.floats(0.01, 0.99)
ERRORS = st.floats(0.001, 0.3)


def test_a_fall_from_18_of_60_to_9_of_55_cannot_be_told_from_chance() -> None:
    then = cumulative_incidence(None, np.full(60, 365), [1] * 18 + [0] * 42, [365])[1]
    now = cumulative_incidence(None, np.full(55, 365), [1] * 9 + [0] * 46, [365])[1]
    assert (then.value[0], now.value[0]) == pytest.approx((18 / 60, 9 / 55))
    found = compare_incidences(now.value[0], now.se[0], then.value[0], then.se[0])
    assert found.distinguishable is False
    assert found.method == "cloglog"
    assert found.low is not None
    assert found.high is not None
    assert found.low < 1 < found.high
    # The same said of plain shares: minus 13.6 points, from minus 28.2 to plus 2.0.
    points = newcombe(9, 55, 18, 60)
    assert (points.value, points.low, points.high) == pytest.approx((-0.1364, -0.282, 0.020), abs=0.0005)


def test_the_same_fall_in_three_times_as_many_women_can() -> None:
    found = compare_incidences(27 / 165, _error(27, 165), 54 / 180, _error(54, 180))
    assert found.distinguishable is True
    assert found.value == pytest.approx(log(1 - 27 / 165) / log(1 - 54 / 180))
    assert found.high is not None
    assert found.high < 1
    assert compare_incidences(54 / 180, _error(54, 180), 27 / 165, _error(27, 165)).distinguishable is True


@pytest.mark.parametrize("share", [0.15, 0.3])
def test_without_a_difference_one_is_claimed_in_about_one_of_twenty(share: float) -> None:
    claimed = sum(
        _chance(i, 60, share) * _chance(j, 55, share)
        for i in range(61)
        for j in range(56)
        if compare_incidences(i / 60, _error(i, 60), j / 55, _error(j, 55)).distinguishable
    )
    assert 0.02 < claimed < 0.06


@given(SHARES, ERRORS, SHARES, ERRORS)
def test_the_limits_are_where_the_test_just_says_no(value_1: float, se_1: float, value_2: float, se_2: float) -> None:
    # The spread by the delta method, with the slope of log(-log(1 - x)) taken numerically.
    found = compare_incidences(value_1, se_1, value_2, se_2, 0.9)
    spread = 1.6448536269514722 * sqrt((se_1 * _slope(value_1)) ** 2 + (se_2 * _slope(value_2)) ** 2)
    distance = _cloglog(value_1) - _cloglog(value_2)
    assert found.value == pytest.approx(exp(distance), rel=1e-9)
    assert found.low == pytest.approx(exp(distance - spread), rel=1e-4)
    assert found.high == pytest.approx(exp(distance + spread), rel=1e-4)
    back = compare_incidences(value_2, se_2, value_1, se_1, 0.9)
    assert back.low is not None
    assert back.low == pytest.approx(1 / (found.high or 0), rel=1e-9)
    assert back.distinguishable == found.distinguishable


@pytest.mark.parametrize("numbers", [(0.0, 0.0, 0.3, 0.06), (0.3, 0.06, 1.0, 0.0), (0.3, 0.0, 0.2, 0.05)])
def test_at_nought_and_all_the_scale_has_no_answer(numbers: tuple[float, float, float, float]) -> None:
    found = compare_incidences(*numbers)
    assert (found.value, found.low, found.high, found.distinguishable) == (None, None, None, None)


@pytest.mark.parametrize(
    "numbers", [(-0.1, 0.1, 0.3, 0.06), (0.3, -0.06, 0.2, 0.1), (1.2, 0.1, 0.2, 0.1), (0.2, float("nan"), 0.2, 0.1)]
)
def test_what_is_no_incidence_is_refused(numbers: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="cumulative incidence"):
        compare_incidences(*numbers)
    with pytest.raises(ValueError, match="level"):
        compare_incidences(0.3, 0.1, 0.2, 0.1, 95)


def _error(hits: int, of: int) -> float:
    return sqrt(hits / of * (1 - hits / of) / of)


def _chance(hits: int, of: int, share: float) -> float:
    return comb(of, hits) * share**hits * (1 - share) ** (of - hits)


def _cloglog(share: float) -> float:
    return log(-log(1 - share))


def _slope(share: float) -> float:
    step = share * (1 - share) * 1e-5
    return (_cloglog(share + step) - _cloglog(share - step)) / (2 * step)
