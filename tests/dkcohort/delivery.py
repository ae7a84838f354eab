"""A delivery on the disk that can be spoiled: its files written anew, cut, renamed."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import duckdb


@dataclass
class Delivery:
    """A delivery that may be spoiled: its folder of registers, and the study file's text."""

    folder: Path
    study: str
    declared: list[str] = field(default_factory=list)

    def file(self, name: str) -> Path:
        """The only file whose name begins so."""
        return next(p for p in sorted(self.folder.iterdir()) if p.name.startswith(name))

    def rewrite(self, name: str, select: str, to: str | None = None) -> None:
        """Write a file anew from a SELECT over its own rows, named `t`."""
        source = self.file(name)
        target = self.folder / (to or source.name)
        beside = self.folder / "beside.bin"
        con = duckdb.connect()
        con.execute(f"CREATE TABLE t AS SELECT * FROM read_parquet('{source}')")
        con.execute(f"COPY ({select}) TO '{beside}' (FORMAT parquet)")
        con.close()
        if to is None:
            source.unlink()
        beside.replace(target)

    def change(self, name: str, column: str, value: str, where: str = "true") -> None:
        """Change a column's values where a condition holds."""
        self.rewrite(name, f"SELECT * REPLACE (CASE WHEN {where} THEN {value} ELSE {column} END AS {column}) FROM t")

    def retype(self, name: str, column: str, expression: str) -> None:
        """Give a column another type."""
        self.rewrite(name, f"SELECT * REPLACE ({expression} AS {column}) FROM t")

    def copy(self, name: str, to: str) -> None:
        """Copy a file under another name."""
        shutil.copyfile(self.file(name), self.folder / to)

    def cut(self, name: str, size: int | None = None) -> None:
        """Keep the first bytes of a file: half of them, if it is not said how many."""
        path = self.file(name)
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data[: len(data) // 2 if size is None else size])

    def rename(self, name: str, to: str) -> None:
        """Rename a file."""
        self.file(name).rename(self.folder / to)

    def astray(self, name: str) -> None:
        """Put a link to nothing in the place of a file."""
        gone = self.file(name)
        gone.unlink()
        gone.symlink_to(self.folder / "findes" / "ikke")

    def remove_all(self, pattern: str) -> None:
        """Take all files of a pattern away."""
        for path in self.folder.glob(pattern):
            path.unlink()

    def change_all(self, pattern: str, column: str, value: str) -> None:
        """Change a column in all files of a pattern."""
        for path in sorted(self.folder.glob(pattern)):
            self.change(path.name, column, value)

    def instead(self, name: str, of: str) -> None:
        """Put a copy of one file in the place of another."""
        gone = self.file(of)
        gone.unlink()
        self.copy(name, gone.name)

    def remove(self, name: str) -> None:
        """Take a file away."""
        self.file(name).unlink()
