"""Charts over time and over houses: which points, and which series, are more than chance.

Sources: Montgomery, Introduction to Statistical Quality Control, 7.2 and 7.3 (p and u charts, three standard errors).
Anhøj & Olesen (2014), PLoS ONE 9:e113825, after Schilling (2012) and Chen (2010) (run rules). Spiegelhalter (2005),
Stat Med 24:1185-1202 (funnel plots), with exact limits as UKHSA draws them (PHEindicatormethods).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby, pairwise
from math import ceil, inf, log2, sqrt
from typing import NamedTuple

from dkcohort.estimate.figure import amount, check_same_length, counted, finite, one_tail, shared
from dkcohort.estimate.tails import poisson_at_least, poisson_at_most, root

_FEWEST_POINTS = 10
"""With fewer useful points the run rules say nothing (Anhøj's tables begin here)."""


class RunRules(NamedTuple):
    """The longest run and the fewest crossings that chance allows; None where there are too few points to say."""

    longest_run: int | None
    fewest_crossings: int | None


class Runs(NamedTuple):
    """What a series did: points off the centre line, its longest run on one side, how often it crossed."""

    useful: int
    longest: int
    crossings: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A centre line, and for every point its value, limits and whether it lies outside them.

    Values and limits are None where there was nothing to divide by. `shifted` says whether the order of the points
    breaks a run rule; None with fewer than ten useful points, and where the points have no order.
    """

    centre: float | None
    values: tuple[float | None, ...]
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]
    signals: tuple[bool, ...]
    shifted: bool | None


_Point = tuple[float | None, float | None, float | None, bool]
_NO_POINT: _Point = (None, None, None, False)


def run_rules(n: int) -> RunRules:
    """Return Anhøj's limits for n useful points, those not on the centre line; None below ten.

    The longest run is log2(n) + 3 rounded, the fewest crossings the 5 per cent quantile of n - 1 throws of a coin.
    A longer run or fewer crossings is a shift.
    """
    n = counted(n)
    if n < _FEWEST_POINTS:
        return RunRules(None, None)
    ways, below, crossings, enough = 1, 1, 0, 2 ** (n - 1)
    while below * 20 < enough:
        ways = ways * (n - 1 - crossings) // (crossings + 1)  # n - 1 throws over the crossings, from the one before
        crossings += 1
        below += ways
    return RunRules(round(log2(n) + 3), crossings)


def runs(values: Sequence[float | None], centre: float) -> Runs:
    """Return what a series did about its centre line; missing points and points on the line are passed over."""
    centre = finite(centre, "the centre line")
    points = [finite(value, "a point") for value in values if value is not None]
    above = [point > centre for point in points if point != centre]
    longest = max((len(list(run)) for _, run in groupby(above)), default=0)
    return Runs(len(above), longest, sum(a != b for a, b in pairwise(above)))


def p_chart(hits: Sequence[int], of: Sequence[int]) -> Chart:
    """Return the control chart of shares hits/of in order of time, limits three standard errors from the whole."""
    check_same_length(hits, of)
    pairs = [shared(hit, size) for hit, size in zip(hits, of, strict=True)]
    whole = sum(n for _, n in pairs)
    if whole == 0:
        return _chart(None, [_NO_POINT] * len(pairs))
    centre = sum(h for h, _ in pairs) / whole
    spread = sqrt(centre * (1 - centre))
    points = [_point(h / n, centre, spread / sqrt(n), 1.0) if n else _NO_POINT for h, n in pairs]
    return _chart(centre, points)


def u_chart(counts: Sequence[int], areas: Sequence[float]) -> Chart:
    """Return the control chart of counts per area (or person-time) in order of time, limits likewise."""
    check_same_length(counts, areas)
    pairs = [(counted(c), amount(a, "an area of opportunity")) for c, a in zip(counts, areas, strict=True)]
    if any(area == 0 and count > 0 for count, area in pairs):
        raise ValueError("there cannot be events where there was no opportunity for any")
    # Summed as fractions, so that a point on the centre line is exactly the line's number.
    whole = sum(Fraction(area) for _, area in pairs)
    if whole == 0:
        return _chart(None, [_NO_POINT] * len(pairs))
    centre = float(sum(count for count, _ in pairs) / whole)
    return _chart(centre, [_point(c / a, centre, sqrt(centre / a), inf) if a else _NO_POINT for c, a in pairs])


def funnel(observed: Sequence[int], expected: Sequence[float], level: float = 0.95) -> Chart:
    """Return observed over expected for every unit, with exact Poisson limits about 1 at `level`.

    A unit is signalled where a Poisson count with its expected mean would be as far out with less than half of
    1 - level; draw 0.95 and 0.998 together. The limits are continuous in the expected number.
    """
    check_same_length(observed, expected)
    tail = one_tail(level)
    pairs = [(counted(c), amount(m, "the expected number")) for c, m in zip(observed, expected, strict=True)]
    points = [_funnel_point(count, mean, tail) if mean > 0 else _NO_POINT for count, mean in pairs]
    return replace(_chart(1.0, points), shifted=None)


def _funnel_point(count: int, mean: float, tail: float) -> _Point:
    # Where even no event at all is likelier than the tail, nothing can be too few.
    nothing_is_few = poisson_at_most(0.0, mean) >= tail
    low = 0.0 if nothing_is_few else root(lambda edge: poisson_at_most(edge, mean) - tail, 0.0, mean)
    far = float(ceil(mean) + 1)
    while poisson_at_least(far, mean) > tail:
        far *= 2
    high = root(lambda edge: tail - poisson_at_least(edge, mean), 0.0, far)
    outside = poisson_at_least(count, mean) < tail or poisson_at_most(count, mean) < tail
    return count / mean, low / mean, high / mean, outside


def _point(value: float, centre: float, error: float, most: float) -> _Point:
    lower, upper = max(0.0, centre - 3 * error), min(most, centre + 3 * error)
    return value, lower, upper, not lower <= value <= upper


def _chart(centre: float | None, points: Sequence[_Point]) -> Chart:
    values, lower, upper, signals = zip(*points, strict=True)
    shifted = None if centre is None else _breaks_a_rule(runs(values, centre))
    return Chart(centre, values, lower, upper, signals, shifted)


def _breaks_a_rule(found: Runs) -> bool | None:
    allowed = run_rules(found.useful)
    if allowed.longest_run is None or allowed.fewest_crossings is None:
        return None
    return found.longest > allowed.longest_run or found.crossings < allowed.fewest_crossings
