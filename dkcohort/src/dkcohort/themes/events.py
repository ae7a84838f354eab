"""Rates before, during and after, and what the comparison women's change says about ours."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import exp, log, sqrt
from statistics import NormalDist

from dkcohort.engine import Engine
from dkcohort.estimate import Estimate, rate, rate_ratio
from dkcohort.figures import Figure
from dkcohort.layout.contract import registers
from dkcohort.study import Study

_YEAR = 365.25
_PER = 100.0
_EVER = -(10**6)
"""A day before all registers."""
_SILENT = 31
"""A register may be without events for so many days before the data cut."""


@dataclass(frozen=True)
class Window:
    """Part of a subject's time: its name and its first and last day counted from arrival or leaving."""

    part: str
    anchor: str
    first: int
    until_anchor: str
    last: int
    months: int | None


WINDOWS = (
    Window("before24", "arrived", -730, "arrived", 0, 24),
    Window("before12", "arrived", -365, "arrived", 0, 12),
    Window("during", "arrived", 0, "left", 0, None),
    Window("after12", "left", 0, "left", 365, 12),
    Window("after24", "left", 0, "left", 730, 24),
)


def windows(engine: Engine, study: Study) -> None:
    """Make the table `window_parts` the steps read."""
    kinds = {"part": "VARCHAR", "anchor": "VARCHAR", "first_day": "INTEGER", "until_anchor": "VARCHAR",
             "last_day": "INTEGER"}  # fmt: skip
    engine.table("window_parts", kinds, [(w.part, w.anchor, w.first, w.until_anchor, w.last) for w in WINDOWS])


def told_until(engine: Engine, study: Study, *names: str) -> int:
    """Return the day up to which all of these registers tell: the data cut, or the last event of one that ends before.

    Some days without events may be chance; what lies behind a longer silence has not been delivered.
    """
    until = study.data_cut
    for name in names:
        ends = registers()[name].ends
        last = engine.rows(f"SELECT max({ends}) FROM {name} WHERE {ends} <= {study.data_cut}")[0][0]  # noqa: S608
        until = until if last is None or last >= study.data_cut - _SILENT else min(until, int(last))
    return until


def filed(engine: Engine, study: Study, *names: str) -> tuple[int, int]:
    """Return the first and last day of the years that all of these registers have files of, within the data."""
    listed = ", ".join(f"'{name}'" for name in names)
    asked = f"SELECT max(first_day), min(last_day) FROM delivered WHERE register IN ({listed})"  # noqa: S608
    since, until = engine.rows(asked)[0]
    return _EVER if since is None else int(since), study.data_cut if until is None else min(int(until), study.data_cut)


def rated(indicator: str, population: str, cohort: int, window: Window, counts: tuple[int, int, int, int],
          final: bool) -> Figure:  # fmt: skip
    """Return the rate per 100 person-years. `counts`: events, persons with any, persons, person-days."""
    events, persons, of, days = counts
    figure = Figure(indicator, population, cohort, window.months, window.part, "rate", events, of, days, persons,
                    final=final)  # fmt: skip
    return figure.with_(rate(events, days / _YEAR, _PER))


def changes(found: Iterable[Figure], before: str, after: str) -> list[Figure]:
    """Return after over before for every population, and the own women's change over each comparison group's change.

    The same women stand on both sides, but their events do not meet in time: the two counts are taken as independent
    Poisson numbers, as the rates are. The contrast is a ratio of two ratios with normal limits on the log scale.
    """
    rates = {(f.indicator, f.population, f.cohort, f.part): f for f in found if f.kind == "rate"}
    made: list[Figure] = []
    for (indicator, population, cohort, part), first in sorted(rates.items()):
        second = rates.get((indicator, population, cohort, after))
        if part != before or second is None:
            continue
        ratio = rate_ratio(second.hits, second.days / _YEAR, first.hits, first.days / _YEAR) if _both(first, second) \
            else Estimate(None, None, None, "none")  # fmt: skip
        made.append(
            replace(
                second.with_(ratio),
                part=f"{before}/{after}",
                kind="change",
                hits=min(first.hits, second.hits),
                final=first.final and second.final,
            )
        )
        if population != "own":
            made += _contrast(rates, (indicator, population, cohort), before, after)
    return made


def _both(first: Figure, second: Figure) -> bool:
    return first.days > 0 and second.days > 0 and first.hits + second.hits > 0


def _contrast(rates: dict[tuple[str, str, int, str], Figure], where: tuple[str, str, int], before: str,
              after: str) -> list[Figure]:  # fmt: skip
    indicator, other, cohort = where
    keys = [(p, part) for p in ("own", other) for part in (before, after)]
    four = [rates.get((indicator, p, cohort, part)) for p, part in keys]
    if any(f is None or not f.hits or not f.days for f in four):
        return []
    a, b, c, d = (f for f in four if f is not None)
    distance = log(b.hits / b.days) - log(a.hits / a.days) - log(d.hits / d.days) + log(c.hits / c.days)
    spread = NormalDist().inv_cdf(0.975) * sqrt(sum(1 / f.hits for f in (a, b, c, d)))
    estimate = Estimate(exp(distance), exp(distance - spread), exp(distance + spread), "log_normal")
    figure = Figure(indicator, f"own/{other}", cohort, b.months, f"{before}/{after}", "contrast",
                    min(f.hits for f in (a, b, c, d)), b.of, final=all(f.final for f in (a, b, c, d)))  # fmt: skip
    return [figure.with_(estimate)]
