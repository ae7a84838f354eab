"""KKCOPH, KKCOPHB and the centre's own resident list of the invented country."""

# ruff: noqa: S608  (every name in this SQL is our own)

from datetime import date

import numpy as np

from dkcohort.days import first, number
from dkcohort.layout.arrivals import UNTIL_STEADY, Series
from dkcohort.simulate.deliver import Delivery, dated, key
from dkcohort.simulate.people import People
from dkcohort.simulate.shelter import NOT_OWN, Stays, lengths
from dkcohort.simulate.world import OTHER_CENTRES, OWN_CENTRES, Real, Whole, World, cohorts

Columns = dict[str, Whole]
Rows = tuple[Whole, Whole, Whole, Whole, Real, Real]

_MEN_FROM = number(date(2024, 7, 1))
_FICTITIOUS = 10**8
_CODES = "', '".join((*OWN_CENTRES, *OTHER_CENTRES))
_CENTRE = f"list_extract(['{_CODES}'], CAST(centre + 1 AS INTEGER))"
_BROUGHT = f"""SELECT s.id, s.centre, s.arrived, s.left_day, {key("k.child")} AS child FROM stays s
    JOIN kin k ON k.mother = s.id WHERE brings = 1 AND outpatient = 0
    UNION ALL SELECT id, centre, arrived, left_day, NULL FROM stays WHERE brings = 1 AND anonymous = 1"""
"""Each child with the woman it came along with; an anonymous woman's child has no key."""


def rows_of(world: World, people: People, stays: Stays) -> Columns:
    """Return the stays with everything that must be sorted out again: anonymous, men, outpatients."""
    rng = world.stream("kkcoph")
    named = len(stays.person)
    extra = [_anonymous(world, rng, stays.arrived), _men(world, rng, people), _outpatients(world, rng, people, named)]
    columns = ("id", "centre", "arrived", "left_day", "anonymous", "outpatient")
    own = (stays.person, stays.centre, stays.arrived, stays.left, np.zeros(named), np.zeros(named))
    rows = {
        name: np.concatenate([part[i] for part in (own, *extra)]).astype(np.int64) for i, name in enumerate(columns)
    }
    rows["brings"] = _brings(world, rng, rows["id"], rows["anonymous"], people)
    return rows


def series(world: World, rows: Columns) -> list[Series]:
    """Return the arrivals and leavings as the preflight looks at them: all together, own houses each and together."""
    return [*_series(world, rows, "arrived", 0), *_series(world, rows, "left_day", UNTIL_STEADY)]


def _series(world: World, rows: Columns, at: str, until_steady: int) -> list[Series]:
    seen = (rows["outpatient"] == 0) & (rows[at] <= world.until)
    found = {(i, c, d) for i, c, d in zip(*(rows[name][seen].tolist() for name in ("id", "centre", at)), strict=True)}
    everybody = [d for _, _, d in found]
    own = [[d for _, centre, d in found if centre in houses] for houses in ((0,), (1,), (0, 1))]
    since = first(cohorts(world)[0])
    parts = [(everybody, min(everybody, default=since) + until_steady), *((days, since) for days in own)]
    return [Series("", tuple(sorted(d for d in days if d >= start)), start, world.until, ()) for days, start in parts]


def deliver(world: World, people: People, rows: Columns, out: Delivery) -> None:
    """Write the stays, those not ended by the data's end open."""
    out.give("stays", rows)
    out.give("kin", {"child": np.flatnonzero(people.mother >= 0), "mother": people.mother[people.mother >= 0]})
    ended = f"CASE WHEN left_day <= {world.until} THEN left_day END"
    _women(world, out, ended)
    _children(out, ended)
    out.write(
        "residents",
        f"""SELECT {key("id")} AS PNR, CASE centre WHEN 0 THEN 'kbh' ELSE 'aarhus' END AS HUS,
            {dated("arrived")} AS INDFLYT, {dated(ended)} AS UDFLYT
            FROM stays WHERE centre < {NOT_OWN} AND anonymous = 0 AND outpatient = 0 ORDER BY arrived, id""",
    )


def _women(world: World, out: Delivery, ended: str) -> None:
    out.write(
        "kkcoph",
        f"""WITH along AS (SELECT id, arrived, count(*) AS n FROM ({_BROUGHT}) GROUP BY id, arrived)
            SELECT {key("id")} AS PNR, {_CENTRE} AS DSTNR, {dated("arrived")} AS INDFLYT, {dated(ended)} AS UDFLYT,
            CAST(least(left_day, {world.until}) - arrived AS INTEGER) AS ANTDAG, CAST(NULL AS DATE) AS RETDATO,
            CAST(home AS VARCHAR) AS KOM, CAST(COALESCE(n, 0) AS INTEGER) AS ANTBARN,
            CAST(anonymous AS VARCHAR) AS OPHOLD,
            '0' AS IMP_MARK, CASE outpatient WHEN 1 THEN '2' ELSE '1' END AS FRIVIL_MARK,
            CAST(anonymous AS VARCHAR) AS CPRTJEK
            FROM stays LEFT JOIN (SELECT id, home FROM people) USING (id) LEFT JOIN along USING (id, arrived)
            ORDER BY arrived, id""",
    )


def _children(out: Delivery, ended: str) -> None:
    out.write(
        "kkcophb",
        f"""SELECT {key("id")} AS PNR, child AS BARN_PNR, CAST(1 + id % 2 AS VARCHAR) AS KOEN,
            {dated("arrived")} AS INDFLYT, {dated(ended)} AS UDFLYT, {_CENTRE} AS DSTNR FROM ({_BROUGHT})
            ORDER BY arrived, id, child""",
    )


def _brings(world: World, rng: np.random.Generator, ids: Whole, anonymous: Whole, people: People) -> Whole:
    """Whether she brings her children, the same at every stay; only own children come along, of the anonymous one."""
    once = rng.random(len(people.born)) < world.accompanying / world.own_children
    mothers = np.zeros(len(people.born), dtype=bool)
    mothers[people.mother[people.mother >= 0]] = True
    named = ids % _FICTITIOUS
    return np.where(anonymous == 1, rng.random(len(ids)) < world.accompanying, (once & mothers)[named]).astype(np.int64)


def _stays_of(world: World, rng: np.random.Generator, ids: Whole, since: int) -> tuple[Whole, Whole, Whole, Whole]:
    many = len(ids)
    own = rng.random(many) < world.own_share
    centre = np.where(own, rng.integers(0, NOT_OWN, many), rng.integers(NOT_OWN, NOT_OWN + len(OTHER_CENTRES), many))
    arrived = rng.integers(since, world.until + 1, many)
    return ids, centre, arrived, arrived + rng.choice(721, many, p=lengths(world))


def _anonymous(world: World, rng: np.random.Generator, arrivals: Whole) -> Rows:
    """Anonymous stays, spread over time as the named are, under keys that look like persons but exist nowhere else."""
    many = rng.binomial(round(len(arrivals) / (1 - world.anonymous)), world.anonymous)
    # In the smallest country, too, somebody is anonymous: a delivery without is refused.
    many = max(many, int(world.anonymous > 0))
    ids, centre, _, _ = _stays_of(world, rng, _FICTITIOUS + np.arange(many), world.since)
    arrived = rng.choice(arrivals, many)
    nights = rng.choice(len(lengths(world)), many, p=lengths(world))
    return ids, centre, arrived, arrived + nights, np.ones(many), np.zeros(many)


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
