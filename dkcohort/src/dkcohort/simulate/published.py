"""A country that has exactly the stays and women of a published table: it proves grouping and totals, nothing more.

Danmarks Statistik, NYT 38290 (2021): 3,094 stays of 2,618 women by age; 152 of them of unknown age. Who they are, when
they came and how long they stayed is invented.
"""

from pathlib import Path

import numpy as np

from dkcohort.days import first
from dkcohort.simulate.deliver import Delivery, dated, key
from dkcohort.simulate.world import Whole, World

# ruff: noqa: S608  (every name in this SQL is our own)

YEAR = 2021
TABLE = {"18-24": (465, 390), "25-29": (500, 414), "30-39": (1024, 850), "40-49": (631, 530), "50+": (322, 282)}
"""Age at the end of the year -> stays and women."""
UNKNOWN = (152, 152)
_AGES = {"18-24": (19, 24), "25-29": (25, 29), "30-39": (30, 39), "40-49": (40, 49), "50+": (50, 70)}
_ORIGIN = "CASE WHEN id % 100 < 47 THEN '1' WHEN id % 100 < 94 THEN '2' ELSE '3' END"
_NIGHTS = "(15 + id % 6)"
_LAST = 340
"""Nobody comes after so many days of the year: all leave in it."""
_ANONYMOUS = 10**8

_STUDY = """[study]
title = "Danmarks Statistiks tabel for 2021"
[places]
registers = "registre"
[own]
mode = "centre"
centres = ["9001"]
[when]
cohorts = [2021]
baseline = 2021
data_cut = 2022-01-01
horizons = [6]
[themes]
include = ["age"]
"""


def deliver(folder: Path, seed: int) -> Path:
    """Write the registers of that year and a study file; returns the study file."""
    rng = World(seed=seed).stream("published")
    persons: list[int] = []
    born: list[int] = []
    stays: list[int] = []
    for group, (all_stays, women) in TABLE.items():
        ids = len(born) + np.arange(women)
        youngest, oldest = _AGES[group]
        age = rng.integers(youngest, oldest + 1, women)
        born += (first(YEAR + 1) - 1 - (age * 365.25).astype(np.int64) - rng.integers(2, 360, women)).tolist()
        persons += ids.tolist()
        stays += ids.tolist() + ids[: all_stays - women].tolist()
    columns = _stays(rng, np.array(stays))
    out = Delivery(folder / "registre")
    out.give("people", {"id": np.array(persons), "born": np.array(born)})
    out.give("stays", columns)
    _write(out)
    out.close()
    study = folder / "study.toml"
    study.write_text(_STUDY, encoding="utf-8")
    return study


_HOME = "CASE id % 3 WHEN 0 THEN '101' WHEN 1 THEN '461' ELSE '751' END"


def _stays(rng: np.random.Generator, ids: Whole) -> dict[str, Whole]:
    """All come evenly over the year, a woman's second stay in its second half; the anonymous come once each."""
    second = np.ones(len(ids), dtype=bool)
    second[np.unique(ids, return_index=True)[1]] = False
    anonymous = _ANONYMOUS + np.arange(UNKNOWN[0])
    twice = np.isin(ids, ids[second])
    arrived = first(YEAR) + rng.integers(np.where(second, 180, 0), np.where(twice & ~second, 160, _LAST))
    unknown = first(YEAR) + rng.integers(0, _LAST, len(anonymous))
    return {
        "id": np.concatenate([ids, anonymous]),
        "arrived": np.concatenate([arrived, unknown]),
        "hidden": np.concatenate([np.zeros(len(ids), dtype=np.int64), np.ones(len(anonymous), dtype=np.int64)]),
    }


def _write(out: Delivery) -> None:
    person = f"{key('id')} AS PNR"
    out.write("kkcoph", f"""SELECT {person}, CAST(5001 + id % 60 AS VARCHAR) AS DSTNR, {dated("arrived")} AS INDFLYT,
        {dated(f"arrived + {_NIGHTS}")} AS UDFLYT, CAST(NULL AS DATE) AS RETDATO, '101' AS KOM,
        CASE WHEN id < 50 AND hidden = 0 THEN 1 ELSE 0 END AS ANTBARN,
        CAST(hidden AS VARCHAR) AS OPHOLD, '0' AS IMP_MARK, '1' AS FRIVIL_MARK, CAST(hidden AS VARCHAR) AS CPRTJEK
        FROM stays UNION ALL SELECT {key("900")}, '9001', {dated(str(first(YEAR)))}, {dated(str(first(YEAR) + 1))},
        NULL,        '101', 0, '0', '0', '2', '0' ORDER BY 3, 1""")  # fmt: skip
    out.write("kkcophb", f"""SELECT {person}, {key("200000 + id")} AS BARN_PNR, '1' AS KOEN,
        {dated("arrived")} AS INDFLYT,
        {dated(f"arrived + {_NIGHTS}")} AS UDFLYT, CAST(5001 + id % 60 AS VARCHAR) AS DSTNR FROM stays
        WHERE id < 50 AND hidden = 0""")  # fmt: skip
    for year in (YEAR - 2, YEAR - 1, YEAR):
        out.write(f"bef{year}12", f"""SELECT {person}, '2' AS KOEN,
            {dated("born")} AS FOED_DAG, {_HOME} AS KOM, {_ORIGIN} AS IE_TYPE, '5100' AS OPR_LAND,
            CAST(NULL AS VARCHAR) AS MOR_ID,
            {dated(str(first(year + 1) - 1))} AS REFERENCETID FROM people
            UNION ALL SELECT {key("200000 + id")}, '1', {dated("born")}, '101', '1', '5100', {key("id")},
            {dated(str(first(year + 1) - 1))} FROM people WHERE id < 50""")  # fmt: skip
    day = dated(str(first(YEAR) + 364))
    out.write("dod", f"SELECT {key('300000')} AS PNR, {day} AS DODDATO")
    for name in ("vnds_ind", "vnds_ud"):
        out.write(name, f"SELECT {key('300001')} AS PNR, {dated(str(first(YEAR)))} AS HAEND_DATO")
    out.write("vnds_hist", f"SELECT {key('300001')} AS PNR, {dated('0')} AS HAEND_DATO, 'I' AS INDUD_KODE")
