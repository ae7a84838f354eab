"""Invented countries for the tests: made once, run once, asked by many."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from dkcohort import definitions
from dkcohort.engine import DuckEngine
from dkcohort.figures import Figure, unpacked
from dkcohort.ingest import ingest
from dkcohort.layout.preflight import preflight
from dkcohort.run import figures_file, run
from dkcohort.simulate.country import simulate
from dkcohort.simulate.world import FALL, World, sized
from dkcohort.stage import hush
from dkcohort.study import Study, read

ALL = tuple(name for name in definitions.themes() if name != definitions.BASE)


@cache
def women_only(seed: int, fall: bool = False, themes: tuple[str, ...] = ALL, mode: str = "centre") -> Path:
    """A country of nobody but shelter women and their children, run to the end; returns the study file."""
    world = World(persons=0, seed=seed, shelter_women=4200, fall_from=FALL if fall else None)
    study_file = simulate(world, Path(mkdtemp(prefix="land")), themes, mode, snapshots=11)
    prepared(read(study_file))
    return study_file


def prepared(study: Study) -> None:
    """Preflight, ingest and run a study, silently."""
    preflight(study, hush)
    ingest(study, hush)
    run(study, hush)


def figures(study_file: Path) -> list[Figure]:
    """The exact figures of a study that has been run."""
    return unpacked(json.loads(figures_file(read(study_file)).read_text())["figures"])


def truths(study_file: Path) -> list[dict[str, Any]]:
    """The truths a country was planted with."""
    found: list[dict[str, Any]] = json.loads((study_file.parent / "sandhed.json").read_text())["truths"]
    return found


def one(found: Iterable[Figure], **wanted: object) -> Figure:
    """The only figure with these fields."""
    (figure,) = [f for f in found if all(getattr(f, name) == value for name, value in wanted.items())]
    return figure


def held(found: Iterable[Figure], planted: Iterable[dict[str, Any]]) -> list[tuple[dict[str, Any], bool]]:
    """Each planted truth with whether its figure's interval covers it; every truth must have its figure."""
    key = ("indicator", "population", "cohort", "months", "part")
    by_name = {tuple(getattr(f, k) for k in key): f for f in found if f.kind not in {"ratio", "bound"}}
    answers = []
    for truth in planted:
        figure = by_name[tuple(truth[k] for k in key)]
        assert figure.low is not None
        assert figure.high is not None
        answers.append((truth, figure.low <= truth["value"] <= figure.high))
    return answers


@cache
def whole() -> Path:
    """The country of the acceptance: 60,000 persons, 4,200 of them shelter women, every theme, run to the end."""
    study_file = simulate(sized(60_000, None, 1), Path(mkdtemp(prefix="land")), ALL)
    prepared(read(study_file))
    return study_file


class Rows:
    """A few hand-made rows of a register, as the views give them to the steps. Columns: "pnr:t indflyt:n"."""

    def __init__(self, columns: str, *rows: tuple[object, ...]) -> None:
        kinds = {"t": "VARCHAR", "n": "INTEGER"}
        self.columns = {name: kinds[kind] for name, kind in (pair.split(":") for pair in columns.split())}
        self.rows = rows

    def into(self, engine: DuckEngine, name: str) -> None:
        """Make the table under this name."""
        some = " UNION ALL ".join(map(self._row, self.rows)) or f"{self._row((None,) * len(self.columns))} WHERE 1 = 0"
        engine.step(name, some)

    def _row(self, row: tuple[object, ...]) -> str:
        values = ["NULL" if v is None else f"'{v}'" for v in row]
        pairs = zip(values, self.columns.items(), strict=True)
        return "SELECT " + ", ".join(f"CAST({v} AS {kind}) AS {name}" for v, (name, kind) in pairs)
