"""The contract with each register, read from registers.toml: which variables, of which type, in which files."""

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Variable:
    """A variable of a register: its name in lower case, its type, whether values may be missing, other names for it."""

    name: str
    kind: str
    may_miss: bool
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Register:
    """A register: how its files are cut ("all", "year", "quarter", "external"), its key, the variable
    that says how far it reaches, whether it has a column a week, whether rows may stand twice, which
    variables may be wholly empty (`bare`), and its variables."""

    name: str
    title: str
    files: str
    since: int
    key: tuple[str, ...]
    ends: str | None
    weeks: bool
    repeats: bool
    bare: tuple[str, ...]
    variables: tuple[Variable, ...]


@cache
def registers() -> dict[str, Register]:
    """Return every register of the contract by its name in lower case."""
    text = resources.files("dkcohort").joinpath("layout", "registers.toml").read_text(encoding="utf-8")
    return {name: _register(name, line) for name, line in tomllib.loads(text).items()}


@cache
def municipalities() -> tuple[tuple[int, str, str, str], ...]:
    """Return (code, name, landsdel, region) of the municipalities; regions as they stand until the end of 2026."""
    text = resources.files("dkcohort").joinpath("layout", "municipality.csv").read_text(encoding="utf-8")
    return tuple((int(r["code"]), r["name"], r["landsdel"], r["region"]) for r in csv.DictReader(text.splitlines()))


def _register(name: str, line: dict[str, object]) -> Register:
    columns, aliases = line["columns"], line.get("aliases", {})
    if not isinstance(columns, dict) or not isinstance(aliases, dict):
        raise TypeError(f"registers.toml: {name}")
    return Register(
        name=name,
        title=str(line["title"]),
        files=str(line["files"]),
        since=int(str(line.get("from", 0))),
        key=tuple(str(k) for k in line.get("key", ())),  # type: ignore[attr-defined]
        ends=str(line["ends"]) if "ends" in line else None,
        weeks=bool(line.get("weeks", False)),
        repeats=bool(line.get("repeats", False)),
        bare=tuple(str(k) for k in line.get("bare", ())),  # type: ignore[attr-defined]
        variables=tuple(
            Variable(c, str(k).rstrip("?"), str(k).endswith("?"), tuple(aliases.get(c, ()))) for c, k in columns.items()
        ),
    )
