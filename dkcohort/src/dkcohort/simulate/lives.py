"""The registers of the women's lives: psychiatry, crime, prison, violence, placement, education and DREAM.

Events come at a constant pace for everybody of a kind, whatever she does: shelters change nothing in this country, and
a method that finds an effect is wrong.
"""

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dkcohort.days import day, first, number
from dkcohort.layout.dreamweeks import column, monday
from dkcohort.simulate.deliver import Delivery, dated, key
from dkcohort.simulate.people import People
from dkcohort.simulate.world import Real, Whole, World

# ruff: noqa: S608  (every name in this SQL is our own)

_LPR3 = number(date(2019, 3, 1))
_PSYK_SINCE = number(date(2011, 1, 1))
_CRIME_SINCE = number(date(2015, 1, 1))
_YEAR = 365.25
GUILTY_SHARE = 0.7
"""Charges that end in a guilty decision; half a year goes by before the decision."""
_DECIDED_AFTER = 180
_FIFTEEN = 5479
"""Days to the fifteenth birthday."""
EDUCATION_CODES = ("1007", "1010", "2015", "4280", "5135", "6130", "7110")
"""HFAUDD codes of the seven groups, in the order of World.education, and their DISCED-15 groups."""
EDUCATION_GROUPS = ("10", "10", "20", "30", "50", "60", "90")
WORK_CODES = ("", "651", "111", "130", "890", "781", "413")
"""DREAM codes of the seven states, in the order of World.work; blank is self-support."""


def deliver(world: World, people: People, out: Delivery) -> None:
    """Write the registers of psychiatry, crime, violence, placement, education and weekly work."""
    _psychiatry(world, people, out)
    _crime(world, people, out)
    _violence(world, people, out)
    _placements(world, people, out)
    _education(world, people, out)
    _dream(world, people, out)


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
    ids, at = _events(rng, ill * world.psychiatric_contacts, _PSYK_SINCE, world.until)
    codes = rng.choice(["F109", "F209", "F329", "F431", "F603", "F900"], len(ids), p=[0.15, 0.05, 0.35, 0.3, 0.1, 0.05])
    contact = np.arange(len(ids))
    out.give("contacts", {"id": ids, "at_day": at, "code": codes.astype(object), "nr": contact})
    somatic, on = _events(rng, np.full(len(people.born), world.somatic_contacts), _LPR3, world.until)
    out.give("somatic", {"id": somatic, "at_day": on, "nr": len(ids) + np.arange(len(somatic))})
    old = f"FROM contacts WHERE at_day < {_LPR3} ORDER BY nr"
    out.write("psyk_adm", f"SELECT {key('id')} AS PNR, 'P' || CAST(nr AS VARCHAR) AS RECNUM, "
              f"{dated('at_day')} AS D_INDDTO, '2' AS C_PATTYPE {old}")  # fmt: skip
    out.write("psyk_diag", f"SELECT 'P' || CAST(nr AS VARCHAR) AS RECNUM, 'D' || code AS C_DIAG, 'A' AS C_DIAGTYPE "
              f"{old}")  # fmt: skip
    recent = f"""SELECT id, at_day, nr, 'LPR3' AS system FROM contacts WHERE at_day >= {_LPR3}
        UNION ALL SELECT id, at_day, nr, 'LPR2' FROM contacts WHERE at_day BETWEEN {_LPR3 - 500} AND {_LPR3 - 1}
        UNION ALL SELECT id, at_day, nr, 'LPR3' FROM somatic"""
    out.write("lpr_a_kontakt", f"""SELECT {key("id")} AS PNR, 'K' || CAST(nr AS VARCHAR) AS DW_EK_KONTAKT,
        CAST({dated("at_day")} AS TIMESTAMP) + INTERVAL (8 + nr % 9) HOUR AS KONT_STARTTIDSPUNKT,
        'ALCA00' AS KONT_TYPE, system AS LPRINDBERETNINGSSYSTEM FROM ({recent}) ORDER BY nr""")  # fmt: skip
    out.write("lpr_a_diagnose", f"""SELECT 'K' || CAST(nr AS VARCHAR) AS DW_EK_KONTAKT, kode AS DIAG_KODE,
        art AS DIAG_KODE_TYPE, sletes AS SENERE_AFKRAEFTET FROM (
          SELECT nr, 'D' || code AS kode, 'A' AS art, CAST(NULL AS VARCHAR) AS sletes FROM contacts
          WHERE at_day >= {_LPR3 - 500}
          UNION ALL SELECT nr, 'DF205', 'B', 'Ja' FROM contacts WHERE at_day >= {_LPR3} AND nr % 20 = 0
          UNION ALL SELECT nr, 'DS' || CAST(600 + nr % 90 AS VARCHAR), 'A', NULL FROM somatic
          UNION ALL SELECT nr, 'DF205', 'B', 'Ja' FROM somatic WHERE nr % 50 = 0) ORDER BY nr, kode""")  # fmt: skip


