"""What estimates give away: from a value, its limits and its standard error back to the counts they were made of.

Part of `audit`; shares no code with `protect`, nor with `dkcohort.estimate`: whoever reads a release has the same
formulas from the textbooks (Wilson 1927; Garwood 1936; Byar in Breslow & Day 1987; the log-log interval).
"""

from functools import lru_cache
from math import inf

import numpy as np
import numpy.typing as npt
from scipy import special

from dkcohort.disclose.model import Published

Floats = npt.NDArray[np.float64]
Range = tuple[float, float]
_MOST_EVENTS = 20_000
"""Events a reader would try: more than any line here counts."""
_EXACT_BELOW = 10
_HAIR = 1e-9


@lru_cache(maxsize=20_000)
def share(number: Published, least: int, most: int) -> tuple[Range, Range]:
    """The counts, and the denominators from `least` to `most`, that give the share, its limits and its error."""
    hits, of = _fitting(number, range(max(least, 1), most + 1))
    return _hull(hits), _hull(of)


@lru_cache(maxsize=100_000)
def hits(number: Published, of: int) -> Range | None:
    """The counts that give the share, its limits and its error with this denominator; None where there is none."""
    found, _of = _fitting(number, range(of, of + 1))
    return _hull(found) if len(found) else None


def _fitting(number: Published, denominators: range) -> tuple[Floats, Floats]:
    half = 0.5 * 10.0**-number.decimals + _HAIR
    pairs = [_pairs(float(of), number.value, half) for of in denominators]
    hits, of = (np.concatenate(side) for side in zip(*pairs, strict=True)) if pairs else (np.empty(0), np.empty(0))
    fits = _near(hits / of, number.value, half)
    if number.kind == "share":
        low, high = _wilson(hits, of, number.level)
    else:
        low, high = _log_log(hits / of, np.sqrt(hits * (of - hits) / of**3), number.level)
        fits &= _near(np.sqrt(hits * (of - hits) / of**3), number.se or 0.0, half / 10 + _HAIR)
    fits &= _near(low, number.low, half) & _near(high, number.high, half)
    return hits[fits], of[fits]


def _pairs(of: float, value: float, half: float) -> tuple[Floats, Floats]:
    first, last = np.floor((value - half) * of), np.ceil((value + half) * of)
    hits = np.arange(max(first, 0.0), min(last, of) + 1)
    return hits, np.full(len(hits), of)


@lru_cache(maxsize=20_000)
def estimate(number: Published) -> tuple[Range, Range]:
    """The counts, and the divisors (person-years, expected events), that give the value and its limits."""
    counts, low, high = _poisson(number.level)
    half = 0.5 * 10.0**-number.decimals + _HAIR
    least, most = np.zeros(len(counts)), np.full(len(counts), number.most)
    for shown, made in ((number.value, counts), (number.low, low), (number.high, high)):
        least = np.maximum(least, made * number.per / (shown + half))
        most = np.minimum(most, made * number.per / (shown - half) if shown > half else inf)
    fits = least <= most * (1 + _HAIR)
    divisors = np.concatenate([least[fits], most[fits]])
    return _hull(counts[fits]), (float(divisors.min()), float(divisors.max()))


def ratio(value: float, limits: Range, one: Range, other: Range, scale: Range, half: float) -> tuple[Range, Range]:
    """The counts behind one rate over another with the exact limits given their sum (Clopper & Pearson 1934).

    `one` and `other` bound the two counts, `scale` the other's person-years over the one's.
    """
    first, second = (np.arange(max(side[0], 1), min(side[1], max(side[0], 1) + 300) + 1) for side in (one, other))
    hits, others = (side.ravel() for side in np.meshgrid(first, second))
    low = _odds(special.betaincinv(hits, others + 1, 0.025))
    high = _odds(special.betaincinv(hits + 1, others, 0.975))
    least, most = np.full(len(hits), scale[0]), np.full(len(hits), scale[1])
    for shown, made in ((value, hits / others), (limits[0], low), (limits[1], high)):
        least = np.maximum(least, (shown - half) / made)
        most = np.minimum(most, (shown + half) / made)
    fits = least <= most * (1 + _HAIR)
    return _hull(hits[fits]), _hull(others[fits])


def contrast(limits: Range, counts: list[Range], half: float) -> list[Range]:
    """The four counts behind a ratio of two ratios: its width is the root of the sum of their inverses."""
    low, high = limits
    if low <= half:
        return counts
    z = special.ndtri(0.975)
    narrow, wide = (np.log((high + d) / (low - d)) / (2 * z) for d in (-half, half))
    inverse = [(1 / most if most < inf else 0.0, 1 / max(least, 1.0)) for least, most in counts]
    found = []
    for place, (least, most) in enumerate(counts):
        others = [side for at, side in enumerate(inverse) if at != place]
        top = wide**2 - sum(side[0] for side in others)
        bottom = narrow**2 - sum(side[1] for side in others)
        fewest = np.ceil(1 / top - _HAIR * 1e3) if top > 0 else least
        many = np.floor(1 / bottom + _HAIR * 1e3) if bottom > 0 else most
        found.append((max(least, float(fewest)), min(most, float(many))))
    return found


@lru_cache(maxsize=4)
def _poisson(level: float) -> tuple[Floats, Floats, Floats]:
    """Every count with its limits: exact below ten, Byar's from ten."""
    counts = np.arange(_MOST_EVENTS + 1, dtype=float)
    tail, z = (1 - level) / 2, special.ndtri((1 + level) / 2)
    few = counts[:_EXACT_BELOW]
    below = np.concatenate([[0.0], special.gammaincinv(few[1:], tail)])
    above = special.gammaincinv(few + 1, 1 - tail)
    many, more = counts[_EXACT_BELOW:], counts[_EXACT_BELOW:] + 1
    low = many * (1 - 1 / (9 * many) - z / (3 * np.sqrt(many))) ** 3
    high = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return counts, np.concatenate([below, low]), np.concatenate([above, high])


def _wilson(hits: Floats, of: Floats, level: float) -> tuple[Floats, Floats]:
    z = special.ndtri((1 + level) / 2)
    part = hits / of
    middle = (part + z * z / (2 * of)) / (1 + z * z / of)
    spread = z * np.sqrt(part * (1 - part) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return middle - spread, middle + spread


def _log_log(part: Floats, se: Floats, level: float) -> tuple[Floats, Floats]:
    z = special.ndtri((1 + level) / 2)
    inside = np.clip(part, 1e-9, 1 - 1e-9)
    centre, spread = np.log(-np.log(inside)), z * se / (inside * -np.log(inside))
    return np.exp(-np.exp(centre + spread)), np.exp(-np.exp(centre - spread))


def _odds(part: Floats) -> Floats:
    odds: Floats = part / (1 - part)
    return odds


def _near(made: Floats, shown: float, half: float) -> npt.NDArray[np.bool_]:
    near: npt.NDArray[np.bool_] = np.abs(made - shown) <= half
    return near


def _hull(values: Floats) -> Range:
    if not len(values):
        raise ValueError("no count gives the numbers that are shown")
    return float(values.min()), float(values.max())
