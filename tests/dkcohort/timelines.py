"""Hand-made timelines: a few women, a few days, run through the same SQL steps as a whole country."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from dkcohort import definitions
from dkcohort.catalogue import delivered
from dkcohort.days import day, number
from dkcohort.engine import DuckEngine, statement
from dkcohort.parameters import tables
from dkcohort.study import Study, settled
from tests.dkcohort.countries import Rows

Stay = tuple[str, str, str, str | None]
"""A woman, a centre, the day she came, the day she left (None: still there)."""

STUDY = Study(
    title="Tidslinjer",
    registers=Path("/ingen"),
    work=Path("/ingen"),
    release=Path("/ingen"),
    residents=None,
    mode="centre",
    centres=("A", "B"),
    cohorts=(2022, 2023, 2024),
    baseline=2024,
    data_cut=number(date(2025, 12, 31)),
    horizons=(6, 12, 24),
    gap_days=1,
    residence="dod_vnds",
    themes=("returns",),
    matches=10,
    seed="tidslinjer",
    threshold=5,
    parameters=settled({}),
)


@dataclass(frozen=True)
class World:
    """A few women. Own centres are A and B. Born in 1990 unless `born` says otherwise; all women, all named.

    `children`: whose, the child's key, at which centre, since when.
    """

    stays: tuple[Stay, ...]
    born: dict[str, str] = field(default_factory=dict)
    sex: dict[str, str] = field(default_factory=dict)
    moves: tuple[tuple[str, str, str], ...] = ()
    deaths: dict[str, str] = field(default_factory=dict)
    listed: tuple[Stay, ...] = ()
    rows: tuple[dict[str, str | None], ...] = ()
    children: tuple[tuple[str, str | None, str, str], ...] = ()
    study: Study = STUDY

    def with_study(self, **changes: Any) -> "World":
        """The same women under a study that differs."""
        return replace(self, study=replace(self.study, **changes))


_KKCOPH = (
    "period:t pnr:t dstnr:t indflyt:n udflyt:n retdato:n kom:t antbarn:n ophold:t imp_mark:t frivil_mark:t cprtjek:t"
)


def run(world: World, *steps: str) -> DuckEngine:
    """Run the base steps, and those named, over a few women; returns the engine to ask."""
    engine = DuckEngine(threads=1)
    tables(engine, world.study)
    delivered(engine, {})
    women = sorted({s[0] for s in world.stays} | set(world.born) | {str(r["pnr"]) for r in world.rows})
    kkcoph = [_row(pnr=p, dstnr=c, indflyt=a, udflyt=u) for p, c, a, u in world.stays] + [_row(**r) for r in world.rows]
    Rows(_KKCOPH, *kkcoph).into(engine, "kkcoph")
    brought = [("", p, child, "1", at(since), None, centre) for p, child, centre, since in world.children]
    Rows("period:t pnr:t barn_pnr:t koen:t indflyt:n udflyt:n dstnr:t", *brought).into(engine, "kkcophb")
    people = [("202112", w, world.sex.get(w, "2"), at(world.born.get(w, "1990-06-01")), "101", "1", None, None,
               at("2021-12-31")) for w in women if world.sex.get(w) != "none"]  # fmt: skip
    columns = "period:t pnr:t koen:t foed_dag:n kom:t ie_type:t opr_land:t mor_id:t referencetid:n"
    Rows(columns, *people).into(engine, "bef")
    Rows("period:t pnr:t doddato:n", *[("", p, at(d)) for p, d in world.deaths.items()]).into(engine, "dod")
    for name, kind in (("vnds_ind", "I"), ("vnds_ud", "U")):
        Rows("period:t pnr:t haend_dato:n", *[("", p, at(d)) for p, k, d in world.moves if k == kind]).into(
            engine, name
        )
    Rows("period:t pnr:t haend_dato:n indud_kode:t").into(engine, "vnds_hist")
    listed = [("", p, "hus", at(a), at(u)) for p, _, a, u in world.listed]
    Rows("period:t pnr:t hus:t indflyt:n udflyt:n", *listed).into(engine, "residents")
    for step in [*definitions.steps_of(replace(world.study, themes=())), *steps]:
        engine.step(step, statement(step))
        if step.startswith("residence_"):
            engine.view("residence", f"SELECT * FROM {step}")
    return engine


def _row(**given: str | None) -> tuple[object, ...]:
    usual: dict[str, object] = {"period": "", "kom": "101", "antbarn": 0, "ophold": "0", "imp_mark": "0",
                                "frivil_mark": "1", "cprtjek": "0", "retdato": None, "udflyt": None}  # fmt: skip
    found = {**usual, **given}
    for name in ("indflyt", "udflyt", "retdato"):
        found[name] = at(given.get(name))
    return tuple(found[pair.split(":")[0]] for pair in _KKCOPH.split())


def at(text: str | None) -> int | None:
    """A date's number."""
    return None if text is None else number(date.fromisoformat(text))


def days(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows with day numbers (from 1990 on) as ISO text."""
    return [tuple(day(v).isoformat() if isinstance(v, int) and v > 7000 else v for v in row) for row in rows]
