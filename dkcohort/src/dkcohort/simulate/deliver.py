"""Writing registers as they are delivered: parquet, the registers' own names, one file a year or one for all."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from dkcohort.simulate.world import KEY_SQL
from dkcohort.stage import Say, hush


class Delivery:
    """A folder of parquet files. Columns are given as arrays or made by a SELECT; another says how they are delivered.

    A `piece` is the part of each file this delivery writes ("" for the whole); its rows lie in the order they are made.
    """

    def __init__(self, folder: Path, piece: str = "", say: Say = hush) -> None:
        import duckdb

        self._con = duckdb.connect()
        self._con.execute("SET preserve_insertion_order=true; SET memory_limit='4GB'")
        self.folder, self.piece, self.say = folder, piece, say
        folder.mkdir(parents=True, exist_ok=True)

    def give(self, name: str, columns: Mapping[str, NDArray[Any]]) -> None:
        """Name a set of arrays, so that the SELECTs of later files can read them."""
        self._con.register(name, dict(columns))

    def make(self, name: str, select: str, kept: bool = True) -> None:
        """Name a SELECT like a set of arrays; `kept` rows are made once and lie in memory."""
        self._con.execute(f"CREATE {'TABLE' if kept else 'VIEW'} {name} AS {select}")

    def write(self, file: str, select: str, order: str = "") -> None:
        """Write one parquet file of a SELECT over what was given, whole files in an order."""
        place = (self.folder / f"{file}{self.piece}.parquet").as_posix()
        ordered = f"{select} ORDER BY {order}" if order and not self.piece else select
        self._con.execute(f"COPY ({ordered}) TO '{place}' (FORMAT parquet, COMPRESSION zstd)")
        self.say(f"{file}{self.piece}.parquet")

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
