"""Shares, counts and rates with their intervals, in closed form or by bisection, in the standard library alone.

Every function takes plain counts and returns an `Estimate`. Where there is nothing to divide by, value and limits are
None: no figure may be shown. Counts that cannot be (negative, more hits than tries) raise ValueError.

Sources: Wilson (1927), JASA 22:209-212. Newcombe (1998a), Stat Med 17:857-872 and (1998b), Stat Med 17:873-890.
Garwood (1936), Biometrika 28:437-442. Byar in Breslow & Day (1987), Statistical Methods in Cancer Research II, 2.10.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, fsum, inf, isfinite, lgamma, log, sqrt
from statistics import NormalDist

_EXACT_BELOW = 10
"""Counts below this get the exact interval, others Byar's: the convention of UKHSA (PHEindicatormethods)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its two-sided confidence limits and the name of the method; None where nothing may be shown."""

    value: float | None
    low: float | None
    high: float | None
    method: str


def wilson(hits: int, of: int, level: float = 0.95) -> Estimate:
    """Return the share hits/of with Wilson's score interval, without continuity correction (Newcombe 1998a, no. 3)."""
    _check_share(hits, of)
    z = _z(level)
    if of == 0:
        return Estimate(None, None, None, "wilson")
    low, high = _score_limits(hits, of, z)
    return Estimate(hits / of, low, high, "wilson")


def newcombe(hits_1: int, of_1: int, hits_2: int, of_2: int, level: float = 0.95) -> Estimate:
    """Return the difference of two independent shares, first minus second, with the hybrid score interval.

    Newcombe (1998b), method 10, without continuity correction.
    """
    _check_share(hits_1, of_1)
    _check_share(hits_2, of_2)
    z = _z(level)
    if of_1 == 0 or of_2 == 0:
        return Estimate(None, None, None, "newcombe")
    share_1, share_2 = hits_1 / of_1, hits_2 / of_2
    low_1, high_1 = _score_limits(hits_1, of_1, z)
    low_2, high_2 = _score_limits(hits_2, of_2, z)
    difference = share_1 - share_2
    below = sqrt((share_1 - low_1) ** 2 + (high_2 - share_2) ** 2)
    above = sqrt((high_1 - share_1) ** 2 + (share_2 - low_2) ** 2)
    return Estimate(difference, difference - below, difference + above, "newcombe")


def poisson_exact(count: int, level: float = 0.95) -> Estimate:
    """Return a count with the exact interval of its Poisson mean (Garwood)."""
    _check_count(count)
    tail = (1 - _checked(level)) / 2
    low = 0.0 if count == 0 else _root(lambda mean: _at_least(count, mean) - tail, 0.0, float(count))
    high = _root(lambda mean: tail - _at_most(count, mean), float(count), _above(count, tail))
    return Estimate(float(count), low, high, "poisson_exact")


def byar(count: int, level: float = 0.95) -> Estimate:
    """Return a count with Byar's approximation to the exact Poisson interval; the lower limit of 0 is 0."""
    _check_count(count)
    z = _z(level)
    low = 0.0 if count == 0 else count * max(0.0, 1 - 1 / (9 * count) - z / (3 * sqrt(count))) ** 3
    more = count + 1
    high = more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3
    return Estimate(float(count), low, high, "byar")


def rate(count: int, person_time: float, per: float = 1.0, level: float = 0.95) -> Estimate:
    """Return events per `per` units of person-time: exact below 10 events, Byar from 10; `.method` says which."""
    counted = poisson_exact(count, level) if count < _EXACT_BELOW else byar(count, level)
    if not (isfinite(person_time) and person_time >= 0 and isfinite(per) and per > 0):
        raise ValueError("person-time cannot be negative and `per` must be above zero")
    if person_time == 0 or counted.value is None or counted.low is None or counted.high is None:
        return Estimate(None, None, None, counted.method)
    scale = per / person_time
    return Estimate(counted.value * scale, counted.low * scale, counted.high * scale, counted.method)


def _score_limits(hits: int, of: int, z: float) -> tuple[float, float]:
    centre = 2 * hits + z * z
    spread = z * sqrt(z * z + 4 * hits * (of - hits) / of)
    width = 2 * (of + z * z)
    # At the ends the limit is known; rounding must not leave 1e-17 or 1.0000000000000002.
    low = 0.0 if hits == 0 else (centre - spread) / width
    high = 1.0 if hits == of else (centre + spread) / width
    return low, high


def _z(level: float) -> float:
    return NormalDist().inv_cdf(1 - (1 - _checked(level)) / 2)


def _checked(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError("the confidence level lies between 0 and 1")
    return level


def _check_share(hits: int, of: int) -> None:
    _check_count(hits)
    _check_count(of)
    if hits > of:
        raise ValueError("there cannot be more hits than tries")


def _check_count(count: int) -> None:
    if not isinstance(count, int) or count < 0:
        raise ValueError("a count is a whole number, zero or more")


def _at_most(count: int, mean: float) -> float:
    """Probability of at most `count` events."""
    if mean == 0:
        return 1.0
    return fsum(exp(i * log(mean) - mean - lgamma(i + 1)) for i in range(count + 1))


def _at_least(count: int, mean: float) -> float:
    """Probability of at least `count` events, summed from above so that a small tail keeps its digits."""
    if mean == 0:
        return 0.0
    total, i = 0.0, count
    while True:
        term = exp(i * log(mean) - mean - lgamma(i + 1))
        total += term
        if i > mean and term <= total * 1e-17:
            return total
        i += 1


def _above(count: int, tail: float) -> float:
    """A mean so large that at most `count` events are less likely than `tail`."""
    mean = float(count + 1)
    while _at_most(count, mean) > tail:
        mean *= 2
    return mean


def _root(rising: Callable[[float], float], low: float, high: float) -> float:
    """Zero of an increasing function between two points, halved until the points meet."""
    previous = inf
    while high - low < previous:
        previous = high - low
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2
