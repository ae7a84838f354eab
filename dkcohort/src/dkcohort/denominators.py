"""What a reader makes of how many persons the lines are shares of: each such number less every other of one body.

The number is printed rounded to five; the shares and limits of the lines that divide by it tell the rest, which the
auditor reads.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, product

from dkcohort.cells import EVENTS, Cells, persons, settled, whose
from dkcohort.disclose import Derived, Dimension, Finished, Labels, Ledger, Protected, Published, Table
from dkcohort.figures import Figure, key
from dkcohort.papers import Row
from dkcohort.reader import ENDLESS, OFF, Reader, published
from dkcohort.sizes import EVERYBODY, NAMELESS, PRESENT, SIDES, Size, rounded, told, totals

SHARES = {"incidence", "share", "part"}
_YES: Labels = ("ja",)
_ANSWERS = ("ja", "nej")
Place = tuple[int, Labels]


def own_numbers(reader: Reader, laid: Cells, protected: Sequence[Protected]) -> list[tuple[Finished, Table]]:
    """Return a table, with its true counts, for each shown line that divides by another number than its table holds.

    Who lived here in the last of two years may be fewer than those of both: the two windows stand in one table.
    """
    tables = {one.table.name: one.table for one in protected}
    found = []
    for figure, places in laid.of.items():
        row = reader.rows[key(figure)]
        stands_in = [tables[name] for name, _labels in places if name in tables and not name.startswith(EVENTS)]
        if row.shown and stands_in and not any(figure.of == _everybody(table) for table in stands_in):
            found.append(_alone(reader, figure, row))
    return found


def _everybody(table: Table) -> int:
    return table.count(tuple(side.total for side in table.dimensions))


def _alone(reader: Reader, figure: Figure, row: Row) -> tuple[Finished, Table]:
    title = " / ".join(map(str, key(figure)))
    sides = (Dimension(title, _ANSWERS),)
    population, everybody = f"{whose(figure)}: {figure.of}", (sides[0].total,)
    numbers = [Published.rounded(everybody, row.n or 0, 5)]
    if row.kind in SHARES:
        low, high = reader.counts[key(figure)]
        numbers.append(Published.interval(_YES, int(low), int(min(high, ENDLESS))))
        numbers.append(published(_YES, key(figure), row, everybody))
    truth = Table.of(title, population, sides, [persons(figure), figure.of - persons(figure)])
    return Finished(title, population, sides, tuple(numbers)), truth


class Told:
    """The numbers of persons that have left, now and before, by where they stand among all finished tables."""

    def __init__(self, ledger: Ledger, left: Sequence[Finished], counts: Sequence[Table], threshold: int) -> None:
        """Take in everything before `left`, and `left` itself with its true counts."""
        self.threshold, self.first = threshold, len(ledger.finished)
        before = chain.from_iterable(entry.counts for entry in ledger.entries)
        self.tables = [*ledger.finished, *left]
        self.at: dict[Size, int] = {}
        for place, (table, truth) in enumerate(zip(self.tables, chain(before, counts), strict=True)):
            one = told(table, truth)
            if one is not None:
                self.at.setdefault(one, place)
        self.new = {one for one, place in self.at.items() if place >= self.first}
        """What no earlier release has told. Two that have both left before were asked about then."""

    def apart(self) -> Iterator[Derived]:
        """Every number less every smaller one of the same body. What printed numbers show to be far apart is left."""
        for one, other in product(sorted(self.at), sorted(self.at)):
            shared = sorted(set(one.bodies) & set(other.bodies))
            if one.of > other.of and shared and {one, other} & self.new and self._may_be_few(one, other):
                name = f"{shared[0]}: {self._named(one)} uden {self._named(other)}"
                yield Derived(name, ((1, *self._place(one)), (-1, *self._place(other))))

    def _may_be_few(self, one: Size, other: Size) -> bool:
        more, less = (rounded(self.tables[self.at[size]]) or 0.0 for size in (one, other))
        return more - less - 2 * OFF < self.threshold

    def _place(self, one: Size) -> Place:
        return self.at[one], totals(self.tables[self.at[one]])

    def _named(self, one: Size) -> str:
        return self.tables[self.at[one]].name

    def both_sides(self, figures: Sequence[Figure]) -> Iterator[Derived]:
        """Ours and the others less all with a name were at both; all with a name less one side at the other alone."""
        names = {settled(table.name): place for place, table in enumerate(self.tables) if rounded(table) is not None}
        present = {(f.cohort, f.population): Size(f.of, (f"{f.population} {f.cohort}",))
                   for f in figures if f.indicator == PRESENT}  # fmt: skip
        for year in sorted({f.cohort for f in figures if f.indicator == EVERYBODY}):
            sides = [present.get((year, side)) for side in SIDES]
            shown = [one for one in sides if one is not None and one in self.at]
            whole = names.get(f"{EVERYBODY} / all / {year}")
            if len(shown) == len(SIDES) and whole is not None and ({*shown} & self.new or whole >= self.first):
                yield from self._left(str(year), [self._place(one) for one in shown], whole)

    def _left(self, year: str, sides: Sequence[Place], whole: int) -> Iterator[Derived]:
        """No sum of these is less than nought, and everybody knows it."""
        ours, theirs = ((1, *side) for side in sides)
        everybody, nameless = (1, whole, totals(self.tables[whole])), (1, whole, (NAMELESS,))
        named = (everybody, _less(nameless))
        yield Derived(f"på begge slags centre {year}", (ours, theirs, _less(everybody), nameless), nested=True)
        yield Derived(f"kun på andre centre {year}", (*named, _less(ours)), nested=True)
        yield Derived(f"kun på egne centre {year}", (*named, _less(theirs)), nested=True)


def _less(term: tuple[int, int, Labels]) -> tuple[int, int, Labels]:
    return -term[0], term[1], term[2]
