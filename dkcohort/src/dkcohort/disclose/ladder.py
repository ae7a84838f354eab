"""Making a table coarser, one rung at a time: what comes before any number is hidden."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from dkcohort.disclose.model import Dimension, Labels, Table


def climb(table: Table, variable: str) -> Table:
    """Return the table one rung up the ladder of a variable; tables without the variable or a rung stay as they are."""
    dimensions = tuple(_up(one) if one.name == variable and one.ladder else one for one in table.dimensions)
    return replace(table, dimensions=dimensions)


def rungs(tables: Iterable[Table]) -> list[str]:
    """The variables whose ladder has a rung left in one of the tables."""
    return sorted({one.name for table in tables for one in table.dimensions if one.ladder})


def told(before: Table, after: Table) -> str:
    """Say in Danish which categories were put together."""
    changes = [
        f"{one.name}: {len(one.categories)} kategorier er slået sammen til {len(other.categories)}"
        for one, other in zip(before.dimensions, after.dimensions, strict=True)
        if one != other
    ]
    return "; ".join(changes)


def _up(one: Dimension) -> Dimension:
    rung = one.ladder[0]
    covers: dict[str, list[str]] = {}
    for code in one.base:
        covers.setdefault(rung[code], []).append(code)
    for category in one.categories:
        if len({rung[code] for code in one.codes(category)}) > 1:
            raise ValueError(f"{one.name}: a rung splits {category}, which an earlier rung had put together")
    held = {label: tuple(codes) for label, codes in covers.items()}
    return replace(one, categories=tuple(held), covers=held, groups=_groups(one, held), ladder=one.ladder[1:])


def _groups(one: Dimension, covers: Mapping[str, Labels]) -> dict[str, Labels]:
    """The subtotals that are still sums of several categories; the others have become a category or lie inside one."""
    kept = {}
    for label in one.groups:
        codes = set(one.codes(label))
        members = tuple(category for category, held in covers.items() if set(held) <= codes)
        whole = sum(len(covers[category]) for category in members) == len(codes)
        if whole and len(members) > 1 and label not in covers:
            kept[label] = members
    return kept
