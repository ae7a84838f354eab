"""From tables to the search and back: what is small, what is linked, what was released before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

from dkcohort.disclose.attacker import SLACK, Attacker, Mask, Target
from dkcohort.disclose.insiders import Insiders
from dkcohort.disclose.mend import mended
from dkcohort.disclose.model import Cell, Protected, Rest, Table
from dkcohort.disclose.pattern import Choice, Effort, search
from dkcohort.disclose.safety import NoSafeChoice, Problem
from dkcohort.disclose.system import System, settled, subtracted, system

_TOGETHER = 320
"""Linked tables of at most this many cells are searched as one; larger bundles table by table, then mended."""

_SHARE = 10
"""Each table of a larger bundle gets this part of the programs that one table alone would get."""


@dataclass(frozen=True)
class Settings:
    """What a release is protected against and how much may be spent on it."""

    threshold: int
    released: tuple[Protected, ...]
    insiders: bool
    effort: Effort
    rests: tuple[Rest, ...] = ()


def suppress(tables: Sequence[Table], settings: Settings) -> list[Protected]:
    """Return the tables, in their order, with the cells to hide; raise NoSafeChoice, saying in Danish which tables."""
    found: dict[int, Protected] = {}
    for places, released in _groups(tables, settings):
        some = [tables[place] for place in places]
        names = {table.name for table in some}
        rests = tuple(rest for rest in settings.rests if rest.terms[0][1] in names)
        linked = _Linked(some, replace(settings, released=released, rests=rests))
        found.update(zip(places, linked.suppressed(), strict=True))
    return [found[place] for place in range(len(tables))]


def _groups(tables: Sequence[Table], settings: Settings) -> Iterator[tuple[list[int], tuple[Protected, ...]]]:
    """The places of tables that depend on one another, and what was released beside them.

    Tables of the same population depend on one another where they share a variable, or their total if it is not known;
    tables of any population where a rest is between them.
    """
    shown, _hidden = settled(settings.released)
    everything = [*(earlier.table for earlier in settings.released), *tables]
    first = len(settings.released)
    named = {table.name: first + place for place, table in enumerate(tables)}
    holders: dict[object, list[int]] = {}
    for place, table in enumerate(everything):
        for link in _links(table, shown):
            holders.setdefault(link, []).append(place)
    for rest in settings.rests:
        holders[rest.terms] = [named[name] for _factor, name, _labels in rest.terms]
    label = _connected(len(everything), list(holders.values()))
    for one in dict.fromkeys(label[first:]):
        own = [place for place, group in enumerate(label) if group == one]
        new = [place - first for place in own if place >= first]
        populations = {tables[place].population for place in new}
        released = {place for place in own if place < first} | _totals(everything[:first], populations, shown)
        yield new, tuple(settings.released[place] for place in sorted(released))


def _links(table: Table, shown: set[Cell]) -> list[object]:
    whole = (table.population, ())
    return [*((table.population, one.name) for one in table.dimensions), *([] if whole in shown else [whole])]


def _connected(many: int, together: Sequence[Sequence[int]]) -> list[int]:
    """The number of each one's group."""
    pairs = [(some[0], one) for some in together for one in some]
    rows, columns = zip(*pairs, strict=True) if pairs else ((), ())
    graph = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(many, many))
    _number, label = sparse.csgraph.connected_components(graph, directed=False)
    return [int(one) for one in label]


def _totals(earlier: Sequence[Table], populations: set[str], shown: set[Cell]) -> set[int]:
    """For each population the first released table, which tells a known total to whatever hangs on it."""
    found: dict[str, int] = {}
    for place, table in enumerate(earlier):
        if table.population in populations and (table.population, ()) in shown:
            found.setdefault(table.population, place)
    return set(found.values())


