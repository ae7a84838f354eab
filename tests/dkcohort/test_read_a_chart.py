"""Reading a chart: run rules, control charts of shares and of counts, and funnels over houses."""

import random
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dkcohort.estimate import Runs, funnel, p_chart, poisson_exact, run_rules, runs, u_chart

# Montgomery, Introduction to Statistical Quality Control: cans of orange juice concentrate that leak, of 50 a sample.
JUICE = [
    *(12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22),
    *(8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6),
]
# The same: nonconformities in samples of five personal computers; flaws in rolls of dyed cloth of unequal size.
COMPUTERS = [10, 12, 8, 14, 10, 16, 11, 7, 10, 15, 9, 5, 7, 11, 12, 6, 8, 10, 7, 5]
CLOTH = [14, 12, 20, 11, 7, 10, 21, 16, 19, 23]
ROLLS = [10, 8, 13, 10, 9.5, 10, 12, 10.5, 12, 12.5]


def test_the_run_rules_are_anhoejs_table() -> None:
    # Anhøj & Olesen (2014), PLoS ONE 9:e113825, and the table in the vignette of qicharts2: fewest crossings for
    # 10, 11, ... 100 useful points, and the number of points from which each longest run holds.
    crossings = [
        *(2, 2, 3, 3, 4, 4, 4, 5, 5, 6, 6, 6, 7, 7, 8, 8, 8, 9, 9, 10, 10, 11, 11, 11, 12, 12, 13, 13, 14, 14, 14),
        *(15, 15, 16, 16, 17, 17, 17, 18, 18, 19, 19, 20, 20, 21, 21, 21, 22, 22, 23, 23, 24, 24, 25, 25, 25, 26),
        *(26, 27, 27, 28, 28, 29, 29, 29, 30, 30, 31, 31, 32, 32, 33, 33, 34, 34, 34, 35, 35, 36, 36, 37, 37, 38),
        *(38, 39, 39, 39, 40, 40, 41, 41),
    ]
    longest = [6] * 2 + [7] * 11 + [8] * 23 + [9] * 45 + [10] * 10
    assert [tuple(run_rules(n)) for n in range(10, 101)] == list(zip(longest, crossings, strict=True))


def test_with_fewer_than_ten_points_the_rules_say_nothing() -> None:
    assert run_rules(9) == (None, None)
    assert run_rules(0) == (None, None)
    with pytest.raises(ValueError, match="count"):
        run_rules(-1)


@given(st.integers(10, 3000))
def test_crossings_allowed_are_the_five_per_cent_quantile_of_coin_throws(n: int) -> None:
    longest, fewest = run_rules(n)
    assert longest is not None
    assert fewest is not None
    assert abs(longest - (log2(n) + 3)) <= 0.5
    row, total = 1, 0
    for k in range(fewest):
        total += row
        row = row * (n - 1 - k) // (k + 1)
    assert 20 * total < 2 ** (n - 1) <= 20 * (total + row)


def test_a_hundred_thousand_points_are_no_burden() -> None:
    assert run_rules(100_000) == (20, 49_739)


def test_points_on_the_line_and_missing_points_neither_break_nor_lengthen_a_run() -> None:
    assert runs([3, 4, 2, None, 5, 1, 1, 3], 2) == Runs(useful=6, longest=3, crossings=2)
    assert runs([2, 2, None], 2) == Runs(0, 0, 0)


def test_montgomerys_juice_has_his_limits_and_his_two_signals() -> None:
    # Montgomery prints 0.2313, 0.0524 and 0.4102, samples 15 and 23 outside; the vignette of qcc more digits.
    chart = p_chart(JUICE, [50] * 30)
    assert chart.centre == pytest.approx(0.2313333, abs=0.5e-7)
    assert chart.lower[0] == pytest.approx(0.05242755, abs=0.5e-8)
    assert chart.upper[0] == pytest.approx(0.4102391, abs=0.5e-7)
    assert [i + 1 for i, out in enumerate(chart.signals) if out] == [15, 23]
    assert chart.values[:2] == (0.24, 0.3)
    assert chart.shifted is False


