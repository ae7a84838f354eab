"""From figures to tables of persons and events: every count a figure rests on becomes a cell that can be judged."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from dkcohort import definitions
from dkcohort.disclose import Dimension, Labels, Protected, Table
from dkcohort.figures import Figure

_YES, _NO = "ja", "nej"
REST = "øvrige"
"""The events of a kind that no line is about."""
EVENTS = "hændelser"
"""What the name of a table of events begins with."""
_SIDES = {"before12": "før", "before24": "før", "after12": "efter", "after24": "efter"}
"""Windows of one side hold each other: what the longer has more than the shorter is a count of its own."""
Key = tuple[str, ...]
Place = tuple[str, Labels]
Maker = Callable[[str, list[Figure]], tuple[Table, dict[Figure, Labels]]]
PRESENT = ": boede der"
"""What the name of those who lived at a centre in the year has more than that of the body they are part of."""
_CENTRES = ("own", "other")
FEWEST = 10
"""A share of fewer persons than this is not shown (profile dst-default, registers.md 4.1)."""
CROWDED = 1 / 3
"""A table that hides more of its cells than this is built wrong (registers.md 4.3): nothing of it is shown."""


@dataclass(frozen=True)
class Cells:
    """The tables of a run, and for each figure the cells, table and labels, that hold what it counts."""

    tables: tuple[Table, ...]
    of: dict[Figure, tuple[Place, ...]]
    family: dict[str, str]
    """Table -> what it is called without its year: all years of one thing are shown, or none."""
    base: dict[str, str]
    """Table -> the body of persons it counts, such as "own 2024"."""
    members: dict[str, str]
    """Table -> the name under which those persons are remembered: a body's leavers, or all who lived there."""


def cells(figures: Iterable[Figure], seen: str = "", made: Mapping[Figure, tuple[Figure, ...]] | None = None) -> Cells:
    """Lay out the counts: spans of time up to each horizon, parts of a whole, persons with and without, events.

    Each horizon has a table of its own, which is the same in every later release; in the longest all spans hang
    together. What is provisional is another count once more is seen, and carries the last day seen in its name. `made`
    says which finer parts a coarser one holds.
    """
    parts = partial(_parts, made=made or {})
    counted = [f for f in figures if f.kind in {"incidence", "share", "part", "rate"}]
    laid = _Laid(seen)
    for name, members in _grouped(counted).items():
        laid.add(parts if members[0].kind == "part" else _persons, name, members)
    for name, members in _grouped([f for f in counted if f.kind == "rate"], events=True).items():
        laid.add(_events, name, members)
    family = {t.name: " / ".join(x for x in t.name.split(" / ") if not x.isdigit()) for t in laid.tables}
    of = {f: tuple(places) for f, places in laid.of.items()}
    return Cells(tuple(laid.tables), of, family, laid.base, laid.members)


class _Laid:
    def __init__(self, seen: str) -> None:
        self.seen = seen
        self.tables: list[Table] = []
        self.of: dict[Figure, list[Place]] = defaultdict(list)
        self.base: dict[str, str] = {}
        self.members: dict[str, str] = {}

    def add(self, make: Maker, name: Key, members: list[Figure]) -> None:
        """One table for each horizon, of everything up to it."""
        for months in sorted({f.months or 0 for f in members}):
            some = [f for f in members if (f.months or 0) <= months]
            title = " / ".join([*name, f"{_WITHIN}{months} mdr."] if months else name)
            table, places = make(title if all(f.final for f in some) else provisional(title, self.seen), some)
            self.tables.append(table)
            self.base[table.name] = whose(members[0])
            self.members[table.name] = remembered(members[0])
            for figure, labels in places.items():
                self.of[figure].append((table.name, labels))


def whose(figure: Figure) -> str:
    """Return the body of persons a figure counts among."""
    return f"{figure.population} {figure.cohort}"


def remembered(figure: Figure) -> str:
    """Return the name under which the persons a figure counts among are remembered (`members`)."""
    lived = figure.population in _CENTRES and definitions.is_of_present(figure.indicator)
    return f"{whose(figure)}{PRESENT if lived else ''}"


_SEEN = " (set pr. "


def provisional(name: str, seen: str) -> str:
    """Return the name of a table whose counts may still grow."""
    return f"{name}{_SEEN}{seen})"


def settled(name: str) -> str:
    """Return the name the table will have when its counts no longer grow."""
    return name.split(_SEEN)[0]


_WITHIN = "inden "


def horizon(name: str) -> str:
    """Return the part of a table's name that says how far it reaches; empty for one that has no horizon."""
    last = settled(name).split(" / ")[-1]
    return last if last.startswith(_WITHIN) else ""


def _grouped(figures: Iterable[Figure], events: bool = False) -> dict[Key, list[Figure]]:
    groups: dict[Key, list[Figure]] = defaultdict(list)
    for figure in figures:
        groups[_event_group(figure) if events else _group(figure)].append(figure)
    return dict(sorted(groups.items()))


