"""Estimating a standardised rate, directly and indirectly, against the test data that UKHSA publishes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dkcohort.estimate import byar, directly_standardised, indirectly_standardised, rate

# UK Health Security Agency, PHEindicatormethods, testdata_DSR_ISR.xlsx: three areas, nineteen age groups.
PERSONS = [636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123, 207]
BIG = [127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91]
SMALL = [12, 4, 3, 2, 3, 4, 8, 2, 2, 3, 4, 5, 6, 8, 5, 6, 5, 5, 4]
TINY = [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 2, 3]
EUROPE_2013 = [
    *(5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000),
    *(7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000),
]
EUROPE_1976 = [8000, *[7000] * 10, 6000, 5000, 4000, 3000, 2000, 1000, 1000]
REFERENCE_COUNTS = [
    *(10303, 2824, 0, 3615, 3641, 3490, 3789, 3213, 3031, 2771),
    *(3089, 3490, 3595, 4745, 5514, 7125, 5694, 6210, 5757),
]
REFERENCE_PERSONS = [
    *(50520, 57173, 60213, 54659, 44345, 50128, 62163, 67423, 62899, 55463),
    *(60479, 49974, 44140, 40888, 37239, 30819, 18136, 15325, 13918),
]


@pytest.mark.parametrize(
    ("counts", "persons", "weights", "level", "value", "low", "high"),
    [
        (BIG, PERSONS, EUROPE_2013, 0.95, 10430.247991469423, 9717.709067985681, 11178.94091547925),
        (BIG, PERSONS, EUROPE_2013, 0.998, 10430.247991469423, 9323.2878802199029, 11620.595999522058),
        (SMALL, PERSONS, EUROPE_2013, 0.95, 1103.212025300104, 877.455767536709, 1367.0882227251795),
        (SMALL, PERSONS, EUROPE_2013, 0.998, 1103.212025300104, 763.64203579398793, 1530.0328948244762),
        (BIG[:18], PERSONS[:18], EUROPE_1976, 0.95, 8592.0975850223658, 7991.160931442103, 9225.2538803183179),
    ],
)
def test_the_directly_standardised_rate_agrees_with_the_public_health_test_data(
    counts: list[int], persons: list[int], weights: list[int], level: float, value: float, low: float, high: float
) -> None:
    found = directly_standardised(counts, persons, weights, level=level)
    assert found.value == pytest.approx(value, rel=1e-9)
    assert found.low == pytest.approx(low, rel=1e-9)
    assert found.high == pytest.approx(high, rel=1e-9)
    assert found.method == "dobson_byar"


def test_a_directly_standardised_rate_below_ten_events_is_not_shown() -> None:
    # The same source: "dsr NA for total count < 10".
    assert sum(TINY) == 9
    found = directly_standardised(TINY, PERSONS, EUROPE_2013)
    assert (found.value, found.low, found.high) == (None, None, None)


@pytest.mark.parametrize(
    ("counts", "level", "value", "low", "high", "method"),
    [
        (BIG, 0.95, 1.0707232939020275, 1.0017147712553987, 1.1432332872498949, "byar"),
        (BIG, 0.998, 1.0707232939020275, 0.96351556196144372, 1.1860070415876287, "byar"),
        (SMALL, 0.95, 0.10886683770400503, 8.765040101829405e-2, 0.13366576328418911, "byar"),
        (SMALL, 0.998, 0.10886683770400503, 7.6954255283921108e-2, 0.14897920510466744, "byar"),
        (TINY, 0.95, 1.0767049882813684e-2, 4.9233808250957762e-3, 2.043921455549973e-2, "poisson_exact"),
        (TINY, 0.998, 1.0767049882813684e-2, 2.9339306550682617e-3, 2.7105896514690211e-2, "poisson_exact"),
    ],
)
def test_observed_over_expected_agrees_with_the_public_health_test_data(
    counts: list[int], level: float, value: float, low: float, high: float, method: str
) -> None:
    found = indirectly_standardised(counts, PERSONS, REFERENCE_COUNTS, REFERENCE_PERSONS, level)
    assert found.value == pytest.approx(value, rel=1e-9)
    assert found.low == pytest.approx(low, rel=1e-9)
    assert found.high == pytest.approx(high, rel=1e-9)
    assert found.method == method
    assert found.observed == sum(counts)
    assert found.expected == pytest.approx(835.88356123117433, rel=1e-9)


def test_the_ratio_times_the_crude_rate_of_the_reference_is_the_published_rate() -> None:
    # The same source, indirectly standardised rates per 100,000.
    found = indirectly_standardised(BIG, PERSONS, REFERENCE_COUNTS, REFERENCE_PERSONS)
    crude = 100_000 * sum(REFERENCE_COUNTS) / sum(REFERENCE_PERSONS)
    assert crude == pytest.approx(9349.8830922110192, rel=1e-9)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert found.value * crude == pytest.approx(10011.137622091057, rel=1e-9)
    assert found.low * crude == pytest.approx(9365.91600297888, rel=1e-9)
    assert found.high * crude == pytest.approx(10689.097582910616, rel=1e-9)


def test_a_group_without_persons_of_ours_expects_nothing() -> None:
    # The same source, testdata_err2: nobody aged 5-9 in the first area; its 25 events left out here.
    counts, persons = [*BIG[:1], 0, *BIG[2:]], [*PERSONS[:1], 0, *PERSONS[2:]]
    found = indirectly_standardised(counts, persons, REFERENCE_COUNTS, REFERENCE_PERSONS)
    assert found.expected == pytest.approx(808.32174009182529, rel=1e-9)


def test_no_limit_of_a_rate_lies_below_zero() -> None:
    found = directly_standardised([100, 1], [100_000, 1], [1, 1])
    assert found.value == pytest.approx(50_050)
    assert found.low == 0


def test_where_a_needed_rate_is_unknown_nothing_is_shown() -> None:
    nobody_there = directly_standardised([20, 0], [100, 0], [1, 1])
    assert (nobody_there.value, nobody_there.low, nobody_there.high) == (None, None, None)
    assert directly_standardised([20, 0], [100, 0], [1, 0]).value == pytest.approx(20_000)
    no_reference = indirectly_standardised([20, 3], [100, 50], [7, 0], [100, 0])
    assert (no_reference.value, no_reference.expected) == (None, None)
    nobody_anywhere = indirectly_standardised([20, 0], [100, 0], [7, 0], [100, 0])
    assert (nobody_anywhere.value, nobody_anywhere.expected) == pytest.approx((20 / 7, 7.0))
    nothing_expected = indirectly_standardised([0, 0], [100, 50], [0, 0], [100, 100])
    assert (nothing_expected.value, nothing_expected.low, nothing_expected.expected) == (None, None, 0.0)


@pytest.mark.parametrize(
    ("counts", "persons", "weights", "says"),
    [
        ([-26, 40], [594, 10], [1, 1], "count"),
        ([26, 40], [-594, 10], [1, 1], "persons"),
        ([26, 40], [594, 10], [1, -1], "weight"),
        ([26, 40], [594, 10], [0, 0], "weights"),
        ([26, 40], [594, 0], [1, 1], "without persons"),
        ([26, 40], [594], [1, 1], "every group"),
        ([], [], [], "at least one group"),
    ],
)
def test_impossible_groups_are_refused(
    counts: list[int], persons: list[float], weights: list[float], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        directly_standardised(counts, persons, weights)


def test_impossible_references_and_levels_are_refused() -> None:
    with pytest.raises(ValueError, match="without persons"):
        indirectly_standardised([1], [10], [5], [0])
    with pytest.raises(ValueError, match="every group"):
        indirectly_standardised([1, 2], [10, 10], [5], [10])
    with pytest.raises(ValueError, match="level"):
        directly_standardised([1], [10], [1], level=95)
    with pytest.raises(ValueError, match="per"):
        directly_standardised([1], [10], [1], per=0)


GROUPS = st.lists(st.tuples(st.integers(0, 50), st.integers(60, 5000)), min_size=1, max_size=8)


@given(GROUPS)
def test_standardised_to_its_own_persons_a_rate_is_the_crude_rate(groups: list[tuple[int, int]]) -> None:
    counts, persons = [x for x, _ in groups], [n for _, n in groups]
    found, total = directly_standardised(counts, persons, persons, per=1.0), sum(counts)
    if total < 10:
        assert found.value is None
        return
    crude = rate(total, sum(persons))
    assert found.value == pytest.approx(total / sum(persons), rel=1e-12)
    assert found.low == pytest.approx(crude.low, rel=1e-9)
    assert found.high == pytest.approx(crude.high, rel=1e-9)


@given(GROUPS)
def test_measured_by_itself_a_group_of_people_is_as_expected(groups: list[tuple[int, int]]) -> None:
    counts, persons = [x for x, _ in groups], [n for _, n in groups]
    found = indirectly_standardised(counts, persons, counts, persons)
    if sum(counts) == 0:
        assert found.value is None
        return
    assert found.value == pytest.approx(1.0, rel=1e-12)
    if sum(counts) >= 10:
        assert found.low == pytest.approx((byar(sum(counts)).low or 0) / sum(counts), rel=1e-9)


@given(GROUPS, st.data())
def test_the_order_of_the_groups_changes_no_digit(groups: list[tuple[int, int]], data: st.DataObject) -> None:
    mixed = data.draw(st.permutations(groups))
    x, n = [x for x, _ in groups], [n for _, n in groups]
    y, m = [y for y, _ in mixed], [m for _, m in mixed]
    assert directly_standardised(x, n, n) == directly_standardised(y, m, m)
    assert indirectly_standardised(x, n, x, n) == indirectly_standardised(y, m, y, m)


@pytest.mark.parametrize(
    ("persons", "weights"), [([1e-300, 1.0], [1e308, 1.0]), ([100, 100], [1e308, 1e308]), ([1e-300, 1.0], [1.0, 1.0])]
)
def test_rates_beyond_all_numbers_are_refused(persons: list[float], weights: list[float]) -> None:
    with pytest.raises(ValueError, match="right units"):
        directly_standardised([20, 10], persons, weights, per=1e20)
