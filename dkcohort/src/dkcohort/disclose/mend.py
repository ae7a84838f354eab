"""Make a choice for many linked tables safe: ask inside what is hidden, open more only where that is not enough.

A flow never leaves the hidden cells, and hidden cells that no equation connects do not matter to one another. So each
connected part of a choice is a small problem of its own, which is what makes a whole bundle quick.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

from dkcohort.disclose.attacker import SLACK, Attacker, Mask, Target
from dkcohort.disclose.insiders import Insiders
from dkcohort.disclose.safety import NoSafeChoice, Problem, Safety

_NEARLY_FREE = 1e-3


@dataclass(frozen=True)
class _Part:
    """Hidden cells that depend on one another: their places, their targets' numbers in the whole, the answers."""

    cells: npt.NDArray[np.intp]
    numbers: Sequence[int]
    safety: Safety

    def all(self) -> Mask:
        return np.ones(len(self.cells), dtype=bool)


def mended(problem: Problem, hidden: Mask, insiders: Insiders, solver: str = "") -> Mask:
    """Return a safe choice around this one that hides nothing for nothing; raise NoSafeChoice where there is none."""
    attacker = Attacker(problem.matrix, problem.down, problem.up, solver)
    while True:
        parts = _parts(problem, hidden, insiders.met, solver)
        unsafe = [part.numbers[one] for part in parts for one in part.safety.unsafe(part.all())]
        if unsafe:
            hidden = _opened(problem, attacker, [problem.targets[number] for number in unsafe], hidden)
            continue
        hidden = _pruned(problem, parts)
        more = _seen_inside(parts, hidden, insiders)
        if not more:
            return hidden
        problem = replace(problem, targets=(*problem.targets, *more))


def _parts(problem: Problem, hidden: Mask, met: Sequence[Target], solver: str) -> list[_Part]:
    inside = np.flatnonzero(hidden)
    matrix = problem.matrix[:, inside]
    matrix = matrix[np.diff(matrix.indptr) > 0]
    _number, label = sparse.csgraph.connected_components(abs(matrix).T @ abs(matrix), directed=False)
    part_of = np.full(len(hidden), -1)
    part_of[inside] = label
    targets: dict[int, list[int]] = {}
    for number, target in enumerate(problem.targets):
        targets.setdefault(int(part_of[target.cell]), []).append(number)
    for one in met:
        targets.setdefault(int(part_of[one.cell]), [])
    if -1 in targets:
        raise NoSafeChoice
    row_part = label[matrix.indices[matrix.indptr[:-1]]]
    # Only what somebody wants to know is asked for; the other parts are left alone.
    found = []
    for part, numbers in sorted(targets.items()):
        cells, rows = np.flatnonzero(label == part), np.flatnonzero(row_part == part)
        found.append(_part(problem, inside[cells], matrix[rows][:, cells], numbers, solver))
    return found


def _part(
    problem: Problem, cells: npt.NDArray[np.intp], matrix: sparse.csr_matrix, numbers: list[int], solver: str
) -> _Part:
    at = {int(cell): place for place, cell in enumerate(cells)}
    targets = [problem.targets[number] for number in numbers]
    own = Problem(
        matrix,
        problem.down[cells],
        problem.up[cells],
        problem.weights[cells],
        problem.hidden[cells],
        np.zeros(len(cells), dtype=bool),
        tuple(
            replace(one, cell=at[one.cell], told=tuple(at[told] for told in one.told if told in at)) for one in targets
        ),
    )
    return _Part(cells, numbers, Safety(own, solver))


def _opened(problem: Problem, attacker: Attacker, targets: Sequence[Target], hidden: Mask) -> Mask:
    """Hide also what the cheapest flow of each target runs through."""
    for target in targets:
        flow = attacker.cheapest(target, np.where(hidden, _NEARLY_FREE, problem.weights + _NEARLY_FREE))
        if flow is None:
            raise NoSafeChoice
        hidden = hidden | (np.abs(flow) > SLACK)
    return hidden


def _pruned(problem: Problem, parts: Sequence[_Part]) -> Mask:
    hidden = problem.hidden.copy()
    for part in parts:
        hidden[part.cells] = part.safety.pruned(part.all())
    return hidden


def _seen_inside(parts: Sequence[_Part], hidden: Mask, insiders: Insiders) -> list[Target]:
    """What single women see, in the words of the whole problem."""
    found = []
    for part in parts:
        for one in insiders.inside(part.cells)(part.safety, hidden[part.cells]):
            told = tuple(int(part.cells[place]) for place in one.told)
            found.append(replace(one, cell=int(part.cells[one.cell]), told=told))
    return found