def _group(figure: Figure) -> Key:
    """Figures about the same persons and the same thing: a rate and the share with any event are one.

    Each year is a table of its own. Nothing is published for several years together, so that a hidden count of one
    year cannot be found from those of others.
    """
    same = (figure.indicator.removesuffix("_any"), figure.population, str(figure.cohort))
    return same if figure.kind == "part" else (*same, _SIDES.get(figure.part, figure.part))


def _event_group(figure: Figure) -> Key:
    whole = definitions.indicators()[figure.indicator].of or figure.indicator
    return (EVENTS, whole, figure.population, str(figure.cohort), _SIDES.get(figure.part, figure.part))


def _population(members: list[Figure]) -> str:
    """Who is counted. Tables of one population and year with the same number of persons are of the same persons."""
    return f"{members[0].population} {members[0].cohort}: {max(f.of for f in members)}"


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
    hits = {f.months or 0: persons(f) for f in members}
    counts = _spread((), [hits[m] for m in months], spans)
    counts[(_NO,)] = max(f.of for f in members) - hits[months[-1]]
    table = Table(name, _population(members), (Dimension(name, (*spans, _NO), groups),), counts)
    return table, {f: (upto[f.months or 0],) for f in members}


def _parts(
    name: str, members: list[Figure], made: Mapping[Figure, tuple[Figure, ...]]
) -> tuple[Table, dict[Figure, Labels]]:
    """Parts that make up a whole: one category each, which may hold finer ones."""
    finest = {f: made.get(f, (f,)) for f in members}
    counts: dict[Labels, int] = {(f.part,): f.hits for some in finest.values() for f in some}
    covers = {f.part: tuple(x.part for x in some) for f, some in finest.items()}
    parts = Dimension(name, tuple(f.part for f in members), covers=covers)
    return Table(name, _population(members), (parts,), counts), {f: (f.part,) for f in members}


def _events(name: str, members: list[Figure]) -> tuple[Table, dict[Figure, Labels]]:
    """Events by kind and span: kinds sum to the whole, so that a hidden kind cannot be found by subtraction."""
    months = sorted({f.months or 0 for f in members})
    spans, upto, groups = _spans(months)
    kinds = sorted({f.indicator for f in members if definitions.indicators()[f.indicator].of})
    kind = Dimension(f"{name}: slags", (*kinds, REST))
    when = Dimension(f"{name}: tid", tuple(spans), {k: v for k, v in groups.items() if len(v) < len(spans)})
    hits = {(f.indicator if f.indicator in kinds else REST, f.months or 0): f.hits for f in members}
    counts: dict[Labels, int] = {}
    for k in kinds:
        counts |= _spread((k,), [hits.get((k, m), 0) for m in months], spans)
    rest = [hits.get((REST, m), 0) - sum(hits.get((k, m), 0) for k in kinds) for m in months]
    table = Table(name, name, (kind, when), counts | _spread((REST,), rest, spans))
    labels = {m: when.total if m == months[-1] else upto[m] for m in months}
    return table, {
        f: (f.indicator if f.indicator in kinds else kind.total, labels[f.months or 0]) for f in members
    }  # fmt: skip


def _spread(at: Labels, upto: list[int], spans: list[str]) -> dict[Labels, int]:
    return {(*at, span): count - before for span, (before, count) in zip(spans, pairwise([0, *upto]), strict=True)}


def sparse(laid: Cells, hidden: Mapping[str, int]) -> set[str]:
    """Return the tables of every distribution that hides more than may be hidden. `hidden`: table -> hidden cells.

    A single share has nothing to collapse: it is shown or hidden for itself.
    """
    of: Counter[str] = Counter()
    gone: Counter[str] = Counter()
    parts = {name for f, places in laid.of.items() if f.kind == "part" for name, _ in places}
    for table in laid.tables:
        if table.name not in parts:
            continue
        of[laid.family[table.name]] += len(table.cells())
        gone[laid.family[table.name]] += hidden.get(table.name, 0)
    crowded = {name for name in of if gone[name] > CROWDED * of[name]}
    return {name for name, family in laid.family.items() if family in crowded}


def small(table: Table, threshold: int) -> int:
    """Return how many cells of a table are small: they are hidden whatever else is."""
    return sum(0 < table.count(labels) < threshold for labels in table.cells())


def known(tables: Iterable[Table], threshold: int) -> list[Protected]:
    """Return, as if released before, how many persons each population is: those numbers are given in any case.

    How many events there are is no such number: it is hidden where what is left beside other events would be few.
    Otherwise the one total that many tables share would be the cheapest cell to hide, and take every share with it.
    """
    found = {}
    for table in tables:
        of = table.count(tuple(one.total for one in table.dimensions))
        if of >= FEWEST and table.population not in found and not table.name.startswith(EVENTS):
            whole = Table(
                f"antal: {table.population}", table.population, (Dimension("alle", ("alle",)),), {("alle",): of}
            )
            found[table.population] = Protected(whole, threshold, frozenset(), frozenset(), 0.0, 0.0)
    return [found[name] for name in sorted(found)]
