"""What one measurement holds: whole numbers, nothing else; percentages are made when somebody looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

YES, NO, UNKNOWN, IRRELEVANT, PENDING = "yes", "no", "unknown", "irrelevant", "pending"
ANSWERS = (YES, NO, UNKNOWN, IRRELEVANT, PENDING)


@dataclass(frozen=True)
class Counts:
    """How many of each answer, of each band (a split of those that count), and of each second reading.

    yes + no are those the share is of; unknown: not recorded; irrelevant: the question does not arise;
    pending: not decided yet, because its limit has not passed.
    """

    yes: int = 0
    no: int = 0
    unknown: int = 0
    irrelevant: int = 0
    pending: int = 0
    bands: Mapping[str, int] = field(default_factory=dict)
    other: Mapping[str, int] = field(default_factory=dict)

    @property
    def of(self) -> int:
        return self.yes + self.no

    @property
    def relevant(self) -> int:
        return self.of + self.unknown

    @property
    def coverage(self) -> float | None:
        """The recorded part of all that are relevant, 0 to 1; None where nothing is relevant."""
        return self.of / self.relevant if self.relevant else None

    def __add__(self, more: Counts) -> Counts:
        plain = {name: getattr(self, name) + getattr(more, name) for name in ANSWERS}
        return Counts(**plain, bands=_added(self.bands, more.bands), other=_added(self.other, more.other))

    def to_json(self) -> dict[str, object]:
        plain: dict[str, object] = {name: getattr(self, name) for name in ANSWERS}
        return plain | {"bands": dict(self.bands), "other": dict(self.other)}

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Counts:
        return cls(**stored)  # type: ignore[arg-type]


def together(parts: Iterable[Counts]) -> Counts:
    """The sum of disjoint parts: houses, or quarters."""
    return sum(parts, Counts())


def fold(rows: Iterable[tuple[int, str, str, str, str, int]]) -> dict[tuple[int, str], Counts]:
    """Counts by house and period from rows of (house, period, answer, band, other answer, how many)."""
    cells: dict[tuple[int, str], dict[str, dict[str, int]]] = {}
    for house, period, answer, band, other, count in rows:
        kinds = cells.setdefault((house, period), {"answer": {}, "bands": {}, "other": {}})
        for kind, name in (("answer", answer), ("bands", band), ("other", other)):
            if name:
                kinds[kind][name] = kinds[kind].get(name, 0) + count
    return {
        place: Counts(**kinds["answer"], bands=kinds["bands"], other=kinds["other"]) for place, kinds in cells.items()
    }


def _added(one: Mapping[str, int], two: Mapping[str, int]) -> dict[str, int]:
    return {name: one.get(name, 0) + two.get(name, 0) for name in [*one, *(name for name in two if name not in one)]}