class _Linked:
    """The tables of one population, and what was released about it."""

    def __init__(self, tables: Sequence[Table], settings: Settings) -> None:
        self.tables, self.settings = tables, settings
        joint = system(tables, settings.released)
        self.system = subtracted(joint, tables, settings.rests)
        self.place = self.system.place()
        self.problem = _problem(self.system, settings)
        # A rest is nobody's own cell: she who is left of one by herself is not told that she is.
        # Nor is a joint cell, for whose true count no table stands.
        own = np.where(joint.joint, 0.0, joint.counts) if settings.insiders else np.zeros(len(joint.cells))
        self.insiders = replace(
            Insiders.of(joint.cells, own, settings.threshold), met=_met(self.system, settings.threshold)
        )

    def suppressed(self) -> list[Protected]:
        try:
            if len(self.tables) == 1 or len(self.system.cells) <= _TOGETHER:
                choice = search(self.problem, self.settings.effort, self.insiders)
                return [self._protected(table, choice.hidden, choice.cost, choice.floor) for table in self.tables]
            return self._one_by_one()
        except NoSafeChoice as unsafe:
            names = ", ".join(table.name for table in self.tables)
            raise NoSafeChoice(f"små tal i {names} kan regnes ud, uanset hvad der skjules.") from unsafe

    def _one_by_one(self) -> list[Protected]:
        """The largest table first; what is hidden in one table costs nothing in the next; then all are mended."""
        hidden = self.problem.hidden.copy()
        floors = {}
        for number in sorted(range(len(self.tables)), key=lambda one: (-len(self.tables[one].cells()), one)):
            where, choice = self._alone(self.tables[number], hidden)
            hidden[where] |= choice.hidden
            floors[number] = choice.floor
        hidden = mended(self.problem, hidden, self.insiders, self.settings.effort.solver)
        found = []
        for number, table in enumerate(self.tables):
            own = [self.place[cell] for cell in {table.cell(labels): None for labels in table.cells()}]
            extra = [one for one in own if hidden[one] and not self.problem.hidden[one]]
            # What the search of one table shows is a floor for it in any safe bundle: the links only ask for more.
            found.append(self._protected(table, hidden, float(self.problem.weights[extra].sum()), floors[number]))
        return found

    def _alone(self, table: Table, hidden: Mask) -> tuple[npt.NDArray[np.intp], Choice]:
        part = system([table])
        own = np.array([self.place[cell] for cell in part.cells], dtype=np.intp)
        alone = _problem(part, replace(self.settings, released=(), rests=()))
        shown = self.problem.shown[own]
        problem = replace(
            alone,
            hidden=(alone.hidden | hidden[own]) & ~shown,
            shown=shown,
            down=np.where(shown, 0.0, alone.down),
            up=np.where(shown, 0.0, alone.up),
        )
        effort = replace(self.settings.effort, programs=self.settings.effort.programs // _SHARE)
        return own, search(problem, effort)

    def _protected(self, table: Table, hidden: Mask, cost: float, floor: float) -> Protected:
        threshold = self.settings.threshold
        out = [labels for labels in table.cells() if hidden[self.place[table.cell(labels)]]]
        primary = frozenset(labels for labels in out if 0 < table.count(labels) < threshold)
        return Protected(table, threshold, primary, frozenset(out) - primary, cost, floor)


def _small(one: System, threshold: int) -> Mask:
    return (one.counts > 0) & (one.counts < threshold) & ~one.joint


def _met(one: System, threshold: int) -> tuple[Target, ...]:
    """A joint cell must not be certain to be small: it can be nobody, or as many as the threshold."""
    small = (one.counts > SLACK) & (one.counts < threshold) & one.joint
    cells = map(int, np.flatnonzero(small))
    return tuple(Target(cell, 0, threshold - one.counts[cell], fall=one.counts[cell]) for cell in cells)


def _problem(one: System, settings: Settings) -> Problem:
    counts, threshold = one.counts, settings.threshold
    small = _small(one, threshold)
    # A reader knows no more of a hidden number than that it is not larger than anything shown, and some.
    most = counts.max(initial=0.0) + threshold
    targets = [
        target
        for cell in map(int, np.flatnonzero(small))
        for target in (Target(cell, 1, max(1.0, threshold - counts[cell])), Target(cell, -1, 1.0))
    ]
    return Problem(
        matrix=one.matrix,
        down=np.where(one.shut, 0.0, counts),
        up=np.where(one.shut, 0.0, most - counts),
        weights=np.maximum(counts, 1.0),
        hidden=(small | one.latent | one.kept) & ~one.shut,
        shown=one.shut,
        targets=(*targets, *_as_unknown_as_before(one, settings)),
    )


def _as_unknown_as_before(joint: System, settings: Settings) -> list[Target]:
    """What an earlier release hides must be able to move as far as it could then."""
    if not settings.released:
        return []
    place = joint.place()
    earlier = [released.table for released in settings.released]
    names = {table.name for table in earlier}
    nested = [rest for rest in settings.rests if all(name in names for _factor, name, _labels in rest.terms)]
    before = subtracted(system((), settings.released), earlier, nested)
    most = before.counts.max(initial=0.0) + settings.threshold
    down, up = (np.where(before.shut, 0.0, room) for room in (before.counts, most - before.counts))
    attacker = Attacker(before.matrix, down, up, settings.effort.solver)
    hidden = (before.kept | before.latent).astype(float)
    found = []
    for cell in map(int, np.flatnonzero(before.kept)):
        for sign in (1, -1):
            reach = attacker.reach(Target(cell, sign, 0.0), hidden)[0]
            if reach > SLACK:
                found.append(Target(place[before.cells[cell]], sign, reach - SLACK))
    return found
