"""Estimating from what is at hand: an array's whole numbers are counts; what is missing is refused by name."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from dkcohort import estimate as e

HITS, OF, TIMES = [5, 9, 0], [10, 40, 12], [3.5, 8.0, 2.0]
ASKED: dict[str, tuple[Callable[..., Any], tuple[Any, ...]]] = {
    "wilson": (e.wilson, (5, 10)),
    "newcombe": (e.newcombe, (5, 10, 9, 40)),
    "poisson_exact": (e.poisson_exact, (5,)),
    "byar": (e.byar, (90,)),
    "rate": (e.rate, (5, 3.5)),
    "rate_ratio": (e.rate_ratio, (5, 3.5, 9, 8.0)),
    "run_rules": (e.run_rules, (20,)),
    "p_chart": (e.p_chart, (HITS, OF)),
    "u_chart": (e.u_chart, (HITS, TIMES)),
    "funnel": (e.funnel, (HITS, TIMES)),
    "directly_standardised": (e.directly_standardised, (HITS, OF, TIMES)),
    "indirectly_standardised": (e.indirectly_standardised, (HITS, OF, OF, TIMES)),
}


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("whole", [np.int64, np.int8])
def test_numbers_of_an_array_say_what_plain_ones_say(name: str, whole: type[np.integer[Any]]) -> None:
    method, given = ASKED[name]
    found = method(*[_arrayed(one, whole) for one in given])
    assert found == method(*given)
    assert "np." not in repr(found)


def _arrayed(given: Any, whole: type[np.integer[Any]]) -> Any:
    first = given[0] if isinstance(given, list) else given
    made = np.array(given, dtype=whole if isinstance(first, int) else np.float64)
    return made if made.ndim else made[()]


@pytest.mark.parametrize("count", [True, np.True_, 5.0, np.float64(5), "5", None])
def test_what_is_no_count_is_refused(count: Any) -> None:
    for asked in (lambda: e.wilson(count, 10), lambda: e.run_rules(count), lambda: e.rate(count, 3.0)):
        with pytest.raises(ValueError, match="a count is a whole number"):
            asked()


SEVERAL = [[1, 2], [0.5], np.array([0.3, 0.4]), np.array([[0.3, 0.4]]), np.array([])]


@pytest.mark.parametrize("amount", [None, "3", float("nan"), 10**400, *SEVERAL])
def test_a_missing_amount_is_refused_by_name(amount: Any) -> None:
    with pytest.raises(ValueError, match="person-time is a finite number"):
        e.rate(3, amount)
    with pytest.raises(ValueError, match="person-time is a finite number"):
        e.rate_ratio(3, 4.0, 3, amount)
    with pytest.raises(ValueError, match="standard error of a cumulative incidence is a finite"):
        e.compare_incidences(0.1, 0.1, 0.2, amount)
    with pytest.raises(ValueError, match="confidence level"):
        e.wilson(1, 2, amount)


@pytest.mark.parametrize("several", SEVERAL)
def test_several_numbers_are_no_number(several: Any) -> None:
    for wrong in (
        lambda: e.wilson(several, 10),
        lambda: e.funnel([1], [several]),
        lambda: e.directly_standardised([20], [several], [1]),
        lambda: e.directly_standardised([20], [90], [1], per=several),
        lambda: e.runs([1, 2], several),
        lambda: e.runs([several, 2], 1.5),
        lambda: e.cumulative_incidence(None, [5], [1], [5], level=several),
    ):
        with pytest.raises(ValueError, match=r"number|level"):
            wrong()


def test_a_number_is_no_column() -> None:
    with pytest.raises(ValueError, match="every group"):
        e.p_chart(1, 3)  # type: ignore[arg-type]


def test_a_cause_too_large_is_refused_and_does_not_become_another() -> None:
    with pytest.raises(ValueError, match="a cause is a whole number"):
        e.cumulative_incidence(None, [5, 5], np.array([2**64 - 1, 1], dtype=np.uint64), [5])


def test_a_missing_week_is_refused() -> None:
    with pytest.raises(ValueError, match="None is not the name of a week"):
        e.dream_week(None)  # type: ignore[arg-type]
