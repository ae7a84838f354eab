"""Each printed line of a bundle back to the counts behind it, as any reader can who knows the formulas."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import floor, inf

from dkcohort.disclose import Labels, Published, printed
from dkcohort.papers import Key, Row

Range = tuple[float, float]
OFF = 2
"""A number of persons rounded to five is at most this far from the true one."""
ENDLESS = 10**9
"""More than anything counted here."""


@dataclass
class Reader:
    """Everything worked out from the lines. `counts` and `divisors` are bounds: who is counted, and of how much."""

    rows: Mapping[Key, Row]
    counts: dict[Key, Range] = field(default_factory=dict)
    divisors: dict[Key, Range] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read each line by itself, then those made of several."""
        for name, row in self.rows.items():
            if row.shown and row.kind in {"incidence", "share", "part", "rate", "ratio"}:
                self._read(name, row)
        for name, row in self.rows.items():
            if row.shown and row.kind in {"change", "contrast"}:
                self._read_made(name, row)

    def _read(self, name: Key, row: Row) -> None:
        number = published(("ja",), name, row, ("i alt",))
        least, most = persons(row)
        if number.kind == "estimate":
            self.counts[name], self.divisors[name] = printed.estimate(number)
        elif row.kind == "incidence" and row.status != "vist":
            self.counts[name] = (float(number.value > 0.0005), floor((number.value + 0.0005) * most))
        else:
            self.counts[name], self.divisors[name] = printed.share(number, least, most)

    def _read_made(self, name: Key, row: Row) -> None:
        indicator, populations, cohort, months, parts, kind = name
        sides = [(indicator, p, cohort, months, part, "rate") for p in populations.split("/")
                 for part in parts.split("/")]  # fmt: skip
        sides = [self._with_months(side) for side in sides]
        known = [self.counts.get(side, (0.0, inf)) for side in sides]
        if kind == "contrast":
            found = printed.contrast(row.limits, known, 0.005)
        elif row.value:
            before, after = (self.divisors.get(side, (1e-6, 1e9)) for side in sides)
            scale = (before[0] / after[1], before[1] / after[0])
            second, first = printed.ratio(row.value, row.limits, known[1], known[0], scale, 0.005)
            found = [first, second]
        else:
            return
        self.counts.update(zip(sides, found, strict=True))

    def _with_months(self, side: Key) -> Key:
        """A change carries the horizon of its window after; its rates are found by their window."""
        same = [one for one in self.rows if one[:3] == side[:3] and one[4:] == side[4:]]
        return same[0] if same else side


def published(labels: Labels, name: Key, row: Row, of: Labels) -> Published:
    """Return a line as a number about the cell with these labels."""
    kind, months, most = row.kind, name[3], (row.n or 0) + OFF
    value = row.value or 0.0
    if kind == "incidence":
        return Published.incidence(labels, value, row.limits, row.se if row.status == "vist" else None, of)
    if kind in {"share", "part"}:
        return Published.share(labels, value, row.limits, of)
    if kind == "rate":
        years = inf if months is None else most * months / 12 * 1.01
        return Published.estimate(labels, value, row.limits, 100.0, most=years)
    return Published.estimate(labels, value, row.limits, most=float(most))


def persons(row: Row) -> tuple[int, int]:
    return max((row.n or 0) - OFF, 0), (row.n or 0) + OFF
