"""The registers of people's lives as they are filed: SELECTs over what was drawn, the same for few and for millions."""

# ruff: noqa: S608  (every name in this SQL is our own)

from datetime import date

from dkcohort.days import day, first, number
from dkcohort.layout.dreamweeks import column, monday
from dkcohort.simulate.deliver import Delivery, dated, key
from dkcohort.simulate.world import NEIGHBOUR, World

LPR3 = number(date(2019, 3, 1))
PSYK_SINCE = number(date(2011, 1, 1))
CRIME_SINCE = number(date(2015, 1, 1))
VIOLENCE_SINCE = number(date(2016, 1, 1))
_DECIDED_AFTER = 180
"""Half a year goes by between the offence and the decision."""
WORK_CODES = ("", "651", "111", "130", "890", "781", "413")
"""DREAM codes of the seven states, in the order of World.work; blank is self-support."""
STATE_WEEKS = 13
"""A state lasts so many weeks."""


def write(world: World, out: Delivery) -> None:
    """Write every register of the delivery's contacts, somatic, offences, assaults, placed, schooling and states."""
    _psychiatry(out)
    _crime(world, out)
    _violence(world, out)
    _placements(world, out)
    _education(world, out)
    _dream(world, out)


def weeks(world: World) -> list[str]:
    """Return DREAM's columns from the year before the first cohort to the week the data end in."""
    since = first(day(world.until).year - 6)
    return [column(d) for d in range(since - since % 7 + 4, world.until + 1, 7)]


def _psychiatry(out: Delivery) -> None:
    old = f"FROM contacts WHERE at_day < {LPR3}"
    out.write("psyk_adm", f"SELECT {key('id')} AS PNR, 'P' || CAST(nr AS VARCHAR) AS RECNUM, "
              f"{dated('at_day')} AS D_INDDTO, '2' AS C_PATTYPE {old}")  # fmt: skip
    out.write("psyk_diag", f"SELECT 'P' || CAST(nr AS VARCHAR) AS RECNUM, 'D' || code AS C_DIAG, 'A' AS C_DIAGTYPE "
              f"{old}")  # fmt: skip
    recent = f"""SELECT id, at_day, nr, 'LPR3' AS system FROM contacts WHERE at_day >= {LPR3}
        UNION ALL SELECT id, at_day, nr, 'LPR2' FROM contacts WHERE at_day BETWEEN {LPR3 - 500} AND {LPR3 - 1}
        UNION ALL SELECT id, at_day, nr, 'LPR3' FROM somatic"""
    out.write("lpr_a_kontakt", f"""SELECT {key("id")} AS PNR, 'K' || CAST(nr AS VARCHAR) AS DW_EK_KONTAKT,
        CAST({dated("at_day")} AS TIMESTAMP) + INTERVAL (8 + nr % 9) HOUR AS KONT_STARTTIDSPUNKT,
        'ALCA00' AS KONT_TYPE, system AS LPRINDBERETNINGSSYSTEM FROM ({recent})""", "nr")  # fmt: skip
    out.write("lpr_a_diagnose", f"""SELECT 'K' || CAST(nr AS VARCHAR) AS DW_EK_KONTAKT, kode AS DIAG_KODE,
        art AS DIAG_KODE_TYPE, sletes AS SENERE_AFKRAEFTET FROM (
          SELECT nr, 'D' || code AS kode, 'A' AS art, CAST(NULL AS VARCHAR) AS sletes FROM contacts
          WHERE at_day >= {LPR3 - 500}
          UNION ALL SELECT nr, 'DF205', 'B', 'Ja' FROM contacts WHERE at_day >= {LPR3} AND nr % 20 = 0
          UNION ALL SELECT nr, 'DS' || CAST(600 + nr % 90 AS VARCHAR), 'A', NULL FROM somatic
          UNION ALL SELECT nr, 'DI' || CAST(100 + nr % 400 AS VARCHAR), 'B', NULL FROM somatic WHERE nr % 4 <> 0
          UNION ALL SELECT nr, 'DF205', 'B', 'Ja' FROM somatic WHERE nr % 50 = 0)""", "nr, kode")  # fmt: skip