def test_without_the_two_samples_his_revised_limits_come_out() -> None:
    chart = p_chart([d for i, d in enumerate(JUICE) if i + 1 not in (15, 23)], [50] * 28)
    assert chart.centre == pytest.approx(0.215, abs=1e-12)
    assert chart.lower[0] == pytest.approx(0.04070284, abs=0.5e-8)
    assert chart.upper[0] == pytest.approx(0.3892972, abs=0.5e-7)


def test_montgomerys_computers_have_his_limits() -> None:
    # Montgomery prints 1.93, 0.07 and 3.79; the vignette of qcc more digits.
    chart = u_chart(COMPUTERS, [5] * 20)
    assert chart.centre == pytest.approx(1.93, abs=1e-12)
    assert chart.lower[0] == pytest.approx(0.06613305, abs=0.5e-8)
    assert chart.upper[0] == pytest.approx(3.793867, abs=0.5e-6)
    assert not any(chart.signals)


def test_montgomerys_cloth_has_his_centre_and_limits_that_follow_the_size() -> None:
    chart = u_chart(CLOTH, ROLLS)
    assert chart.centre == pytest.approx(1.42, abs=0.5e-2)
    small, large = ROLLS.index(8), ROLLS.index(13)
    assert (chart.upper[small] or 0) > (chart.upper[large] or 0)
    assert (chart.lower[small] or 0) < (chart.lower[large] or 0)


def test_a_shift_without_any_point_outside_is_seen_by_the_run_rules() -> None:
    chart = p_chart([20] * 9 + [28] * 9, [100] * 18)
    assert not any(chart.signals)
    assert chart.shifted is True
    assert p_chart([20, 28] * 9, [100] * 18).shifted is False
    assert p_chart([20] * 4 + [28] * 4, [100] * 8).shifted is None


def test_shares_all_alike_give_no_signal_and_no_runs() -> None:
    # Three of seven is no exact float: the points must still be seen to lie on the line.
    chart = p_chart([3, 6, 9] * 5, [7, 14, 21] * 5)
    assert not any(chart.signals)
    assert chart.shifted is None
    assert u_chart([1, 3] * 6, [0.1, 0.1 + 0.1 + 0.1] * 6).shifted is not True
    for all_or_none in (p_chart([0] * 12, [5] * 12), p_chart([5] * 12, [5] * 12), u_chart([0] * 12, [5] * 12)):
        assert not any(all_or_none.signals)


def test_limits_stay_where_shares_and_rates_can_be() -> None:
    high, low = p_chart([9, 10, 10], [10, 10, 10]), p_chart([1, 0, 0], [10, 10, 10])
    assert high.upper == (1.0, 1.0, 1.0)
    assert low.lower == (0.0, 0.0, 0.0)
    assert u_chart([1, 0, 0], [10, 10, 10]).lower == (0.0, 0.0, 0.0)


def test_a_period_with_nobody_has_no_point() -> None:
    chart = p_chart([1, 0, 2], [10, 0, 10])
    assert (chart.values[1], chart.lower[1], chart.upper[1], chart.signals[1]) == (None, None, None, False)
    assert chart.centre == 0.15
    nothing = p_chart([0, 0], [0, 0])
    assert (nothing.centre, nothing.values) == (None, (None, None))
    assert u_chart([0, 0], [0, 0]).centre is None


