"""The same five steps by DuckDB, pandas and R's data.table, one after the other on a tenth of the country.

Mental diagnoses before the first stay, a national table of strata, ten matched women for each, offences by the day they
were committed, and the days lived in the country in the year after: from the files to the counts, two threads each. The
counts must be the same before any time is told. DuckDB and pandas (with PyArrow) read parquet; data.table, which has no
reader of parquet, reads CSV by fread, days as numbers and only the columns of the steps. pandas and PyArrow live in an
environment of their own (`bench/beside/pandas.txt`). The best of the rounds counts.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from bench.child import Measured, load, measured, python
from bench.houses import Houses
from bench.results import keep
from dkcohort.layout.contract import municipalities

PERSONS = 680_000
SHELTER_WOMEN = 2_400
SNAPSHOTS = 6
ROUNDS = 4
TIMES_PANDAS = 5.0
BESIDE = Path(__file__).parent / "beside"
COLUMNS = {
    "kkcoph": "pnr indflyt cprtjek frivil_mark",
    "psyk_adm": "pnr recnum d_inddto",
    "psyk_diag": "recnum c_diag c_diagtype",
    "lpr_a_kontakt": "pnr dw_ek_kontakt kont_starttidspunkt lprindberetningssystem",
    "lpr_a_diagnose": "dw_ek_kontakt diag_kode diag_kode_type senere_afkraeftet",
    "bef": "pnr koen foed_dag kom ie_type referencetid",
    "krsi": "pnr journr sig_ger1dto sig_ger9",
    "kraf": "pnr journr afg_afgtyp3",
    "vnds_ind": "pnr haend_dato",
    "vnds_ud": "pnr haend_dato",
    "vnds_hist": "pnr haend_dato indud_kode",
    "dod": "pnr doddato",
}
"""What the steps read; kkcoph and bef would else take in their namesakes."""
FILES = {"kkcoph": "kkcoph.parquet", "bef": "bef2*.parquet"}
Told = dict[str, Any]


def run(_: Houses) -> bool:
    """Make the country in a folder that goes away, and compare."""
    with TemporaryDirectory(prefix="dkcohort-tiende-") as folder:
        return compare(Path(folder))


def compare(folder: Path, times: int = ROUNDS) -> bool:
    """Compare in a folder, where a country may lie already; write bench/results/side_by_side.*."""
    if shutil.which("Rscript") is None:
        print("Rscript is missing: nothing to stand beside.")
        return False
    if not (folder / "study.toml").exists():
        python("dkcohort", "simulate", "--persons", PERSONS, "--seed", 1, "--shelter-women", SHELTER_WOMEN,
               "--snapshots", SNAPSHOTS, "--out", folder)  # fmt: skip
    places = folder / "places.csv"
    places.write_text("".join(["kom,landsdel\n", *(f"{k},{land}\n" for k, _, land, _ in municipalities())]))
    _as_csv(folder)
    programs = _programs(folder, places)
    busy, rounds = [load()], []
    for _ in range(times):
        rounds.append({name: _one(measured(*command)) for name, command in programs.items()})
        busy.append(load())
    _same(rounds)
    return _told({name: _best([told[name] for told in rounds]) for name in programs}, rounds, busy)


def _programs(folder: Path, places: Path) -> dict[str, list[object]]:
    registers = folder / "registre"
    return {
        "DuckDB": [sys.executable, BESIDE / "with_duckdb.py", registers, places],
        "pandas": [_pandas(folder), BESIDE / "with_pandas.py", registers, places],
        "data.table": ["Rscript", BESIDE / "with_data_table.R", folder / "csv", places],
    }


def _pandas(folder: Path) -> Path:
    """The Python of an environment that holds pandas and PyArrow."""
    place = folder / "pandas"
    program = place / "bin" / "python"
    if not program.exists():
        venv.create(place, with_pip=True)
        subprocess.run([program, "-m", "pip", "install", "-q", "-r", BESIDE / "pandas.txt"], check=True)  # noqa: S603
    return program


def _as_csv(folder: Path) -> None:
    """Write what data.table reads; a day is a number."""
    place = folder / "csv"
    if place.exists():
        return
    place.mkdir()
    for register, columns in COLUMNS.items():
        files = f"{folder}/registre/{FILES.get(register, f'{register}*.parquet')}"
        kinds = {c.lower(): str(kind) for c, kind, *_ in duckdb.sql(f"DESCRIBE FROM '{files}'").fetchall()}
        names = ", ".join(_day(c) if kinds[c] in {"DATE", "TIMESTAMP"} else f"{c} AS {c}" for c in columns.split())
        duckdb.sql(f"COPY (SELECT {names} FROM '{files}') TO '{place}/{register}.csv' (FORMAT csv)")  # noqa: S608


def _day(column: str) -> str:
    return f"CAST({column} AS DATE) - DATE '1970-01-01' AS {column}"


def _one(child: Measured) -> Told:
    return {**json.loads(child.answer), "whole": child.seconds, "processor": child.processor, "mb": child.megabytes}


def _same(rounds: list[dict[str, Told]]) -> None:
    """Every program's counts in every round, or nothing is told."""
    answers = [told["answers"] for one in rounds for told in one.values()]
    different = {name: told["answers"] for name, told in rounds[0].items()}
    if any(answer != answers[0] for answer in answers):
        raise AssertionError(f"The counts differ: {different}")


def _seconds(told: Told) -> float:
    return float(sum(sum(pair) for pair in told["seconds"].values()))


def _best(rounds: list[Told]) -> Told:
    return min(rounds, key=_seconds)


def _told(best: dict[str, Told], rounds: list[dict[str, Told]], busy: list[str]) -> bool:
    whole = {name: _seconds(told) for name, told in best.items()}
    faster = {name: whole[name] / whole["DuckDB"] for name in ("pandas", "data.table")}
    reckoned = {n: sum(pair[1] for pair in told["seconds"].values()) / whole["DuckDB"] for n, told in best.items()}
    reached = faster["pandas"] >= TIMES_PANDAS and faster["data.table"] >= 1
    verdict = (
        f"DuckDB is {faster['pandas']:.1f} times as fast as pandas and {faster['data.table']:.1f} times as fast as "
        f"data.table (reading left out for them alone: {reckoned['pandas']:.1f} and {reckoned['data.table']:.1f}). "
        f"Aims: 5 times and 1. {'Reached' if reached else 'MISSED'}."
    )
    rows = [[step, *(_pair(best[name]["seconds"][step]) for name in best)] for step in best["DuckDB"]["seconds"]]
    rows += [["**all steps**", *(f"{whole[name]:.2f}" for name in best)]]
    rows += [["processor, with its start", *(f"{told['processor']:.1f}" for told in best.values())]]
    rows += [["MB at most", *(f"{told['mb']:.0f}" for told in best.values())]]
    how = f"{__doc__}\nWaiting programs (1, 5, 15 minutes) before and after each round: {'; '.join(busy)}."
    keep("side_by_side", {"load": busy, "rounds": rounds, "faster": faster}, title="The same steps, three programs",
         how=how, head=["seconds (of them reading)", *best], rows=rows, verdict=verdict,
         store="".join(f", {name} {told['version']}" for name, told in best.items()))  # fmt: skip
    return reached


def _pair(seconds: list[float]) -> str:
    reading, reckoning = seconds
    return f"{reading + reckoning:.2f}" + (f" ({reading:.2f})" if reading else "")


if __name__ == "__main__":
    sys.exit(0 if compare(Path(sys.argv[1]), *map(int, sys.argv[2:])) else 1)
