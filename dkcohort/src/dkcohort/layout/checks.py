"""What is looked for in the rows of a register. Each check counts rows that cannot be; none mends them."""

# ruff: noqa: S608  (every name in this SQL is our own)

from collections.abc import Iterator
from dataclasses import dataclass

from dkcohort.layout.contract import Register, Variable

_TEXT = {
    "person": {
        "person-cpr": "regexp_full_match({0}, '[0-9]{{10}}')",
        "person-blanks": "trim({0}) <> {0}",
        "person-form": "NOT regexp_full_match(trim({0}), '[0-9]{{12}}|[0-9]{{10}}')",
    },
    "code": {
        "value-header": "lower({0}) = '{name}'",
        "value-blanks": "trim({0}) <> {0}",
        "text-mangled": "{0} LIKE '%\ufffd%' OR {0} LIKE '%\u00c3_%'",
        "text-decimal-point": "regexp_full_match({0}, '-?[0-9]+[.][0-9]+(e[+-]?[0-9]+)?|-?(nan|inf)')",
        "text-decimal-comma": "regexp_full_match({0}, '[0-9]+,[0-9]+')",
    },
    "day": {
        "date-early": "{0} < -25567",
        "date-late": "{0} > {latest}",
    },
}


_MANY = 5_000_000


@dataclass(frozen=True)
class Question:
    """A count of impossible rows: the kind of fault, the variable it is about, and its SQL expression."""

    kind: str
    column: str
    sql: str


def questions(register: Register, latest: int) -> Iterator[Question]:
    """Give every question about single variables; all are answered in one pass over the register."""
    for variable in register.variables:
        missing = f"count(*) FILTER (WHERE {variable.name} IS NULL)"
        if not variable.may_miss:
            kind = "person-missing" if variable.kind == "person" else "value-missing"
            yield Question(kind, variable.name, missing)
        yield from _of_kind(variable, latest)


def _of_kind(variable: Variable, latest: int) -> Iterator[Question]:
    kind = {"moment": "day", "place": "code"}.get(variable.kind, variable.kind)
    for fault, condition in _TEXT.get(kind, {}).items():
        sql = condition.format(variable.name, name=variable.name, latest=latest)
        yield Question(fault, variable.name, f"count(*) FILTER (WHERE {sql})")


def few(column: str, rows: int) -> str:
    """Return the WHERE that keeps to a fixed tenth of a per cent of the values; "" up to some millions of rows."""
    return f"WHERE {column} LIKE '%137'" if rows > _MANY else ""


def repeated(register: Register, rows: int) -> dict[str, str]:
    """Return the SELECTs that count rows standing more than once and keys standing more than once with other content.

    Rows may stand twice in a register whose contract says so: the steps drop them. Registers of more than some millions
    of rows are counted by a fixed tenth of a per cent of their keys: those that end in 137.
    """
    key, names = ", ".join(("period", *register.key)), ", ".join(("period", *(v.name for v in register.variables)))
    some = few(register.key[0], rows) if register.key else ""
    chosen = f"(SELECT {names} FROM {register.name} {some})"
    distinct = f"(SELECT DISTINCT * FROM {chosen})"
    again = "SELECT count(*) FROM (SELECT {0} FROM {1} GROUP BY {0} HAVING count(*) > 1)"
    found = {"key-repeated": again.format(key, distinct)} if register.key else {}
    if not register.repeats:
        found["rows-repeated"] = again.format(names, chosen)
    return found
