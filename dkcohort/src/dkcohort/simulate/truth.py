"""The truth of an invented country, computed from its parameters by renewal equations and sums. No register is read.

After an episode every day from the second carries fixed chances of a new stay elsewhere, a stay where she was, death
and emigration. A woman who comes back where she was may still go elsewhere later, so that "elsewhere within t days"
solves a renewal equation; where the chances change on a date, it is solved for every distance to that date.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

from dkcohort.days import HORIZON_DAYS, first
from dkcohort.layout.contract import municipalities
from dkcohort.simulate.lives import GUILTY_SHARE
from dkcohort.simulate.people import REGIONS
from dkcohort.simulate.shelter import lengths
from dkcohort.simulate.world import Real, Whole, World, daily

_LAST = 731
_EDUCATION = ("below_9", "school", "upper_secondary", "vocational", "short_medium", "long", "unknown")
_WORK = ("self_support", "study", "unemployment", "cash", "sickness", "pension", "leave")
Truth = dict[str, object]


@dataclass(frozen=True)
class Chances:
    """Daily chances after an episode: the event asked for, a detour that may lead to it, and what ends the wait."""

    event: float
    detour: float
    ends: float
    moved_on: float
    """The chance that the detour itself goes on, by transfer, to the event."""


def after_own(world: World, fallen: bool = False) -> Chances:
    """Return the chances of a stay elsewhere for a woman who left an own house."""
    elsewhere = world.own_elsewhere_after if fallen else world.own_elsewhere
    ends = daily(world.death) + daily(world.emigration)
    return Chances(daily(elsewhere), daily(world.own_back), ends, world.own_transfer_out)


def after_other(world: World) -> Chances:
    """Return the chances of a stay at a different centre for a woman who left one of the others."""
    event = daily(world.other_elsewhere) + daily(world.other_to_own)
    ends = daily(world.death) + daily(world.emigration)
    return Chances(event, daily(world.other_back), ends, world.other_transfer + world.other_transfer_to_own)


def anywhere(chances: Chances) -> Chances:
    """Return the same chances with any new stay as the event: nothing is a detour any more."""
    return Chances(chances.event + chances.detour, 0.0, chances.ends, 0.0)


def elsewhere(world: World, year: int, months: int) -> float:
    """Return the chance of a stay elsewhere within the horizon for a woman who left an own house in the year."""
    return _own(world, year, months, lambda chances: chances)


def new_stay(world: World, year: int, months: int) -> float:
    """Return the chance of any new stay within the horizon for a woman who left an own house in the year."""
    return _own(world, year, months, anywhere)


def elsewhere_after_other(world: World, months: int) -> float:
    """Return the chance of a stay at a different centre for a woman who left one of the other centres."""
    return float(_renewal(after_other(world), lengths(world), None, None)[0][HORIZON_DAYS[months]])


def _own(world: World, year: int, months: int, event: Callable[[Chances], Chances]) -> float:
    nights, to = lengths(world), HORIZON_DAYS[months]
    before, after = event(after_own(world)), event(after_own(world, fallen=True))
    fall = world.fall_from
    if fall is not None and first(year) >= fall:
        return _with_transfers(world, _renewal(after, nights, None, None), to, None)
    if fall is None:
        return _with_transfers(world, _renewal(before, nights, None, None), to, None)
    table = _table(before, after, nights.tobytes(), min(fall - first(year), _LAST))
    return _with_transfers(world, table, to, np.arange(fall - first(year), fall - first(year + 1), -1))


@cache
def _table(before: Chances, after: Chances, nights: bytes, distance: int) -> Real:
    spread = np.frombuffer(nights)
    return _renewal(before, spread, _renewal(after, spread, None, None)[0], distance)


def _with_transfers(world: World, table: Real, to: int, distances: Whole | None) -> float:
    """Add those who were moved on from the own house: their wait begins when the other stay is over."""
    stay = world.own_transfer_out * np.convolve(lengths(world), [0.5, 0.5])[: to + 1]
    wait = np.arange(len(stay))
    rows = np.zeros((1, len(wait)), dtype=np.int64) if distances is None else distances[:, None] - wait
    rows = rows.clip(0, len(table) - 1)
    late = table[rows, to - wait] @ stay
    return float(np.mean((1 - world.own_transfer_out) * table[rows[:, 0], to] + late))


def _renewal(chances: Chances, nights: Real, fallen: Real | None, distance: int | None) -> Real:
    """Return the chance of the event by day, one row per day left until the chances change (one row if they do not).

    Row b column t: within t days of an episode that ended b days before the change. `fallen` is the answer after it.
    """
    direct, detours = _first(chances, nights)
    if fallen is None or distance is None:
        return _solved(direct, detours)[None, :]
    # Along a diagonal (days left minus days gone) the equation is an ordinary one; all diagonals are solved together.
    known = np.stack([direct + _from(detours, b, fallen) for b in range(distance + 1)])
    slanted = np.zeros((distance + 1, _LAST + distance))
    for b in range(distance + 1):
        slanted[b, distance - b : distance - b + _LAST] = known[b]
        if b > 1:
            seen = slice(distance - b, distance - b + _LAST)
            slanted[b, seen] += detours[1:b] @ slanted[b - 1 : 0 : -1, seen]
    return np.stack([slanted[b, distance - b : distance - b + _LAST] for b in range(distance + 1)])


def _from(detours: Real, since: int, fallen: Real) -> Real:
    """Return by day the chance of the event after a detour that ended `since` days or more after the episode."""
    late = np.where(np.arange(len(detours)) >= since, detours, 0.0)
    found: Real = np.convolve(late, fallen)[:_LAST]
    return found


def _solved(direct: Real, detours: Real) -> Real:
    """Solve G(t) = direct(t) + sum of detours(u) G(t - u), day by day."""
    found = direct.copy()
    for t in range(1, _LAST):
        found[t] += float(np.dot(detours[1 : t + 1], found[t - 1 :: -1][:t]))
    return found


def _first(chances: Chances, nights: Real) -> tuple[Real, Real]:
    """Return the event's chance without a detour, by day, and the chance of a detour that ends on each day."""
    total = chances.event + chances.detour + chances.ends
    at = np.zeros(_LAST)
    at[2:] = (1 - total) ** np.arange(_LAST - 2)
    whole = np.convolve(chances.detour * at, nights)[:_LAST]
    onward = chances.moved_on * np.convolve(whole, [0.5, 0.5])[:_LAST]
    direct = np.cumsum(chances.event * at + onward)
    return direct, (1 - chances.moved_on) * whole


