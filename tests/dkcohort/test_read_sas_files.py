"""Reading sas7bdat: files written by ReadStat (R's haven), as SAS 9 lays them out, give what parquet gives."""

import shutil
import subprocess
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
from dkcohort.stage import Refused, hush
from dkcohort.study import read

pytestmark = pytest.mark.r

THEMES = ("returns", "home", "mental")
_KINDS = {"VARCHAR": "text", "DATE": "day", "TIMESTAMP": "moment"}
_ENCODING, _WINDOWS_1252 = 70, 62
"""Where the header names the text's encoding, and the number of the one SAS uses in Denmark."""


def _country(folder: Path) -> Path:
    """A country whose own centre has a Danish letter in its number."""
    world = World(persons=0, shelter_women=1500, seed=7, somatic_contacts=0.05)
    study_file = simulate(world, folder, THEMES, snapshots=6)
    centre = read(study_file).centres[0]
    for name in ("kkcoph", "kkcophb"):
        path, con = folder / "registre" / f"{name}.parquet", duckdb.connect()
        number = f"CASE DSTNR WHEN '{centre}' THEN 'KØ01' ELSE DSTNR END AS DSTNR"
        con.execute(f"CREATE TABLE t AS SELECT * REPLACE ({number}) FROM read_parquet('{path}')")
        con.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    study_file.write_text(study_file.read_text().replace(f'"{centre}"', '"KØ01"'))
    return study_file


def as_sas(registers: Path) -> None:
    """Make sas7bdat of every parquet file: names in mixed case, text in windows-1252, every number a double."""
    con = duckdb.connect()
    for path in sorted(registers.glob("*.parquet")):
        con.execute(f"CREATE OR REPLACE TABLE t AS SELECT * FROM read_parquet('{path}')")
        kinds = [(name, _KINDS.get(kind, "number")) for name, kind, *_ in con.execute("DESCRIBE t").fetchall()]
        columns = [f'{_plain(n, k)} AS "{n.capitalize() if i % 2 else n}:{k}"' for i, (n, k) in enumerate(kinds)]
        con.execute(f"COPY (SELECT {', '.join(columns)} FROM t) TO '{path.with_suffix('.csv')}' (HEADER)")
        path.unlink()
    subprocess.run(["Rscript", Path(__file__).with_name("to_sas.R"), registers], check=True)
    for path in sorted(registers.glob("*.csv")):
        path.unlink()
    for path in sorted(registers.glob("*.sas7bdat")):
        data = bytearray(path.read_bytes().replace(b"K@01", "KØ01".encode("cp1252")))
        data[_ENCODING] = _WINDOWS_1252
        path.write_bytes(bytes(data))


def _plain(name: str, kind: str) -> str:
    return f"replace({name}, 'Ø', '@')" if kind == "text" else name


@cache
def delivered() -> tuple[Path, Path]:
    """The same country as parquet and as sas7bdat: the two study files."""
    place = Path(mkdtemp(prefix="sas"))
    first = _country(place / "parquet")
    shutil.copytree(place / "parquet", place / "sas")
    as_sas(place / "sas" / "registre")
    return first, place / "sas" / "study.toml"


def left(study_file: Path) -> dict[str, bytes]:
    study = read(study_file)
    for stage in (preflight, ingest, run, release):
        stage(study, hush)
    return {p.name: p.read_bytes() for p in study.release.iterdir()}


def test_a_delivery_of_sas_files_is_released_as_one_of_parquet() -> None:
    parquet, sas = delivered()
    assert left(sas) == left(parquet)
    assert not [p for p in (sas.parent / "registre").iterdir() if p.suffix != ".sas7bdat"]


def spoiled(to: Path) -> Path:
    shutil.copytree(delivered()[1].parent / "registre", to / "registre")
    shutil.copytree(delivered()[1].parent / "eksterne", to / "eksterne")
    return Path(shutil.copy(delivered()[1], to / "study.toml"))


def _middle_gone(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 9000] = b"\x7f" * 9000
    path.write_bytes(bytes(data))


def _end_gone(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


def _header_gone(path: Path) -> None:
    path.write_bytes(b"SAS" + path.read_bytes()[3:])


@pytest.mark.parametrize(
    ("spoil", "kind"), [(_middle_gone, "file-damaged"), (_end_gone, "sas-truncated"), (_header_gone, "sas-not-sas")]
)
def test_a_spoiled_sas_file_is_refused(spoil: object, kind: str, tmp_path: Path) -> None:
    study_file = spoiled(tmp_path)
    assert callable(spoil)
    spoil(tmp_path / "registre" / "kkcoph.sas7bdat")
    with pytest.raises(Refused, match=rf"KKCOPH / kkcoph.sas7bdat: .*\[{kind}\]"):
        preflight(read(study_file), hush)
    assert not (tmp_path / "arbejde").exists()


def _rewritten(registers: Path, name: str, rows: str) -> None:
    (registers / f"{name}.csv").write_text(rows)
    (registers / f"{name}.sas7bdat").unlink()
    subprocess.run(["Rscript", Path(__file__).with_name("to_sas.R"), registers], check=True)
    (registers / f"{name}.csv").unlink()


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ("PNR:number,DODDATO:day\n7101000001,2026-12-01\n", "type-person-number"),
        ("PNR:text,DODDATO:number\n007101000001,24441\n", "type-date-number"),
        ("PNR:text,DODDATO:moment\n007101000001,2026-12-01 10:00:00\n", "type-date-moment"),
        ("PNR:text,Doddato:day\n,2026-12-01\n", "all-missing"),
        ("PNR:text,DOEDSDATO:day\n007101000001,2026-12-01\n", "column-missing"),
    ],
)
def test_what_sas_files_do_to_keys_and_dates_is_named(rows: str, kind: str, tmp_path: Path) -> None:
    study_file = spoiled(tmp_path)
    _rewritten(tmp_path / "registre", "dod", rows)
    with pytest.raises(Refused, match=rf"\[{kind}\]"):
        preflight(read(study_file), hush)


def test_a_sas_file_that_changes_after_the_preflight_stops_the_next_stage(tmp_path: Path) -> None:
    study_file = spoiled(tmp_path)
    preflight(read(study_file), hush)
    path = tmp_path / "registre" / "dod.sas7bdat"
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(Refused, match=r"dod\.sas7bdat er ændret"):
        ingest(read(study_file), hush)


def test_without_the_reader_the_files_are_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "polars_readstat", None)
    with pytest.raises(Refused, match=r"\[sas-no-reader\]"):
        preflight(read(spoiled(tmp_path)), hush)
