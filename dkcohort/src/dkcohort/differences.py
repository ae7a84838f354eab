"""Figures that may not stand beside others, because subtracting one from the other would tell of a few women.

Tables take care of what is in one table (`cells`). Here is what hangs together otherwise: a stay elsewhere, at the own
centre and anywhere; observed over expected among those with a comparison.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise

from dkcohort import definitions
from dkcohort.cells import FEWEST, settled
from dkcohort.disclose import Entry, Protected, Table
from dkcohort.figures import Figure
from dkcohort.sizes import rounded
from dkcohort.stage import Refused

UNION = "returns.anywhere"
SIDES = ("returns.elsewhere", "returns.own")


def too_close(figures: Iterable[Figure], threshold: int, told: Collection[str] = ()) -> set[Figure]:
    """Return the figures that must be hidden for what they tell beside the others.

    `told` are the bodies of persons of whom a side that serves no goal has left before (`told_before`).
    """
    by: dict[tuple[str, str, str, int], dict[int, Figure]] = defaultdict(dict)
    for f in figures:
        if f.kind in {"incidence", "ratio"}:
            by[f.kind, f.indicator, f.population, f.cohort][f.months or 0] = f
    return {*_unions(by, threshold, told), *_compared(by, threshold)}


def told_before(entries: Iterable[Entry]) -> set[str]:
    """Return the bodies of persons of whom a side that serves no goal has left: it cannot be hidden any more."""
    names = [settled(one.name).split(" / ") for entry in entries for one in entry.finished if rounded(one) is not None]
    return {f"{name[1]} {name[2]}" for name in names if name[0] in SIDES and not _goal(name[0])}


_Line = Mapping[int, Figure]
_By = Mapping[tuple[str, str, str, int], _Line]


def _few(numbers: Iterable[int], threshold: int) -> bool:
    return any(0 < abs(number) < threshold for number in numbers)


def _with_steps(numbers: list[int]) -> list[int]:
    """The numbers and what each is more than the one before."""
    return [*numbers, *(later - before for before, later in pairwise(numbers))]


def _unions(by: _By, threshold: int, told: Collection[str]) -> Iterable[Figure]:
    """Here + elsewhere - anywhere are the women who did both; anywhere - here those who did the other alone.

    Women of other centres have no line for here: anywhere - elsewhere are those who came back to the same centre alone.
    """
    for (kind, indicator, population, cohort), found in by.items():
        if kind != "incidence" or indicator != UNION:
            continue
        lines = {side: by.get((kind, side, population, cohort), {}) for side in SIDES}
        sides = {side: line for side, line in lines.items() if set(found) <= set(line)}
        both = [sum(side[m].hits for side in sides.values()) - found[m].hits for m in sorted(found)]
        alone = [number for side in sides.values() for number in _alone(found, side).values()]
        # Nobody who did both is few as well: at a horizon where one of the three is hidden the other two would give it.
        overlap = len(sides) == len(SIDES) and (min(both) < threshold or _few(_with_steps(both), threshold))
        if overlap or _few(alone, threshold):
            yield from _left_out(found, sides, threshold, f"{population} {cohort}" in told)


def _left_out(found: _Line, sides: Mapping[str, _Line], threshold: int, told: bool) -> Iterable[Figure]:
    """The side that serves no goal, at every horizon, so that nothing is left to add the others to.

    Then anywhere is hidden only at the horizons where less elsewhere it is a few: how many it is there, any number from
    those elsewhere to those anywhere at the next horizon, nobody can tell, and those are no few. Where the side has
    left before, or there is none, anywhere is hidden.
    """
    spare = [side for side in sides if not _goal(side)]
    if told or not spare:
        yield from found.values()
        return
    for side, line in sides.items():
        if side in spare:
            yield from line.values()
        else:
            yield from (found[m] for m, number in _alone(found, line).items() if _few([number], threshold))


def _alone(found: _Line, side: _Line) -> dict[int, int]:
    """Month -> those who came back, but not to this side."""
    return {m: one.hits - side[m].hits for m, one in found.items()}


def _goal(indicator: str) -> str:
    return definitions.indicators()[indicator].goal


def _compared(by: _By, threshold: int) -> Iterable[Figure]:
    """The new stays of the women who have no comparison: had by subtraction, they are as few as a share may be of."""
    for (kind, indicator, population, cohort), found in by.items():
        everybody = by.get(("incidence", indicator, population.split("/")[0], cohort), {})
        if kind == "ratio" and set(found) <= set(everybody):
            left = {m: everybody[m].hits - found[m].hits for m in sorted(found)}
            if _few(_with_steps(list(left.values())), threshold):
                yield from found.values()
            yield from (found[m] for m, number in left.items() if 0 < number < FEWEST)


def seen_before(tables: Iterable[Table], released: Iterable[Protected], threshold: int) -> set[str]:
    """Return the tables that have grown by a few since a provisional table of the same counts was taken home."""
    # Those counted may have grown in number too: whoever left last comes into a later week a year later.
    earlier: dict[str, list[Protected]] = defaultdict(list)
    for one in released:
        if settled(one.table.name) != one.table.name:
            earlier[settled(one.table.name)].append(one)
    found = set()
    for table in tables:
        for one in earlier[settled(table.name)]:
            if one.table.name != table.name and _grown_by_few(one, table, threshold):
                found.add(table.name)
    return found


def unchanged(tables: Iterable[Table], released: Iterable[Protected]) -> None:
    """Refuse a table whose counts are not those that have left: the difference would be about a few women."""
    earlier = {(one.table.name, one.table.population): one.table for one in released}
    for table in tables:
        old = earlier.get((table.name, table.population))
        if old is not None and {x: n for x, n in old.counts.items() if n} != {
            x: n for x, n in table.counts.items() if n
        }:
            raise Refused(
                f"Hjemtagelsen er afvist: tallene i «{table.name}» er ikke dem, der er taget hjem før, selv om det er "
                f"de samme personer. Forskellen ville handle om få. Lad {table.population.split(':')[0]} blive som den "
                "er: skriv den i disclosure.not_again i studiefilen."
            )


def _grown_by_few(earlier: Protected, table: Table, threshold: int) -> bool:
    shared = [labels for labels in table.cells() if labels in set(earlier.table.cells())]
    steps = [table.count(labels) - earlier.table.count(labels) for labels in shared if labels not in earlier.hidden]
    return _few(steps, threshold)
