"""Counts, rates and the ratio of two rates with their intervals.

Sources: Garwood (1936), Biometrika 28:437-442. Byar in Breslow & Day (1987), Statistical Methods in Cancer Research II,
2.10. Przyborowski & Wilenski (1940), Biometrika 31:313-323, and Clopper & Pearson (1934), Biometrika 26:404-413 (the
ratio of two Poisson means, given their sum). Goldberg & Levine (1946), Ann Math Stat 17:216-225 (the quantiles of
chi-square from the normal ones). Cornish & Fisher (1938), Rev Inst Int Stat 5:307-320, in the form of Abramowitz &
Stegun (1964), 26.2.49; their 6.4.11 and 6.4.12 (the polygamma functions of a large number).
"""

from math import exp, isfinite, log, sqrt

from dkcohort.estimate.figure import Estimate, amount, counted, normal_quantile, one_tail
from dkcohort.estimate.tails import (
    binomial_at_least,
    binomial_at_most,
    poisson_at_least,
    poisson_at_most,
    root,
    root_near,
)

_EXACT_BELOW = 10
"""Counts below this get the exact interval, others Byar's: the convention of UKHSA (PHEindicatormethods)."""


_LARGE = 100_000
"""From this count on the limits are summed by a series: exact to 1e-12, and as quick for a count of 10**15."""

_BOTH_LARGE = 10_000
"""The same for a ratio, where both counts are; of a smaller one there are few terms to sum, however large the other."""


def poisson_exact(count: int, level: float = 0.95) -> Estimate:
    """Return a count with the exact interval of its Poisson mean (Garwood)."""
    count = counted(count)
    tail = one_tail(level)
    if count >= _LARGE:
        z = normal_quantile(level)
        return Estimate(float(count), _gamma_quantile(count, -z), _gamma_quantile(count + 1, z), "poisson_exact")
    low = 0.0 if count == 0 else root(lambda mean: poisson_at_least(count, mean) - tail, 0.0, float(count))
    high = root(lambda mean: tail - poisson_at_most(count, mean), float(count), _above(count, tail))
    return Estimate(float(count), low, high, "poisson_exact")


def byar(count: int, level: float = 0.95) -> Estimate:
    """Return a count with Byar's approximation to the exact Poisson interval; the lower limit of 0 is 0."""
    low, high = byar_limits(counted(count), level)
    return Estimate(float(count), low, high, "byar")


def byar_limits(count: int, level: float) -> tuple[float, float]:
    """Return Byar's two limits as plain numbers."""
    z = normal_quantile(level)
    low = 0.0 if count == 0 else count * max(0.0, 1 - 1 / (9 * count) - z / (3 * sqrt(count))) ** 3
    more = count + 1
    return low, more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3


def rate(count: int, person_time: float, per: float = 1.0, level: float = 0.95) -> Estimate:
    """Return events per `per` units of person-time: exact below 10 events, Byar from 10; `.method` says which."""
    count = counted(count)
    found = poisson_exact(count, level) if count < _EXACT_BELOW else byar(count, level)
    person_time, per = amount(person_time, "person-time"), amount(per, "`per`")
    if per == 0:
        raise ValueError("person-time cannot be negative and `per` must be above zero")
    if person_time == 0 or found.value is None or found.low is None or found.high is None:
        return Estimate(None, None, None, found.method)
    scale = per / person_time
    return _finite(Estimate(found.value * scale, found.low * scale, found.high * scale, found.method))


def rate_ratio(count_1: int, time_1: float, count_2: int, time_2: float, level: float = 0.95) -> Estimate:
    """Return the first rate over the second with the exact interval given the total count.

    Given the total, the first count is binomial; its Clopper-Pearson limits become those of the ratio. Without events
    in the second group there is no ratio and no upper limit, but a lower one; without any events, or without time in
    one group, everything is None.
    """
    count_1, count_2 = counted(count_1), counted(count_2)
    time_1, time_2 = amount(time_1, "person-time"), amount(time_2, "person-time")
    one_tail(level)  # refused also where nothing is estimated
    method = "conditional_exact"
    if time_1 == 0 or time_2 == 0 or count_1 + count_2 == 0:
        return Estimate(None, None, None, method)
    low, high = _odds_limits(count_1, count_2, level)
    scale = time_2 / time_1
    value = None if count_2 == 0 else count_1 / count_2 * scale
    return _finite(Estimate(value, low * scale, None if high is None else high * scale, method))


