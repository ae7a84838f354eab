"""Shares with their intervals, the difference of two shares, and the comparison of two cumulative incidences.

Sources: Wilson (1927), JASA 22:209-212. Newcombe (1998a), Stat Med 17:857-872 and (1998b), Stat Med 17:873-890.
Klein, Logan, Harhoff & Andersen (2007), Stat Med 26:4505-4519 (comparing curves at a fixed time, cloglog scale).
"""

from dataclasses import dataclass
from math import exp, log, log1p, sqrt

from dkcohort.estimate.figure import Estimate, amount, normal_quantile, shared


@dataclass(frozen=True, slots=True)
class Comparison(Estimate):
    """A ratio of two figures with its limits; 1 where they are alike."""

    @property
    def distinguishable(self) -> bool | None:
        """Whether the two figures can be told apart at the level asked for; None where the scale has no answer."""
        if self.low is None or self.high is None:
            return None
        return self.low > 1 or self.high < 1


def wilson(hits: int, of: int, level: float = 0.95) -> Estimate:
    """Return the share hits/of with Wilson's score interval, without continuity correction (Newcombe 1998a, no. 3)."""
    hits, of = shared(hits, of)
    z = normal_quantile(level)
    if of == 0:
        return Estimate(None, None, None, "wilson")
    low, high = _score_limits(hits, of, z)
    return Estimate(hits / of, low, high, "wilson")


def newcombe(hits_1: int, of_1: int, hits_2: int, of_2: int, level: float = 0.95) -> Estimate:
    """Return the difference of two independent shares, first minus second, with the hybrid score interval.

    Newcombe (1998b), method 10, without continuity correction.
    """
    (hits_1, of_1), (hits_2, of_2) = shared(hits_1, of_1), shared(hits_2, of_2)
    z = normal_quantile(level)
    if of_1 == 0 or of_2 == 0:
        return Estimate(None, None, None, "newcombe")
    share_1, share_2 = hits_1 / of_1, hits_2 / of_2
    low_1, high_1 = _score_limits(hits_1, of_1, z)
    low_2, high_2 = _score_limits(hits_2, of_2, z)
    difference = share_1 - share_2
    below = sqrt((share_1 - low_1) ** 2 + (high_2 - share_2) ** 2)
    above = sqrt((high_1 - share_1) ** 2 + (share_2 - low_2) ** 2)
    return Estimate(difference, difference - below, difference + above, "newcombe")


def compare_incidences(value_1: float, se_1: float, value_2: float, se_2: float, level: float = 0.95) -> Comparison:
    """Compare two independent cumulative incidences at one time from their values and standard errors.

    The value is log(1 - first) / log(1 - second), the ratio of the two cumulated risks, with limits from the normal
    distribution on the complementary log-log scale; `.distinguishable` is the two-sided test on that scale. Where one
    incidence is 0 or 1, or a standard error is 0, the scale has no answer and everything is None: compare the shares
    with `newcombe`, if everybody was followed to the horizon.
    """
    z = normal_quantile(level)
    value_1, value_2 = amount(value_1, "a cumulative incidence"), amount(value_2, "a cumulative incidence")
    se_1, se_2 = (
        amount(se_1, "the standard error of a cumulative incidence"),
        amount(se_2, "the standard error of a cumulative incidence"),
    )
    if max(value_1, value_2) > 1:
        raise ValueError("a cumulative incidence lies between 0 and 1")
    if not (0 < value_1 < 1 and 0 < value_2 < 1 and se_1 > 0 and se_2 > 0):
        return Comparison(None, None, None, "cloglog")
    risk_1, risk_2 = -log1p(-value_1), -log1p(-value_2)
    spread = z * sqrt((se_1 / ((1 - value_1) * risk_1)) ** 2 + (se_2 / ((1 - value_2) * risk_2)) ** 2)
    distance = log(risk_1) - log(risk_2)
    return Comparison(exp(distance), exp(distance - spread), exp(distance + spread), "cloglog")


def _score_limits(hits: int, of: int, z: float) -> tuple[float, float]:
    centre = 2 * hits + z * z
    spread = z * sqrt(z * z + 4 * hits * (of - hits) / of)
    width = 2 * (of + z * z)
    # At the ends the limit is known; rounding must not leave 1e-17 or 1.0000000000000002, nor a share outside.
    low = 0.0 if hits == 0 else min((centre - spread) / width, hits / of)
    high = 1.0 if hits == of else max((centre + spread) / width, hits / of)
    return low, high
