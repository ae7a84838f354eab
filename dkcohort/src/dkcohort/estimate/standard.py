"""Standardised rates: directly, to the weights of a standard population, and indirectly, to reference rates.

Both as UKHSA publishes them (PHEindicatormethods: calculate_dsr, calculate_ISRatio).

Sources: Dobson, Kuulasmaa, Eberle & Scherer (1991), Stat Med 10:457-462. Breslow & Day (1987), Statistical Methods in
Cancer Research II, 2.3 (the ratio of observed to expected).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, hypot, isfinite, sqrt

from dkcohort.estimate.counts import byar_limits, rate
from dkcohort.estimate.figure import Estimate, amount, check_same_length, counted, one_tail

_FEWEST_EVENTS = 10
"""Below this many events in all a directly standardised rate is not shown (UKHSA)."""

_TOO_FAR = "the rates are too large to be counted with: are persons and weights in the right units?"


@dataclass(frozen=True, slots=True)
class Standardised(Estimate):
    """Observed over expected, with the two counts it rests on."""

    observed: int
    expected: float | None


def directly_standardised(
    counts: Sequence[int],
    persons: Sequence[float],
    weights: Sequence[float],
    per: float = 100_000,
    level: float = 0.95,
) -> Estimate:
    """Return events per `per` persons, had the groups the sizes of the standard population `weights`.

    One number of each kind for every group. Limits by Dobson's method from Byar's of the total count. None below ten
    events in all, and where a group of the standard population has nobody: its rate is not known.
    """
    check_same_length(counts, persons, weights)
    one_tail(level)
    sizes = [amount(weight, "a weight") for weight in weights]
    standard = _added(sizes)
    if standard <= 0 or amount(per, "`per`") <= 0:
        raise ValueError("the weights must sum to more than zero and `per` must be above zero")
    groups = [(x, n, w) for (x, n), w in zip(_groups(counts, persons), sizes, strict=True) if w > 0]
    total = sum(x for x, _, _ in groups)
    if total < _FEWEST_EVENTS or any(n == 0 for _, n, _ in groups):
        return Estimate(None, None, None, "dobson_byar")
    value = _added([w / standard * x / n for x, n, w in groups])
    spread = hypot(*(sqrt(x / total) * (w / standard / n) for x, n, w in groups))
    low, high = (value + spread * (limit - total) for limit in byar_limits(total, level))
    # Where one small group weighs much, the method reaches below zero; no rate does.
    if not isfinite(high * per):
        raise ValueError(_TOO_FAR)
    return Estimate(value * per, max(0.0, low) * per, high * per, "dobson_byar")


def indirectly_standardised(
    counts: Sequence[int],
    persons: Sequence[float],
    reference_counts: Sequence[int],
    reference_persons: Sequence[float],
    level: float = 0.95,
) -> Standardised:
    """Return observed over expected events, expected at the reference's rates in the same groups.

    One number of each kind for every group; persons may be person-time if both are. Limits exact below ten observed
    events and Byar's from ten, the expected number taken as known. `.observed` and `.expected` come along; times the
    reference's crude rate it is the indirectly standardised rate. None where nothing is expected, and where the
    reference has nobody in a group of ours.
    """
    check_same_length(counts, persons, reference_counts, reference_persons)
    ours, theirs = _groups(counts, persons), _groups(reference_counts, reference_persons)
    observed = sum(count for count, _ in ours)
    groups = [(n, y, m) for (_, n), (y, m) in zip(ours, theirs, strict=True) if n > 0]
    if any(m == 0 for _, _, m in groups):
        return Standardised(None, None, None, rate(observed, 1.0, level=level).method, observed, None)
    expected = fsum(n * y / m for n, y, m in groups)
    ratio = rate(observed, expected, level=level)
    return Standardised(ratio.value, ratio.low, ratio.high, ratio.method, observed, expected)


def _added(numbers: Sequence[float]) -> float:
    try:
        return fsum(numbers)
    except OverflowError as wrong:
        raise ValueError(_TOO_FAR) from wrong


def _groups(counts: Sequence[int], persons: Sequence[float]) -> list[tuple[int, float]]:
    found = [(counted(x), amount(n, "the number of persons")) for x, n in zip(counts, persons, strict=True)]
    if any(number == 0 and count > 0 for count, number in found):
        raise ValueError("there cannot be events in a group without persons")
    return found
