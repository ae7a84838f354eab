"""Running the same again: order, copies, case, pieces, threads and interruptions change not one byte of a release."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import duckdb
import pytest

from dkcohort.ingest import ingest
from dkcohort.layout.preflight import preflight
from dkcohort.release import release
from dkcohort.run import run
from dkcohort.simulate.country import simulate
from dkcohort.simulate.world import World
from dkcohort.stage import Refused, Say, hush, spilling, written
from dkcohort.study import Study, read
from tests.dkcohort.countries import figures, prepared

THEMES = ("returns", "home")


@cache
def country() -> Path:
    """A small country, released once."""
    world = World(persons=0, shelter_women=1500, seed=7, somatic_contacts=0.05)
    study_file = simulate(world, Path(mkdtemp(prefix="samme")), THEMES, snapshots=6)
    finish(study_file)
    return study_file


def finish(study_file: Path) -> None:
    study = read(study_file)
    prepared(study)
    release(study, hush)


def left(study_file: Path) -> dict[str, bytes]:
    """The bytes of a release, the manifest without its line about the engine."""
    found = {p.name: p.read_bytes() for p in (study_file.parent / "hjemtagning").iterdir()}
    found["manifest.txt"] = re.sub(rb"  Motor: .*\n", b"", found["manifest.txt"])
    return found


def copied(to: Path) -> Path:
    shutil.copytree(country().parent / "registre", to / "registre")
    shutil.copytree(country().parent / "eksterne", to / "eksterne")
    return Path(shutil.copy(country(), to / "study.toml"))


def _each(registers: Path, select: str, only: str = "*") -> None:
    con = duckdb.connect()
    for path in sorted(registers.glob(f"{only}.parquet")):
        con.execute(f"CREATE OR REPLACE TABLE t AS SELECT * FROM read_parquet('{path}')")
        names = ", ".join(f'{c} AS "{c.lower()}"' for (c, *_) in con.execute("DESCRIBE t").fetchall())
        con.execute(f"COPY ({select.format(lower=names)}) TO '{path}' (FORMAT parquet)")


def _order(registers: Path) -> None:
    _each(registers, "SELECT * FROM t ORDER BY hash(t)")


def _case(registers: Path) -> None:
    _each(registers, "SELECT {lower} FROM t")


def _copies(registers: Path) -> None:
    shutil.copy(registers / "kkcoph.parquet", registers / "kkcoph2026.parquet")
    (registers / "igen").mkdir()
    shutil.copy(registers / "bef202412.parquet", registers / "igen" / "bef202412.parquet")


def _pieces(registers: Path) -> None:
    con = duckdb.connect()
    for name in ("kkcoph", "bef202412", "befbop"):
        path = registers / f"{name}.parquet"
        for part in range(3):
            some = f"SELECT * FROM read_parquet('{path}') t WHERE hash(t) % 3 = {part}"
            con.execute(f"COPY ({some}) TO '{registers}/{name}_part-{part}.parquet' (FORMAT parquet)")
        path.unlink()


@pytest.mark.parametrize("change", [_order, _case, _copies, _pieces], ids=lambda f: f.__name__)
def test_how_the_files_lie_changes_nothing(change: Callable[[Path], None], tmp_path: Path) -> None:
    study_file = copied(tmp_path)
    change(tmp_path / "registre")
    finish(study_file)
    assert left(study_file) == left(country())


@pytest.mark.parametrize("threads", [1, 4])
def test_the_number_of_threads_changes_nothing(threads: int, tmp_path: Path) -> None:
    study_file = copied(tmp_path)
    study_file.write_text(study_file.read_text() + f"\n[engine]\nthreads = {threads}\n")
    finish(study_file)
    assert left(study_file) == left(country())


def test_four_years_later_everything_is_the_same_but_the_years(tmp_path: Path) -> None:
    study_file = copied(tmp_path)
    con = duckdb.connect()
    for path in sorted((tmp_path / "registre").glob("*.parquet")) + sorted((tmp_path / "eksterne").iterdir()):
        con.execute(f"CREATE OR REPLACE TABLE t AS SELECT * FROM read_parquet('{path}')")
        dates = [c for c, kind, *_ in con.execute("DESCRIBE t").fetchall() if kind == "DATE"]
        later = f"REPLACE ({', '.join(f'{c} + 1461 AS {c}' for c in dates)})" if dates else ""
        year = re.search(r"\d{4}", path.stem)
        to = path.with_name(path.name.replace(year[0], f"_{int(year[0]) + 4}") if year else path.name)
        con.execute(f"COPY (SELECT * {later} FROM t) TO '{to}.new' (FORMAT parquet)")
        path.unlink()
        Path(f"{to}.new").rename(to)
    text = re.sub(r"20(2\d)", lambda m: str(int(m[0]) + 4), study_file.read_text())
    study_file.write_text(text)
    prepared(read(study_file))
    assert [replace(f, cohort=f.cohort - 4) for f in figures(study_file)] == figures(country())


STAGES: dict[str, Callable[[Study, Say], object]] = {
    "preflight": preflight,
    "ingest": ingest,
    "run": run,
    "release": release,
}


@pytest.mark.parametrize("stage", STAGES)
def test_a_killed_stage_leaves_nothing_half_done_and_can_be_begun_again(stage: str, tmp_path: Path) -> None:
    study_file = copied(tmp_path)
    place = {"release": tmp_path / "hjemtagning"}.get(stage, tmp_path / "arbejde" / stage)
    stages = list(STAGES)
    for before in stages[: stages.index(stage)]:
        STAGES[before](read(study_file), hush)
    _kill_after_its_first_line(stage, study_file)
    for after in stages[stages.index(stage) :]:
        STAGES[after](read(study_file), hush)
    assert left(study_file) == left(country())
    assert not [p for p in place.parent.iterdir() if "under-arbejde" in p.name or "gammel" in p.name]


def test_files_that_are_gone_since_the_preflight_are_named_without_their_place(tmp_path: Path) -> None:
    study_file = copied(tmp_path)
    preflight(read(study_file), hush)
    (tmp_path / "registre").rename(tmp_path / "flyttet")
    with pytest.raises(Refused, match=r"kkcoph\.parquet \(KKCOPH\)") as refused:
        ingest(read(study_file), hush)
    assert str(tmp_path) not in str(refused.value)
    assert "Kør preflight igen" in str(refused.value)
    assert not (tmp_path / "arbejde" / "ingest").exists()


@pytest.mark.parametrize("seed", range(4))
def test_stages_killed_at_any_instant_can_be_begun_again(seed: int, tmp_path: Path) -> None:
    """Each stage is killed once after a random part of a second or more; each is then simply called again."""
    study_file, chance = copied(tmp_path), random.Random(seed)
    for stage, work in STAGES.items():
        call = [sys.executable, "-m", "dkcohort", stage, str(study_file)]
        with subprocess.Popen(call, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
            time.sleep(chance.uniform(0.2, 3))
            process.kill()
        work(read(study_file), hush)
    assert left(study_file) == left(country())
    beside = [*tmp_path.iterdir(), *(tmp_path / "arbejde").iterdir()]
    assert not [p for p in beside if "under-arbejde" in p.name or "gammel" in p.name]


def _kill_after_its_first_line(stage: str, study_file: Path) -> None:
    call = [sys.executable, "-m", "dkcohort", stage, str(study_file)]
    with subprocess.Popen(call, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline()
        process.send_signal(signal.SIGKILL)


def _fail(place: Path) -> None:
    with written(place) as folder:
        (folder / "figures.json").write_text("halvt")
        raise RuntimeError


def test_a_stage_that_fails_leaves_the_last_result_as_it_was(tmp_path: Path) -> None:
    place = tmp_path / "trin"
    with written(place) as folder:
        (folder / "figures.json").write_text("helt")
    with pytest.raises(RuntimeError):
        _fail(place)
    assert (place / "figures.json").read_text() == "helt"
    assert [p.name for p in tmp_path.iterdir()] == ["trin"]


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


OTHERS_WROTE = (
    ("notater.docx",),
    ("bef2024.parquet", "year=2024/bef.parquet"),
    ("figures.json", "members.json", "notater.docx"),
    ("catalogue.json", "0/dod.sas7bdat.parquet", "0/liste.xlsx"),
)
PART_OF_A_RUN = ("members.json",)
"""Never a whole stage; but a killed run may have left any part of its files in the folder it was writing."""


@pytest.mark.parametrize(
    ("names", "beside"),
    [
        *((names, beside) for names in OTHERS_WROTE for beside in ("", ".under-arbejde", ".under-arbejde-gammel")),
        (PART_OF_A_RUN, ""),
    ],
)
def test_a_folder_with_what_others_wrote_is_never_replaced(names: tuple[str, ...], beside: str, tmp_path: Path) -> None:
    for name in names:
        path = tmp_path / f"trin{beside}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mit")
    before = everything(tmp_path)
    with pytest.raises(Refused, match=r"dkcohort ikke selv har skrevet .* Intet er slettet"):
        _fail(tmp_path / "trin")
    assert everything(tmp_path) == before


def test_what_is_put_in_a_folder_while_a_stage_runs_is_not_lost(tmp_path: Path) -> None:
    place = tmp_path / "trin"
    with written(place) as folder:
        (folder / "figures.json").write_text("helt")
    before = everything(tmp_path)

    def meanwhile() -> None:
        with written(place) as folder:
            (folder / "figures.json").write_text("nyt")
            (place / "notater.docx").write_text("mit")

    with pytest.raises(Refused, match=r"notater\.docx"):
        meanwhile()
    assert everything(tmp_path) == {**before, "trin/notater.docx": b"mit"}


def test_an_empty_folder_and_one_of_the_engines_own_are_replaced(tmp_path: Path) -> None:
    place = tmp_path / "trin"
    place.mkdir()
    for _again in range(2):
        with written(place) as folder:
            (folder / "catalogue.json").write_text("helt")
            (folder / "0").mkdir()
            (folder / "0" / "dod.sas7bdat.parquet").write_text("helt")
        (place / "Thumbs.db").write_text("set")
    assert (place / "catalogue.json").read_text() == "helt"


def _written(place: Path, text: str) -> None:
    with written(place) as folder:
        (folder / "figures.json").write_text(text)


def test_a_folder_that_may_not_be_changed_is_told_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "trin"
    _written(place, "helt")
    before = everything(tmp_path)
    with monkeypatch.context() as shut:
        # As `chmod 555` does to who is not root.
        shut.setattr(os, "access", lambda path, _mode: Path(path) != place)
        with pytest.raises(Refused, match=r"Mappen trin kan ikke erstattes.* Det gamle resultat står"):
            _written(place, "nyt")
    assert everything(tmp_path) == before
    _written(place, "nyt")
    assert (place / "figures.json").read_text() == "nyt"


@pytest.mark.parametrize("stopped", ["trin", "trin.under-arbejde"])
def test_a_folder_that_cannot_be_moved_keeps_the_old_result(
    stopped: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "trin"
    _written(place, "helt")
    before = everything(tmp_path)
    rename = Path.rename

    def moved(path: Path, target: Path) -> Path:
        if path.name == stopped:
            raise PermissionError(path)
        return rename(path, target)

    with monkeypatch.context() as shut:
        shut.setattr(Path, "rename", moved)
        with pytest.raises(Refused, match="Mappen trin kan ikke erstattes"):
            _written(place, "nyt")
    assert everything(tmp_path) == before
    _written(place, "nyt")
    assert everything(tmp_path) == {"trin/figures.json": b"nyt"}


def test_what_a_run_could_not_remove_is_named_and_cleared_when_it_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, left = tmp_path / "trin", tmp_path / "trin.under-arbejde-gammel"
    _written(place, "helt")
    left.mkdir()
    (left / "figures.json").write_text("gammelt")
    rmtree = shutil.rmtree

    def removed(path: Path, ignore_errors: bool = False) -> None:
        if path != left:
            rmtree(path, ignore_errors)
        elif not ignore_errors:
            raise PermissionError(path)

    with monkeypatch.context() as shut:
        shut.setattr(shutil, "rmtree", removed)
        with pytest.raises(Refused, match=r"Mappen trin\.under-arbejde-gammel kan ikke erstattes"):
            _written(place, "nyt")
    _written(place, "nyt")
    assert everything(tmp_path) == {"trin/figures.json": b"nyt"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_is_mended_by_itself_when_they_are_back(tmp_path: Path) -> None:
    place = tmp_path / "trin"
    _written(place, "helt")
    place.chmod(0o555)
    for _again in range(2):
        with pytest.raises(Refused, match="Mappen trin kan ikke erstattes"):
            _written(place, "nyt")
    place.chmod(0o755)
    _written(place, "nyt")
    assert everything(tmp_path) == {"trin/figures.json": b"nyt"}


def test_a_file_where_a_folder_should_be_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "trin").write_text("mit")
    with pytest.raises(Refused, match="er en fil og ikke en mappe"):
        _fail(tmp_path / "trin")
    assert everything(tmp_path) == {"trin": b"mit"}


def test_a_folder_of_somebody_elses_is_not_spilled_into(tmp_path: Path) -> None:
    (tmp_path / "arbejde.spild").mkdir()
    (tmp_path / "arbejde.spild" / "notater.docx").write_text("mit")
    with pytest.raises(Refused, match=r"notater\.docx"), spilling(tmp_path / "arbejde.spild"):
        pass
    (tmp_path / "arbejde.spild" / "notater.docx").rename(tmp_path / "arbejde.spild" / "duckdb_temp_storage-0.tmp")
    with spilling(tmp_path / "arbejde.spild") as spill:
        assert not spill.exists()
