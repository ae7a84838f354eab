"""Estimating a count or a rate: exact and approximate Poisson limits against published values."""

from collections.abc import Callable
from fractions import Fraction
from math import exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammainccinv, gammaincinv

from dkcohort.estimate import Estimate, byar, poisson_exact, rate, rate_ratio
from dkcohort.estimate.tails import poisson_at_least, poisson_at_most


@pytest.mark.parametrize(
    ("count", "level", "low", "high"),
    # UK Health Security Agency, PHEindicatormethods, test data for Byar's and Wilson's methods.
    [
        (65, 0.95, 50.163187710459454, 82.849138545939837),
        (1045, 0.95, 982.59320180733255, 1110.3312129856499),
        (1, 0.95, 0.013072132901504351, 5.5637555824752605),
        (65, 0.998, 42.880261471480203, 94.000290844318016),
        (1045, 0.998, 947.94070356103737, 1148.8061609880331),
        (10, 0.998, 2.916318374695686, 24.193724927880535),
    ],
)
def test_byar_agrees_with_the_public_health_test_data(count: int, level: float, low: float, high: float) -> None:
    found = byar(count, level)
    assert found.value == count
    assert found.low == pytest.approx(low, rel=1e-9)
    assert found.high == pytest.approx(high, rel=1e-9)


@pytest.mark.parametrize(
    ("count", "level", "low", "high"),
    # The same source, test data for rates (exact method), here per 100 in 100 persons.
    [
        (1, 0.95, 0.025317807984289897, 5.571643390938898),
        (5, 0.95, 1.62348639011842, 11.668332079322669),
        (1, 0.998, 0.0010005003335835344, 9.2334134764515845),
        (5, 0.998, 0.739371731917839, 16.454745203680105),
    ],
)
def test_the_exact_limits_agree_with_the_public_health_test_data(
    count: int, level: float, low: float, high: float
) -> None:
    found = poisson_exact(count, level)
    assert found.low == pytest.approx(low, rel=1e-9)
    assert found.high == pytest.approx(high, rel=1e-9)


