"""Counts that lie inside one another though they stand in tables apart: what the outer has more must be protected too.

Which lie within which is data (`nested.toml`). Subtracting the inner from the outer leaves a count that no table shows:
women charged and not found guilty, further events of women who had one. To `disclose` it is a cell of its own.
"""

import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

from dkcohort.cells import EVENTS, REST, Cells, Place, horizon
from dkcohort.disclose import Rest, Table
from dkcohort.figures import Figure, key
from dkcohort.papers import Key

_COUNTED = {"share", "part", "rate"}
Line = tuple[str, str, int, int | None, str]
"""What a line is called, but for its kind."""


@dataclass(frozen=True)
class Pair:
    """An indicator whose counts lie within those of another; an empty part or population is that of the other.

    Several `outer_parts` hold them together, and may count somebody more than once.
    """

    inner: str
    outer: str
    inner_part: str = ""
    outer_parts: tuple[str, ...] = ()
    inner_population: str = ""
    outer_population: str = ""
    events: bool = False

    def around(self, name: Key) -> tuple[Line, ...]:
        """Return what the outer lines are called, but for their kind; none for a line that is not an inner one."""
        indicator, population, cohort, months, part, kind = name
        if indicator != self.inner or kind not in _COUNTED or part != (self.inner_part or part):
            return ()
        if population != (self.inner_population or population):
            return ()
        who, parts = self.outer_population or population, self.outer_parts or (part,)
        return tuple((self.outer, who, cohort, months, one) for one in parts)


@cache
def pairs() -> tuple[Pair, ...]:
    """Return which count lies within which."""
    told = tomllib.loads(resources.files("dkcohort").joinpath("nested.toml").read_text(encoding="utf-8"))
    return tuple(Pair(**one | {"outer_parts": tuple(one.get("outer_parts", ()))}) for one in told["pairs"])


def within(names: Iterable[Key], hits: Mapping[Key, int]) -> Iterator[tuple[Pair, Key, tuple[Key, ...]]]:
    """Yield each inner line with its outer ones. A pair that the counts contradict anywhere is left out altogether."""
    by = {name[:5]: name for name in names if name[5] in _COUNTED}
    for pair in pairs():
        around = [(name, pair.around(name)) for name in by.values()]
        found = [(name, tuple(by[line] for line in lines)) for name, lines in around if lines and set(lines) <= set(by)]
        if all(hits[name] <= sum(hits[outer] for outer in outers) for name, outers in found):
            yield from ((pair, name, outers) for name, outers in sorted(found, key=_order))


def _order(found: tuple[Key, tuple[Key, ...]]) -> tuple[str, str, int, int, str]:
    indicator, population, cohort, months, part, _kind = found[0]
    return indicator, population, cohort, months or 0, part


def rests(laid: Cells, built: Collection[str] | None = None) -> tuple[Rest, ...]:
    """Return what each outer count has more than its inner one, in the tables of every horizon that both are in.

    `built` names the tables that are there; by default all. A line is printed once, whichever tables hold it: where the
    longest table of one of the two is left out, its shorter one stands beside the longest of the other.
    """
    tables = {table.name: table for table in laid.tables if built is None or table.name in built}
    figures = {key(f): f for f in laid.of}
    found: dict[tuple[object, ...], Rest] = {}
    for pair, name, outers in within(figures, {at: f.hits for at, f in figures.items()}):
        lines = [figures[name], *(figures[outer] for outer in outers)]
        for inner_at, *around in _beside([_counted_in(laid, tables, line) for line in lines]):
            for one in _differences(tables, inner_at, around, rest=not pair.events):
                found[one.terms] = one
    steps = [one for some in _by_tables(found.values()).values() for one in _steps(tables, some)]
    return (*found.values(), *steps)


def _beside(lines: Sequence[Mapping[str, Place]]) -> Iterator[tuple[Place, ...]]:
    """Where all of them stand: within each horizon, and each in its longest table, as somebody reads them."""
    found = [tuple(places[one] for places in lines) for one in lines[0] if all(one in places for places in lines)]
    longest = tuple(place for places in lines for place in list(places.values())[-1:])
    yield from dict.fromkeys([*found, longest] if all(lines) else ())


def _counted_in(laid: Cells, tables: Mapping[str, Table], figure: Figure) -> dict[str, Place]:
    """The tables that hold what the figure counts, by horizon, the longest last.

    A rate counts events, though its persons have a table as well.
    """
    events = figure.kind == "rate"
    return {horizon(at[0]): at for at in laid.of[figure] if at[0] in tables and events == at[0].startswith(EVENTS)}


def _differences(tables: Mapping[str, Table], inner: Place, around: list[Place], *, rest: bool) -> Iterator[Rest]:
    """Outer less inner; where both are all kinds together, also the kinds that no line is about."""
    yield _rest(around, inner)
    whole = [tables[name].dimensions[0].total == labels[0] and len(labels) > 1 for name, labels in (inner, *around)]
    if rest and all(whole):
        yield _rest([(name, (REST, *labels[1:])) for name, labels in around], (inner[0], (REST, *inner[1][1:])))


def _rest(around: list[Place], inner: Place) -> Rest:
    name = f"{' og '.join(map(_named, around))} uden {_named(inner)}"
    return Rest(name, (*((1, *outer) for outer in around), (-1, *inner)))


def _named(place: Place) -> str:
    return f"{place[0]} ({', '.join(place[1])})"


def _by_tables(found: Iterable[Rest]) -> dict[tuple[object, ...], list[Rest]]:
    """Differences of events of one kind between the same two tables: they differ by their horizon alone."""
    groups: dict[tuple[object, ...], list[Rest]] = defaultdict(list)
    for one in found:
        outer, *_others, inner = one.terms
        if outer[1].startswith(EVENTS):
            groups[outer[1], inner[1], outer[2][0], inner[2][:-1]].append(one)
    return groups


def _steps(tables: Mapping[str, Table], some: list[Rest]) -> Iterator[Rest]:
    """What a difference of events grows by from one horizon to the next: events happen once, so it never falls."""
    some = sorted(some, key=lambda one: len(tables[one.terms[0][1]].finest(one.terms[0][2])))
    for before, later in pairwise(some):
        back = tuple((-factor, name, labels) for factor, name, labels in before.terms)
        yield Rest(f"{later.name} (tilvækst)", (*later.terms, *back))
