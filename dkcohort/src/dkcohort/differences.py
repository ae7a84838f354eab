"""Figures that may not stand beside others, because subtracting one from the other would tell of a few women.

Tables take care of what is in one table (`cells`). Here is what hangs together otherwise: a stay elsewhere, at the own
centre and anywhere; observed over expected among those with a comparison.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise

from dkcohort.cells import FEWEST, settled
from dkcohort.disclose import Protected, Table
from dkcohort.figures import Figure
from dkcohort.stage import Refused

UNION = "returns.anywhere"
SIDES = ("returns.elsewhere", "returns.own")


def too_close(figures: Iterable[Figure], threshold: int) -> set[Figure]:
    """Return the figures that must be hidden for what they tell beside the others."""
    by: dict[tuple[str, str, str, int], dict[int, Figure]] = defaultdict(dict)
    for f in figures:
        if f.kind in {"incidence", "ratio"}:
            by[f.kind, f.indicator, f.population, f.cohort][f.months or 0] = f
    return {*_unions(by, threshold), *_compared(by, threshold)}


_By = Mapping[tuple[str, str, str, int], Mapping[int, Figure]]


def _few(numbers: Iterable[int], threshold: int) -> bool:
    return any(0 < abs(number) < threshold for number in numbers)


def _with_steps(numbers: list[int]) -> list[int]:
    """The numbers and what each is more than the one before."""
    return [*numbers, *(later - before for before, later in pairwise(numbers))]


def _unions(by: _By, threshold: int) -> Iterable[Figure]:
    """Here + elsewhere - anywhere are the women who did both; anywhere - here those who did the other alone.

    Women of other centres have no line for here: anywhere - elsewhere are those who came back to the same centre alone.
    """
    for (kind, indicator, population, cohort), found in by.items():
        if kind != "incidence" or indicator != UNION:
            continue
        sides = [by.get((kind, side, population, cohort), {}) for side in SIDES]
        months = sorted(found)
        whole = [found[m].hits for m in months]
        parts = [[side[m].hits for m in months] for side in sides if set(found) <= set(side)]
        both = [sum(each) for each in zip(*parts, (-n for n in whole), strict=True)] if len(parts) == len(SIDES) else []
        alone = [c - a for part in parts for a, c in zip(part, whole, strict=True)]
        if _few([*_with_steps(both), *alone], threshold):
            yield from found.values()


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
