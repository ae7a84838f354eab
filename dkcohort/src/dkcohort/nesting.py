"""Counts that lie inside one another though they stand in tables apart: what the outer has more must be protected too.

Which lie within which is data (`nested.toml`). Subtracting the inner from the outer leaves a count that no table shows:
women charged and not found guilty, further events of women who had one. To `disclose` it is a cell of its own.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

from dkcohort.cells import EVENTS, REST, Cells, Place
from dkcohort.disclose import Rest, Table
from dkcohort.figures import Figure, key
from dkcohort.papers import Key

_COUNTED = {"share", "part", "rate"}


@dataclass(frozen=True)
class Pair:
    """An indicator whose counts lie within those of another; an empty part or population is that of the other."""

    inner: str
    outer: str
    inner_part: str = ""
    outer_part: str = ""
    inner_population: str = ""
    outer_population: str = ""
    events: bool = False

    def around(self, name: Key) -> tuple[str, str, int, int | None, str] | None:
        """Return what the outer line is called, but for its kind; None for a line that is not an inner one."""
        indicator, population, cohort, months, part, kind = name
        if indicator != self.inner or kind not in _COUNTED or part != (self.inner_part or part):
            return None
        if population != (self.inner_population or population):
            return None
        return self.outer, self.outer_population or population, cohort, months, self.outer_part or part


@cache
def pairs() -> tuple[Pair, ...]:
    """Return which count lies within which."""
    told = tomllib.loads(resources.files("dkcohort").joinpath("nested.toml").read_text(encoding="utf-8"))
    return tuple(Pair(**one) for one in told["pairs"])


def within(names: Iterable[Key], hits: Mapping[Key, int]) -> Iterator[tuple[Pair, Key, Key]]:
    """Yield each inner line with its outer one. A pair that the counts contradict anywhere is left out altogether."""
    by = {name[:5]: name for name in names if name[5] in _COUNTED}
    for pair in pairs():
        around = [(name, pair.around(name)) for name in by.values()]
        found = [(name, by[outer]) for name, outer in around if outer in by]
        if all(hits[name] <= hits[outer] for name, outer in found):
            yield from ((pair, name, outer) for name, outer in sorted(found, key=_order))


def _order(found: tuple[Key, Key]) -> tuple[str, str, int, int, str]:
    indicator, population, cohort, months, part, _kind = found[0]
    return indicator, population, cohort, months or 0, part


def rests(laid: Cells) -> tuple[Rest, ...]:
    """Return what each outer count has more than its inner one, in the tables of every horizon."""
    tables = {table.name: table for table in laid.tables}
    figures = {key(f): f for f in laid.of}
    found: dict[tuple[object, ...], Rest] = {}
    for pair, name, outer in within(figures, {at: f.hits for at, f in figures.items()}):
        for inner_at, outer_at in _beside(laid, figures[name], figures[outer]):
            for one in _differences(tables, inner_at, outer_at, rest=not pair.events):
                found[one.terms] = one
    steps = [one for some in _by_tables(found.values()).values() for one in _steps(tables, some)]
    return (*found.values(), *steps)


def _beside(laid: Cells, inner: Figure, outer: Figure) -> Iterator[tuple[Place, Place]]:
    """Where both stand, table by table from the longest horizon down."""
    inside, around = _counted_in(laid, inner), _counted_in(laid, outer)
    return zip(reversed(inside), reversed(around), strict=False)


def _counted_in(laid: Cells, figure: Figure) -> list[Place]:
    """The tables that hold what the figure counts: a rate counts events, though its persons have a table as well."""
    return [at for at in laid.of[figure] if (figure.kind == "rate") == at[0].startswith(EVENTS)]


def _differences(tables: Mapping[str, Table], inner: Place, outer: Place, *, rest: bool) -> Iterator[Rest]:
    """Outer less inner; where both are all kinds together, also the kinds that no line is about."""
    yield _rest(outer, inner)
    whole = [tables[name].dimensions[0].total == labels[0] and len(labels) > 1 for name, labels in (inner, outer)]
    if rest and all(whole):
        yield _rest((outer[0], (REST, *outer[1][1:])), (inner[0], (REST, *inner[1][1:])))


def _rest(outer: Place, inner: Place) -> Rest:
    name = f"{outer[0]} ({', '.join(outer[1])}) uden {inner[0]} ({', '.join(inner[1])})"
    return Rest(name, ((1, *outer), (-1, *inner)))


def _by_tables(found: Iterable[Rest]) -> dict[tuple[object, ...], list[Rest]]:
    """Differences of events of one kind between the same two tables: they differ by their horizon alone."""
    groups: dict[tuple[object, ...], list[Rest]] = defaultdict(list)
    for one in found:
        outer, inner = one.terms
        if outer[1].startswith(EVENTS):
            groups[outer[1], inner[1], outer[2][0], inner[2][:-1]].append(one)
    return groups


def _steps(tables: Mapping[str, Table], some: list[Rest]) -> Iterator[Rest]:
    """What a difference of events grows by from one horizon to the next: events happen once, so it never falls."""
    some = sorted(some, key=lambda one: len(tables[one.terms[0][1]].finest(one.terms[0][2])))
    for before, later in pairwise(some):
        back = tuple((-factor, name, labels) for factor, name, labels in before.terms)
        yield Rest(f"{later.name} (tilvækst)", (*later.terms, *back))
