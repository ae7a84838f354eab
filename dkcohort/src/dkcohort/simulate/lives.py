"""What befalls people, drawn one by one: psychiatry, crime, prison, violence, placement, education and DREAM.

Events come at a constant pace for everybody of a kind, whatever she does: shelters change nothing in this country, and
a method that finds an effect is wrong.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dkcohort.days import day, first
from dkcohort.simulate import filed
from dkcohort.simulate.deliver import Delivery
from dkcohort.simulate.filed import CRIME_SINCE, LPR3, PSYK_SINCE, STATE_WEEKS, VIOLENCE_SINCE
from dkcohort.simulate.people import People
from dkcohort.simulate.world import NEIGHBOUR, Real, Whole, World

_YEAR = 365.25
GUILTY_SHARE = 0.7
"""Charges that end in a guilty decision."""
FIFTEEN = 5479
"""Days to the fifteenth birthday."""
EDUCATION_CODES = ("1007", "1010", "2015", "4280", "5135", "6130", "7110")
"""HFAUDD codes of the seven groups, in the order of World.education, and their DISCED-15 groups."""
EDUCATION_GROUPS = ("10", "10", "20", "30", "50", "60", "90")
DIAGNOSES = {"F109": 0.15, "F209": 0.05, "F329": 0.35, "F431": 0.3, "F603": 0.1, "F900": 0.05}
LAWS = {"123200000": 0.15, "131100000": 0.4, "211100000": 0.3, "381100000": 0.15}
"""Codes and how often each is met."""


def deliver(world: World, people: People, out: Delivery) -> None:
    """Write the registers of psychiatry, crime, violence, placement, education and weekly work."""
    _psychiatry(world, people, out)
    _crime(world, people, out)
    _violence(world, people, out)
    _placements(world, people, out)
    _education(world, people, out)
    _dream(world, people, out)
    filed.write(world, out)
    pairs = ", ".join(f"('{c}', '{g}')" for c, g in zip(EDUCATION_CODES, EDUCATION_GROUPS, strict=True))
    out.write("disced15", f"SELECT * FROM (VALUES {pairs}) AS t(START, LABEL)", "1")  # noqa: S608


def _is_shelter(people: People) -> Real:
    return (np.arange(len(people.born)) < people.shelter).astype(np.float64)


def _events(rng: np.random.Generator, per_year: NDArray[Any], since: int, until: int) -> tuple[Whole, Whole]:
    """Events at a constant pace: whose and on which day."""
    many = rng.poisson(per_year * (until + 1 - since) / _YEAR)
    ids = np.repeat(np.arange(len(per_year)), many)
    return ids, rng.integers(since, until + 1, len(ids))


def _psychiatry(world: World, people: People, out: Delivery) -> None:
    """Contacts of the mentally ill; in LPR3 the old system's lie beside the new, and some diagnoses fall again."""
    rng = world.stream("psychiatry")
    inside = _is_shelter(people) > 0
    ill = rng.random(len(people.born)) < np.where(inside, world.mentally_ill, world.population_mentally_ill)
    ids, at = _events(rng, ill * world.psychiatric_contacts, PSYK_SINCE, world.until)
    codes = rng.choice(list(DIAGNOSES), len(ids), p=list(DIAGNOSES.values()))
    contact = np.arange(len(ids))
    out.give("contacts", {"id": ids, "at_day": at, "code": codes.astype(object), "nr": contact})
    somatic, on = _events(rng, np.full(len(people.born), world.somatic_contacts), LPR3, world.until)
    out.give("somatic", {"id": somatic, "at_day": on, "nr": len(ids) + np.arange(len(somatic))})