@pytest.mark.parametrize(
    ("observed", "level", "ratio", "expected_low", "expected_high"),
    # UK Health Security Agency, PHEindicatormethods, testdata_funnel_ratio_outputs.csv: the expected numbers at which
    # this many events lie exactly on the lower and on the upper limit. Found there by halving to 1e-7.
    [
        (1, 0.95, 1, 5.571644585, 0.025317898),
        (1, 0.998, 1, 9.233410143, 0.001000547),
        (10, 0.95, 1, 18.39035799, 4.795387629),
        (18, 0.95, 1, 28.44776062, 10.66794109),
        (18, 0.998, 1, 35.3514374, 7.662057257),
        (716, 0.95, 1, 770.4222128, 664.5083011),
        (716, 0.998, 1, 802.60414, 636.1521174),
    ],
)
def test_funnel_limits_agree_with_the_public_health_test_data(
    observed: int, level: float, ratio: float, expected_low: float, expected_high: float
) -> None:
    chart = funnel([observed, observed], [expected_low, expected_high], level)
    assert chart.centre == ratio
    assert chart.lower[0] == pytest.approx(observed / expected_low, rel=1e-5)
    assert chart.upper[1] == pytest.approx(observed / expected_high, rel=1e-4)
    assert chart.values == pytest.approx((observed / expected_low, observed / expected_high))
    assert chart.shifted is None


@pytest.mark.parametrize(
    ("observed", "expected", "at_95", "at_998"),
    # The same source, testdata_funnel_ratio_inputs.csv: which units it finds high or low.
    [
        (8, 6.239860227, False, False),
        (151, 106.4429719, True, True),
        (159, 232.9329036, True, True),
        (191, 184.0963855, False, False),
        (220, 249.8012944, False, False),
        (150, 119.5695496, True, False),
        (0, 240.6273499, True, True),
        (113, 96.14566494, False, False),
    ],
)
def test_funnel_signals_agree_with_the_public_health_test_data(
    observed: int, expected: float, at_95: bool, at_998: bool
) -> None:
    assert funnel([observed], [expected]).signals == (at_95,)
    assert funnel([observed], [expected], 0.998).signals == (at_998,)


@given(st.integers(0, 300), st.floats(0.001, 300), st.sampled_from([0.9, 0.95, 0.998]))
def test_a_point_is_outside_the_funnel_when_its_interval_leaves_one_out(
    observed: int, expected: float, level: float
) -> None:
    chart, around = funnel([observed], [expected], level), poisson_exact(observed, level)
    assert around.low is not None
    assert around.high is not None
    if abs(around.low - expected) > 1e-6 and abs(around.high - expected) > 1e-6:
        assert chart.signals[0] == (not around.low <= expected <= around.high)
        assert chart.lower[0] is not None
        assert chart.upper[0] is not None
        assert chart.signals[0] == (not chart.lower[0] <= observed / expected <= chart.upper[0])


def test_a_house_of_which_nothing_is_expected_has_no_point() -> None:
    chart = funnel([3, 5], [0, 4])
    assert (chart.values[0], chart.lower[0], chart.upper[0], chart.signals[0]) == (None, None, None, False)
    assert chart.values[1] == 1.25


@pytest.mark.parametrize(
    ("says", "hits", "of"),
    [("hits", [3], [2]), ("count", [-1], [2]), ("every group", [1, 2], [3]), ("at least one group", [], [])],
)
def test_impossible_shares_are_refused(says: str, hits: list[int], of: list[int]) -> None:
    with pytest.raises(ValueError, match=says):
        p_chart(hits, of)


def test_impossible_counts_and_expectations_are_refused() -> None:
    with pytest.raises(ValueError, match="opportunity"):
        u_chart([1, 1], [0, 5])
    with pytest.raises(ValueError, match="area"):
        u_chart([1, 1], [-2, 5])
    with pytest.raises(ValueError, match="expected number"):
        funnel([1], [float("nan")])
    with pytest.raises(ValueError, match="count"):
        funnel([-1], [1.0])
    with pytest.raises(ValueError, match="level"):
        funnel([1], [1.0], 95)


def test_chance_alone_seldom_signals() -> None:
    chance = random.Random(7)
    charts = [
        p_chart([sum(chance.random() < 0.3 for _ in range(60)) for _ in range(24)], [60] * 24) for _ in range(200)
    ]
    assert sum(sum(chart.signals) for chart in charts) <= 0.006 * 200 * 24
    # Anhøj & Olesen: about 5 to 10 per cent of series without a shift break a rule.
    assert 0.02 <= sum(chart.shifted is True for chart in charts) / 200 <= 0.15
