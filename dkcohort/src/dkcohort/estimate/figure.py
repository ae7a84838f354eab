"""What every estimate gives back, and the checks that all of them make of what they are given."""

from dataclasses import dataclass
from math import isfinite, nan
from numbers import Integral
from operator import index
from statistics import NormalDist
from typing import SupportsFloat, SupportsIndex

_MOST = 10**15
"""Every count up to here, and its double, is its own number as a float: beyond, limits would not hold the count."""


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
    plain = _plain(level)
    if not 0 < plain < 1:
        raise ValueError("the confidence level lies between 0 and 1")
    return (1 - plain) / 2


def counted(count: SupportsIndex) -> int:
    """Return a count as a plain whole number; refuse what is none from nought to 10**15, and what is yes or no.

    An array's whole numbers are narrow: made plain, they do not run over where they are multiplied.
    """
    if not isinstance(count, Integral) or isinstance(count, bool) or index(count) < 0:
        raise ValueError("a count is a whole number, zero or more")
    if index(count) > _MOST:
        raise ValueError("a count is at most 10**15")
    return index(count)


def shared(hits: SupportsIndex, of: SupportsIndex) -> tuple[int, int]:
    """Return hits and tries as plain whole numbers; refuse more hits than tries, and counts that are none."""
    plain = counted(hits), counted(of)
    if plain[0] > plain[1]:
        raise ValueError("there cannot be more hits than tries")
    return plain


def amount(given: SupportsFloat, what: str) -> float:
    """Return an amount as a plain number; refuse one that is negative, missing or endless: `what` names it."""
    plain = _plain(given)
    if not (isfinite(plain) and plain >= 0):
        raise ValueError(f"{what} is a finite number, zero or more")
    return plain


def finite(given: SupportsFloat, what: str) -> float:
    """Return any number as a plain one; refuse one that is missing or endless: `what` names it."""
    plain = _plain(given)
    if not isfinite(plain):
        raise ValueError(f"{what} is a finite number")
    return plain


def _plain(given: object) -> float:
    """A plain number, and none (NaN) of what is no single number: a list, an array of several, text."""
    try:
        return float(given) if isinstance(given, SupportsFloat) else nan
    except (TypeError, ValueError, OverflowError):
        return nan


def check_same_length(*columns: object) -> None:
    """Refuse columns of different length, none at all, and a bare number where a column is wanted."""
    try:
        lengths = {len(column) for column in columns}  # type: ignore[arg-type]
    except TypeError:
        lengths = {0}
    if len(lengths) != 1 or lengths == {0}:
        raise ValueError("there must be one number of each kind for every group, and at least one group")
