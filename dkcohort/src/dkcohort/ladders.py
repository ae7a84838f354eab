"""Coarser categories for distributions that would hide too much: put together first, and only then hidden.

A distribution climbs in all years at once, so that its years stay comparable.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache

from dkcohort.figures import Figure
from dkcohort.layout.contract import municipalities
from dkcohort.nesting import pairs
from dkcohort.themes.shares import share

Distribution = tuple[str, str]
"""Indicator and population."""

_AGES = {"18-24": "18-29", "25-29": "18-29", "30-39": "30-49", "40-49": "30-49"}


@cache
def ladders() -> dict[str, Mapping[str, str]]:
    """Return indicator -> which coarser category each of its parts goes into; a part not named stays as it is."""
    regions = {landsdel: region for _, _, landsdel, region in municipalities()}
    return {"home.landsdel": regions, "age.group": _AGES, "age.stays": _AGES, "age.women": _AGES}


def together(coarse: Iterable[Distribution]) -> set[Distribution]:
    """Return the distributions with those they lie within or around: they are put into the same parts."""
    found = set(coarse)
    sides = [{pair.inner, pair.outer} for pair in pairs() if {pair.inner, pair.outer} <= set(ladders())]
    return found | {(name, who) for one, who in found for side in sides if one in side for name in side}


def distribution(figure: Figure) -> Distribution:
    """Return which distribution a part belongs to."""
    return figure.indicator, figure.population


def climbed(
    figures: Iterable[Figure], coarse: Collection[Distribution]
) -> tuple[list[Figure], dict[Figure, tuple[Figure, ...]]]:
    """Return the figures with these distributions in coarser parts, and what each coarser part is made of."""
    kept: list[Figure] = []
    together: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for f in figures:
        if f.kind == "part" and distribution(f) in coarse:
            together[f.indicator, f.population, f.cohort, f.months, ladders()[f.indicator].get(f.part, f.part)].append(
                f
            )
        else:
            kept.append(f)
    made = {_sum(str(name[-1]), some): tuple(some) for name, some in together.items()}
    return [*kept, *made], made


def _sum(part: str, some: list[Figure]) -> Figure:
    first, hits = some[0], sum(f.hits for f in some)
    final = all(f.final for f in some)
    return share(first.indicator, first.population, first.cohort, hits, first.of, months=first.months, part=part,
                 kind="part", final=final)  # fmt: skip
