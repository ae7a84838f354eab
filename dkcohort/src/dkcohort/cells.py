"""From figures to tables of persons and events: every count a figure rests on becomes a cell that can be judged."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from dkcohort import definitions
from dkcohort.disclose.model import Dimension, Labels, Table
from dkcohort.figures import Figure

_YES, _NO, _REST = "ja", "nej", "øvrige"
_YEAR = "årgang"
_SIDES = {"before12": "før", "before24": "før", "after12": "efter", "after24": "efter"}
"""Windows of one side hold each other: what the longer has more than the shorter is a count of its own."""
Key = tuple[str, ...]
Place = tuple[str, Labels]
CROWDED = 1 / 3
"""A table that hides more of its cells than this is built wrong (registers.md 4.3): nothing of it is shown."""


@dataclass(frozen=True)
class Cells:
    """The tables of a run, and for each figure the cells, table and labels, that hold what it counts."""

    tables: tuple[Table, ...]
    of: dict[Figure, tuple[Place, ...]]


def cells(figures: Iterable[Figure]) -> Cells:
    """Lay out the counts: spans of time up to each horizon, parts of a whole, persons with and without, events."""
    counted = [f for f in figures if f.kind in {"incidence", "share", "part", "rate"}]
    tables: list[Table] = []
    of: dict[Figure, list[Place]] = defaultdict(list)
    for name, members in _grouped(counted).items():
        make = _parts if members[0].kind == "part" else _persons
        _add(make(" / ".join(name), members), tables, of)
    for name, members in _grouped([f for f in counted if f.kind == "rate"], events=True).items():
        _add(_events(" / ".join(name), members), tables, of)
    return Cells(tuple(tables), {figure: tuple(places) for figure, places in of.items()})


def _add(made: tuple[Table, dict[Figure, Labels]], tables: list[Table], of: dict[Figure, list[Place]]) -> None:
    table, places = made
    tables.append(table)
    for figure, labels in places.items():
        of[figure].append((table.name, labels))


def _grouped(figures: Iterable[Figure], events: bool = False) -> dict[Key, list[Figure]]:
    groups: dict[Key, list[Figure]] = defaultdict(list)
    for figure in figures:
        groups[_event_group(figure) if events else _group(figure)].append(figure)
    return dict(sorted(groups.items()))


def _group(figure: Figure) -> Key:
    """Figures about the same persons and the same thing: a rate and the share with any event are one."""
    same = (figure.indicator.removesuffix("_any"), figure.population)
    return same if figure.kind == "part" else (*same, _SIDES.get(figure.part, figure.part))


def _event_group(figure: Figure) -> Key:
    whole = definitions.indicators()[figure.indicator].of or figure.indicator
    return ("hændelser", whole, figure.population, _SIDES.get(figure.part, figure.part))


def _years(members: list[Figure]) -> Dimension:
    return Dimension(_YEAR, tuple(str(year) for year in sorted({f.cohort for f in members})))


def _population(members: list[Figure]) -> str:
    """Who is counted. Tables of one population with the same number of persons every year are of the same persons."""
    sizes: dict[int, int] = {}
    for f in members:
        sizes[f.cohort] = max(f.of, sizes.get(f.cohort, 0))
    return f"{members[0].population}: " + ", ".join(f"{year} {of}" for year, of in sorted(sizes.items()))


def persons(figure: Figure) -> int:
    """Return how many of the `of` persons the figure counts: those with any event, where it counts events."""
    return figure.persons if figure.kind == "rate" else figure.hits


def _spans(months: list[int]) -> tuple[list[str], dict[int, str], dict[str, Labels]]:
    """Spans between horizons, the label of everything up to each horizon, and the groups that say so."""
    spans = [f"{a}-{b} mdr." for a, b in pairwise([0, *months])] if months != [0] else [_YES]
    upto = {m: f"inden {m} mdr." if i else spans[0] for i, m in enumerate(months)}
    return spans, upto, {upto[m]: tuple(spans[: i + 1]) for i, m in enumerate(months) if i}


def _persons(name: str, members: list[Figure]) -> tuple[Table, dict[Figure, Labels]]:
    """Horizons hold each other: the spans between them are the finest cells, each horizon sums those up to it."""
    months = sorted({f.months or 0 for f in members})
    spans, upto, groups = _spans(months)
    counts: dict[Labels, int] = {}
    for year in {f.cohort for f in members}:
        hits = {f.months or 0: persons(f) for f in members if f.cohort == year}
        below = 0
        for month, span in zip(months, spans, strict=True):
            counts[str(year), span] = hits.get(month, below) - below
            below = hits.get(month, below)
        counts[str(year), _NO] = max(f.of for f in members if f.cohort == year) - below
    when = Dimension(name, (*spans, _NO), groups)
    table = Table(name, _population(members), (_years(members), when), counts)
    return table, {f: (str(f.cohort), upto[f.months or 0]) for f in members}


def _parts(name: str, members: list[Figure]) -> tuple[Table, dict[Figure, Labels]]:
    """Parts that make up a whole: one category each."""
    labels = tuple(dict.fromkeys(f.part for f in members))
    counts: dict[Labels, int] = {(str(f.cohort), f.part): f.hits for f in members}
    table = Table(name, _population(members), (_years(members), Dimension(name, labels)), counts)
    return table, {f: (str(f.cohort), f.part) for f in members}


def _events(name: str, members: list[Figure]) -> tuple[Table, dict[Figure, Labels]]:
    """Events by kind and span: kinds sum to the whole, so that a hidden kind cannot be found by subtraction."""
    months = sorted({f.months or 0 for f in members})
    spans, upto, groups = _spans(months)
    kinds = sorted({f.indicator for f in members if definitions.indicators()[f.indicator].of})
    kind = Dimension(f"{name}: slags", (*kinds, _REST))
    when = Dimension(f"{name}: tid", tuple(spans), {k: v for k, v in groups.items() if len(v) < len(spans)})
    top = when.total
    counts: dict[Labels, int] = {}
    for year in {f.cohort for f in members}:
        hits = {(f.indicator, f.months or 0): f.hits for f in members if f.cohort == year}
        whole = {m: hits.get((_whole(members), m), 0) for m in months}
        for k in kinds:
            _spread(counts, (str(year), k), [hits.get((k, m), 0) for m in months], spans)
        rest = [whole[m] - sum(hits.get((k, m), 0) for k in kinds) for m in months]
        _spread(counts, (str(year), _REST), rest, spans)
    table = Table(name, f"hændelser: {name}", (_years(members), kind, when), counts)
    last = months[-1]
    return table, {
        f: (str(f.cohort), f.indicator if f.indicator in kinds else kind.total,
            top if (f.months or 0) == last else upto[f.months or 0])
        for f in members
    }  # fmt: skip


def _whole(members: list[Figure]) -> str:
    card = definitions.indicators()[members[0].indicator]
    return card.of or card.key


def _spread(counts: dict[Labels, int], at: tuple[str, str], upto: list[int], spans: list[str]) -> None:
    for span, (before, count) in zip(spans, pairwise([0, *upto]), strict=True):
        counts[(*at, span)] = count - before


def is_crowded(table: Table, threshold: int) -> bool:
    """Say whether small counts alone fill more of the table than may be hidden."""
    small = [labels for labels in table.cells() if 0 < table.count(labels) < threshold]
    return len(small) > CROWDED * len(table.cells())
