"""The figures of a run, exact: they stay inside. What may leave is decided by `release` and nowhere else."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from dkcohort.estimate import Estimate

ALL = "alle"


@dataclass(frozen=True, order=True)
class Figure:
    """One figure of one population and cohort.

    `months` is the horizon or window (None where there is none), `part` a category or window ("alle" for the whole).
    `hits` of `of` persons; for rates `hits` events among `persons` of `of` persons in `days` person-days. `se` belongs
    to cumulative incidences.
    """

    indicator: str
    population: str
    cohort: int
    months: int | None
    part: str
    kind: str
    hits: int
    of: int
    days: int = 0
    persons: int = 0
    value: float | None = None
    low: float | None = None
    high: float | None = None
    se: float | None = None
    expected: float | None = None
    final: bool = True

    def with_(self, estimate: Estimate) -> "Figure":
        """Return the figure with an estimate's value and limits."""
        return replace(self, value=estimate.value, low=estimate.low, high=estimate.high)


def key(figure: Figure) -> tuple[str, str, int, int | None, str, str]:
    """Return what a figure's line is known by: no two of one release have the same."""
    return (figure.indicator, figure.population, figure.cohort, figure.months, figure.part, figure.kind)


def packed(figures: list[Figure]) -> list[dict[str, Any]]:
    """Return the figures as JSON can hold them, in their one order."""
    return [asdict(figure) for figure in sorted(figures, key=order)]


def unpacked(lines: list[Mapping[str, Any]]) -> list[Figure]:
    """Return the figures from JSON."""
    return [Figure(**line) for line in lines]


def order(figure: Figure) -> tuple[str, str, int, int, str, str]:
    """Return what figures are sorted by."""
    return (figure.indicator, figure.population, figure.cohort, figure.months or 0, figure.part, figure.kind)
