"""Tail probabilities of the Poisson and the binomial distribution, and the search that turns them into limits.

Sums of positive terms only, started from a point probability computed without cancellation, so that small tails keep
their digits: relative error below 1e-12 for counts up to a million.

Sources: Loader (2000), Fast and accurate computation of binomial probabilities (the deviance form of the point
probability). Abramowitz & Stegun (1964), 6.5.29 and 6.5.31 (the incomplete gamma function as series and fraction).
"""

from collections.abc import Callable
from math import exp, inf, lgamma, log, log1p, pi, sqrt

_SMALLEST = 1e-300
_NEGLIGIBLE = 1e-17
_STIRLING_FROM = 16
"""From here on five terms of Stirling's series are exact to the last digit."""


def poisson_at_least(count: float, mean: float) -> float:
    """Return P(X >= count) for X Poisson with this mean; between whole counts the incomplete gamma function."""
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    return _gamma_series(count, mean) if mean < count + 1 else 1 - _gamma_fraction(count, mean)


def poisson_at_most(count: float, mean: float) -> float:
    """Return P(X <= count), likewise continued between whole counts; 0 at and below minus one."""
    if count <= -1:
        return 0.0
    if mean <= 0:
        return 1.0
    shape = count + 1
    return 1 - _gamma_series(shape, mean) if mean < shape + 1 else _gamma_fraction(shape, mean)


def binomial_at_least(hits: int, of: int, log_odds: float) -> float:
    """Return P(X >= hits) for X binomial in `of` tries whose single log odds are given."""
    if hits <= 0:
        return 1.0
    share = 1 / (1 + exp(-log_odds))
    if hits <= of * share:
        return 1 - binomial_at_most(hits - 1, of, log_odds)
    return _binomial_sum(hits, of, log_odds)


def binomial_at_most(hits: int, of: int, log_odds: float) -> float:
    """Return P(X <= hits), as the mirror image counted in misses."""
    share = 1 / (1 + exp(-log_odds))
    if hits >= of:
        return 1.0
    if hits >= of * share:
        return 1 - binomial_at_least(hits + 1, of, log_odds)
    return _binomial_sum(of - hits, of, -log_odds)


def root(rising: Callable[[float], float], low: float, high: float) -> float:
    """Return the zero of an increasing function between two points, halved until the points meet."""
    previous = inf
    while high - low < previous:
        previous = high - low
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2


def root_near(rising: Callable[[float], float], start: float) -> float:
    """Return the zero of an increasing function, looked for ever farther on both sides of a first guess."""
    step = 1.0
    while rising(start - step) > 0 or rising(start + step) < 0:
        step *= 2
    return root(rising, start - step, start + step)


def _gamma_series(shape: float, x: float) -> float:
    """Lower regularised incomplete gamma function, for x below about shape + 1."""
    term = total = _poisson_point(shape, x)
    rung = shape
    while term > total * _NEGLIGIBLE:
        rung += 1
        term *= x / rung
        total += term
    return min(total, 1.0)


def _gamma_fraction(shape: float, x: float) -> float:
    """Upper regularised incomplete gamma function, for x above about shape + 1, by Lentz's forward evaluation."""
    denominator = x + 1 - shape
    upper = 1 / _SMALLEST
    lower = 1 / denominator
    value, rung, change = lower, 0, 0.0
    while abs(change - 1) > 1e-16 and rung < 1_000_000:
        rung += 1
        numerator = -rung * (rung - shape)
        denominator += 2
        lower = 1 / _not_nought(numerator * lower + denominator)
        upper = _not_nought(denominator + numerator / upper)
        change = lower * upper
        value *= change
    return min(_poisson_point(shape, x) * shape * value, 1.0)


def _not_nought(number: float) -> float:
    return number if abs(number) > _SMALLEST else _SMALLEST


def _poisson_point(count: float, mean: float) -> float:
    """Poisson probability of exactly `count`, continued between whole counts."""
    if count < _STIRLING_FROM:
        return exp(count * log(mean) - mean - lgamma(count + 1))
    return exp(-_stirling_error(count) - _deviance(count, mean)) / sqrt(2 * pi * count)


def _binomial_sum(hits: int, of: int, log_odds: float) -> float:
    """P(X >= hits) above the mean, where the terms only fall."""
    odds = exp(log_odds)
    term = total = _binomial_point(hits, of, log_odds)
    for i in range(hits, of):
        term *= (of - i) / (i + 1) * odds
        total += term
        if term <= total * _NEGLIGIBLE:
            break
    return min(total, 1.0)


def _binomial_point(hits: int, of: int, log_odds: float) -> float:
    """Binomial probability of exactly `hits` of `of`; hits is at least 1."""
    log_share, log_rest = -log1p(exp(-log_odds)), -log1p(exp(log_odds))
    if hits == of:
        return exp(of * log_share)
    misses = of - hits
    exponent = (
        _stirling_error(of)
        - _stirling_error(hits)
        - _stirling_error(misses)
        - _deviance(hits, of * exp(log_share))
        - _deviance(misses, of * exp(log_rest))
    )
    return exp(exponent) * sqrt(of / (2 * pi * hits * misses))


def _deviance(count: float, mean: float) -> float:
    """count * log(count / mean) + mean - count, exact also where the two lie close."""
    distance = (mean - count) / count
    return count * (distance - log1p(distance))


def _stirling_error(n: float) -> float:
    """What Stirling's formula lacks of log n!, for n above nought."""
    if n < _STIRLING_FROM:
        return lgamma(n + 1) - (n + 0.5) * log(n) + n - 0.5 * log(2 * pi)
    square = n * n
    return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / (1188 * square)) / square) / square) / square) / n
