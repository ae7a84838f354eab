"""Months of KKCOPH without arrivals, or with half of them: what is missing within, or is under another number.
Likewise of those who leave, whose day may be missing or another; and months without deaths, moves, charges and whatever
else the contract says comes all the year round.

Asked of all centres together from the day the register begins, and of our own, each and together, from the first cohort
to the data cut. What chance alone could do is let be: a small house may have nobody come for months.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, exp, sqrt

from dkcohort import definitions
from dkcohort.catalogue import Batches
from dkcohort.days import HORIZON_DAYS, day, first, number
from dkcohort.engine import DuckEngine
from dkcohort.layout import reach
from dkcohort.layout.contract import Flow, registers
from dkcohort.layout.faults import Fault, fault
from dkcohort.study import Study

_LEAST = 28
"""So many days without arrivals are nowhere looked at."""
_CHANCE = 1e-4
"""A gap is told of when fewer than so many houses, at their own pace, would have one as long."""
_FALL, _ERRORS = 0.6, 4
"""Half a year is told of under this share of both its neighbours, and so many standard errors below."""
_DAYS = {"arrivals": ("indflyt", "indflyt"), "leavings": ("COALESCE(retdato, udflyt)", "udflyt")}
"""The day people came or left: in KKCOPH, and in the list of residents."""
_STAYS = (
    "kkcoph",
    "dstnr",
    """COALESCE(frivil_mark, '') NOT IN
  (SELECT code FROM codes WHERE name = 'shelter_outpatient')""",
)
_LIST = "residents", "hus", "true"
"""The register, the variable of the place, and which of its rows are stays."""
UNTIL_STEADY = 365
"""A register that begins with those who come has fewer who leave, until as many leave as come."""
_ALL = "alle"
_TOGETHER = 3
"""So many rows of a day count as one event: families move together, and one case charges several."""
_FEWEST = 50
"""Of a register with events on fewer days nothing can be told."""
_PLENTY = 20_000
"""Of more events a share is looked at, each day's with at least one."""


@dataclass(frozen=True)
class Series:
    """The days people arrived or left, each once a stay; `name` is "alle", or an own centre's number."""

    name: str
    days: tuple[int, ...]
    since: int
    until: int
    few: tuple[int, ...]

    def years(self) -> list[int]:
        """The years that are asked about: not those the study calls few."""
        return [y for y in range(day(self.since).year, day(self.until).year + 1) if y not in self.few]


def faults(engine: DuckEngine, study: Study, batches: Batches) -> list[Fault]:
    """Return every gap and every fall that is more than chance, own centres apart; then those of other registers."""
    found = _of_stays(engine, study)
    for name in sorted(batches):
        if flow := registers()[name].flow:
            found += _of_events(engine, study, name, flow, [batch.period for batch in batches[name]])
    return found


def _of_events(engine: DuckEngine, study: Study, name: str, flow: Flow, periods: Sequence[str]) -> list[Fault]:
    """Gaps by the days with any event; falls by the events."""
    column, found = flow.day.upper(), []
    events = _events(engine, study, name, flow, periods)
    days = tuple(sorted(set(events.days)))
    if len(days) < _FEWEST:
        return []
    for since, until in gaps(replace(events, days=days)):
        found.append(fault("events-none", name, column=column, since=_month(since), until=_month(until)))
    for since in falls(events):
        found.append(fault("events-fall", name, column=column, half=_half(since)))
    return found


def _events(engine: DuckEngine, study: Study, name: str, flow: Flow, periods: Sequence[str]) -> Series:
    """The register's events from the first year asked about, or within its first file, until it ends or ought to."""
    yearly = registers()[name].files == "year"
    since = first(int(min(periods)[:4])) if yearly else _asked_from(engine, study, name)
    year, since = day(since).year, max(since, number(flow.since) if flow.since else since)
    asked = f"""SELECT {flow.day}, count(*) FROM {name}
        WHERE {flow.day} >= {since} AND {flow.day} <= {study.data_cut} GROUP BY 1 ORDER BY 1"""  # noqa: S608
    counts = engine.rows(asked)
    share = max(_TOGETHER, sum(n for _, n in counts) / _PLENTY)
    days = tuple(int(d) for d, n in counts for _ in range(ceil(n / share)))
    # The first file may begin within its year, as where decisions are of charges from then on.
    since = min(*days[:1], first(year + 1)) if yearly and days else since
    return Series(_ALL, days, since, max(study.data_cut - HORIZON_DAYS[3], *days[-1:], since), ())


def _asked_from(engine: DuckEngine, study: Study, name: str) -> int:
    """The first day of the first cohort, or from where a theme looks back on the register. Of one of which all is read
    the pace of long ago is another."""
    looks_back = definitions.needed_from(study, name) > registers()[name].since
    return reach.needed(engine, study, name) if looks_back else first(study.cohorts[0])