def test_no_events_still_have_an_upper_limit() -> None:
    # The upper limit of nought is minus the logarithm of the tail: 3.6889 for 95 per cent (Garwood 1936, table).
    found = poisson_exact(0)
    assert (found.value, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(3.6888794541139363, rel=1e-12)
    assert byar(0).low == 0.0


@pytest.mark.parametrize("count", [10**5, 123_456, 10**6, 10**12, 10**15])
@pytest.mark.parametrize("level", [0.5, 0.95, 0.998])
def test_the_limits_of_a_large_count_are_exact_and_quick(count: int, level: float) -> None:
    found, tail = poisson_exact(count, level), (1 - level) / 2
    assert found.low == pytest.approx(gammaincinv(count, tail), rel=1e-12)
    assert found.high == pytest.approx(gammainccinv(count + 1, tail), rel=1e-12)


@pytest.mark.parametrize("level", [0.05, 0.95, 0.999999999])
def test_the_limits_of_a_large_count_leave_half_the_error_in_each_tail(level: float) -> None:
    found, tail = poisson_exact(100_000, level), (1 - level) / 2
    assert poisson_at_least(100_000, found.low or 0) == pytest.approx(tail, rel=1e-8)
    assert poisson_at_most(100_000, found.high or 0) == pytest.approx(tail, rel=1e-8)


@given(st.integers(99_000, 101_000), st.sampled_from([0.95, 0.998]))
def test_the_limits_run_on_where_the_series_takes_over(count: int, level: float) -> None:
    here, next_one = poisson_exact(count, level), poisson_exact(count + 1, level)
    assert (next_one.low or 0) - (here.low or 0) == pytest.approx(1, rel=0.02)
    assert (next_one.high or 0) - (here.high or 0) == pytest.approx(1, rel=0.02)


@pytest.mark.parametrize("estimator", [poisson_exact, byar])
def test_a_count_too_large_to_be_one_is_refused(estimator: Callable[..., Estimate]) -> None:
    for count in (10**15 + 1, 10**401):
        with pytest.raises(ValueError, match="a count is at most"):
            estimator(count)


@pytest.mark.parametrize(("count", "time", "per"), [(5, 1e-320, 1), (50, 1e-307, 1), (5, 1, 1e308)])
def test_a_time_too_short_for_a_finite_rate_is_refused(count: int, time: float, per: float) -> None:
    with pytest.raises(ValueError, match="no finite number"):
        rate(count, time, per)


@pytest.mark.parametrize(("time_1", "time_2"), [(1e-320, 1), (1e-200, 1e200)])
def test_times_too_unlike_for_a_finite_ratio_are_refused(time_1: float, time_2: float) -> None:
    with pytest.raises(ValueError, match="no finite number"):
        rate_ratio(3, time_1, 4, time_2)


@given(st.integers(1, 60), st.sampled_from([0.8, 0.9, 0.95, 0.99, 0.998]))
def test_the_exact_limits_leave_exactly_half_the_error_in_each_tail(count: int, level: float) -> None:
    found = poisson_exact(count, level)
    assert found.low is not None
    assert found.high is not None
    tail = (1 - level) / 2
    assert 1 - _at_most(count - 1, found.low) == pytest.approx(tail, rel=1e-7)
    assert _at_most(count, found.high) == pytest.approx(tail, rel=1e-7)


@given(st.integers(10, 2000))
def test_byar_from_ten_on_lies_close_to_the_exact_limits(count: int) -> None:
    exact, near = poisson_exact(count), byar(count)
    assert near.low == pytest.approx(exact.low, rel=2e-3)
    assert near.high == pytest.approx(exact.high, rel=1e-3)


@given(st.integers(0, 300), st.floats(0.5, 0.9999))
def test_the_limits_enclose_the_count(count: int, level: float) -> None:
    for found in (poisson_exact(count, level), byar(count, level)):
        assert found.low is not None
        assert found.high is not None
        assert 0 <= found.low <= count <= found.high


@pytest.mark.parametrize(
    ("count", "persons", "per", "value", "low", "high", "method"),
    # The same source, test data for rates.
    [
        (5, 100, 100, 5, 1.62348639011842, 11.668332079322669, "poisson_exact"),
        (20, 100, 100, 20, 12.211428834875937, 30.889880369197066, "byar"),
        (222, 3215, 100, 6.9051321928460334, 6.0265748776526751, 7.8757293708718503, "byar"),
        (7776456, 7564336677, 100_000, 102.80420256339154, 102.73196005302074, 102.87648334092832, "byar"),
    ],
)
def test_a_rate_agrees_with_the_public_health_test_data(
    count: int, persons: float, per: float, value: float, low: float, high: float, method: str
) -> None:
    found = rate(count, persons, per)
    assert found.value == pytest.approx(value, rel=1e-9)
    assert found.low == pytest.approx(low, rel=1e-9)
    assert found.high == pytest.approx(high, rel=1e-9)
    assert found.method == method


def test_a_rate_is_exact_below_ten_events_and_byar_from_ten() -> None:
    assert rate(9, 1.0).method == "poisson_exact"
    assert rate(10, 1.0).method == "byar"


def test_no_time_gives_no_rate() -> None:
    found = rate(0, 0.0)
    assert (found.value, found.low, found.high) == (None, None, None)


@pytest.mark.parametrize(
    ("count", "time", "per"), [(-1, 1.0, 1.0), (1, -1.0, 1.0), (1, float("nan"), 1.0), (1, 1.0, 0.0)]
)
def test_a_rate_of_impossible_numbers_is_refused(count: int, time: float, per: float) -> None:
    with pytest.raises(ValueError, match=r"count|person-time"):
        rate(count, time, per)


@pytest.mark.parametrize("estimator", [poisson_exact, byar])
def test_an_impossible_count_or_level_is_refused(estimator: Callable[..., Estimate]) -> None:
    with pytest.raises(ValueError, match="count"):
        estimator(-1)
    with pytest.raises(ValueError, match="level"):
        estimator(1, 95)


def _at_most(count: int, mean: float) -> float:
    """The Poisson sum in exact fractions but for the last step, so as not to share the engine's rounding."""
    exactly = Fraction(mean)
    total = sum((exactly**i / factorial(i) for i in range(count + 1)), Fraction(0))
    return float(total * Fraction(exp(-mean)))
