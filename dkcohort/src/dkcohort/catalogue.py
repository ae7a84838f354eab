"""What a delivery holds, as the preflight found it: per register the files of one layout, their variables and rows."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from dkcohort.engine import Engine
from dkcohort.layout.contract import Register, registers
from dkcohort.layout.variables import Found

Batches = dict[str, list["Batch"]]


@dataclass(frozen=True)
class Batch:
    """Files of one register and period with the same layout. `rows` is what the files' own footers say."""

    period: str
    files: tuple[str, ...]
    variables: tuple[Found, ...]
    rows: int
    weeks: tuple[str, ...] = field(default=())


def packed(batches: Batches) -> dict[str, Any]:
    """Return the catalogue as JSON can hold it."""
    return {name: [asdict(batch) for batch in found] for name, found in sorted(batches.items())}


def unpacked(content: Mapping[str, Any]) -> Batches:
    """Return the catalogue from JSON."""
    return {name: [_batch(line) for line in found] for name, found in content.items()}


def moved(batches: Batches, here: Path, there: Path) -> Batches:
    """Return the batches with those of their files that lie under one folder as they are called under another."""

    def name(file: str) -> str:
        return str(there / Path(file).relative_to(here)) if Path(file).is_relative_to(here) else file

    return {r: [replace(b, files=tuple(map(name, b.files))) for b in found] for r, found in batches.items()}


def _batch(line: Mapping[str, Any]) -> Batch:
    variables = tuple(Found(**v) for v in line["variables"])
    return Batch(line["period"], tuple(line["files"]), variables, int(line["rows"]), tuple(line["weeks"]))


def opened(engine: Engine, batches: Batches, only: Iterable[str] | None = None) -> None:
    """Make a view of every register under its own name: days as numbers, codes as text, `period` from the file name."""
    for name in sorted(batches if only is None else set(only) & set(batches)):
        engine.view(name, view(engine, registers()[name], batches[name]))


def view(engine: Engine, register: Register, batches: Iterable[Batch]) -> str:
    """Return the SELECT over all batches of a register in the contract's names and types."""
    return " UNION ALL ".join(_select(engine, register, batch) for batch in batches)


def _select(engine: Engine, register: Register, batch: Batch) -> str:
    kinds = {v.name: v.kind for v in register.variables}
    parts = [f"'{batch.period}' AS period"]
    parts += [f"{_value(engine, kinds[v.name], v)} AS {v.name}" for v in batch.variables]
    # In one order whatever the file's: a UNION goes by place and not by name.
    parts += [f"CAST({quoted(week)} AS STRING) AS {week.lower()}" for week in sorted(batch.weeks, key=str.lower)]
    return " UNION ALL ".join(f"SELECT {', '.join(parts)} FROM {source}" for source in engine.sources(batch.files))  # noqa: S608


def _value(engine: Engine, kind: str, variable: Found) -> str:
    column = quoted(variable.column)
    if kind in {"day", "moment"}:
        return engine.day(column, variable.form)
    if kind == "whole":
        return f"CAST({column} AS BIGINT)"
    text = _text(column, variable.form)
    if kind == "place":
        # 0101 and 101 are one municipality. Few begin with nought: the others are not looked through.
        return f"CASE WHEN {text} LIKE '0%' THEN regexp_replace({text}, '^0+', '') ELSE {text} END"
    return text


def _text(column: str, form: str) -> str:
    if form == "number":
        # A code with decimals keeps them, so that the preflight sees it; nothing is rounded to another code.
        whole = f"CAST(CAST({column} AS BIGINT) AS STRING)"
        return f"CASE WHEN {column} % 1 = 0 THEN {whole} ELSE CAST({column} AS STRING) END"
    return f"CAST({column} AS STRING)"


def quoted(column: str) -> str:
    """Return a file's own name for a column as SQL has it."""
    return '"' + column.replace('"', '""') + '"'


def fingerprint(path: Path) -> tuple[int, int]:
    """Return what tells a changed file from an unchanged one without reading it: size and time of change."""
    state = path.stat()
    return state.st_size, state.st_mtime_ns