def _of_stays(engine: DuckEngine, study: Study) -> list[Fault]:
    found = []
    for what, kind, one in _series(engine, study):
        register = "residents" if kind == "list" else "kkcoph"
        own = "-own" if one.name != _ALL or kind == "list" else ""
        for since, until in gaps(one):
            gaps_of = {"centre": one.name, "since": _month(since), "until": _month(until)}
            found.append(fault(f"{what}-none{own}", register, **gaps_of))
        for since in falls(one):
            found.append(fault(f"{what}-fall{own}", register, centre=one.name, half=_half(since)))
    return found + [fault("few-unlisted", "residents", house=house) for house in _unlisted(engine, study)]


def _unlisted(engine: DuckEngine, study: Study) -> list[str]:
    """Houses that the study calls closed for a year and the list does not name: the year would be looked at after all.
    A centre of the study file has been looked up there already."""
    if study.mode == "centre":
        return []
    listed = {house for house, _ in _days(engine, *_LIST, "indflyt")}
    return sorted({line.rpartition(" ")[0] for line in study.few} - listed)


def _half(since: int) -> str:
    return f"{day(since).year}, {1 + day(since).month // 7}. halvår"


def _month(some: int) -> str:
    return day(some).strftime("%Y-%m")


def _series(engine: DuckEngine, study: Study) -> Iterator[tuple[str, str, Series]]:
    """What is looked at: "arrivals" or "leavings"; whose: of "all", an own "centre" or the own "list"; and the days."""
    for what, (day_of, listed) in _DAYS.items():
        everybody = _days(engine, *_STAYS, day_of)
        all_days = [d for _, d in everybody if d <= study.data_cut]
        if all_days:
            since = min(all_days) + (UNTIL_STEADY if what == "leavings" else 0)
            yield what, "all", _made(study, _ALL, all_days, since)
        for kind, one in _own_series(engine, study, everybody, listed):
            yield what, kind, one


def _own_series(
    engine: DuckEngine, study: Study, everybody: Sequence[tuple[str, int]], listed: str
) -> Iterator[tuple[str, Series]]:
    """Each own house that anybody came to, whether anybody left or not, and all of them together."""
    since = first(study.cohorts[0])
    if study.mode == "centre":
        own, kind = everybody, "centre"
        names = sorted(set(study.centres) & {centre for centre, _ in _days(engine, *_STAYS, "indflyt")})
    else:
        own, kind = _days(engine, *_LIST, listed), "list"
        names = sorted({house for house, _ in _days(engine, *_LIST, "indflyt")})
    for name in names:
        yield kind, _made(study, name, [d for centre, d in own if centre == name], since)
    if len(names) > 1:
        yield kind, _made(study, " + ".join(names), [d for centre, d in own if centre in names], since)


def _days(engine: DuckEngine, register: str, place: str, where: str, day_of: str) -> list[tuple[str, int]]:
    """The days people came or left, each once a stay, with the place. Who left before she came is told of elsewhere."""
    chosen = f"SELECT DISTINCT pnr, {place}, indflyt, {day_of} AS at_day FROM {register} WHERE {where}"  # noqa: S608
    asked = f"SELECT {place}, at_day FROM ({chosen}) q WHERE at_day >= indflyt ORDER BY 2"  # noqa: S608
    return [(str(name), int(d)) for name, d in engine.rows(asked)]


def _made(study: Study, name: str, days: Sequence[int], since: int) -> Series:
    """A year that is called few for one house is so for the houses together."""
    few = [line.rpartition(" ") for line in study.few]
    years = tuple(int(year) for centre, _, year in few if centre in name.split(" + "))
    return Series(name, tuple(d for d in sorted(days) if since <= d <= study.data_cut), since, study.data_cut, years)


def gaps(series: Series) -> Iterator[tuple[int, int]]:
    """Yield the first and last day of every time without arrivals that is longer than chance.

    Were nobody missing, people would come at the pace of the other days: then a gap of g days is met n * exp(-g * pace)
    times. The years the study calls few are taken out of the time, as if they had not been.
    """
    years = set(series.years())
    open_days = [d for d in range(series.since, series.until + 1) if day(d).year in years]
    place = {d: i for i, d in enumerate(open_days)}
    at = [place[d] for d in series.days if d in place]
    for before, after in pairwise([-1, *at, len(open_days)]):
        long = after - before - 1
        if long >= _LEAST and len(at) * exp(-long * len(at) / max(len(open_days) - long, 1)) < _CHANCE:
            yield open_days[before + 1], open_days[after - 1]


def falls(series: Series) -> Iterator[int]:
    """Yield the first day of every whole half-year with far fewer arrivals than the half-years beside it."""
    starts = [d for y in series.years() for d in (first(y), first(y) + (first(y + 1) - first(y)) // 2)]
    whole = [d for d in starts if d >= series.since and d + 181 <= series.until]
    counts = {start: sum(start <= d < start + 182 for d in series.days) for start in whole}
    for start, count in counts.items():
        beside = [counts[other] for other in whole if other != start and abs(other - start) < 200]
        least = min(beside, default=0)
        if count and count < _FALL * least and least - count > _ERRORS * sqrt(least + count):
            yield start