def _finite(found: Estimate) -> Estimate:
    """The estimate, if time enough was given for all its numbers to be some."""
    if not all(isfinite(number) for number in (found.value, found.low, found.high) if number is not None):
        raise ValueError("the person-time is so short, or so unlike, that the rate is no finite number")
    return found


def _odds_limits(hits: int, misses: int, level: float) -> tuple[float, float | None]:
    """Clopper-Pearson limits as odds; the upper one of all hits is endless: None."""
    if min(hits, misses) >= _BOTH_LARGE:
        z = normal_quantile(level)
        return exp(_log_odds_quantile(hits, misses + 1, -z)), exp(_log_odds_quantile(hits + 1, misses, z))
    of, tail = hits + misses, one_tail(level)
    guess = log((hits + 0.5) / (misses + 0.5))
    low = 0.0 if hits == 0 else exp(root_near(lambda odds: binomial_at_least(hits, of, odds) - tail, guess))
    high = None if hits == of else exp(root_near(lambda odds: tail - binomial_at_most(hits, of, odds), guess))
    return low, high


def _log_odds_quantile(hits: int, misses: int, z: float) -> float:
    """The log odds of a beta variate of two large parameters where the normal one is z.

    They are one log gamma variate less another, whose cumulants are known; the rest is Cornish and Fisher's.
    """
    one, other = _log_gamma_cumulants(hits), _log_gamma_cumulants(misses)
    middle, square, third, fourth, fifth = (
        a + sign * b for a, b, sign in zip(one, other, (-1, 1, -1, 1, -1), strict=True)
    )
    spread = sqrt(square)
    skew, peak, tilt = third / spread**3, fourth / spread**4, fifth / spread**5
    return middle + spread * (
        z
        + skew * (z**2 - 1) / 6
        + peak * (z**3 - 3 * z) / 24
        - skew**2 * (2 * z**3 - 5 * z) / 36
        + tilt * (z**4 - 6 * z**2 + 3) / 120
        - skew * peak * (z**4 - 5 * z**2 + 2) / 24
        + skew**3 * (12 * z**4 - 53 * z**2 + 17) / 324
    )


def _log_gamma_cumulants(shape: int) -> tuple[float, float, float, float, float]:
    """The first five of the log of a gamma variate: polygamma functions, by Stirling's series."""
    x = float(shape)
    return (
        log(x) - (1 / 2 + (1 / 12 - 1 / (120 * x * x)) / x) / x,
        (1 + (1 / 2 + 1 / (6 * x)) / x) / x,
        -(1 + (1 + 1 / (2 * x)) / x) / x**2,
        (2 + (3 + 2 / x) / x) / x**3,
        -(6 + (12 + 10 / x) / x) / x**4,
    )


def _gamma_quantile(shape: int, z: float) -> float:
    """The gamma quantile of a large shape where the normal one is z: half the chi-square's of twice as many degrees."""
    root_of = sqrt(shape)
    return shape + (
        z * root_of
        + (z**2 - 1) / 3
        + (z**3 - 7 * z) / (36 * root_of)
        - (3 * z**4 + 7 * z**2 - 16) / (810 * shape)
        + (9 * z**5 + 256 * z**3 - 433 * z) / (38880 * shape * root_of)
    )


def _above(count: int, tail: float) -> float:
    """A mean so large that at most `count` events are less likely than `tail`."""
    mean = float(count + 1)
    while poisson_at_most(count, mean) > tail:
        mean *= 2
    return mean
