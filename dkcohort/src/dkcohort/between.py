"""Counts no table of a bundle holds: those of lines made of others, sums and differences of lines, nested ones too."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import floor, inf

from dkcohort import definitions
from dkcohort.cells import EVENTS, REST, Cells, settled
from dkcohort.disclose import Derived, Dimension, Finished, Labels, Ledger, Protected, Published, Table
from dkcohort.figures import Figure, key
from dkcohort.nesting import within
from dkcohort.papers import Key, Row
from dkcohort.reader import ENDLESS, Range, Reader, persons

_YES: Labels = ("ja",)
_WHOLE, _SIDES = "returns.anywhere", ("returns.elsewhere", "returns.own")
Term = tuple[int, int, Labels]
Series = dict[int, tuple[int, Labels]]


class Between:
    """What the shown lines of one bundle tell together. `at` is the place of each table, `first` of the next free."""

    def __init__(self, reader: Reader, laid: Cells, at: Mapping[str, int], first: int) -> None:
        """Find where each line's count is."""
        self.reader, self.first = reader, first
        self.finished: list[Finished] = []
        self.truth: list[Table] = []
        self.places: dict[Key, list[tuple[int, Labels]]] = {}
        self.series: dict[tuple[str, str, str, int], Series] = defaultdict(dict)
        for figure, places in laid.of.items():
            known = [(at[name], labels) for name, labels in places if name in at]
            self._lay(key(figure), known)
            events = [(at[name], labels) for name, labels in places if name in at and name.startswith(EVENTS)]
            self.places[key(figure)] = events if figure.kind == "rate" else known
        self.hits = {key(figure): figure.hits for figure in laid.of}

    def _lay(self, name: Key, places: Sequence[tuple[int, Labels]]) -> None:
        indicator, population, cohort, months, _part, kind = name
        if places and self.reader.rows[name].shown:
            self.series[kind, indicator, population, cohort][months or 0] = places[0]

    def count(self, figures: Sequence[Figure]) -> None:
        """Lay out what lines of kind ratio and bound count, each as a table of its own."""
        for f in figures:
            row = self.reader.rows[key(f)]
            if row.shown and f.kind in {"ratio", "bound"}:
                low, high = self.reader.counts[key(f)] if f.kind == "ratio" else self._anonymous(key(f), row)
                title = " / ".join(map(str, key(f)))
                sides = (Dimension(title, ("ja", "nej")),)
                self._lay(key(f), [(self.first + len(self.finished), _YES)])
                self.truth.append(Table.of(title, title, sides, [f.hits, max(f.of - f.hits, 0)]))
                told = Published.interval(_YES, int(low), int(min(high, ENDLESS)))
                self.finished.append(Finished(title, title, sides, (told,)))

    def _anonymous(self, name: Key, row: Row) -> Range:
        """The upper bound takes every anonymous stay as hers, until everybody has come back."""
        hits = self.reader.counts.get((*name[:5], "incidence"), (0.0, inf))
        least, most = persons(row)
        high = row.high or 0.0
        top = inf if high > 1 - 0.001 else floor((high + 0.0005) * most - hits[0])
        return max(0.0, (high - 0.0005) * least - hits[1]), max(0.0, top)

    def derived(self) -> list[Derived]:
        """Put together what any reader can."""
        return [*self._unions(), *self._compared(), *self._anonymous_apart(), *self._nested()]

    def _unions(self) -> Iterator[Derived]:
        """Here and elsewhere less anywhere did both; anywhere less one of them did the other alone."""
        for (kind, indicator, population, cohort), whole in list(self.series.items()):
            if kind != "incidence" or indicator != _WHOLE:
                continue
            sides = [self.series.get((kind, side, population, cohort), {}) for side in _SIDES]
            months = sorted(m for m in whole if all(m in side for side in sides))
            both = [_sum((1, sides[0][m]), (1, sides[1][m]), (-1, whole[m])) for m in months]
            yield from _each(f"begge slags ophold / {population} / {cohort}", both, steps=True)
            for name, side in zip(_SIDES, sides, strict=True):
                alone = [_sum((1, whole[m]), (-1, side[m])) for m in sorted(whole) if m in side]
                yield from _each(f"uden {name} / {population} / {cohort}", alone, steps=False)

    def _compared(self) -> Iterator[Derived]:
        """Those who came back and have no comparison."""
        for (kind, indicator, population, cohort), ratios in list(self.series.items()):
            everybody = self.series.get(("incidence", indicator, population.split("/")[0], cohort), {})
            if kind == "ratio":
                left = [_sum((1, everybody[m]), (-1, ratios[m])) for m in sorted(ratios) if m in everybody]
                yield from _each(f"uden sammenligning / {indicator} / {cohort}", left, steps=True)

    def _anonymous_apart(self) -> Iterator[Derived]:
        """Longer windows hold the shorter ones; anywhere is here and elsewhere together."""
        for (kind, indicator, population, cohort), found in list(self.series.items()):
            if kind != "bound":
                continue
            hidden = [_sum((1, found[m])) for m in sorted(found)]
            yield from _each(f"anonyme ophold / {indicator} / {cohort}", hidden, steps=True)
            for side in _SIDES if indicator == _WHOLE else ():
                part = self.series.get((kind, side, population, cohort), {})
                rest = [_sum((1, found[m]), (-1, part[m])) for m in sorted(found) if m in part]
                yield from _each(f"anonyme ophold uden {side} / {cohort}", rest, steps=False)

    def _nested(self) -> Iterator[Derived]:
        """Each count less one that lies within it, hidden ones too, in the table of the longest horizon.

        That one holds every line of its kind. Events happen once: what is left of them grows with the horizon.
        """
        grows: dict[tuple[int, int, str], dict[int, Derived]] = defaultdict(dict)
        for _pair, inner, outers in within(self.places, self.hits):
            if all(self.places[name] for name in (inner, *outers)):
                for one in self._apart(inner, outers):
                    yield one
                    (_more, at, labels), *_others, (_less, less_at, _labels) = one.terms
                    if outers[0][5] == "rate":
                        grows[at, less_at, labels[0]][outers[0][3] or 0] = one
        for found in grows.values():
            for before, later in pairwise(found[months] for months in sorted(found)):
                yield _grown(before, later)

    def _apart(self, inner: Key, outers: Sequence[Key]) -> Iterator[Derived]:
        (less_at, less), around = self.places[inner][-1], [self.places[outer][-1] for outer in outers]
        name = f"{' og '.join(' / '.join(map(str, outer[:5])) for outer in outers)} uden {inner[0]}"
        yield Derived(name, (*_sum(*((1, place) for place in around)), (-1, less_at, less)), nested=True)
        if {name[5] for name in (inner, *outers)} == {"rate"} and not definitions.indicators()[outers[0][0]].of:
            others = _sum(*((1, (at, (REST, *labels[1:]))) for at, labels in around))
            yield Derived(f"{name} ({REST})", (*others, (-1, less_at, (REST, *less[1:]))), nested=True)


