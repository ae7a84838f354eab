"""What a delivery holds, as the preflight found it: per register the files of one layout, their variables and rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from dkcohort.days import first
from dkcohort.engine import Engine
from dkcohort.layout.contract import Register, registers
from dkcohort.layout.variables import Found

Batches = dict[str, list["Batch"]]


@dataclass(frozen=True)
class Batch:
    """Files of one register and period with the same layout.

    `rows` is what the files' own footers say; `stored` the types of the variables in the files, in their order.
    """

    period: str
    files: tuple[str, ...]
    variables: tuple[Found, ...]
    rows: int
    weeks: tuple[str, ...] = field(default=())
    stored: tuple[str, ...] = field(default=())


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
    files, weeks, stored = (tuple(line[name]) for name in ("files", "weeks", "stored"))
    return Batch(line["period"], files, variables, int(line["rows"]), weeks, stored)


def opened(engine: Engine, batches: Batches, *, periods: bool = False) -> None:
    """Make a view of every register under its own name: days as numbers, codes as text; and the table `delivered`.

    With `periods` each row also says the period its file is named by; without, files of one layout are read as one,
    which is how a register of many small files is read fast.
    """
    for name in sorted(batches):
        found = batches[name] if periods else _as_one(batches[name])
        engine.view(name, " UNION ALL ".join(_select(engine, registers()[name], one, periods) for one in found))
    delivered(engine, batches)


def delivered(engine: Engine, batches: Batches) -> None:
    """Make the table `delivered`: the first and last day of the years a register has files of, if it lies in years."""
    years = {
        name: [int(batch.period) for batch in found]
        for name, found in sorted(batches.items())
        if registers()[name].files == "year"
    }
    rows = [(name, first(min(of)), first(max(of) + 1) - 1) for name, of in years.items()]
    engine.table("delivered", {"register": "VARCHAR", "first_day": "INTEGER", "last_day": "INTEGER"}, rows)


def _as_one(batches: Iterable[Batch]) -> list[Batch]:
    alike: dict[object, list[Batch]] = defaultdict(list)
    for batch in batches:
        alike[batch.variables, batch.weeks, batch.stored].append(batch)
    return [replace(those[0], period="", files=tuple(file for batch in those for file in batch.files),
                    rows=sum(batch.rows for batch in those)) for those in alike.values()]  # fmt: skip


def _select(engine: Engine, register: Register, batch: Batch, periods: bool) -> str:
    kinds = {v.name: v.kind for v in register.variables}
    parts = [f"'{batch.period}' AS period"] if periods else []
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
