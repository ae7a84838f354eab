"""KKCOPH, KKCOPHB and the centre's own resident list of the invented country."""

# ruff: noqa: S608  (every name in this SQL is our own)

from datetime import date

import numpy as np

from dkcohort.days import number
from dkcohort.simulate.deliver import Delivery, dated, key
from dkcohort.simulate.people import People
from dkcohort.simulate.shelter import NOT_OWN, Stays, lengths
from dkcohort.simulate.world import OTHER_CENTRES, OWN_CENTRES, Real, Whole, World

Rows = tuple[Whole, Whole, Whole, Whole, Real, Real]

_MEN_FROM = number(date(2024, 7, 1))
_FICTITIOUS = 10**8


def deliver(world: World, people: People, stays: Stays, out: Delivery) -> None:
    """Write the stays with everything that must be sorted out again: anonymous, men, outpatients, open stays."""
    rng = world.stream("kkcoph")
    named = len(stays.person)
    extra = [_anonymous(world, rng, named), _men(world, rng, people), _outpatients(world, rng, people, named)]
    columns = ("id", "centre", "arrived", "left_day", "anonymous", "outpatient")
    own = (stays.person, stays.centre, stays.arrived, stays.left, np.zeros(named), np.zeros(named))
    rows = {
        name: np.concatenate([part[i] for part in (own, *extra)]).astype(np.int64) for i, name in enumerate(columns)
    }
    rows["children"] = _brought(world, rows["id"])
    out.give("stays", rows)
    codes = "', '".join((*OWN_CENTRES, *OTHER_CENTRES))
    centre = f"list_extract(['{codes}'], CAST(centre + 1 AS INTEGER))"
    ended = f"CASE WHEN left_day <= {world.until} THEN left_day END"
    out.write(
        "kkcoph",
        f"""SELECT {key("id")} AS PNR, {centre} AS DSTNR, {dated("arrived")} AS INDFLYT, {dated(ended)} AS UDFLYT,
            CAST(least(left_day, {world.until}) - arrived AS INTEGER) AS ANTDAG, CAST(NULL AS DATE) AS RETDATO,
            CAST(home AS VARCHAR) AS KOM, CAST(children AS INTEGER) AS ANTBARN, CAST(anonymous AS VARCHAR) AS OPHOLD,
            '0' AS IMP_MARK, CASE outpatient WHEN 1 THEN '2' ELSE '1' END AS FRIVIL_MARK,
            CAST(anonymous AS VARCHAR) AS CPRTJEK
            FROM stays LEFT JOIN (SELECT id, home FROM people) USING (id) ORDER BY arrived, id""",
    )
    out.write(
        "kkcophb",
        f"""SELECT {key("s.id")} AS PNR,
            CASE WHEN anonymous = 0 THEN {key("150000000 + (s.id % 100000000) * 4 + k")} END AS BARN_PNR,
            CAST(1 + (s.id + k) % 2 AS VARCHAR) AS KOEN, {dated("arrived")} AS INDFLYT, {dated(ended)} AS UDFLYT,
            {centre} AS DSTNR FROM stays s JOIN range(3) AS n(k) ON k < children WHERE outpatient = 0
            ORDER BY arrived, s.id, k""",
    )
    out.write(
        "residents",
        f"""SELECT {key("id")} AS PNR, CASE centre WHEN 0 THEN 'kbh' ELSE 'aarhus' END AS HUS,
            {dated("arrived")} AS INDFLYT, {dated(ended)} AS UDFLYT
            FROM stays WHERE centre < {NOT_OWN} AND anonymous = 0 AND outpatient = 0 ORDER BY arrived, id""",
    )


def _brought(world: World, ids: Whole) -> Whole:
    """Children who came along, one to three; a woman who brings children brings them every time."""
    chance = np.random.Generator(np.random.PCG64([world.seed, 17])).random(int((ids % _FICTITIOUS).max()) + 1)
    draw = chance[ids % _FICTITIOUS]
    return np.where(draw < world.accompanying, 1 + (draw * 3 / world.accompanying).astype(np.int64).clip(0, 2), 0)


def _stays_of(world: World, rng: np.random.Generator, ids: Whole, since: int) -> tuple[Whole, Whole, Whole, Whole]:
    many = len(ids)
    own = rng.random(many) < world.own_share
    centre = np.where(own, rng.integers(0, NOT_OWN, many), rng.integers(NOT_OWN, NOT_OWN + len(OTHER_CENTRES), many))
    arrived = rng.integers(since, world.until + 1, many)
    return ids, centre, arrived, arrived + rng.choice(721, many, p=lengths(world))


def _anonymous(world: World, rng: np.random.Generator, named: int) -> Rows:
    """Anonymous stays under keys that look like persons but exist nowhere else."""
    many = rng.binomial(round(named / (1 - world.anonymous)), world.anonymous)
    ids = _FICTITIOUS + np.arange(many)
    return *_stays_of(world, rng, ids, world.since), np.ones(many), np.zeros(many)


def _men(world: World, rng: np.random.Generator, people: People) -> Rows:
    """Men, from the day they entered the register."""
    adult = (people.women == 0) & (people.born < _MEN_FROM - 20 * 366) & (people.born > _MEN_FROM - 60 * 366)
    pool = np.flatnonzero(adult)
    many = min(round(world.shelter_men * people.shelter / 4), len(pool))
    ids = rng.choice(pool, many, replace=False) if many else pool[:0]
    return *_stays_of(world, rng, ids, min(_MEN_FROM, world.until)), np.zeros(many), np.zeros(many)


def _outpatients(world: World, rng: np.random.Generator, people: People, named: int) -> Rows:
    """Women in outpatient offers, which the register counted until 2020; they never stay at a centre."""
    pool = np.flatnonzero((people.women == 1) & (people.born < world.since - 20 * 366))
    pool = pool[pool >= people.shelter]
    many = min(round(world.outpatient * named), len(pool))
    ids = rng.choice(pool, many, replace=False) if many else pool[:0]
    return *_stays_of(world, rng, ids, world.since), np.zeros(many), np.ones(many)
