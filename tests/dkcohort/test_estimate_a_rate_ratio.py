"""Estimating the ratio of two rates: the conditional exact interval, against R and against its own definition."""

import random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from dkcohort.estimate import poisson_exact, rate_ratio
from tests.dkcohort.reference_r import ask_r

COUNTS = st.integers(0, 400)
TIMES = st.floats(0.01, 1e6)


def test_the_example_of_r_comes_out_to_the_printed_digits() -> None:
    # R, help page of poisson.test: eba1977, 11 in 800 against 21 in 3011; data from Andersen (1977).
    found = rate_ratio(11, 800, 6 + 8 + 7, 1083 + 1050 + 878)
    assert found.value == pytest.approx(1.971488, abs=0.5e-6)
    assert found.low == pytest.approx(0.8584264, abs=0.5e-7)
    assert found.high == pytest.approx(4.2772659, abs=0.5e-7)
    assert found.method == "conditional_exact"


@pytest.mark.r
def test_a_thousand_ratios_agree_with_r() -> None:
    chance = random.Random(20240611)
    rows = [
        (
            int(10 ** chance.uniform(-0.5, 4)),
            chance.uniform(1, 1e5),
            int(10 ** chance.uniform(0, 4)),
            10 ** chance.uniform(0, 5),
        )
        for _ in range(1000)
    ]
    answers = ask_r(
        """answer <- t(apply(given, 1, function(g) {
               test <- poisson.test(g[c(1, 3)], g[c(2, 4)])
               c(test$estimate, test$conf.int)
           }))""",
        rows,
    )
    assert len(answers) == len(rows)
    for (count_1, time_1, count_2, time_2), (value, low, high) in zip(rows, answers, strict=True):
        found = rate_ratio(int(count_1), time_1, int(count_2), time_2)
        assert found.value == pytest.approx(value, rel=1e-9)
        assert found.low == pytest.approx(low, rel=1e-9)
        assert found.high == pytest.approx(high, rel=1e-9)


@pytest.mark.r
def test_a_thousand_counts_agree_with_r() -> None:
    chance = random.Random(20240612)
    rows = [(int(10 ** chance.uniform(-0.5, 5)), chance.choice([0.8, 0.9, 0.95, 0.99, 0.998])) for _ in range(1000)]
    answers = ask_r("answer <- t(apply(given, 1, function(g) poisson.test(g[1], conf.level = g[2])$conf.int))", rows)
    assert len(answers) == len(rows)
    for (count, level), (low, high) in zip(rows, answers, strict=True):
        found = poisson_exact(int(count), level)
        assert found.low == pytest.approx(low, rel=1e-9)
        assert found.high == pytest.approx(high, rel=1e-9)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.9999])
@pytest.mark.parametrize("small", [1, 3, 9_999, 10_000, 100_000, 10**9, 10**12])
@pytest.mark.parametrize("large", [10_000, 10**7, 10**9, 10**12])
def test_counts_beyond_any_country_come_back_at_once_and_right(small: int, large: int, level: float) -> None:
    begun = process_time()
    there, back = rate_ratio(small, 1.0, large, 1.0, level), rate_ratio(large, 1.0, small, 1.0, level)
    assert process_time() - begun < 5
    tail = (1 - level) / 2
    assert there.low == pytest.approx(_odds(small, large + 1, tail), rel=1e-9)
    assert there.high == pytest.approx(_odds(small + 1, large, 1 - tail), rel=1e-9)
    assert back.high is not None
    assert there.low == pytest.approx(1 / back.high, rel=1e-9)


def _odds(hits: int, misses: int, chance: float) -> float:
    """The beta quantile as odds, from the side whose share is small."""
    if hits > misses:
        return 1 / _odds(misses, hits, 1 - chance)
    share = float(special.betaincinv(hits, misses, chance))
    return share / (1 - share)


def test_without_events_in_the_second_group_there_is_a_lower_limit_alone() -> None:
    found = rate_ratio(5, 10.0, 0, 20.0)
    assert (found.value, found.high) == (None, None)
    # Given five events, all in the first group: share ** 5 = 0.025, and odds times the ratio of times.
    share = 0.025 ** (1 / 5)
    assert found.low == pytest.approx(share / (1 - share) * 2, rel=1e-12)


def test_without_events_in_the_first_group_the_ratio_is_nought_with_an_upper_limit() -> None:
    found = rate_ratio(0, 10.0, 5, 20.0)
    share = 1 - 0.025 ** (1 / 5)
    assert (found.value, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(share / (1 - share) * 2, rel=1e-12)


@pytest.mark.parametrize("numbers", [(0, 10.0, 0, 20.0), (3, 0.0, 4, 20.0), (3, 10.0, 4, 0.0)])
def test_without_events_or_time_nothing_is_shown(numbers: tuple[int, float, int, float]) -> None:
    found = rate_ratio(*numbers)
    assert (found.value, found.low, found.high) == (None, None, None)


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ((-1, 1.0, 1, 1.0), "count"),
        ((1, -1.0, 1, 1.0), "person-time"),
        ((1, 1.0, 1, float("inf")), "person-time"),
        ((1, 1.0, 1, float("nan")), "person-time"),
    ],
)
def test_impossible_numbers_are_refused(numbers: tuple[int, float, int, float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        rate_ratio(*numbers)
    with pytest.raises(ValueError, match="level"):
        rate_ratio(1, 1.0, 1, 1.0, 95)


@given(COUNTS, TIMES, COUNTS, TIMES)
def test_changing_sides_turns_the_ratio_over(count_1: int, time_1: float, count_2: int, time_2: float) -> None:
    there, back = rate_ratio(count_1, time_1, count_2, time_2), rate_ratio(count_2, time_2, count_1, time_1)
    if there.low:
        assert back.high is not None
        assert there.low == pytest.approx(1 / back.high, rel=1e-9)
    if there.value and back.value:
        assert there.value == pytest.approx(1 / back.value, rel=1e-12)
        assert there.low is not None
        assert there.high is not None
        assert there.low < there.value < there.high


@given(st.integers(1, 400), st.integers(1, 400), TIMES, st.floats(0.1, 10))
def test_only_the_ratio_of_the_times_counts(count_1: int, count_2: int, time: float, scale: float) -> None:
    one, other = rate_ratio(count_1, time, count_2, time), rate_ratio(count_1, time * scale, count_2, time * scale)
    assert one.low == pytest.approx(other.low, rel=1e-9)
    assert one.high == pytest.approx(other.high, rel=1e-9)