def _crime(world: World, people: People, out: Delivery) -> None:
    """Charges on the day they are raised, decisions half a year later, some of them prison."""
    rng = world.stream("crime")
    pace = np.where(_is_shelter(people) > 0, world.offences, world.population_offences)
    ids, at = _events(rng, pace, CRIME_SINCE, world.until)
    many = len(ids)
    laws = rng.choice(list(LAWS), many, p=list(LAWS.values()))
    guilty = rng.random(many) < GUILTY_SHARE
    prison = guilty & (rng.random(many) < world.imprisoned)
    kinds = np.where(prison, "111", np.where(guilty, "211", "911"))
    columns = {"id": ids, "at_day": at, "law": laws.astype(object), "kind": kinds.astype(object),
               "nr": np.arange(many), "prison": prison.astype(np.int64)}  # fmt: skip
    out.give("offences", _and_neighbour(columns, CRIME_SINCE, world.until, law="123200000", kind="111", prison=1))


def _violence(world: World, people: People, out: Delivery) -> None:
    """Reported violence against women who come to shelters, their children and others; the relation from 2020."""
    rng = world.stream("violence")
    pace = np.where(_is_shelter(people) > 0, world.violence, world.population_violence)
    pace = np.where(people.mother >= 0, world.children_violence, pace)
    ids, at = _events(rng, pace, VIOLENCE_SINCE, world.until)
    partner = rng.random(len(ids)) < world.by_partner
    columns = {"id": ids, "at_day": at, "nr": np.arange(len(ids)), "partner": partner.astype(np.int64)}
    out.give("assaults", _and_neighbour(columns, VIOLENCE_SINCE, world.until, partner=1))


def _and_neighbour(columns: dict[str, NDArray[Any]], since: int, until: int, **same: Any) -> dict[str, NDArray[Any]]:
    """The events and one each year in January for somebody else of the country: no year's file is without rows."""
    days = [first(year) + 14 for year in range(day(since).year, day(until).year + 1)]
    number = len(columns["id"]) + np.arange(len(days))
    more = {"id": [NEIGHBOUR] * len(days), "at_day": days, "nr": number}
    more |= {name: [value] * len(days) for name, value in same.items()}
    return {name: np.append(column, np.array(more[name], dtype=column.dtype)) for name, column in columns.items()}


def _placements(world: World, people: People, out: Delivery) -> None:
    """Placed at fifteen, for two years or more; only those who lived here on the fifteenth birthday."""
    rng = world.stream("placements")
    share = np.where(_is_shelter(people) > 0, world.placed, world.population_placed)
    placed = np.flatnonzero((rng.random(len(people.born)) < share) & (people.came <= people.born + FIFTEEN))
    start = people.born[placed] + FIFTEEN + rng.integers(0, 300, len(placed))
    out.give("placed", {"id": placed, "since": start, "until": start + rng.integers(730, 1400, len(placed))})


def _education(world: World, people: People, out: Delivery) -> None:
    """One highest education each since the day she was eighteen or came, and the format table that names its group."""
    rng = world.stream("education")
    share = np.where(_is_shelter(people)[:, None] > 0, [world.education], [world.population_education])
    group = (rng.random(len(people.born))[:, None] > share.cumsum(axis=1)[:, :-1]).sum(axis=1)
    out.give("schooling", {"id": np.arange(len(group)), "code": np.array(EDUCATION_CODES, dtype=object)[group],
                           "since": np.maximum(people.born + 16 * 365, people.came)})  # fmt: skip


def _dream(world: World, people: People, out: Delivery) -> None:
    """A state lasts thirteen weeks; many of them repeat."""
    rng = world.stream("dream")
    share = np.where(_is_shelter(people)[:, None] > 0, [world.work], [world.population_work]).cumsum(axis=1)
    adults = np.flatnonzero(people.born < world.until - 18 * 366)
    columns: dict[str, Whole] = {"id": adults}
    for quarter in range(-(-len(filed.weeks(world)) // STATE_WEEKS)):
        columns[f"q{quarter}"] = (rng.random(len(adults))[:, None] > share[adults, :-1]).sum(axis=1)
    out.give("states", columns)
