"""python -m bench.planted [seeds]: do the engine's intervals cover what a hundred invented countries were planted with?

Each country holds shelter women and their children alone. A truth is one planted number, over all its cohort years.
Aims: 92-98 per cent of all intervals cover, no truth under 88; a country without a fall is called one 7 times at most.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from bench.results import keep
from dkcohort.estimate import compare_incidences
from dkcohort.simulate.country import simulate
from dkcohort.simulate.world import FALL, World
from tests.dkcohort.countries import ALL, figures, held, one, prepared, truths

Truth = tuple[str, str, str, str]


def main(seeds: int) -> int:
    """Measure and write bench/results/planted.*; 1 if an aim was missed."""
    began = time.monotonic()
    covered: dict[Truth, list[bool]] = defaultdict(list)
    falls = {"uden fald": 0, "med fald": 0}
    for seed in range(1, seeds + 1):
        for world, fall, themes in (("uden fald", None, ALL), ("med fald", FALL, ("returns",))):
            with TemporaryDirectory(prefix="land") as folder:
                falls[world] += _country(seed, fall, themes, Path(folder), covered, world)
        print(f"{seed}: {_share([yes for found in covered.values() for yes in found]):.3f}", flush=True)
    return 0 if _told(seeds, covered, falls, time.monotonic() - began) else 1


def _country(
    seed: int, fall: int | None, themes: tuple[str, ...], folder: Path, covered: dict[Truth, list[bool]], world: str
) -> bool:
    """Run one country; returns whether its change from 2024 to 2025 is called a fall."""
    from dkcohort.study import read

    made = World(persons=0, seed=seed, shelter_women=4200, fall_from=fall)
    study_file = simulate(made, folder, themes, snapshots=11)
    prepared(read(study_file))
    found = figures(study_file)
    asked = [t for t in truths(study_file) if t["indicator"].split(".")[0] in themes]
    for truth, yes in held(found, asked):
        name = (f"{truth['indicator']} ({world})", truth["population"], str(truth["months"] or ""), truth["part"])
        covered[name].append(yes)
    wanted = {"indicator": "returns.elsewhere", "population": "own", "months": 12, "kind": "incidence"}
    after, before = one(found, cohort=2025, **wanted), one(found, cohort=2024, **wanted)
    change = compare_incidences(after.value or 0.0, after.se or 0.0, before.value or 0.0, before.se or 0.0)
    return bool(change.distinguishable) and (change.value or 1.0) < 1


def _told(seeds: int, covered: dict[Truth, list[bool]], falls: dict[str, int], seconds: float) -> bool:
    every = [yes for found in covered.values() for yes in found]
    worst = sorted(covered.items(), key=lambda item: (_share(item[1]), item[0]))
    pooled, lowest = _share(every), _share(worst[0][1])
    rows = [["all intervals", str(len(every)), f"{100 * pooled:.1f} %"]]
    rows += [[" / ".join(part for part in name if part), str(len(found)), f"{100 * _share(found):.1f} %"]
             for name, found in worst[:10]]  # fmt: skip
    reached = 0.92 <= pooled <= 0.98 and lowest >= 0.88 and falls["uden fald"] <= 0.07 * seeds
    verdict = (
        f"{len(covered)} truths in {seeds} countries. Called a fall: {falls['uden fald']} of {seeds} without one, "
        f"{falls['med fald']} of {seeds} with one (14.6 to 7.9 per cent). {'Reached' if reached else 'MISSED'}."
    )
    numbers = {"seeds": seeds, "pooled": pooled, "lowest": lowest, "falls": falls, "seconds": round(seconds),
               "truths": {" / ".join(name): _share(found) for name, found in sorted(covered.items())}}  # fmt: skip
    keep("planted", numbers, title="Planted truths", how=str(__doc__), head=["truth", "intervals", "covered"],
         rows=rows, verdict=verdict, store=f", DuckDB {duckdb.__version__}")  # fmt: skip
    return reached


def _share(found: list[bool]) -> float:
    return sum(found) / len(found)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