def planted(world: World, cohorts: Iterable[int]) -> list[Truth]:
    """Return every planted truth that an interval can cover: indicator, population, cohort, months, part and value."""
    years = list(cohorts)
    return [*_returns(world, years), *_beside(world, years), *_profile(world, years), *_events(world, years)]


def _returns(world: World, years: list[int]) -> Iterator[Truth]:
    for year in years:
        for months in (6, 12, 24):
            if first(year + 1) - 1 + HORIZON_DAYS[months] <= world.until:
                yield _line("returns.elsewhere", "own", year, elsewhere(world, year, months), months)
                yield _line("returns.anywhere", "own", year, new_stay(world, year, months), months)
                yield _line("returns.elsewhere", "other", year, elsewhere_after_other(world, months), months)


def _beside(world: World, years: list[int]) -> Iterator[Truth]:
    for year in years:
        yield _line("returns.moved_on", "own", year, world.own_transfer_out)
        yield _line("returns.anonymous", "stays", year, world.anonymous)


def _profile(world: World, years: list[int]) -> Iterator[Truth]:
    """What the women bring with them does not depend on where they stay: the same truth for both sides."""
    diagnosed = world.mentally_ill * -np.expm1(-world.psychiatric_contacts * 1826 / 365.25)
    for population, year in product(("own", "other"), years):
        yield _line("mental.any", population, year, float(diagnosed), 60)
        yield _line("placement.at15", population, year, world.placed)
        yield _line("children.own", population, year, world.own_children)
        yield _line("children.along", population, year, world.accompanying)
        parts = {
            "origin.group": zip(("danish", "immigrant", "descendant"), world.origins, strict=True),
            "education.highest": zip(_EDUCATION, world.education, strict=True),
            "home.landsdel": _homes(world).items(),
            **{f"work.week{week:+d}": zip(_WORK, world.work, strict=True) for week in (-52, -26, 0)},
        }
        for indicator, shares in parts.items():
            yield from (_line(indicator, population, year, share, part=part) for part, share in shares)


def _homes(world: World) -> dict[str, float]:
    """The region's share spread evenly over its municipalities, gathered by part of the country."""
    of_region = dict(zip(REGIONS, world.regions, strict=True))
    many = Counter(region for *_, region in municipalities())
    found: dict[str, float] = {}
    for _, _, landsdel, region in municipalities():
        found[landsdel] = found.get(landsdel, 0.0) + of_region[region] / many[region]
    return found


def _events(world: World, years: list[int]) -> Iterator[Truth]:
    """Rates per 100 person-years, where everybody can be followed and, for decisions, where they have matured."""
    windows: tuple[tuple[str, int | None, int], ...] = (
        ("before24", 24, 0), ("before12", 12, 0), ("during", None, 0), ("after12", 12, 365), ("after24", 24, 730),
    )  # fmt: skip
    for population, year in product(("own", "other"), years):
        for part, months, days in windows:
            end = first(year + 1) - 1 + days
            if end <= world.until:
                yield _line("crime.charges", population, year, 100 * world.offences, months, part)
            if end + 730 <= world.until:
                yield _line("crime.guilty", population, year, 100 * world.offences * GUILTY_SHARE, months, part)
        yield _line("violence.women", population, year, 100 * world.violence, 12, "after12")
        yield _line("violence.partner", population, year, 100 * world.violence * world.by_partner, 12, "after12")
    for year in years:
        yield _line("violence.children", "children", year, 100 * world.children_violence, 12, "after12")


def _line(
    indicator: str, population: str, cohort: int, value: float, months: int | None = None, part: str = "alle"
) -> Truth:
    return {"indicator": indicator, "population": population, "cohort": cohort, "months": months, "part": part,
            "value": value}  # fmt: skip
