"""From figures to tables of persons: every count a figure rests on becomes a cell that disclosure control can judge."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from dkcohort.disclose.model import Dimension, Labels, Table
from dkcohort.figures import Figure

_YES, _NO = "ja", "nej"
_YEAR = "årgang"
Key = tuple[str, ...]


CROWDED = 1 / 3
"""A table that hides more of its cells than this is built wrong (registers.md 4.3): nothing of it is shown."""


@dataclass(frozen=True)
class Cells:
    """The tables of a run, and for each figure which cell of which table holds the persons it counts."""

    tables: tuple[Table, ...]
    of: dict[Figure, tuple[str, Labels]]


def cells(figures: Iterable[Figure]) -> Cells:
    """Lay out the counts: horizons of one indicator as spans of time, parts of a whole as categories, others yes/no."""
    groups: dict[Key, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.kind in _LAYOUT:
            groups[_group(figure)].append(figure)
    tables: list[Table] = []
    of: dict[Figure, tuple[str, Labels]] = {}
    for name, members in sorted(groups.items()):
        table, places = _LAYOUT[members[0].kind](" / ".join(name), members)
        tables.append(table)
        of |= {figure: (table.name, place) for figure, place in places.items()}
    return Cells(tuple(tables), of)


def _group(figure: Figure) -> Key:
    same = (figure.indicator, figure.population)
    if figure.kind == "incidence":
        return (*same, figure.part)
    return same if figure.kind == "part" else (*same, figure.part, str(figure.months or ""), figure.kind)


def _years(members: list[Figure]) -> Dimension:
    return Dimension(_YEAR, tuple(str(year) for year in sorted({f.cohort for f in members})))


def _population(members: list[Figure]) -> str:
    """Who is counted. Tables of one population with the same number of persons every year are of the same persons."""
    sizes = sorted({(f.cohort, f.of) for f in members})
    return f"{members[0].population}: " + ", ".join(f"{year} {of}" for year, of in sizes)


def _nested(name: str, members: list[Figure]) -> tuple[Table, dict[Figure, Labels]]:
    """Horizons hold each other: the spans between them are the finest cells, each horizon sums those up to it."""
    months = sorted({f.months or 0 for f in members})
    spans = [f"{a}-{b} mdr." for a, b in zip([0, *months], months, strict=False)]
    upto = {m: f"inden {m} mdr." for m in months[1:]} | {months[0]: spans[0]}
    groups = {upto[m]: tuple(spans[: i + 1]) for i, m in enumerate(months) if i}
    when = Dimension(members[0].indicator, (*spans, _NO), groups)
    counts: dict[Labels, int] = {}
    for year in {f.cohort for f in members}:
        hits = {f.months or 0: f.hits for f in members if f.cohort == year}
        below = 0
        for month, span in zip(months, spans, strict=True):
            counts[str(year), span] = hits.get(month, below) - below
            below = hits.get(month, below)
        counts[str(year), _NO] = next(f.of for f in members if f.cohort == year) - below
    table = Table(name, _population(members), (_years(members), when), counts)
    return table, {f: (str(f.cohort), upto[f.months or 0]) for f in members}


def _parts(name: str, members: list[Figure]) -> tuple[Table, dict[Figure, Labels]]:
    """Parts that make up a whole: one category each."""
    labels = tuple(dict.fromkeys(f.part for f in members))
    counts: dict[Labels, int] = {(str(f.cohort), f.part): f.hits for f in members}
    what = Dimension(members[0].indicator, labels)
    table = Table(name, _population(members), (_years(members), what), counts)
    return table, {f: (str(f.cohort), f.part) for f in members}


def _yes_no(name: str, members: list[Figure]) -> tuple[Table, dict[Figure, Labels]]:
    """Who has it, or at least one event, and who has not."""
    what = Dimension(name, (_YES, _NO))
    counts: dict[Labels, int] = {}
    for f in members:
        counts[str(f.cohort), _YES] = persons(f)
        counts[str(f.cohort), _NO] = f.of - persons(f)
    table = Table(name, _population(members), (_years(members), what), counts)
    return table, {f: (str(f.cohort), _YES) for f in members}


def persons(figure: Figure) -> int:
    """Return how many of the `of` persons the figure counts: those with any event, where it counts events."""
    return figure.persons if figure.kind == "rate" else figure.hits


_LAYOUT = {"incidence": _nested, "part": _parts, "share": _yes_no, "rate": _yes_no}


def is_crowded(table: Table, threshold: int) -> bool:
    """Say whether small counts alone fill more of the table than may be hidden."""
    small = [labels for labels in table.cells() if 0 < table.count(labels) < threshold]
    return len(small) > CROWDED * len(table.cells())
