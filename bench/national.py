"""The register engine on a country the size of Denmark: an invented one, made, preflighted, ingested, run and released.

Every stage is a program of its own, as the analyst starts it, with DuckDB held to 3 GB and two threads. "The whole
run" is preflight, ingest, run and release together; making the country is not part of it. Each step of the run that
reads registers is also held against the bare scan of the columns it reads (`bench/extraction.py`).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from bench.child import Measured, load, python
from bench.houses import Houses
from bench.results import keep

PERSONS = 6_800_000
"""All who ever lived in it; each of the six population files then holds at least 5.95 million."""
SNAPSHOTS = 6
STAGES = ("preflight", "ingest", "run", "release")
MOST_SECONDS = 600.0
MOST_MEGABYTES = 4e9 / 2**20
MOST_TIMES_BARE = 3.0
LEAST = {"bef2": 5 * 5_950_000, "lpr_a_kontakt": 60_000_000, "lpr_a_diagnose": 100_000_000}
"""Rows the country must have at least, by what the names of the files begin with (2: the years of BEF)."""
Step = dict[str, Any]
_ENGINE = '\n[engine]\nmemory = "3GB"\nthreads = 2\n'


def run(_: Houses) -> bool:
    """Make the country in a folder that goes away, and measure."""
    with TemporaryDirectory(prefix="dkcohort-land-") as folder:
        return measure(Path(folder))


def measure(folder: Path, persons: int = PERSONS) -> bool:
    """Measure in a folder, where a country may lie already; write bench/results/national.*."""
    making = _country(folder, persons)
    rows = {name: _rows(folder, name) for name in LEAST}
    study, busy = folder / "study.toml", [load()]
    stages = {stage: python("dkcohort", stage, study) for stage in STAGES}
    busy.append(load())
    steps: list[Step] = json.loads(python("bench.extraction", study).answer)
    return _told(making, rows, stages, steps, busy, persons)


def _country(folder: Path, persons: int) -> dict[str, float]:
    kept = folder / "lavet.json"
    if not kept.exists():
        made = python(
            "dkcohort", "simulate", "--persons", persons, "--seed", 1, "--snapshots", SNAPSHOTS, "--out", folder
        )
        with (folder / "study.toml").open("a", encoding="utf-8") as study:
            study.write(_ENGINE)
        size = sum(f.stat().st_size for f in (folder / "registre").iterdir()) / 2**20
        kept.write_text(json.dumps({**_numbers(made), "disk": round(size)}), encoding="utf-8")
    found: dict[str, float] = json.loads(kept.read_text(encoding="utf-8"))
    return found


def _rows(folder: Path, register: str) -> int:
    files = f"{folder}/registre/{register}*.parquet"
    found = duckdb.sql(f"SELECT count(*) FROM read_parquet('{files}')").fetchone()  # noqa: S608
    return int(found[0]) if found else 0


def _numbers(one: Measured) -> dict[str, float]:
    return {"seconds": round(one.seconds, 1), "processor": round(one.processor, 1), "megabytes": round(one.megabytes)}


def too_small(progress: Sequence[str]) -> list[str]:
    """Lines on the screen that give a number of rows from 1 to 4."""
    return [line for line in progress if re.search(r"(?<![\d.])[1-4] rækker", line)]


def _told(making: dict[str, float], rows: dict[str, int], stages: dict[str, Measured], steps: list[Step],
          busy: list[str], persons: int) -> bool:  # fmt: skip
    seconds = sum(one.seconds for one in stages.values())
    peak = max(one.megabytes for one in stages.values())
    lines = [line for one in stages.values() for line in one.progress]
    worst = max(steps, key=_times)
    aims = {
        "as large as asked": all(rows[name] >= least for name, least in LEAST.items()),
        "under ten minutes": seconds < MOST_SECONDS,
        "under 4 GB": peak < MOST_MEGABYTES,
        "progress without small counts": all(one.progress for one in stages.values()) and not too_small(lines),
        "no step over three bare scans": _times(worst) <= MOST_TIMES_BARE,
    }
    missed = [aim for aim, reached in aims.items() if not reached]
    verdict = (
        f"The whole run took {seconds:.0f} s and held {peak:.0f} MB at most. The step furthest from its bare scan is "
        f"{worst['step']}, {_times(worst):.1f} times. "
        f"{'Every aim was reached.' if not missed else 'MISSED: ' + ', '.join(missed) + '.'}"
    )
    numbers = {"persons": persons, "rows": rows, "load": busy, "simulate": making, "aims": aims, "steps": steps,
               "stages": {name: _numbers(one) for name, one in stages.items()}}  # fmt: skip
    keep("national", numbers, title="The register engine at national size", how=_how(rows, busy, making),
         head=["what", "rows read", "seconds", "of the processor", "MB at most", "bare scan", "times"],
         rows=[*_stage_rows(stages, making), *map(_step_row, steps)], verdict=verdict, store=_store())  # fmt: skip
    return not missed


def _times(step: Step) -> float:
    return float(step["seconds"] / step["bare"])


def _store() -> str:
    return f", DuckDB {duckdb.__version__}"


def _how(rows: dict[str, int], busy: list[str], making: dict[str, float]) -> str:
    told = ", ".join(f"{name.upper().rstrip('2')} {count:,}" for name, count in rows.items())
    return (
        f"{__doc__}\nRows: {told}; {making['disk']:.0f} MB of parquet. Waiting programs (1, 5, 15 minutes) before: "
        f"{busy[0]}, after: {busy[1]}; two would fill the machine. Aims: whole run under 600 s and 4 GB; every "
        "step that reads registers at most 3 times its bare scan."
    )


def _stage_rows(stages: dict[str, Measured], making: dict[str, float]) -> list[list[str]]:
    named = {"simulate (apart)": making, **{name: _numbers(one) for name, one in stages.items()}}
    return [[name, "", f"{one['seconds']:.0f}", f"{one['processor']:.0f}", f"{one['megabytes']:.0f}", "", ""]
            for name, one in named.items()]  # fmt: skip


def _step_row(step: Step) -> list[str]:
    return [f"step {step['step']}", f"{step['rows']:,}", f"{step['seconds']:.2f}", f"{step['processor']:.2f}", "",
            f"{step['bare']:.2f}", f"{_times(step):.1f}"]  # fmt: skip


if __name__ == "__main__":
    sys.exit(0 if measure(Path(sys.argv[1]), *map(int, sys.argv[2:])) else 1)