def _yearly(out: Delivery, name: str, since: int, until: int, select: str, on: str) -> None:
    """One file a year of the rows whose day `on` lies in it."""
    for year in range(day(since).year, day(until).year + 1):
        out.write(f"{name}{year}", f"{select} WHERE {on} BETWEEN {first(year)} AND {first(year + 1) - 1}", "nr")


def _crime(world: World, out: Delivery) -> None:
    case = f"{key('id')} AS PNR, 'J' || CAST(nr AS VARCHAR) AS JOURNR"
    charged, decided = "at_day + 14", f"at_day + {_DECIDED_AFTER}"
    _yearly(out, "krsi", CRIME_SINCE, world.until, f"SELECT {case}, {dated(charged)} AS SIG_SIGTDTO, "
            f"{dated('at_day')} AS SIG_GER1DTO, law AS SIG_GER9 FROM offences", charged)  # fmt: skip
    _yearly(out, "kraf", CRIME_SINCE, world.until, f"SELECT {case}, {dated(decided)} AS AFG_AFGOEDTO, "
            "kind AS AFG_AFGTYP3, law AS AFG_GER9 FROM offences", decided)  # fmt: skip
    inside = (
        f"SELECT {key('id')} AS PNR, {dated(f'{decided} + 60')} AS IND_FGSLDTO, "
        f"{dated(f'{decided} + 60 + {world.prison_days}')} AS IND_LOESLDTO, '0' AS IND_OVERFKOD FROM offences"
    )
    _yearly(out, "krin", CRIME_SINCE, world.until, inside, f"prison = 1 AND {decided} + 60")


def _violence(world: World, out: Delivery) -> None:
    case = f"{key('id')} AS PNR, 'O' || CAST(nr AS VARCHAR) AS JOURNR"
    kind = "CASE nr % 10 WHEN 0 THEN '111000000' ELSE '123200000' END AS OFR_GER9"
    _yearly(out, "krof", VIOLENCE_SINCE, world.until, f"SELECT {case}, {dated('at_day')} AS OFR_GERFRADT, {kind} "
            "FROM assaults", "at_day")  # fmt: skip
    _yearly(out, "krog", first(2020), world.until, f"SELECT {case}, CAST(partner AS VARCHAR) AS RELATION_PARTNER, "
            "CASE WHEN partner = 0 THEN '0' END AS RELATION_PARTNER_HIST FROM assaults", "at_day")  # fmt: skip


def _placements(world: World, out: Delivery) -> None:
    """The register begins in 1980 and ends with the data, with somebody else's where none of these were placed."""
    ended = f"CASE WHEN until <= {world.until} THEN until END"
    others = [(first(1980), first(1982)), (world.until, world.until + 730)]
    placed = "SELECT id, since, until FROM placed" + "".join(
        f" UNION ALL SELECT {NEIGHBOUR} + min(id), {since}, {until} FROM placed" for since, until in others
    )
    out.write("buaf", f"SELECT {key('id')} AS PNR, {dated('since')} AS STARTDATO, {dated(ended)} AS SLUTDATO, "
              f"'100' AS ANSTED_KLAS FROM ({placed}) WHERE since <= {world.until}", "id")  # fmt: skip


def _education(world: World, out: Delivery) -> None:
    out.write("uddf", f"SELECT {key('id')} AS PNR, code AS HFAUDD, {dated('since')} AS HF_VFRA, "
              f"CAST(NULL AS DATE) AS HF_VTIL FROM schooling WHERE since <= {world.until}", "id")  # fmt: skip


def _dream(world: World, out: Delivery) -> None:
    """A column a week; the weeks of one state repeat it."""
    codes = "CASE q{0} " + " ".join(f"WHEN {i} THEN '{code}'" for i, code in enumerate(WORK_CODES) if code) + " END"
    named = [(i, name) for i, name in enumerate(weeks(world)) if monday(name) is not None]
    parts = [f"{codes.format(i // STATE_WEEKS)} AS {name.upper()}" for i, name in named]
    out.write("dream", f"SELECT {key('id')} AS PNR, {', '.join(parts)} FROM states", "id")
