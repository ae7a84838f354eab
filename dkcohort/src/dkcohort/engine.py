"""The engine that runs the SQL steps. One class knows DuckDB, another Spark (spark.py); the steps know neither."""

from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

_DAY_FORMS = {
    "date": "CAST({0} AS DATE) - DATE '1970-01-01'",
    "moment": "CAST({0} AS DATE) - DATE '1970-01-01'",
    "sas_day": "CASE WHEN NOT isnan(CAST({0} AS DOUBLE)) THEN CAST(floor({0}) AS INTEGER) - 3653 END",
    "iso_text": "CAST(nullif(trim({0}), '') AS DATE) - DATE '1970-01-01'",
}
"""How a delivered date becomes a day's number; SAS day 3653 is 1 January 1970. Blank text, and a number that is
none, are missing."""


class Engine(Protocol):
    """What a step needs: small tables in, register views, one table a step, rows out."""

    name: str

    def table(self, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[object]]) -> None:
        """Make a small table from rows; `columns` gives each column's SQL type."""

    def view(self, name: str, select: str) -> None:
        """Make a view of a SELECT."""

    def step(self, name: str, select: str) -> int:
        """Make a table of a SELECT and return its number of rows."""

    def rows(self, select: str) -> list[tuple[Any, ...]]:
        """Return the rows of a SELECT."""

    def columns(self, name: str) -> list[str]:
        """Return the names of a table's columns."""

    def arrays(self, select: str) -> dict[str, NDArray[Any]]:
        """Return the columns of a SELECT as arrays."""

    def sources(self, paths: Sequence[str]) -> list[str]:
        """Return the FROM items that together read parquet files of one layout."""

    def day(self, column: str, form: str) -> str:
        """Return the expression that makes a day's number of a delivered date in one of its forms."""

    def close(self) -> None:
        """Let the memory go."""


class DuckEngine:
    """DuckDB in this process, with a cap on memory and a place to spill."""

    def __init__(self, spill: Path | None = None, memory: str = "4GB", threads: int | None = None) -> None:
        import duckdb

        self._con = duckdb.connect()
        self.name = f"DuckDB {duckdb.__version__}"
        self._con.execute(f"SET memory_limit='{memory}'")
        self._con.execute("SET preserve_insertion_order=false")
        # A moment with a time zone is the same day on every machine.
        self._con.execute("SET TimeZone='UTC'")
        if spill is not None:
            self._con.execute("SET temp_directory=?", [str(spill)])
        if threads is not None:
            self._con.execute(f"SET threads={int(threads)}")

    def table(self, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[object]]) -> None:
        """Make a small table from rows; `columns` gives each column's SQL type."""
        self._con.execute(f"CREATE OR REPLACE TABLE {name} ({', '.join(f'{c} {t}' for c, t in columns.items())})")
        if not rows:
            return
        given = {c: _column(t, [row[i] for row in rows]) for i, (c, t) in enumerate(columns.items())}
        self._con.register("_given", given)
        self._con.execute(f"INSERT INTO {name} SELECT * FROM _given")  # noqa: S608
        self._con.unregister("_given")

    def view(self, name: str, select: str) -> None:
        """Make a view of a SELECT."""
        self._con.execute(f"CREATE OR REPLACE VIEW {name} AS {select}")

    def step(self, name: str, select: str) -> int:
        """Make a table of a SELECT and return its number of rows."""
        self._con.execute(f"CREATE OR REPLACE TABLE {name} AS {select}")
        return int(self.rows(f"SELECT count(*) FROM {name}")[0][0])  # noqa: S608

    def rows(self, select: str) -> list[tuple[Any, ...]]:
        """Return the rows of a SELECT."""
        return self._con.execute(select).fetchall()

    def columns(self, name: str) -> list[str]:
        """Return the names of a table's columns."""
        return [str(row[0]) for row in self.rows(f"DESCRIBE {name}")]

    def arrays(self, select: str) -> dict[str, NDArray[Any]]:
        """Return the columns of a SELECT as arrays."""
        found: dict[str, NDArray[Any]] = self._con.execute(select).fetchnumpy()
        return found

    def sources(self, paths: Sequence[str]) -> list[str]:
        """Return the FROM items that together read parquet files of one layout."""
        # DuckDB takes the first file for the measure of the others. With the largest first it keeps the few in memory
        # and lets the millions pass, and not the other way round.
        largest = sorted(paths, key=lambda path: (-Path(path).stat().st_size, path))
        return [f"read_parquet([{', '.join(_quoted(p) for p in largest)}])"]

    def schema(self, path: str) -> str:
        """Return the FROM item that lists a parquet file's own names."""
        return f"parquet_schema({_quoted(path)})"

    def day(self, column: str, form: str) -> str:
        """Return the expression that makes a day's number of a delivered date in one of its forms."""
        return f"CAST({_DAY_FORMS[form].format(column)} AS INTEGER)"

    def close(self) -> None:
        """Let the memory go."""
        self._con.close()


def begun(name: str, spill: Path, memory: str, threads: int | None) -> Engine:
    """Return the engine a study asks for: DuckDB in this process, or Spark where the registers outgrow one."""
    if name == "spark":
        from dkcohort.spark import SparkEngine

        return SparkEngine(spill, memory, threads)
    return DuckEngine(spill, memory, threads)


def statement(name: str) -> str:
    """Return the SQL of a step: the file sql/<name>.sql, without its comments' closing semicolon."""
    return resources.files("dkcohort").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8").rstrip().rstrip(";")


def _column(kind: str, values: list[object]) -> NDArray[Any]:
    if kind.startswith("VARCHAR"):
        return np.array(values, dtype=object)
    return np.array(values, dtype=np.float64 if kind == "DOUBLE" else np.int64)


def _quoted(path: str) -> str:
    return "'" + path.replace("'", "''") + "'"
