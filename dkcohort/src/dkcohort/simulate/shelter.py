"""Stays at crisis centres in the invented country: episodes, transfers, returns, deaths and emigration after them."""

from dataclasses import dataclass
from functools import cache
from math import log
from statistics import NormalDist

import numpy as np

from dkcohort.simulate.world import OTHER_CENTRES, Flags, Real, Whole, World, daily

_ROUNDS = 40
_LONGEST = 720
DEATH, EMIGRATION = 3, 4
NOT_OWN = 2
"""Centres are numbered 0 and 1 (own) and from 2 on (the others)."""


@dataclass(frozen=True)
class Stays:
    """Stays in columns: person, centre (0 and 1 are own), first and last day, and which episode of hers it is."""

    person: Whole
    centre: Whole
    arrived: Whole
    left: Whole
    episode: Whole


@dataclass(frozen=True)
class Ends:
    """What took women out of follow-up after a stay: person, day, and death (3) or emigration (4)."""

    person: Whole
    day: Whole
    cause: Whole


@cache
def lengths(world: World) -> Real:
    """Return the chance of each length of stay: index 0 is unused, index n is n nights."""
    spread = NormalDist(log(world.nights_median), world.nights_spread)
    upto = np.array([0.0, *(spread.cdf(log(n)) for n in range(1, _LONGEST)), 1.0])
    chances: Real = np.diff(np.concatenate([[0.0], upto]))
    return chances


def hazards(world: World, own: Flags, left: Whole) -> Real:
    """Return per leaving the daily chances of (elsewhere, back, own from another, death, emigration), shape (n, 5)."""
    falls = own & (world.fall_from is not None) & (left >= (world.fall_from or 0))
    elsewhere = np.where(own, daily(world.own_elsewhere), daily(world.other_elsewhere))
    elsewhere = np.where(falls, daily(world.own_elsewhere_after), elsewhere)
    back = np.where(own, daily(world.own_back), daily(world.other_back))
    to_own = np.where(own, 0.0, daily(world.other_to_own))
    ones = np.ones(len(own))
    return np.stack([elsewhere, back, to_own, ones * daily(world.death), ones * daily(world.emigration)], axis=1)


def stays(world: World, first: Whole, persons: Whole) -> tuple[Stays, Ends]:
    """Follow every woman from her first arrival: stay, perhaps a transfer, then the first of what may happen next."""
    rng, nights = world.stream("shelter"), lengths(world)
    at_own = rng.random(len(persons)) < world.own_share
    state = persons, first, _centres(rng, at_own)
    parts: list[tuple[Whole, ...]] = []
    ends: list[tuple[Whole, ...]] = []
    for number in range(_ROUNDS):
        if not len(state[0]):
            break
        rows, end, index, own, centre = _episode(world, rng, nights, state)
        parts.extend((*row, np.full(len(row[0]), number)) for row in rows)
        state, out = _next(world, rng, state[0], end, index, own, centre)
        ends.append(out)
    return Stays(*_joined(parts)), Ends(*_joined(ends))


def _episode(
    world: World, rng: np.random.Generator, nights: Real, state: tuple[Whole, Whole, Whole]
) -> tuple[list[tuple[Whole, ...]], Whole, Whole, Flags, Whole]:
    """One episode each: a stay, up to two transfers. Returns rows, end, leaving day, own or not, last centre left."""
    person, arrived, centre = state
    left = arrived + rng.choice(len(nights), len(person), p=nights)
    rows: list[tuple[Whole, ...]] = [(person, centre, arrived, left)]
    own = centre < NOT_OWN
    index, free = left, np.ones(len(person), dtype=bool)
    for _ in range(2):
        out, in_ = _transfers(world, rng, centre, free & (left <= world.until))
        moves = out | in_
        again = left + rng.integers(0, 2, len(person))
        centre = np.where(moves, _elsewhere(rng, centre, in_), centre)
        left = np.where(moves, again + rng.choice(len(nights), len(person), p=nights), left)
        rows.append((person[moves], centre[moves], again[moves], left[moves]))
        index = np.where(moves & ~(own & out), left, index)
        own, free = own | in_, in_
    return rows, left, index, own, centre


def _transfers(world: World, rng: np.random.Generator, centre: Whole, free: Flags) -> tuple[Flags, Flags]:
    """Who moves on to another centre and who to an own house; from an own house she may move on once more."""
    draw = rng.random(len(centre))
    own = centre < NOT_OWN
    out = np.where(own, draw < world.own_transfer_out, draw < world.other_transfer)
    into = ~own & ~out & (draw < world.other_transfer + world.other_transfer_to_own)
    return out & free, into & free


def _next(
    world: World, rng: np.random.Generator, person: Whole, end: Whole, index: Whole, own: Flags, centre: Whole
) -> tuple[tuple[Whole, Whole, Whole], tuple[Whole, ...]]:
    """The first thing to happen from the second day after the episode: a new stay, death, emigration or nothing."""
    chances = hazards(world, own, index)
    total = chances.sum(axis=1)
    day = end + 1 + rng.geometric(total)
    cause = (rng.random(len(person))[:, None] * total[:, None] > chances.cumsum(axis=1)).sum(axis=1)
    seen = day <= world.until
    comes = seen & (cause < DEATH)
    goes_own = np.where(own, cause == 1, cause == 2)
    same = ~own & (cause == 1)
    where = np.where(same, centre, np.where(goes_own, _centres(rng, goes_own), _elsewhere(rng, centre, goes_own)))
    out = seen & ~comes
    return (person[comes], day[comes], where[comes]), (person[out], day[out], cause[out])


def _centres(rng: np.random.Generator, own: Flags) -> Whole:
    other = rng.integers(NOT_OWN, NOT_OWN + len(OTHER_CENTRES), len(own))
    return np.where(own, rng.integers(0, NOT_OWN, len(own)), other)


def _elsewhere(rng: np.random.Generator, centre: Whole, own: Flags) -> Whole:
    """Another centre than this one: an own house where `own`, otherwise one of the others but not the same."""
    step = rng.integers(1, len(OTHER_CENTRES), len(centre))
    other = NOT_OWN + (centre.clip(NOT_OWN) - NOT_OWN + step) % len(OTHER_CENTRES)
    return np.where(own, rng.integers(0, NOT_OWN, len(centre)), other)


def _joined(parts: list[tuple[Whole, ...]]) -> list[Whole]:
    return [np.concatenate([part[i] for part in parts]).astype(np.int64) for i in range(len(parts[0]))]
