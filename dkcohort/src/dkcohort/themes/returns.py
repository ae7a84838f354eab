"""A new stay after leaving: cumulative incidence by horizon, and the same held against the women who left elsewhere."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dkcohort.days import HORIZON_DAYS, day, first
from dkcohort.engine import Engine
from dkcohort.estimate import cumulative_incidence, indirectly_standardised
from dkcohort.figures import ALL, Figure
from dkcohort.study import Study
from dkcohort.themes.shares import flagged, share

Columns = dict[str, NDArray[Any]]
TARGETS = ("elsewhere", "own", "anywhere")
STRATA = ("age", "origin", "children")
_NEVER = 10**9
_COARSE = 10


def figures(engine: Engine, study: Study) -> list[Figure]:
    """Return the cumulative incidences of the two populations by cohort and horizon, and observed over expected."""
    rows = _columns(engine)
    found: list[Figure] = []
    for target in TARGETS:
        # A list of own residents cannot tell one other centre from the next: then only "anywhere" compares.
        # Women of other centres have no house of ours to come back to.
        both = target == "anywhere" or (target == "elsewhere" and study.mode == "centre")
        populations = ("own", "other") if both else ("own",)
        for cohort in study.cohorts:
            for population in populations:
                found += _incidences(study, rows, target, population, cohort)
            if both:
                found += _ratios(study, rows, target, cohort)
    # Half a year's anonymous stays would be another bound than the whole year's next time.
    whole = [f for f in found if first(_followed(f.cohort, f.months or 0)[-1] + 1) - 1 <= study.data_cut]
    found += _bounds(engine, study, whole)
    return found + _beside(engine)


def _bounds(engine: Engine, study: Study, found: list[Figure]) -> list[Figure]:
    """What the anonymous stays could mean at most: none of them, or as many as can be, were our women coming back.

    The lower limit is the share itself. The upper takes every anonymous stay that began in the country (for a return to
    our own houses: there) in the years in which anybody is followed as the return of a woman who was not seen to come
    back; each year's are rounded up.
    """
    made = []
    stays = _anonymous(engine)
    for figure in found:
        if figure.kind != "incidence" or figure.population != "own" or not figure.final or figure.months is None:
            continue
        ours = figure.indicator == "returns.own" and study.mode == "centre"
        hidden = 0
        for year in _followed(figure.cohort, figure.months):
            began = sum(many for when, own, many in stays if when == year and (own or not ours))
            hidden += coarse(began, study.threshold)
        most = (figure.hits + min(hidden, figure.of - figure.hits)) / figure.of
        made.append(replace(figure, kind="bound", hits=hidden, value=None, low=figure.value, high=most, se=None))
    return made


def _followed(cohort: int, months: int) -> range:
    """The years from the first leaving to the last day anybody is followed."""
    return range(cohort, day(first(cohort + 1) - 1 + HORIZON_DAYS[months]).year + 1)


def coarse(number: int, threshold: int) -> int:
    """Return a year's number of anonymous stays rounded up to tens, or to twice the threshold if that is more.

    Told exactly, and by days, they would be down to one woman on one day: the windows lie within and across one
    another. Of a year rounded by itself nothing more can be had than what it was rounded to. Stays at other centres
    are never told: they are all less our own.
    """
    step = max(_COARSE, 2 * threshold)
    return -(-number // step) * step


def _anonymous(engine: Engine) -> list[tuple[int, int, int]]:
    """Anonymous stays by the year they began and whether at a centre of our own."""
    own = "CASE WHEN r.centre IN (SELECT code FROM codes WHERE name = 'own_centre') THEN 1 ELSE 0 END"
    rows = engine.rows(f"SELECT arrived, own, count(*) FROM (SELECT r.arrived, {own} AS own FROM stay_rows r "  # noqa: S608
                       "WHERE r.fate = 'anonymous') a GROUP BY 1, 2")  # fmt: skip
    return [(day(arrived).year, int(side), int(many)) for arrived, side, many in rows]


def _beside(engine: Engine) -> list[Figure]:
    """What must stand beside: those moved on within the episode, and stays under no name."""
    hidden = engine.rows("SELECT cohort, anonymous, stays FROM secrecy ORDER BY cohort")
    # Of those who are followed, as all else: whoever died or left the country that very day would be the difference.
    followed = "(population, cohort, person) IN (SELECT population, cohort, person FROM new_stays)"
    return flagged(engine, "returns.moved_on", "moved_on", "moved", followed) + [
        share("returns.anonymous", "stays", int(year), int(some), int(of)) for year, some, of in hidden
    ]


def _columns(engine: Engine) -> Columns:
    names = "population, cohort, age, origin, children, end_day, end_cause, cut_day"
    targets = ", ".join(f"COALESCE({t}, {_NEVER}) AS {t}" for t in TARGETS)
    return engine.arrays(f"SELECT {names}, {targets} FROM new_stays ORDER BY population, cohort, person")  # noqa: S608


def _chosen(rows: Columns, population: str, cohort: int) -> Columns:
    mine = (rows["population"] == population) & (rows["cohort"] == cohort)
    return {name: np.asarray(column[mine]) for name, column in rows.items()}


def times(rows: Columns, target: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each woman's last day under observation and its cause: 1 the new stay, 2 death, 3 emigration, 0 none.

    A new stay on the very day she emigrates counts as the stay.
    """
    event, end = rows[target].astype(np.int64), np.minimum(rows["end_day"], rows["cut_day"]).astype(np.int64)
    happens = event <= end
    other = np.where(rows["end_day"] <= rows["cut_day"], rows["end_cause"], 0)
    return np.where(happens, event, end), np.where(happens, 1, other).astype(np.int64)


