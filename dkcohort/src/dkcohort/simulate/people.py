"""The people of the invented country: who they are, where they live, and when they are in the country."""

from dataclasses import dataclass

import numpy as np

from dkcohort.layout.contract import municipalities
from dkcohort.simulate import shelter
from dkcohort.simulate.shelter import DEATH, Ends, Stays
from dkcohort.simulate.world import Whole, World

NEVER = 10**6
"""A day nobody reaches: not dead, not emigrated, not back."""
AGE_FROM = np.array([18, 25, 30, 40, 50])
AGE_TO = np.array([25, 30, 40, 50, 70])
ORIGINS = (0.86, 0.10, 0.04)
"""Danish, immigrant, descendant, of those who never come to a shelter."""
REGIONS = ("Hovedstaden", "Sjælland", "Syddanmark", "Midtjylland", "Nordjylland")


@dataclass(frozen=True)
class People:
    """Everybody in columns. The first `shelter` persons are the women who come to shelters; days are numbers."""

    shelter: int
    women: Whole
    born: Whole
    origin: Whole
    came: Whole
    home: Whole
    mother: Whole
    died: Whole
    left: Whole
    back: Whole


def populate(world: World) -> tuple[People, Stays]:
    """Make the people and the stays of the shelter women among them."""
    rng = world.stream("people")
    many = world.shelter_women
    persons = np.arange(many)
    first = rng.integers(world.since, world.until + 1, many)
    stays, ends = shelter.stays(world, first, persons)
    kept = stays.arrived <= world.until
    stays = Stays(*(column[kept] for column in (stays.person, stays.centre, stays.arrived, stays.left, stays.episode)))
    groups = rng.choice(len(AGE_FROM), many, p=world.ages)
    age_days = rng.uniform(AGE_FROM[groups] * 365.25 + 2, AGE_TO[groups] * 365.25 - 2)
    mothers, children_born = _children(world, first)
    others = max(world.persons - many - len(mothers), 0)
    born_others = world.until - rng.integers(0, 90 * 365, others)
    born = np.concatenate([first - age_days.astype(np.int64), children_born, born_others])
    total = len(born)
    women = np.where(np.arange(total) < many, 1, rng.integers(0, 2, total))
    origin = _origin(world, rng, total)
    came = _came(rng, origin, born, np.concatenate([first, np.full(total - many, world.since)]))
    died, left, back = _gone(world, rng, came, ends)
    for column in (died, left, back):
        column[many : many + len(mothers)] = NEVER
    mother = np.concatenate([np.full(many, -1), mothers, np.full(others, -1)])
    return People(many, women, born, origin, came, _homes(world, rng, total), mother, died, left, back), stays


def _children(world: World, first: Whole) -> tuple[Whole, Whole]:
    """Own children of shelter women: the youngest is 0-7 at her first arrival, brothers and sisters two years apart."""
    rng = world.stream("children")
    has = np.flatnonzero(rng.random(len(first)) < world.own_children)
    count = rng.integers(1, 4, len(has))
    mothers = np.repeat(has, count)
    order = np.concatenate([np.arange(c) for c in count]) if len(count) else np.zeros(0, dtype=np.int64)
    youngest = np.repeat(first[has] - rng.integers(400, 7 * 365, len(has)), count)
    return mothers, youngest - order * 730


def _origin(world: World, rng: np.random.Generator, total: int) -> Whole:
    """1 Danish, 2 immigrant, 3 descendant: the shelter women as planted, others mostly Danish."""
    share = np.where(np.arange(total)[:, None] < world.shelter_women, [world.origins], [ORIGINS])
    found: Whole = 1 + (rng.random(total)[:, None] > share.cumsum(axis=1)[:, :2]).sum(axis=1)
    return found


def _came(rng: np.random.Generator, origin: Whole, born: Whole, before: Whole) -> Whole:
    """The day an immigrant came: half of them as adults, always two years or more before the shelter or the window."""
    adult = rng.random(len(born)) < 0.5
    low = np.where(adult, born + 18 * 366, born + 365)
    high = np.minimum(np.where(adult, before - 730, born + 15 * 365), before - 730)
    low = np.minimum(low, high)
    day = low + (rng.random(len(born)) * (high - low + 1)).astype(np.int64)
    return np.where((origin == 2) & (day > born), day, born)


def _gone(world: World, rng: np.random.Generator, came: Whole, ends: Ends) -> tuple[Whole, Whole, Whole]:
    """Days of death, emigration and return. Shelter women leave by their own chances, others at a low constant pace."""
    total = len(came)
    died = world.since + rng.exponential(365 / 0.008, total).astype(np.int64)
    left = world.since + rng.exponential(365 / 0.006, total).astype(np.int64)
    died[died <= came] = NEVER
    left[left <= came] = NEVER
    died[: world.shelter_women] = left[: world.shelter_women] = NEVER
    dead = ends.cause == DEATH
    died[ends.person[dead]] = ends.day[dead]
    left[ends.person[~dead]] = ends.day[~dead]
    left[left >= died] = NEVER
    returns = (rng.random(total) < world.emigrants_back) & (left < NEVER)
    back = np.where(returns, left + rng.integers(200, 700, total), NEVER)
    back[back >= died] = NEVER
    return died, left, back


def _homes(world: World, rng: np.random.Generator, total: int) -> Whole:
    """A home municipality each: the region as planted, evenly among the region's municipalities."""
    places = municipalities()
    of_region = [np.array([code for code, _, _, region in places if region == name]) for name in REGIONS]
    region = rng.choice(len(REGIONS), total, p=world.regions)
    homes = np.zeros(total, dtype=np.int64)
    for number, codes in enumerate(of_region):
        here = region == number
        homes[here] = rng.choice(codes, int(here.sum()))
    return homes
