"""Legal references by date: a paper cites the numbering that was in force on the day it is about.

The rows are in `law.csv`. The subsections of serviceloven § 109 moved on 1 July 2024 (L 104, 2023-24). The first row
of a key starts on the first day we vouch for, which may be later than the rule itself. Status says how well it is
known: "læst i lovforslag" (read in the bill) or "uverificeret" (to be confirmed by a lawyer before use).
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Reference:
    """One rule as it is cited in a period; `valid_to` is the last day, None while it is in force."""

    key: str
    text: str
    valid_from: date
    valid_to: date | None
    source: str
    status: str

    def in_force(self, on: date) -> bool:
        """Say whether the rule is cited this way on that day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def keys() -> list[str]:
    """Return the keys of all rules, in the order of the table."""
    return list(dict.fromkeys(row.key for row in references()))


def reference(key: str, on: date) -> Reference:
    """Return how a rule is cited on a day. Raises LookupError for an unknown key or a day outside its rows."""
    found = next((row for row in references() if row.key == key and row.in_force(on)), None)
    if found is None:
        raise LookupError(f"no legal reference {key!r} is known for {on}")
    return found


@cache
def references() -> tuple[Reference, ...]:
    """Return all rows of the table."""
    text = files("rettesnor.danish").joinpath("law.csv").read_text(encoding="utf-8")
    return tuple(_row(row) for row in csv.DictReader(text.splitlines()))


def _row(row: dict[str, str]) -> Reference:
    return Reference(
        key=row["key"],
        text=row["text"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        source=row["source"],
        status=row["status"],
    )
