"""BEF, BEFBOP, BEFADR, LIFELINES, DOD and VNDS of the invented country."""

# ruff: noqa: S608  (every name in this SQL is our own)
import numpy as np

from dkcohort.days import day, first, number
from dkcohort.simulate.deliver import Delivery, dated, key
from dkcohort.simulate.people import NEVER, People
from dkcohort.simulate.shelter import Stays
from dkcohort.simulate.world import NEIGHBOUR, World

_PERSON = f"{key('id')} AS PNR"


def deliver(world: World, people: People, stays: Stays, out: Delivery, snapshots: int = 0) -> None:
    """Write who lived where and when. `snapshots` limits BEF to the last so many 31 Decembers and one before; 0 is
    all."""
    out.give("people", _columns(people))
    _moves(world, people, stays, out)
    write(world, out, snapshots)


def write(world: World, out: Delivery, snapshots: int) -> None:
    """Write the registers of the delivery's `people` and `moves`."""
    _addresses(world, out)
    years = range(day(world.since).year - 1, day(world.until).year + 1)
    # One more than the cohorts are chosen by: some of the first year's women came in the year before.
    for year in list(years)[-snapshots - 1 :] if snapshots else years:
        out.write(f"bef{year}12", _snapshot(first(year + 1) - 1), "id")
    _vital(world, out)


def _columns(people: People) -> dict[str, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    names = ("women", "born", "origin", "came", "home", "mother", "died", "left", "back")
    columns = {name: getattr(people, name) for name in names}
    columns["gone"], columns["id"] = columns.pop("left"), np.arange(len(people.born))
    return columns


def _moves(world: World, people: People, stays: Stays, out: Delivery) -> None:
    """One home each; some women are registered at the shelter while they stay and have a new home nearby later."""
    rng = world.stream("addresses")
    at = rng.random(len(stays.person)) < world.registered_at_shelter
    many, moved = len(people.born), int(at.sum())
    out.give(
        "moves",
        {
            "id": stays.person[at],
            "house": stays.centre[at],
            "arrived": stays.arrived[at],
            "gone": stays.left[at],
            "home": people.home[stays.person[at]],
            "address": many + np.arange(moved),
        },
    )


def _addresses(world: World, out: Delivery) -> None:
    houses = "CASE house WHEN 0 THEN 101 WHEN 1 THEN 751 ELSE 461 END"
    spells = f"""SELECT id, 100000000 + id AS address, home AS kom, came AS since FROM people
        UNION ALL SELECT id, 900000000 + house, {houses}, arrived + 1 FROM moves
        UNION ALL SELECT id, 100000000 + address, home, gone + 1 FROM moves WHERE gone < {world.until}"""
    out.write("befadr", f"SELECT DISTINCT CAST(address AS VARCHAR) AS ADRESSE_ID, CAST(kom AS VARCHAR) AS KOM "
              f"FROM ({spells})", "1")  # fmt: skip
    ends = "lead(since) OVER (PARTITION BY id ORDER BY since, address) - 1"
    out.write(
        "befbop",
        f"""SELECT {_PERSON}, CAST(address AS VARCHAR) AS ADRESSE_ID, {dated("since")} AS BOP_VFRA,
            {dated("until")} AS BOP_VTIL FROM (SELECT *, {ends} AS until FROM ({spells}))
            WHERE until IS NULL OR until >= since""",
        "id, since",
    )


def _snapshot(on: int) -> str:
    """BEF on a day: who was born, had come, and was neither dead nor away. KOM is the home, also during a stay."""
    return f"""SELECT {_PERSON}, CASE women WHEN 1 THEN '2' ELSE '1' END AS KOEN, {dated("born")} AS FOED_DAG,
        CAST(home AS VARCHAR) AS KOM, CAST(origin AS VARCHAR) AS IE_TYPE,
        CASE WHEN origin = 1 THEN '5100' ELSE '5' || CAST(200 + id % 90 AS VARCHAR) END AS OPR_LAND,
        CASE WHEN mother >= 0 THEN {key("mother")} END AS MOR_ID, {dated(str(on))} AS REFERENCETID
        FROM people WHERE came <= {on} AND died > {on} AND (gone > {on} OR back <= {on})"""


def _vital(world: World, out: Delivery) -> None:
    until, since = world.until, number(day(world.since).replace(year=2005, month=1, day=1))
    spells = f"""SELECT id, came AS since, least(died, gone) AS until,
          CASE WHEN died < gone THEN 'D' ELSE 'U' END AS why,
          came > born AS moved FROM people
        UNION ALL SELECT id, back, died, 'D', true FROM people WHERE back < {NEVER}
        UNION ALL SELECT {NEIGHBOUR} + min(id), {until}, {NEVER}, 'D', true FROM people"""
    out.write(
        "lifelines",
        f"""SELECT {_PERSON}, {dated("since")} AS EVENT_START_DATE, CASE WHEN moved THEN 'I' ELSE 'F' END
            AS EVENT_CAUSE_START, {dated(f"CASE WHEN until <= {until} THEN until END")} AS EVENT_FINAL_DATE,
            CASE WHEN until <= {until} THEN why END AS EVENT_CAUSE_FINAL
            FROM ({spells}) WHERE since <= {until}""",
        "id, since",
    )
    other = f"SELECT {NEIGHBOUR} + min(id), {until} FROM people"
    died = f"SELECT id, died FROM people WHERE died <= {until} UNION ALL {other}"
    out.write("dod", f"SELECT {_PERSON}, {dated('died')} AS DODDATO FROM ({died})", "id")
    # Somebody else moves as each of the registers begins and ends: none of them is cut short.
    days = ((since - 1, "I"), (since, "U"), (since + 1, "I"), (until - 1, "U"), (until, "I"))
    others = "".join(f" UNION ALL SELECT {NEIGHBOUR} + min(id), {on}, '{kind}' FROM people" for on, kind in days)
    moves = f"""SELECT id, came AS moved_on, 'I' AS kind FROM people WHERE came > born
        UNION ALL SELECT id, back, 'I' FROM people UNION ALL SELECT id, gone, 'U' FROM people{others}"""
    for file, kind, text in (("vnds_ind", "I", "INDV_LAND"), ("vnds_ud", "U", "UDV_LAND")):
        out.write(file, f"SELECT {_PERSON}, {dated('moved_on')} AS HAEND_DATO, '5390' AS {text} FROM ({moves}) "
                  f"WHERE kind = '{kind}' AND moved_on BETWEEN {since} AND {until}", "id, moved_on")  # fmt: skip
    out.write("vnds_hist", f"SELECT {_PERSON}, {dated('moved_on')} AS HAEND_DATO, kind AS INDUD_KODE FROM ({moves}) "
              f"WHERE moved_on < {since}", "id, moved_on")  # fmt: skip
