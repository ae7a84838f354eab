"""What a reader makes of a finished bundle: each printed line back to counts, and what the lines tell together.

The numbers come from the files (`papers`), never from the figures; those are the truth the auditor holds them against.
"""

from collections.abc import Mapping, Sequence

from dkcohort.between import Between, grown
from dkcohort.cells import EVENTS, Cells
from dkcohort.denominators import SHARES, Told, own_numbers
from dkcohort.disclose import Finished, Labels, Leaving, Ledger, Protected, Published, Table
from dkcohort.figures import Figure, key
from dkcohort.papers import Key, Row
from dkcohort.reader import ENDLESS, Reader, published


def leaving(
    rows: Mapping[Key, Row],
    figures: Sequence[Figure],
    laid: Cells,
    protected: Sequence[Protected],
    ledger: Ledger,
    source: str,
) -> Leaving:
    """Return what the lines tell about the cells of the protected tables, and about what lies between the tables."""
    reader = Reader(rows)
    before = len(ledger.finished)
    at = {one.table.name: before + place for place, one in enumerate(protected)}
    numbers: dict[str, list[Published]] = {name: [] for name in at}
    for figure, places in laid.of.items():
        for name, labels in places:
            if name in at:
                table = protected[at[name] - before]
                numbers[name] += _told(reader, figure, table, labels)
    finished = [_finished(one.table, numbers[one.table.name]) for one in protected]
    truth = [one.table for one in protected]
    between = Between(reader, laid, at, before + len(finished))
    between.count(figures)
    others = own_numbers(reader, laid, protected)
    left = (*finished, *between.finished, *(one for one, _counts in others))
    counts = (*truth, *between.truth, *(table for _one, table in others))
    told = Told(ledger, left, counts, max(one.threshold for one in protected))
    derived = [*between.derived(), *grown(protected, ledger), *told.apart(), *told.both_sides(figures)]
    who = frozenset(laid.members[one.table.name] for one in protected)
    return Leaving(left, counts, tuple(derived), source, who)


def _finished(table: Table, numbers: Sequence[Published]) -> Finished:
    return Finished(table.name, table.population, table.dimensions, tuple(numbers), table.impossible)


def _told(reader: Reader, figure: Figure, one: Protected, labels: Labels) -> list[Published]:
    name = key(figure)
    row = reader.rows[name]
    if not row.shown:
        return [Published.hidden(labels)] if labels in one.hidden else []
    low, high = reader.counts[name]
    totals = tuple(side.total for side in one.table.dimensions)
    persons_of = not one.table.name.startswith(EVENTS) and figure.of == one.table.count(totals)
    many = [Published.rounded(totals, row.n or 0, 5)] if persons_of else []
    if row.kind == "rate" and not one.table.name.startswith(EVENTS):
        # Each had an event at least, and nobody knows how many had more.
        return [Published.interval(labels, min(1, int(low)), int(min(high, ENDLESS))), *many]
    told = [Published.interval(labels, int(low), int(min(high, ENDLESS))), *many]
    if row.kind in SHARES and persons_of:
        told.append(published(labels, name, row, totals))
    return told