def _grown(before: Derived, later: Derived) -> Derived:
    back = tuple((-factor, at, labels) for factor, at, labels in before.terms)
    return Derived(f"{later.name} (tilvækst)", (*later.terms, *back), later.nested)


def _sum(*parts: tuple[int, tuple[int, Labels]]) -> tuple[Term, ...]:
    return tuple((factor, at, labels) for factor, (at, labels) in parts)


def _each(name: str, sums: Sequence[tuple[Term, ...]], *, steps: bool) -> Iterator[Derived]:
    """Every sum, and what each has more than the one before."""
    for terms in sums:
        yield Derived(name, terms)
    for before, later in pairwise(sums if steps else ()):
        yield _grown(Derived(name, before), Derived(name, later))


def grown(protected: Sequence[Protected], ledger: Ledger) -> Iterator[Derived]:
    """What a count has more than a provisional one of the same that has left before."""
    first = len(ledger.finished)
    place = 0
    for entry in ledger.entries:
        for at, old in enumerate(entry.protected):
            name = settled(old.table.name)
            for new, one in enumerate(protected if name != old.table.name else ()):
                if settled(one.table.name) == name and one.table.name != old.table.name:
                    shared = [x for x in one.table.cells() if x in set(old.table.cells()) - old.hidden - one.hidden]
                    for labels in shared:
                        yield Derived(f"{name} (siden sidst)", ((1, first + new, labels), (-1, place + at, labels)))
        place += len(entry.finished)