def _yearly(out: Delivery, name: str, since: int, until: int, select: str, on: str) -> None:
    """One file a year of the rows whose day `on` lies in it."""
    for year in range(day(since).year, day(until).year + 1):
        out.write(f"{name}{year}", f"{select} WHERE {on} BETWEEN {first(year)} AND {first(year + 1) - 1} ORDER BY nr")


def _crime(world: World, people: People, out: Delivery) -> None:
    """Charges on the day they are raised, decisions half a year later, some of them prison."""
    rng = world.stream("crime")
    pace = np.where(_is_shelter(people) > 0, world.offences, world.population_offences)
    ids, at = _events(rng, pace, _CRIME_SINCE, world.until)
    many = len(ids)
    laws = rng.choice(["123200000", "131100000", "211100000", "381100000"], many, p=[0.15, 0.4, 0.3, 0.15])
    guilty = rng.random(many) < GUILTY_SHARE
    prison = guilty & (rng.random(many) < world.imprisoned)
    kinds = np.where(prison, "111", np.where(guilty, "211", "911"))
    out.give("offences", {"id": ids, "at_day": at, "law": laws.astype(object), "kind": kinds.astype(object),
                          "nr": np.arange(many), "prison": prison.astype(np.int64)})  # fmt: skip
    case = f"{key('id')} AS PNR, 'J' || CAST(nr AS VARCHAR) AS JOURNR"
    charged, decided = "at_day + 14", f"at_day + {_DECIDED_AFTER}"
    _yearly(out, "krsi", _CRIME_SINCE, world.until, f"SELECT {case}, {dated(charged)} AS SIG_SIGTDTO, "
            f"{dated('at_day')} AS SIG_GER1DTO, law AS SIG_GER9 FROM offences", charged)  # fmt: skip
    _yearly(out, "kraf", _CRIME_SINCE, world.until, f"SELECT {case}, {dated(decided)} AS AFG_AFGOEDTO, "
            "kind AS AFG_AFGTYP3, law AS AFG_GER9 FROM offences", decided)  # fmt: skip
    inside = (
        f"SELECT {key('id')} AS PNR, {dated(f'{decided} + 60')} AS IND_FGSLDTO, "
        f"{dated(f'{decided} + 60 + {world.prison_days}')} AS IND_LOESLDTO, '0' AS IND_OVERFKOD FROM offences"
    )
    _yearly(out, "krin", _CRIME_SINCE + 366, world.until, inside, f"prison = 1 AND {decided} + 60")


