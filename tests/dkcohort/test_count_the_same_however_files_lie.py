"""Counting the same however the files lie: every theme, every figure exactly, before anything is rounded or hidden."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import duckdb
import polars
import pytest

from dkcohort.figures import Figure
from dkcohort.layout.preflight import preflight
from dkcohort.run import figures_file, read_figures
from dkcohort.simulate.country import simulate
from dkcohort.simulate.world import World
from dkcohort.stage import Refused, hush, kept
from dkcohort.study import read
from tests.dkcohort.countries import ALL, figures, prepared


@cache
def country() -> Path:
    """A small country with every theme, run once."""
    world = World(persons=0, shelter_women=1500, seed=7, somatic_contacts=0.05)
    study_file = simulate(world, Path(mkdtemp(prefix="filer")), ALL, snapshots=6)
    prepared(read(study_file))
    return study_file


def computed(study_file: Path) -> dict[str, Any]:
    return kept(figures_file(read(study_file)), "run", read_figures)


def copied(to: Path) -> Path:
    for name in ("registre", "eksterne"):
        shutil.copytree(country().parent / name, to / name)
    return Path(shutil.copy(country(), to / "study.toml"))


def _write(path: Path, select: str, to: Path | None = None, more: str = "") -> None:
    con = duckdb.connect()
    con.execute(f"CREATE TABLE t AS SELECT * FROM read_parquet('{path}')")
    con.execute(f"COPY ({select}) TO '{to or path}' (FORMAT parquet{more})")


def _backwards(registers: Path) -> None:
    for path in registers.iterdir():
        frame = polars.read_parquet(path)
        frame[frame.columns[::-1]].reverse().write_parquet(path, row_group_size=500)


def _shuffled(registers: Path) -> None:
    for i, path in enumerate(sorted(registers.iterdir())):
        frame = polars.read_parquet(path).sample(fraction=1, shuffle=True, seed=i)
        frame.rename({c: c.lower() if i % 2 else c.capitalize() for c in frame.columns}).write_parquet(
            path, row_group_size=700
        )


def _strangers(registers: Path) -> None:
    for path in registers.iterdir():
        frame = polars.read_parquet(path)
        frame.with_columns(UKENDT=polars.lit("Å"), tal=polars.lit(1.5), period=polars.lit("x")).write_parquet(path)


def _pieces(registers: Path) -> None:
    """Each register in three: one with its columns turned, one with a column more, one with smaller numbers."""
    for path in sorted(registers.iterdir()):
        frame = polars.read_parquet(path)
        frame = frame.sample(fraction=1, shuffle=True, seed=3)
        path.unlink()
        first, second = len(frame) // 3, len(frame) // 2
        small = [polars.col(c).cast(polars.Int32) for c, k in frame.schema.items() if k.is_integer()]
        frame[:first][frame.columns[::-1]].write_parquet(f"{path.parent}/{path.stem}_part-0.parquet")
        frame[first:second].with_columns(EKSTRA=1).write_parquet(f"{path.parent}/{path.stem}_part-1.parquet")
        frame[second:].with_columns(small).write_parquet(f"{path.parent}/{path.stem}_part-2.parquet")


def _empty_pieces(registers: Path) -> None:
    for path in sorted(registers.iterdir()):
        polars.read_parquet(path)[:0].write_parquet(f"{path.parent}/{path.stem}_part-1.parquet")
        path.rename(path.with_name(f"{path.stem}_part-0.parquet"))
    (registers / "_SUCCESS").write_bytes(b"")


def _copies(registers: Path) -> None:
    (registers / "igen").mkdir()
    for path in sorted(registers.glob("*.parquet")):
        shutil.copy(path, registers / "igen" / path.name)


def _folders(registers: Path) -> None:
    """Years as folders, as those who convert registers lay them."""
    for path in sorted(registers.glob("kr??2*.parquet")):
        to = registers / path.stem[:4] / f"year={path.stem[4:]}"
        to.mkdir(parents=True)
        path.rename(to / "part-0.parquet")


def _every_other_year(registers: Path) -> None:
    """Every other year's numbers in fewer bytes, its columns turned: what is alike is read as one, the rest apart."""
    for path in sorted(registers.iterdir()):
        year = re.search(r"\d{4}", path.stem)
        if year and int(year[0]) % 2:
            frame = polars.read_parquet(path)
            small = [polars.col(c).cast(polars.Int16, strict=False) for c, k in frame.schema.items() if k.is_integer()]
            frame.with_columns(small)[frame.columns[::-1]].write_parquet(path)


