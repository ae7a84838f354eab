"""Everything the readers of a set of finished tables know, as bounds on sums of finest cells.

Part of `audit`; shares no code with `protect`. The unknowns are the finest cells of each table ("leaves"); a margin is
a sum of leaves, never an unknown of its own. Where two tables count the same persons, their sums over the variables
they share agree; where they cross variables in a circle, there are besides the cells in which all of these meet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from math import inf

import numpy as np
import numpy.typing as npt

from dkcohort.disclose.cycles import joints, too_many
from dkcohort.disclose.model import Dimension, Finished, Labels

Sum = dict[int, float]
"""Leaf -> factor."""


@dataclass
class Knowledge:
    """Rows low <= sum <= high over `leaves` non-negative whole numbers."""

    leaves: int = 0
    rows: list[tuple[Sum, float, float]] = field(default_factory=list)
    met: "list[Leaves]" = field(default_factory=list)
    """Joint cells, of no table."""
    unread: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """Where joint cells would be too many: the tables, the variables."""

    def tell(self, told: Sum, low: float, high: float) -> None:
        """Add what somebody can know."""
        self.rows.append((told, low, high))


class Leaves:
    """The finest cells of one table, split as finely as any table splits its variables."""

    def __init__(self, table: Finished, pieces: Mapping[str, Mapping[str, int]], start: int) -> None:
        """Number the leaves from `start`; `pieces` says for each variable which piece each code belongs to."""
        self.table = table
        self._pieces = [pieces[one.name] for one in table.dimensions]
        shape = [len(set(own.values())) for own in self._pieces]
        self.numbers = np.arange(start, start + int(np.prod(shape))).reshape(shape)
        self.names = [one.name for one in table.dimensions]

    def within(self, labels: Labels) -> npt.NDArray[np.intp]:
        """The leaves that a cell sums."""
        sides = []
        for one, own, label in zip(self.table.dimensions, self._pieces, labels, strict=True):
            sides.append(sorted({own[code] for code in one.codes(label)}))
        found: npt.NDArray[np.intp] = self.numbers[np.ix_(*sides)].ravel()
        return found

    def finest(self) -> list[tuple[Labels, int]]:
        """Each leaf, and what it is called: of each variable the codes that no table tells apart."""
        called: list[dict[int, list[str]]] = []
        for own in self._pieces:
            called.append({})
            for code, piece in own.items():
                called[-1].setdefault(piece, []).append(code)
        return [
            (tuple("+".join(codes[piece]) for codes, piece in zip(called, at, strict=True)), int(self.numbers[at]))
            for at in np.ndindex(self.numbers.shape)
        ]

    def impossible(self) -> list[int]:
        """Leaves all of whose finest cells are known to be empty."""
        empty: dict[tuple[int, ...], int] = {}
        size: dict[tuple[int, ...], int] = {}
        if not self.table.impossible:
            return []
        for codes in product(*(one.base for one in self.table.dimensions)):
            at = tuple(own[code] for own, code in zip(self._pieces, codes, strict=True))
            size[at] = size.get(at, 0) + 1
            empty[at] = empty.get(at, 0) + (codes in self.table.impossible)
        return [int(self.numbers[at]) for at in size if size[at] == empty[at]]

    def over(self, variables: Sequence[str]) -> npt.NDArray[np.intp]:
        """The leaves sorted by their pieces of these variables: one row a combination, one column a leaf."""
        first = [self.names.index(name) for name in variables]
        rest = [side for side in range(len(self.names)) if side not in first]
        turned = self.numbers.transpose(first + rest)
        rows = int(np.prod([self.numbers.shape[side] for side in first], dtype=int))
        return turned.reshape(rows, -1)


def read(tables: Sequence[Finished], subsets: Sequence[tuple[str, str]]) -> tuple[Knowledge, list[Leaves]]:
    """Return what the structure alone tells: sums that agree, cells that are empty, populations inside others."""
    kin = _kin(tables, subsets)
    pieces = _pieces(tables, kin)
    knowledge, found = Knowledge(), []
    for table in tables:
        leaves = Leaves(table, pieces[kin[table.population]], knowledge.leaves)
        knowledge.leaves += leaves.numbers.size
        found.append(leaves)
        for empty in leaves.impossible():
            knowledge.tell({empty: 1.0}, 0.0, 0.0)
    for population in dict.fromkeys(table.population for table in tables):
        own = [one for one in found if one.table.population == population]
        _link(knowledge, [*own, *_met(knowledge, own, pieces[kin[population]])])
    for inside, around in subsets:
        for one, other in product(found, found):
            if (one.table.population, other.table.population) == (around, inside):
                _agree(knowledge, one, other, [name for name in one.names if name in other.names], inf)
    return knowledge, found


def _kin(tables: Sequence[Finished], subsets: Sequence[tuple[str, str]]) -> dict[str, str]:
    """One name for populations that lie inside one another: their variables are cut into the same pieces."""
    kin = {table.population: table.population for table in tables}
    for inside, around in subsets:
        old, new = kin.get(inside, inside), kin.get(around, around)
        kin = {name: new if own == old else own for name, own in kin.items()}
    return kin


def _link(knowledge: Knowledge, found: Sequence[Leaves]) -> None:
    """For each set of variables that two tables share, every table that has them agrees with the first that has."""
    shared = {frozenset(one.names) & frozenset(other.names) for one, other in combinations(found, 2)}
    for variables in sorted(map(sorted, shared)):
        first, *others = [one for one in found if set(variables) <= set(one.names)]
        for other in others:
            _agree(knowledge, first, other, variables, 0.0)


def _met(knowledge: Knowledge, found: Sequence[Leaves], pieces: Mapping[str, Mapping[str, int]]) -> list[Leaves]:
    """The joint cells that tables of one population need besides their own."""
    tables = [one.table for one in found]
    missing = joints(tables, pieces)
    if too_many(missing, pieces):
        names = {one.name for joint in missing for one in joint.dimensions}
        titles = [one.name for one in tables if len(names.intersection(side.name for side in one.dimensions)) > 1]
        knowledge.unread.append((", ".join(dict.fromkeys(titles)), tuple(sorted(names))))
        return []
    met = []
    for joint in missing:
        met.append(Leaves(joint, pieces, knowledge.leaves))
        knowledge.leaves += met[-1].numbers.size
    knowledge.met += met
    return met


def _agree(knowledge: Knowledge, one: Leaves, other: Leaves, variables: Sequence[str], more: float) -> None:
    """Over these variables, the sums of one table exceed those of the other by 0 to `more`."""
    for own, others in zip(one.over(variables), other.over(variables), strict=True):
        told = dict.fromkeys(map(int, own), 1.0) | dict.fromkeys(map(int, others), -1.0)
        knowledge.tell(told, 0.0, more)


def _pieces(tables: Sequence[Finished], kin: Mapping[str, str]) -> dict[str, dict[str, dict[str, int]]]:
    """For each kin and variable, codes that no label of any table tells apart get the same number."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for table in tables:
        for one in table.dimensions:
            own = found.setdefault(kin[table.population], {}).setdefault(one.name, dict.fromkeys(one.base, 0))
            if set(own) != set(one.base):
                raise ValueError(f"{table.name}: {one.name} has other codes in another table")
            for label in one.labels:
                _split(own, one, label)
    return found


def _split(own: dict[str, int], one: Dimension, label: str) -> None:
    inside = set(one.codes(label))
    numbers: dict[tuple[int, bool], int] = {}
    for code, number in own.items():
        own[code] = numbers.setdefault((number, code in inside), len(numbers))
