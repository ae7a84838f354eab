"""Estimating a share and the difference of two shares: the published intervals, and what must not be shown."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dkcohort.estimate import newcombe, wilson

SIZES = st.integers(1, 5000)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    # Newcombe (1998), Stat Med 17:857-872, table I, method 3 (score, no continuity correction).
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_intervals_newcombe_printed(hits: int, of: int, low: float, high: float) -> None:
    found = wilson(hits, of)
    assert found.value == hits / of
    assert found.low == pytest.approx(low, abs=0.5e-4)
    assert found.high == pytest.approx(high, abs=0.5e-4)
    assert found.method == "wilson"


@pytest.mark.parametrize(
    ("hits", "of", "level", "low", "high"),
    # UK Health Security Agency, PHEindicatormethods, test data for Byar's and Wilson's methods.
    [
        (65, 100, 0.95, 0.55254443296887967, 0.73635751756902468),
        (1045, 5000, 0.95, 0.19795549880013297, 0.22049130373189027),
        (65, 100, 0.998, 0.49549465740704313, 0.77835406140896968),
        (1045, 5000, 0.998, 0.19179381799015244, 0.22731562902525818),
    ],
)
def test_wilson_agrees_with_the_public_health_test_data(
    hits: int, of: int, level: float, low: float, high: float
) -> None:
    found = wilson(hits, of, level)
    assert found.low == pytest.approx(low, rel=1e-9)
    assert found.high == pytest.approx(high, rel=1e-9)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    # Newcombe (1998), Stat Med 17:873-890, table II, method 10 (hybrid score, no continuity correction).
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_gives_the_intervals_he_printed(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    found = newcombe(*first, *second)
    assert found.value == pytest.approx(first[0] / first[1] - second[0] / second[1])
    assert found.low == pytest.approx(low, abs=0.5e-4)
    assert found.high == pytest.approx(high, abs=0.5e-4)


def test_nothing_is_shown_where_there_is_nothing_to_divide_by() -> None:
    for found in (wilson(0, 0), newcombe(0, 0, 3, 10), newcombe(3, 10, 0, 0)):
        assert (found.value, found.low, found.high) == (None, None, None)
        assert found.method in {"wilson", "newcombe"}


@pytest.mark.parametrize(("hits", "of"), [(-1, 10), (11, 10), (0, -1)])
def test_counts_that_cannot_be_are_refused(hits: int, of: int) -> None:
    with pytest.raises(ValueError, match=r"count|hits"):
        wilson(hits, of)
    with pytest.raises(ValueError, match=r"count|hits"):
        newcombe(1, 2, hits, of)


@pytest.mark.parametrize(("hits", "of"), [(10**400, 10**401), (3 * 10**307, 10**308), (1, 10**15 + 1)])
def test_counts_too_large_to_be_any_are_refused(hits: int, of: int) -> None:
    with pytest.raises(ValueError, match="a count is at most"):
        wilson(hits, of)
    with pytest.raises(ValueError, match="a count is at most"):
        newcombe(1, 2, hits, of)


@given(st.data(), st.integers(1, 10**15))
def test_the_limits_of_a_large_share_hold_it(data: st.DataObject, of: int) -> None:
    hits = data.draw(st.integers(0, of) | st.integers(0, min(of, 9)).map(lambda few: of - few))
    found = wilson(hits, of)
    assert 0 <= (found.low or 0) <= hits / of <= (found.high or 0) <= 1


def test_a_broken_count_is_refused() -> None:
    with pytest.raises(ValueError, match="whole number"):
        wilson(0.5, 10)  # type: ignore[arg-type]


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0, -0.5])
def test_a_level_outside_nought_and_one_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="confidence level"):
        wilson(1, 2, level)


@given(st.data(), SIZES)
def test_the_limits_are_the_shares_the_score_test_just_accepts(data: st.DataObject, of: int) -> None:
    hits = data.draw(st.integers(0, of))
    found = wilson(hits, of)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value <= found.high <= 1
    for limit in (found.low, found.high):
        if 0 < limit < 1:
            score = (hits / of - limit) ** 2 / (limit * (1 - limit) / of)
            assert score == pytest.approx(1.959963984540054**2, rel=1e-6)


@given(st.data(), SIZES)
def test_hits_and_misses_mirror_each_other(data: st.DataObject, of: int) -> None:
    hits = data.draw(st.integers(0, of))
    there, back = wilson(hits, of), wilson(of - hits, of)
    assert there.low is not None
    assert back.high is not None
    assert there.low == pytest.approx(1 - back.high, abs=1e-12)


@given(st.data(), SIZES, SIZES)
def test_changing_sides_changes_the_sign(data: st.DataObject, of_1: int, of_2: int) -> None:
    hits_1, hits_2 = data.draw(st.integers(0, of_1)), data.draw(st.integers(0, of_2))
    there, back = newcombe(hits_1, of_1, hits_2, of_2), newcombe(hits_2, of_2, hits_1, of_1)
    assert there.low is not None
    assert there.high is not None
    assert back.high is not None
    assert there.low == pytest.approx(-back.high, abs=1e-12)
    assert -1 <= there.low <= there.high <= 1


def test_a_higher_level_gives_a_wider_interval() -> None:
    narrow, wide = wilson(18, 60, 0.8), wilson(18, 60, 0.99)
    assert narrow.low is not None
    assert wide.low is not None
    assert wide.low < narrow.low


def test_importing_the_estimates_loads_neither_numpy_nor_scipy() -> None:
    program = (
        "import sys, dkcohort.estimate as e; e.wilson(1, 3); e.newcombe(1, 3, 2, 3); e.rate(4, 9.0); "
        "e.rate_ratio(4, 9.0, 5, 9.0); e.directly_standardised([20], [90], [1]); e.p_chart([1], [3]); e.run_rules(12); "
        "e.indirectly_standardised([2], [9], [20], [99]); e.funnel([1], [3.0]); e.dream_week('Y_0453'); "
        "e.compare_incidences(0.1, 0.1, 0.2, 0.1); "
        "print([m for m in ('numpy', 'scipy', 'pandas', 'django') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"PYTHONPATH": _source()}
    )
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_there_and_no_other() -> None:
    import dkcohort.estimate

    for name in dkcohort.estimate.__all__:
        assert callable(getattr(dkcohort.estimate, name))
    with pytest.raises(AttributeError, match="kaplan_meier"):
        dkcohort.estimate.kaplan_meier  # type: ignore[attr-defined]  # noqa: B018


def _source() -> str:
    import dkcohort

    (folder,) = dkcohort.__path__
    return folder.removesuffix("/dkcohort")
