"""Running a study on Apache Spark: every theme, to the end, and not one byte but the engine's name is another."""

import os
import re
import tempfile
from functools import cache
from pathlib import Path

import pytest

from dkcohort.ingest import ingest
from dkcohort.layout.preflight import preflight
from dkcohort.release import release
from dkcohort.run import figures_file, read_figures, run
from dkcohort.simulate.country import simulate
from dkcohort.simulate.world import World
from dkcohort.spark import SparkEngine
from dkcohort.stage import Refused, hush, kept
from dkcohort.study import read
from tests.dkcohort.countries import ALL

pytestmark = pytest.mark.java

# The machine's own compiler may be left out for so few rows; what is counted does not depend on it.
os.environ.setdefault("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")
os.environ.setdefault("PYSPARK_SUBMIT_ARGS", "--conf spark.sql.codegen.wholeStage=false pyspark-shell")


@cache
def country() -> Path:
    """A small country with every theme and two cohorts, made ready to run."""
    world = World(persons=0, shelter_women=1500, seed=7, somatic_contacts=0.05)
    study_file = simulate(world, Path(tempfile.mkdtemp(prefix="motor")), ALL, snapshots=6)
    text = study_file.read_text(encoding="utf-8")
    study_file.write_text(text.replace("2022, 2023, 2024, 2025", "2024, 2025"), encoding="utf-8")
    preflight(read(study_file), hush)
    ingest(read(study_file), hush)
    return study_file


def left(engine: str) -> dict[str, bytes]:
    """The files of a release made on an engine."""
    study_file = country().with_name(f"{engine}.toml")
    text = country().read_text().replace('"hjemtagning"', f'"hjemtagning-{engine}"')
    study_file.write_text(text + f'\n[engine]\nname = "{engine}"\nmemory = "2GB"\n')
    run(read(study_file), hush)
    release(read(study_file), hush)
    return {p.name: p.read_bytes() for p in read(study_file).release.iterdir()}


def test_every_theme_is_released_byte_for_byte_as_on_duckdb() -> None:
    on_duckdb = left("duckdb")
    exact = kept(figures_file(read(country())), "run", read_figures)
    on_spark = left("spark")
    again = kept(figures_file(read(country())), "run", read_figures)
    assert (exact.pop("engine")[:6], again.pop("engine")[:12]) == ("DuckDB", "Apache Spark")
    assert again == exact
    assert {f["indicator"].split(".")[0] for f in exact["figures"]} == set(ALL)
    motor = [re.findall(rb"  Motor: (\w+)", found["manifest.txt"]) for found in (on_duckdb, on_spark)]
    assert motor == [[b"DuckDB"], [b"Apache"]]
    for found in (on_duckdb, on_spark):
        found["manifest.txt"] = re.sub(rb"  Motor: .*\n", b"", found["manifest.txt"])
    assert on_spark == on_duckdb


@pytest.fixture
def engine(tmp_path: Path) -> SparkEngine:
    return SparkEngine(tmp_path / "spild", "1GB")


def test_it_reads_days_and_files_as_duckdb_does(engine: SparkEngine, tmp_path: Path) -> None:
    from dkcohort.engine import DuckEngine

    folder = tmp_path / "Projekt [7] {a,b} *"
    folder.mkdir()
    duck = DuckEngine()
    values = {"date": "DATE '2024-02-29'", "moment": "TIMESTAMP '2024-02-29 23:59:59'", "sas_day": "23435.0",
              "iso_text": "'2024-02-29'"}  # fmt: skip
    made = ", ".join(f"{value} AS {form}" for form, value in values.items())
    duck.rows(f"COPY (SELECT {made}, CAST(7 AS UTINYINT) AS code, [1] AS other) TO '{folder}/a.parquet'")
    duck.rows(f"COPY (SELECT {made}, CAST(7 AS BIGINT) AS code) TO '{folder}/b.parquet'")
    found = []
    for one in (duck, engine):
        files = [s for n in "ab" for s in one.sources([str(folder / f"{n}.parquet")])]
        days = ", ".join(one.day(f'"{form}"', form) for form in values)
        found.append([one.rows(f'SELECT {days}, CAST("code" AS STRING) FROM {file}') for file in files])
    engine.close()
    assert found[0] == found[1] == [[(19782,) * 4 + ("7",)]] * 2


def test_nothing_listens_beyond_the_machine_and_no_page_is_served(engine: SparkEngine) -> None:
    settings = dict(engine._spark.sparkContext.getConf().getAll())
    served = engine._spark.sparkContext.uiWebUrl
    engine.close()
    assert {settings["spark.driver.host"], settings["spark.driver.bindAddress"]} == {"127.0.0.1"}
    assert served is None


def test_a_task_that_fails_is_tried_again(engine: SparkEngine) -> None:
    master = engine._spark.sparkContext.master
    engine.close()
    assert master == "local[2,4]"


def test_each_engine_has_the_memory_it_asks_for(tmp_path: Path) -> None:
    """The second does not run in the machine of the first."""
    found = []
    for memory in ("512MB", "1GB"):
        engine = SparkEngine(tmp_path / memory, memory)
        machine = engine._spark._jvm
        assert machine is not None
        found.append(machine.java.lang.Runtime.getRuntime().maxMemory() / 2**20)
        engine.close()
    assert found == [pytest.approx(512, rel=0.1), pytest.approx(1024, rel=0.1)]


def test_without_java_the_run_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="kræver Java 17"):
        SparkEngine(tmp_path)


def test_an_engine_nobody_knows_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "study.toml"
    other.write_text(country().read_text() + '\n[engine]\nname = "oracle"\n')
    with pytest.raises(Refused, match=re.escape("engine.name")):
        read(other)