def _violence(world: World, people: People, out: Delivery) -> None:
    """Reported violence against women who come to shelters, their children and others; the relation from 2020."""
    rng = world.stream("violence")
    since = number(date(2016, 1, 1))
    pace = np.where(_is_shelter(people) > 0, world.violence, world.population_violence)
    pace = np.where(people.mother >= 0, world.children_violence, pace)
    ids, at = _events(rng, pace, since, world.until)
    partner = rng.random(len(ids)) < world.by_partner
    out.give("assaults", {"id": ids, "at_day": at, "nr": np.arange(len(ids)), "partner": partner.astype(np.int64)})
    case = f"{key('id')} AS PNR, 'O' || CAST(nr AS VARCHAR) AS JOURNR"
    kind = "CASE nr % 10 WHEN 0 THEN '111000000' ELSE '123200000' END AS OFR_GER9"
    _yearly(out, "krof", since, world.until, f"SELECT {case}, {dated('at_day')} AS OFR_GERFRADT, {kind} FROM assaults",
            "at_day")  # fmt: skip
    _yearly(out, "krog", first(2020), world.until, f"SELECT {case}, CAST(partner AS VARCHAR) AS RELATION_PARTNER, "
            "CASE WHEN partner = 0 THEN '0' END AS RELATION_PARTNER_HIST FROM assaults", "at_day")  # fmt: skip


def _placements(world: World, people: People, out: Delivery) -> None:
    """Placed at fifteen, for two years or more; only those who lived here on the fifteenth birthday."""
    rng = world.stream("placements")
    share = np.where(_is_shelter(people) > 0, world.placed, world.population_placed)
    placed = np.flatnonzero((rng.random(len(people.born)) < share) & (people.came <= people.born + _FIFTEEN))
    start = people.born[placed] + _FIFTEEN + rng.integers(0, 300, len(placed))
    out.give("placed", {"id": placed, "since": start, "until": start + rng.integers(730, 1400, len(placed))})
    ended = f"CASE WHEN until <= {world.until} THEN until END"
    out.write("buaf", f"SELECT {key('id')} AS PNR, {dated('since')} AS STARTDATO, {dated(ended)} AS SLUTDATO, "
              f"'100' AS ANSTED_KLAS FROM placed WHERE since <= {world.until} ORDER BY id")  # fmt: skip


def _education(world: World, people: People, out: Delivery) -> None:
    """One highest education each since the day she was eighteen or came, and the format table that names its group."""
    rng = world.stream("education")
    share = np.where(_is_shelter(people)[:, None] > 0, [world.education], [world.population_education])
    group = (rng.random(len(people.born))[:, None] > share.cumsum(axis=1)[:, :-1]).sum(axis=1)
    out.give("schooling", {"id": np.arange(len(group)), "code": np.array(EDUCATION_CODES, dtype=object)[group],
                           "since": np.maximum(people.born + 16 * 365, people.came)})  # fmt: skip
    out.write("uddf", f"SELECT {key('id')} AS PNR, code AS HFAUDD, {dated('since')} AS HF_VFRA, "
              f"CAST(NULL AS DATE) AS HF_VTIL FROM schooling WHERE since <= {world.until} ORDER BY id")  # fmt: skip
    pairs = ", ".join(f"('{c}', '{g}')" for c, g in zip(EDUCATION_CODES, EDUCATION_GROUPS, strict=True))
    out.write("disced15", f"SELECT * FROM (VALUES {pairs}) AS t(START, LABEL) ORDER BY 1")


def _dream(world: World, people: People, out: Delivery) -> None:
    """A column a week from the year before the first cohort. A state lasts thirteen weeks; many of them repeat."""
    rng = world.stream("dream")
    share = np.where(_is_shelter(people)[:, None] > 0, [world.work], [world.population_work]).cumsum(axis=1)
    adults = np.flatnonzero(people.born < world.until - 18 * 366)
    since = first(day(world.until).year - 6)
    weeks = [column(d) for d in range(since - since % 7 + 4, world.until, 7)]
    columns: dict[str, Whole] = {"id": adults}
    for quarter in range(-(-len(weeks) // 13)):
        columns[f"q{quarter}"] = (rng.random(len(adults))[:, None] > share[adults, :-1]).sum(axis=1)
    out.give("states", columns)
    codes = "CASE q{0} " + " ".join(f"WHEN {i} THEN '{code}'" for i, code in enumerate(WORK_CODES) if code) + " END"
    parts = [f"{codes.format(i // 13)} AS {name.upper()}" for i, name in enumerate(weeks) if monday(name) is not None]
    out.write("dream", f"SELECT {key('id')} AS PNR, {', '.join(parts)} FROM states ORDER BY id")
