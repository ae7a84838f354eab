"""Writing registers as they are delivered: parquet, the registers' own names, one file a year or one for all."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from dkcohort.simulate.world import KEY_SQL


class Delivery:
    """A folder of parquet files. Columns are given as arrays; a SELECT over `given` says how they are delivered."""

    def __init__(self, folder: Path) -> None:
        import duckdb

        self._con = duckdb.connect()
        self._con.execute("SET preserve_insertion_order=true")
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def give(self, name: str, columns: Mapping[str, NDArray[Any]]) -> None:
        """Name a set of arrays, so that the SELECTs of later files can read them."""
        self._con.register(name, dict(columns))

    def write(self, file: str, select: str) -> None:
        """Write one parquet file of a SELECT over what was given."""
        place = (self.folder / f"{file}.parquet").as_posix()
        self._con.execute(f"COPY ({select}) TO '{place}' (FORMAT parquet, COMPRESSION zstd)")

    def rows(self, select: str) -> list[tuple[Any, ...]]:
        """Return the rows of a SELECT over what was given."""
        return self._con.execute(select).fetchall()

    def close(self) -> None:
        """Let the memory go."""
        self._con.close()


def key(column: str) -> str:
    """Return the SQL of a person's pseudonymised key."""
    return KEY_SQL.format(column)


def dated(column: str) -> str:
    """Return the SQL of a delivered date from a day's number."""
    return f"(DATE '1970-01-01' + CAST({column} AS INTEGER))"
