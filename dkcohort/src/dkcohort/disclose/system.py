"""All cells of linked tables as one system of equations, ready for the search for what else must be hidden.

Each population and variable has its atoms: the coarsest codes from which every category of every table can be summed.
A table whose categories another table splits differently is refined to the atoms; the refined cells are latent (never
shown, but their counts could follow from what is). Every cell that is not made of atoms alone is the sum of others.
Where tables cross variables in a ring, the cells in which all of these meet are latent too (`ring`). No table has their
counts; one possible choice stands for them, which serves a flow as well as the true one would.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy import sparse

from dkcohort.disclose.model import Cell, Labels, Protected, Rest, Table
from dkcohort.disclose.ring import Codes, possible, rings

Coordinates = tuple[Codes, ...]


@dataclass(frozen=True)
class System:
    """The cells in a fixed order, the equations `matrix @ counts == 0`, and what is already settled for each cell."""

    cells: tuple[Cell, ...]
    counts: npt.NDArray[np.float64]
    matrix: sparse.csr_matrix
    latent: npt.NDArray[np.bool_]
    """Shown in no table."""
    shut: npt.NDArray[np.bool_]
    """Known to everybody: shown earlier, or impossible."""
    kept: npt.NDArray[np.bool_]
    """Hidden in an earlier release."""
    joint: npt.NDArray[np.bool_]
    """Where the variables of a ring meet: the count is a possible one, not the true one."""

    def place(self) -> dict[Cell, int]:
        """Where each cell stands."""
        return {cell: number for number, cell in enumerate(self.cells)}


def system(tables: Sequence[Table], released: Sequence[Protected] = ()) -> System:
    """Return the system of the tables together with everything released before."""
    everything = [*(earlier.table for earlier in released), *tables]
    builder = _Builder(_atoms(everything))
    for table in everything:
        builder.add(table)
    builder.join(everything)
    shown, hidden = settled(released)
    named = {table.cell(labels) for table in everything for labels in table.cells()}
    cells = tuple(sorted(builder.counts))
    return System(
        cells,
        np.array([builder.counts[cell] for cell in cells], dtype=float),
        _matrix(cells, builder.sums),
        np.array([cell not in named for cell in cells], dtype=bool),
        np.array([cell in shown or cell in builder.impossible for cell in cells], dtype=bool),
        np.array([cell in hidden for cell in cells], dtype=bool),
        np.array([cell in builder.joint for cell in cells], dtype=bool),
    )


def subtracted(one: System, tables: Sequence[Table], rests: Sequence[Rest]) -> System:
    """Return the system with each rest as one more cell, latent, behind all others."""
    if not rests:
        return one
    named = {table.name: table for table in tables}
    place = one.place()
    terms = [
        (row, factor, named[name], labels) for row, rest in enumerate(rests) for factor, name, labels in rest.terms
    ]
    left = np.zeros(len(rests))
    for row, factor, table, labels in terms:
        left[row] += factor * table.count(labels)
    if (left < 0).any():
        raise ValueError(f"{rests[int(left.argmin())].name}: the inner count is larger than the outer one")
    rows = [row for row, *_ in terms]
    columns = [place[table.cell(labels)] for _, _, table, labels in terms]
    factors = [float(factor) for _, factor, _, _ in terms]
    less = sparse.csr_matrix((factors, (rows, columns)), shape=(len(rests), len(one.cells)))
    yes, no = np.ones(len(rests), dtype=bool), np.zeros(len(rests), dtype=bool)
    return System(
        (*one.cells, *((f"forskel: {rest.name}", ()) for rest in rests)),
        np.concatenate([one.counts, left]),
        sparse.bmat([[one.matrix, None], [less, -sparse.identity(len(rests))]], format="csr"),
        np.concatenate([one.latent, yes]),
        np.concatenate([one.shut, no]),
        np.concatenate([one.kept, no]),
        np.concatenate([one.joint, no]),
    )


def settled(released: Sequence[Protected]) -> tuple[set[Cell], set[Cell]]:
    """What has been shown, and what has been hidden and never shown."""
    shown: set[Cell] = set()
    hidden: set[Cell] = set()
    for earlier in released:
        for labels in earlier.table.cells():
            (hidden if labels in earlier.hidden else shown).add(earlier.table.cell(labels))
    # What one release hid and another showed is known: the audit says what follows from it.
    return shown, hidden - shown


def _atoms(tables: Iterable[Table]) -> dict[tuple[str, str], tuple[Codes, ...]]:
    """For each population and variable, the coarsest sets of codes that every label can be put together from."""
    seen: dict[tuple[str, str], dict[str, set[Codes]]] = {}
    for table in tables:
        for one in table.dimensions:
            codes = seen.setdefault((table.population, one.name), {code: set() for code in one.base})
            if set(codes) != set(one.base):
                raise ValueError(f"{table.name}: {one.name} has other codes than elsewhere in {table.population}")
            for label in one.labels:
                for code in one.codes(label):
                    codes[code].add(frozenset(one.codes(label)))
    return {name: _alike(codes) for name, codes in seen.items()}


def _alike(codes: dict[str, set[Codes]]) -> tuple[Codes, ...]:
    """Codes that lie in exactly the same labels are one atom."""
    together = defaultdict(list)
    for code, sets in codes.items():
        together[frozenset(sets)].append(code)
    return tuple(frozenset(members) for members in together.values())


class _Builder:
    def __init__(self, atoms: dict[tuple[str, str], tuple[Codes, ...]]) -> None:
        self._atoms = atoms
        self.counts: dict[Cell, float] = {}
        self.joint: set[Cell] = set()
        self.impossible: set[Cell] = set()
        self.sums: dict[tuple[Cell, tuple[Cell, ...]], None] = {}
        """Equations: the whole, its parts. A dictionary keeps them apart and in order."""

    def add(self, table: Table) -> None:
        """Take in every cell of a table, refined to the atoms, and how each is summed."""
        atoms = [self._atoms[table.population, one.name] for one in table.dimensions]
        sides = []
        for one, own in zip(table.dimensions, atoms, strict=True):
            labels = [frozenset(one.codes(label)) for label in one.labels]
            sides.append(list(dict.fromkeys([*own, *labels])))
        for at in product(*sides):
            self._count(table, at)
            self._sum(table, at, atoms)

    def join(self, tables: Sequence[Table]) -> None:
        """Take in the cells in which the variables of each ring meet, after all tables."""
        equations = [one for ring in rings(tables, self._atoms) for one in ring.equations(self._atoms)]
        if equations:
            found = possible(equations, self.counts)
            self.counts |= found
            self.joint |= set(found)
            self.sums |= dict.fromkeys(equations)

    def _count(self, table: Table, at: Coordinates) -> None:
        cell = self._cell(table, at)
        finest = list(product(*(sorted(codes) for codes in at)))
        count = sum(table.counts.get(one, 0) for one in finest)
        if self.counts.setdefault(cell, count) != count:
            raise ValueError(f"{table.name}: {cell} is {count} here and {self.counts[cell]} in another table")
        if all(one in table.impossible for one in finest):
            self.impossible.add(cell)

    def _sum(self, table: Table, at: Coordinates, atoms: Sequence[tuple[Codes, ...]]) -> None:
        """One equation a cell is enough: along its first dimension that is not an atom; the others follow."""
        for side, (codes, own) in enumerate(zip(at, atoms, strict=True)):
            if codes not in own:
                parts = [(*at[:side], atom, *at[side + 1 :]) for atom in own if atom <= codes]
                self.sums[self._cell(table, at), tuple(self._cell(table, part) for part in parts)] = None
                return

    def _cell(self, table: Table, at: Coordinates) -> Cell:
        named: list[tuple[str, Labels]] = []
        for one, codes in zip(table.dimensions, at, strict=True):
            if len(codes) < len(one.base):
                named.append((one.name, tuple(sorted(codes))))
        return table.population, tuple(sorted(named))


def _matrix(cells: Sequence[Cell], sums: Iterable[tuple[Cell, tuple[Cell, ...]]]) -> sparse.csr_matrix:
    place = {cell: number for number, cell in enumerate(cells)}
    rows, columns, values = [], [], []
    for row, (whole, parts) in enumerate(sums):
        rows += [row] * (1 + len(parts))
        columns += [place[whole], *(place[part] for part in parts)]
        values += [1.0] + [-1.0] * len(parts)
    shape = (max(rows, default=-1) + 1, len(cells))
    return sparse.csr_matrix((values, (rows, columns)), shape=shape)
