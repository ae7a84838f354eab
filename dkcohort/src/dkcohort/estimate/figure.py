"""What every estimate gives back, and the checks that all of them make of what they are given."""

from dataclasses import dataclass
from math import isfinite
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its two-sided confidence limits and the name of the method; None where nothing may be shown."""

    value: float | None
    low: float | None
    high: float | None
    method: str


def normal_quantile(level: float) -> float:
    """Return z such that a standard normal variate lies within plus or minus z with probability `level`."""
    return -NormalDist().inv_cdf(one_tail(level))


def one_tail(level: float) -> float:
    """Return the probability left in each tail, refusing a level such as 95 or 1."""
    if not 0 < level < 1:
        raise ValueError("the confidence level lies between 0 and 1")
    return (1 - level) / 2


def check_count(count: int) -> None:
    """Refuse what is not a whole number from nought."""
    if not isinstance(count, int) or count < 0:
        raise ValueError("a count is a whole number, zero or more")


def check_share(hits: int, of: int) -> None:
    """Refuse more hits than tries, and counts that are none."""
    check_count(hits)
    check_count(of)
    if hits > of:
        raise ValueError("there cannot be more hits than tries")


def check_amount(amount: float, what: str) -> None:
    """Refuse a negative, missing or endless amount; `what` names it in the sentence."""
    if not (isfinite(amount) and amount >= 0):
        raise ValueError(f"{what} is a finite number, zero or more")


def check_same_length(*columns: object) -> None:
    """Refuse columns of different length, or none at all."""
    lengths = {len(column) for column in columns}  # type: ignore[arg-type]
    if len(lengths) != 1 or lengths == {0}:
        raise ValueError("there must be one number of each kind for every group, and at least one group")
