"""Variables that tables cross in a ring (a with b, b with c, c with a): the cells in which all of them meet.

Where the tables' sets of variables form an acyclic hypergraph, tables that agree wherever two of them overlap are the
margins of one joint table (Beeri, Fagin, Maier and Yannakakis 1983), and nothing follows but from the overlaps. In a
ring, tables can agree two by two and still tell more together. A hypergraph is acyclic exactly when its graph is
chordal and every clique lies in one of its sets. So variables are taken away one by one, each together with those that
any table crosses it with: such a clique that no table holds is a set that was missing, and its cells are added. Where
the tables are acyclic there is always a variable whose clique a table holds, and nothing is added.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from dkcohort.disclose.model import LARGEST_JOINT, Cell, Table

Codes = frozenset[str]
Variables = frozenset[str]
Equation = tuple[Cell, tuple[Cell, ...]]
Atoms = Mapping[tuple[str, str], Sequence[Codes]]

_NEAR = 1e-7


@dataclass(frozen=True)
class Ring:
    """Variables that meet and that no table holds together, and the sets of them that tables or other rings hold."""

    population: str
    variables: Variables
    sides: tuple[Variables, ...]

    def equations(self, atoms: Atoms) -> list[Equation]:
        """Each finest cell of each side, and the joint cells under it."""
        names = sorted(self.variables)
        under: dict[Cell, list[Cell]] = {}
        for codes in product(*(atoms[self.population, name] for name in names)):
            at = dict(zip(names, codes, strict=True))
            for side in self.sides:
                under.setdefault(_cell(self.population, at, side), []).append(_cell(self.population, at, names))
        return [(whole, tuple(parts)) for whole, parts in under.items()]


def rings(tables: Iterable[Table], atoms: Atoms) -> list[Ring]:
    """Return the rings of each population, none where their joint cells would be too many: such tables are protected
    as they overlap two by two, and the auditor tells that they are (`Audit.unread`)."""
    crossed: dict[str, set[Variables]] = {}
    for table in tables:
        # A variable whose codes no table tells apart crosses nothing.
        names = (one.name for one in table.dimensions if len(atoms[table.population, one.name]) > 1)
        crossed.setdefault(table.population, set()).add(frozenset(names))
    found = []
    for population, held in crossed.items():
        size = {name: len(own) for (whose, name), own in atoms.items() if whose == population}
        met = _missing(held, size)
        if sum(prod(size[name] for name in one) for one in met) <= LARGEST_JOINT:
            found += [Ring(population, one, _sides(one, {*held, *met})) for one in met]
    return found


def possible(equations: Sequence[Equation], counts: Mapping[Cell, float]) -> dict[Cell, float]:
    """Return counts of the cells of no table that the tables allow, one choice of many; ValueError without any."""
    cells = list(dict.fromkeys(one for whole, parts in equations for one in (whole, *parts) if one not in counts))
    column = {cell: number for number, cell in enumerate(cells)}
    terms = [
        (row, column[one], factor)
        for row, (whole, parts) in enumerate(equations)
        for one, factor in ((whole, -1.0), *((part, 1.0) for part in parts))
        if one in column
    ]
    rows, columns, factors = zip(*terms, strict=True)
    matrix = sparse.csr_matrix((factors, (rows, columns)), shape=(len(equations), len(cells)))
    known = [counts.get(whole, 0.0) for whole, _parts in equations]
    found = linprog(np.zeros(len(cells)), A_eq=matrix, b_eq=known, bounds=(0, None), method="highs-ds")
    if found.status != 0:
        raise ValueError(f"the tables of {cells[0][0]} do not count the same persons")
    near = np.round(found.x)
    return dict(zip(cells, np.where(np.abs(found.x - near) < _NEAR, near, found.x).tolist(), strict=True))


def _missing(held: Iterable[Variables], size: Mapping[str, int]) -> list[Variables]:
    """The largest cliques that no set holds, once each variable has been taken away where that adds the least."""
    sets = set(held)
    near: dict[str, set[str]] = {name: set() for one in sets for name in one}
    for one in sets:
        for name in one:
            near[name] |= one - {name}
    found: list[Variables] = []

    def cost(name: str) -> tuple[bool, int, str]:
        added = any(other not in near[one] for one, other in combinations(near[name], 2))
        return added, prod(size[other] for other in near[name]) * size[name], name

    while near:
        gone = min(near, key=cost)
        around = near.pop(gone)
        found.append(frozenset({gone, *around}))
        for name in around:
            near[name] = (near[name] | around) - {name, gone}
    missing = [one for one in dict.fromkeys(found) if not any(one <= other for other in sets)]
    return [one for one in missing if not any(one < other for other in missing)]


def _sides(one: Variables, sets: set[Variables]) -> tuple[Variables, ...]:
    shared = {one & other for other in sets if other != one} - {frozenset()}
    return tuple(sorted((side for side in shared if not any(side < other for other in shared)), key=sorted))


def _cell(population: str, at: Mapping[str, Codes], names: Iterable[str]) -> Cell:
    return population, tuple((name, tuple(sorted(at[name]))) for name in sorted(names))