CHANGES = (_backwards, _shuffled, _strangers, _pieces, _empty_pieces, _copies, _folders, _every_other_year)


@pytest.mark.parametrize("change", CHANGES, ids=lambda f: f.__name__)
def test_no_figure_of_any_theme_moves(change: Callable[[Path], None], tmp_path: Path) -> None:
    study_file = copied(tmp_path)
    change(tmp_path / "registre")
    prepared(read(study_file))
    assert kept(figures_file(read(study_file)), "run", read_figures) == kept(
        figures_file(read(country())), "run", read_figures
    )


@pytest.mark.parametrize("threads", [1, 5])
def test_the_number_of_threads_moves_no_figure(threads: int, tmp_path: Path) -> None:
    study_file = copied(tmp_path)
    study_file.write_text(study_file.read_text() + f'\n[engine]\nthreads = {threads}\nmemory = "500MB"\n')
    prepared(read(study_file))
    assert kept(figures_file(read(study_file)), "run", read_figures) == kept(
        figures_file(read(country())), "run", read_figures
    )


def test_pieces_with_dates_of_different_types_are_refused_and_not_mixed(tmp_path: Path) -> None:
    study_file, registers = copied(tmp_path), tmp_path / "registre"
    path = registers / "dod.parquet"
    moment = "SELECT * REPLACE (CAST(DODDATO AS TIMESTAMP) AS DODDATO) FROM t WHERE hash(PNR) % 2 = 0"
    _write(path, "SELECT * FROM t WHERE hash(PNR) % 2 = 1", registers / "dod_part-0.parquet")
    _write(path, moment, registers / "dod_part-1.parquet")
    path.unlink()
    study_file.write_text(study_file.read_text() + '\n[declared]\n"dod.doddato" = "moment"\n')
    with pytest.raises(Refused, match=r"DODDATO skifter type .* date, moment \[type-drift\]"):
        preflight(read(study_file), hush)


SEAMS = {"work", "placement"}
"""Weeks begin on Mondays, and four years are not whole weeks; placements are known from 1980 on."""


def _later(path: Path) -> None:
    con = duckdb.connect()
    con.execute(f"CREATE TABLE t AS SELECT * FROM read_parquet('{path}')")
    kinds = con.execute("DESCRIBE t").fetchall()
    moved = [f"{c} + 1461 AS {c}" for c, kind, *_ in kinds if kind == "DATE"]
    moved += [f"{c} + INTERVAL 1461 DAY AS {c}" for c, kind, *_ in kinds if kind == "TIMESTAMP"]
    year = re.search(r"\d{4}", path.stem)
    to = path.with_name(path.name.replace(year[0], f"_{int(year[0]) + 4}") if year else path.name)
    select = f"SELECT * REPLACE ({', '.join(moved)}) FROM t" if moved else "SELECT * FROM t"
    con.execute(f"COPY ({select}) TO '{to}.new' (FORMAT parquet)")
    path.unlink()
    Path(f"{to}.new").rename(to)


def test_four_years_later_no_theme_without_a_dated_seam_counts_otherwise(tmp_path: Path) -> None:
    study_file = copied(tmp_path)
    for path in [*sorted((tmp_path / "registre").iterdir()), *sorted((tmp_path / "eksterne").iterdir())]:
        _later(path)
    text = re.sub(r"20(2\d)", lambda m: str(int(m[0]) + 4), study_file.read_text())
    study_file.write_text(re.sub(r'"(work|placement)",? ?', "", text))
    prepared(read(study_file))
    then = [f for f in figures(country()) if _theme(f) not in SEAMS]
    assert {_theme(f) for f in then} == set(ALL) - SEAMS
    assert [replace(f, cohort=f.cohort - 4) for f in figures(study_file)] == then


def _theme(figure: Figure) -> str:
    return figure.indicator.split(".")[0]
