"""The same steps on Apache Spark (the extra `spark`), where a machine with DuckDB is too small. Loopback only."""

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dkcohort.stage import Refused

_DAY_FORMS = {
    "date": "unix_date(CAST({0} AS DATE))",
    "moment": "unix_date(CAST({0} AS DATE))",
    "sas_day": "CASE WHEN NOT isnan(CAST({0} AS DOUBLE)) THEN CAST(floor({0}) AS INTEGER) - 3653 END",
    "iso_text": "unix_date(CAST(nullif(trim({0}), '') AS DATE))",
}
"""How a delivered date becomes a day's number; SAS day 3653 is 1 January 1970."""

_SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.shuffle.partitions": "4",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.parquet.compression.codec": "zstd",
}
"""Names in quotes and strict arithmetic as in DuckDB; nothing that listens beyond this machine."""

_KINDS = {
    "VARCHAR": "STRING", "DOUBLE": "DOUBLE", "FLOAT": "FLOAT", "BOOLEAN": "BOOLEAN", "DATE": "DATE",
    "TINYINT": "TINYINT", "SMALLINT": "SMALLINT", "INTEGER": "INT", "BIGINT": "BIGINT",
    "UTINYINT": "SMALLINT", "USMALLINT": "INT", "UINTEGER": "BIGINT", "UBIGINT": "DECIMAL(20, 0)",
    "TIMESTAMP": "TIMESTAMP_NTZ", "TIMESTAMP WITH TIME ZONE": "TIMESTAMP",
}  # fmt: skip
"""DuckDB's names for types and Spark's. A column of another type is not read; the contract asks for none."""


class SparkEngine:
    """Spark in local mode: each step is a table of parquet files in a place of its own, gone when the run ends."""

    def __init__(self, spill: Path, memory: str = "2GB", threads: int | None = None) -> None:
        _ready()
        from pyspark.sql import SparkSession

        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        # A task that fails is tried again: else a long run on one machine ends at the first hiccup of a disk.
        wish = SparkSession.builder.master(f"local[{threads or 2},4]").appName("dkcohort")
        places = {"spark.local.dir": str(spill / "plads"), "spark.sql.warehouse.dir": str(spill / "tabeller")}
        for name, value in {**_SETTINGS, **places, "spark.driver.memory": memory.lower().removesuffix("b")}.items():
            wish = wish.config(name, value)
        self._spark = wish.getOrCreate()
        self._files: dict[str, str] = {}
        self.name = f"Apache Spark {self._spark.version}"

    def table(self, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[object]]) -> None:
        """Make a small table from rows; `columns` gives each column's SQL type."""
        schema = ", ".join(f"{column} {_KINDS[kind]}" for column, kind in columns.items())
        frame = self._spark.createDataFrame([tuple(row) for row in rows], schema)
        frame.createOrReplaceTempView("_given")
        self._make(name, "SELECT * FROM _given")

    def view(self, name: str, select: str) -> None:
        """Make a view of a SELECT."""
        self._spark.sql(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS {select}")

    def step(self, name: str, select: str) -> int:
        """Make a table of a SELECT and return its number of rows."""
        self._make(name, select)
        return int(self.rows(f"SELECT count(*) FROM {name}")[0][0])  # noqa: S608

    def _make(self, name: str, select: str) -> None:
        self._spark.sql(f"DROP TABLE IF EXISTS {name}")
        self._spark.sql(f"CREATE TABLE {name} USING parquet AS {select}")

    def rows(self, select: str) -> list[tuple[Any, ...]]:
        """Return the rows of a SELECT."""
        return [tuple(row) for row in self._spark.sql(select).collect()]

    def columns(self, name: str) -> list[str]:
        """Return the names of a table's columns."""
        return list(self._spark.table(name).columns)

    def arrays(self, select: str) -> dict[str, NDArray[Any]]:
        """Return the columns of a SELECT as arrays."""
        frame = self._spark.sql(select)
        rows = frame.collect()
        kinds = {"string": np.dtype(object), "double": np.dtype(np.float64)}
        return {
            name: np.array([row[i] for row in rows], dtype=kinds.get(kind, np.dtype(np.int64)))
            for i, (name, kind) in enumerate(frame.dtypes)
        }

    def sources(self, paths: Sequence[str]) -> list[str]:
        """Return the FROM items that together read parquet files of one layout: each file by its own schema."""
        return [self._file(path) for path in paths]

    def _file(self, path: str) -> str:
        # The schema is read from the footer by DuckDB: Spark would start a job for every file to learn it.
        if path not in self._files:
            self._files[path] = f"delivered_{len(self._files)}"
            frame = self._spark.read.schema(_schema(path)).parquet(_escaped(path))
            frame.createOrReplaceTempView(self._files[path])
        return self._files[path]

    def day(self, column: str, form: str) -> str:
        """Return the expression that makes a day's number of a delivered date in one of its forms."""
        return _DAY_FORMS[form].format(column)

    def close(self) -> None:
        """Let the memory go, and the Java machine with it.

        A machine that is used again keeps the memory of the engine that started it, and its threads and folders.
        """
        from pyspark import SparkContext

        self._spark.stop()
        gateway, SparkContext._gateway, SparkContext._jvm = SparkContext._gateway, None, None
        if gateway is not None:
            gateway.shutdown()
            gateway.proc.stdin.close()  # at the end of its input the machine ends itself
            gateway.proc.wait()


def _ready() -> None:
    """Refuse before anything starts where Spark or Java is missing."""
    try:
        import pyspark  # noqa: F401
    except ImportError as wrong:
        raise Refused("Spark findes ikke her: installér dkcohort[spark], eller vælg engine.name = »duckdb«.") from wrong
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise Refused("Spark kræver Java 17, som ikke findes her.")


def _schema(path: str) -> str:
    """Return a file's columns as Spark writes a schema."""
    from dkcohort.engine import DuckEngine

    engine = DuckEngine(threads=1)
    (source,) = engine.sources([path])
    described = engine.rows(f"DESCRIBE SELECT * FROM {source}")  # noqa: S608
    engine.close()
    kinds = {**_KINDS, **{str(kind): str(kind) for _, kind, *_ in described if str(kind).startswith("DECIMAL")}}
    return ", ".join(f'"{name}" {kinds[kind]}' for name, kind, *_ in described if kind in kinds)


def _escaped(path: str) -> str:
    """A path as Spark reads it: letters with a meaning in patterns stand for themselves."""
    marked = "".join("\\" + letter if letter in "\\[]{}*?," else letter for letter in path)
    return marked.replace("`", "``")
