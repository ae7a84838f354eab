"""Carrying the engine in: a pure wheel, or one file that runs where nothing may be installed; neither calls out."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STAGES = ("preflight", "ingest", "run", "release")

# What a carried-in file meets: no network, none of the extras, nothing of this checkout.
_ALONE = """
import runpy, socket, sys

def refuse(*a, **k):
    raise OSError("no network here")

socket.socket.connect = socket.socket.connect_ex = socket.socket.bind = refuse
socket.getaddrinfo = socket.create_connection = refuse
for name in ("highspy", "polars", "polars_readstat", "pyspark", "django", "pandas", "pyarrow"):
    sys.modules[name] = None
sys.path[:] = [p for p in sys.path if not p.endswith("src")]
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("pakke") / "dkcohort.pyz"
    subprocess.run([sys.executable, ROOT / "dev.py", "bundle", "--out", out], check=True, stdout=subprocess.DEVNULL)
    return out


def alone(carried: Path, *words: object) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-c", _ALONE, carried, *words]
    return subprocess.run([str(w) for w in call], cwd=carried.parent, capture_output=True, text=True, check=False)


def test_the_one_file_goes_from_an_invented_country_to_a_release(carried: Path, tmp_path: Path) -> None:
    land = tmp_path / "land"
    made = alone(carried, "simulate", "--persons", 0, "--seed", 4, "--out", land, "--shelter-women", 600)
    assert made.returncode == 0, made.stderr
    study = land / "study.toml"
    study.write_text(re.sub(r"include = .*", 'include = ["returns"]', study.read_text()))
    for stage in STAGES:
        done = alone(carried, stage, study)
        assert done.returncode == 0, done.stderr
    assert {p.suffix for p in (land / "hjemtagning").iterdir()} == {".txt", ".xlsx"}


def test_the_one_file_is_the_same_twice_and_holds_every_step(carried: Path, tmp_path: Path) -> None:
    again = tmp_path / "igen.pyz"
    subprocess.run([sys.executable, ROOT / "dev.py", "bundle", "--out", again], check=True, stdout=subprocess.DEVNULL)
    assert again.read_bytes() == carried.read_bytes()
    source = ROOT / "dkcohort" / "src"
    with zipfile.ZipFile(again) as packed:
        held = set(packed.namelist())
    wanted = {
        p.relative_to(source).as_posix() for p in source.rglob("*") if p.suffix in {".py", ".sql", ".toml", ".csv"}
    }
    assert wanted <= held


def test_what_is_not_there_is_said_in_words(carried: Path, tmp_path: Path) -> None:
    help_ = alone(carried, "--help")
    assert help_.returncode == 0
    assert all(stage in help_.stdout for stage in (*STAGES, "simulate", "explain"))
    assert alone(carried, "run", tmp_path / "mangler.toml").returncode == 1


def test_the_wheel_is_pure_python_with_every_step_in_it(tmp_path: Path) -> None:
    uv = Path(sys.executable).with_name("uv")
    subprocess.run([uv, "build", "--wheel", "-q", "-o", tmp_path, ROOT / "dkcohort"], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.name.endswith("-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        needs = next(packed.read(n).decode() for n in names if n.endswith("METADATA"))
    assert {f"dkcohort/sql/{p.name}" for p in (ROOT / "dkcohort/src/dkcohort/sql").iterdir()} <= names
    core = re.findall(r"^Requires-Dist: (\w+)(?!.*extra ==)", needs, re.MULTILINE)
    assert {name.lower() for name in core} == {"duckdb", "numpy", "scipy", "xlsxwriter"}