def _incidences(study: Study, rows: Columns, target: str, population: str, cohort: int) -> list[Figure]:
    mine = _chosen(rows, population, cohort)
    many = len(mine["cohort"])
    if not many:
        return []
    last, cause = times(mine, target)
    at = [HORIZON_DAYS[m] for m in study.horizons]
    curve = cumulative_incidence(None, last, cause, at, causes=(1, 2, 3))[1]
    found = []
    for i, months in enumerate(study.horizons):
        se = None if np.isnan(curve.se[i]) else float(curve.se[i])
        final = study.is_full(cohort, months)
        hits = int(curve.events[i])
        figure = Figure(
            f"returns.{target}", population, cohort, months, ALL, "incidence", hits, many, se=se, final=final
        )
        found.append(figure.with_(curve.estimate(i)))
    return found


def _ratios(study: Study, rows: Columns, target: str, cohort: int) -> list[Figure]:
    """Observed over expected, were our women to come back as the women of the same strata who left other centres."""
    found = []
    for months in study.horizons:
        if not study.is_full(cohort, months):
            continue
        ours = _by_stratum(_chosen(rows, "own", cohort), target, HORIZON_DAYS[months])
        theirs = _by_stratum(_chosen(rows, "other", cohort), target, HORIZON_DAYS[months])
        # Women in a stratum where nobody left another centre have no comparison; they are left out on both sides.
        both = sorted(set(ours) & set(theirs))
        if not both:
            continue
        hits, women, their_hits, their_women = ([side[s][i] for s in both] for side in (ours, theirs) for i in (0, 1))
        ratio = indirectly_standardised(hits, women, their_hits, their_women)
        # The number that stands with it is that of all who are followed: less those compared it would tell of a few.
        followed = sum(many for _hits, many in ours.values())
        figure = Figure(f"returns.{target}", "own/other", cohort, months, ALL, "ratio", ratio.observed, followed)
        found.append(replace(figure.with_(ratio), expected=ratio.expected))
    return found


def _by_stratum(rows: Columns, target: str, days: int) -> dict[tuple[str, ...], tuple[int, int]]:
    """Return stratum -> (women with the new stay within the days, women)."""
    last, cause = times(rows, target)
    hit = (cause == 1) & (last <= days)
    found: dict[tuple[str, ...], tuple[int, int]] = {}
    for *stratum, yes in zip(*(rows[s] for s in STRATA), hit, strict=True):
        hits, many = found.get(tuple(stratum), (0, 0))
        found[tuple(stratum)] = (hits + int(yes), many + 1)
    return found
