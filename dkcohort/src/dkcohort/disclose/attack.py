"""What each kind of published number says about a count, as bounds that any reader can work out.

Part of `audit`; shares no code with `protect`.
"""

from math import ceil, floor, inf

import numpy as np
import numpy.typing as npt
from scipy import special

from dkcohort.disclose import printed
from dkcohort.disclose.model import Published

Range = tuple[float, float]

_TRIED = 200_000
"""Denominators a reader would try: more than any table here counts."""


def off(number: Published) -> float:
    """How far a number shown with so many decimals can be from the true one."""
    return 0.5 * 10.0**-number.decimals


def bounds(number: Published, of: Range = (0, inf)) -> Range:
    """The least and the largest count that give the number shown; `of` bounds the denominator where it has one.

    A percentage is a ratio of two counts and is not dealt with here.
    """
    match number.kind:
        case "exact":
            return number.value, number.value
        case "rounded":
            return max(0.0, number.value - number.per / 2), number.value + number.per / 2
        case "interval":
            return number.low, number.high
        case "person_years":
            return _followed(number)
        case "rate":
            return _of_rate(number)
        case "limits":
            return _of_wilson(number, of)
        case "rate_limits":
            return _of_rate_limits(number)
        case "estimate":
            return printed.estimate(number)[0]
        case _:
            return 0.0, inf


def _followed(number: Published) -> Range:
    """Nobody is followed longer than the longest, nobody shorter than the shortest."""
    most = (number.value + off(number)) / number.low if number.low > 0 else inf
    return ceil(max(0.0, number.value - off(number)) / number.high - 1e-9), most


def _of_rate(number: Published) -> Range:
    least_years, most_years = max(0.0, number.low - 0.5), number.low + 0.5
    least = max(0.0, number.value - off(number)) * least_years / number.per
    return least, (number.value + off(number)) * most_years / number.per


def _of_rate_limits(number: Published) -> Range:
    """Try every count: its limits, exact or Byar's, over any person-years that round to those told."""
    top = ceil((number.high + off(number)) * (number.value + 0.5) / number.per) + 1
    counts = np.arange(min(top, _TRIED) + 1, dtype=float)
    tail, z = (1 - number.level) / 2, special.ndtri((1 + number.level) / 2)
    exact = special.gammaincinv(counts + 1, 1 - tail)
    byar = (counts + 1) * (1 - 1 / (9 * (counts + 1)) + z / (3 * np.sqrt(counts + 1))) ** 3
    fits = _fits(exact, number) | _fits(byar, number)
    return _hull(counts, fits)


def _fits(upper: npt.NDArray[np.float64], number: Published) -> npt.NDArray[np.bool_]:
    least = upper * number.per / (number.value + 0.5)
    most = upper * number.per / max(number.value - 0.5, 1e-9)
    return (least <= number.high + off(number)) & (most >= number.high - off(number))


def _of_wilson(number: Published, of: Range) -> Range:
    """Try every denominator: the middle of the limits gives the count, and the limits must come out as shown."""
    least, most = max(1, ceil(of[0] - 1e-6)), min(of[1], _TRIED)
    whole = np.arange(least, floor(most + 1e-6) + 1, dtype=float)
    z = special.ndtri((1 + number.level) / 2)
    middle = (number.low + number.high) / 200
    near = np.round(middle * (whole + z * z) - z * z / 2)
    # The middle is known to within the last decimal: that many counts on either side may fit.
    spread = int(off(number) / 100 * (whole.max(initial=1.0) + z * z)) + 2
    found = []
    for step in range(-min(spread, 500), min(spread, 500) + 1):
        counts = np.clip(near + step, 0, whole)
        found.append(counts[_as_shown(counts, whole, z, number)])
    counts = np.concatenate(found)
    return _hull(counts, np.ones(len(counts), dtype=bool))


def _as_shown(
    counts: npt.NDArray[np.float64], whole: npt.NDArray[np.float64], z: float, number: Published
) -> npt.NDArray[np.bool_]:
    share = counts / whole
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * np.sqrt(share * (1 - share) / whole + z * z / (4 * whole**2)) / (1 + z * z / whole)
    wrong = off(number) + 1e-9
    low, high = np.abs(100 * (middle - half) - number.low), np.abs(100 * (middle + half) - number.high)
    fits: npt.NDArray[np.bool_] = (low <= wrong) & (high <= wrong)
    return fits


def _hull(counts: npt.NDArray[np.float64], fits: npt.NDArray[np.bool_]) -> Range:
    if not fits.any():
        raise ValueError("no count gives the limits that are shown")
    return float(counts[fits].min()), float(counts[fits].max())
