"""Whether a choice of hidden cells is safe, how to make it so, and what it hides for nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from scipy import sparse

from dkcohort.disclose.attacker import SLACK, Attacker, Mask, Target
from dkcohort.disclose.programs import Floats

_REMEMBERED = 6
"""Flows kept for each target: most choices are seen to be safe by one that was found before."""

_NEARLY_FREE = 1e-3


class NoSafeChoice(ArithmeticError):
    """Even with every cell hidden that may be, a target can be narrowed down."""


@dataclass(frozen=True)
class Problem:
    """Equations, movement allowed, weight of hiding each cell, which are hidden or shown whatever happens, targets."""

    matrix: sparse.csr_matrix
    down: Floats
    up: Floats
    weights: Floats
    hidden: Mask
    shown: Mask
    targets: tuple[Target, ...]


class Safety:
    """Answers for one problem; remembers flows, so that a question like an earlier one costs no program."""

    def __init__(self, problem: Problem, solver: str = "") -> None:
        """Take the problem; `targets` may grow later."""
        self.problem = problem
        self.targets = list(problem.targets)
        self.attacker = Attacker(problem.matrix, problem.down, problem.up, solver)
        self.free = np.flatnonzero(~(problem.hidden | problem.shown))
        self.weights = problem.weights[self.free]
        self._flows: list[list[Mask]] = [[] for _each in self.targets]
        self._needed_by: dict[int, int] = {}
        self._alike = np.ones(len(problem.up))
        self._aside: dict[int, list[Mask]] = {}
        self._about: dict[int, list[int]] = {}
        for number, target in enumerate(self.targets):
            self._about.setdefault(target.cell, []).append(number)

    def extend(self, targets: Iterable[Target]) -> None:
        """Ask for more; what was learnt stays true."""
        for target in targets:
            self.targets.append(target)
            self._flows.append([])

    def cost(self, hidden: Mask) -> float:
        """The weight of what is hidden beyond what is hidden whatever happens."""
        return float(self.weights @ hidden[self.free])

    def unsafe(self, hidden: Mask, *, first: bool = False) -> list[int]:
        """The numbers of the targets that are not safe when these cells are hidden; only one if `first`."""
        found = []
        for number in range(len(self.targets)):
            if not self.is_safe(number, hidden):
                found.append(number)
                if first:
                    break
        return found

    def is_safe(self, number: int, hidden: Mask) -> bool:
        """Whether the target can move by its need."""
        shown = ~hidden
        if any(not (support & shown).any() for support in self._flows[number]):
            return True
        for way in self.targets[number].ways:
            reach, flow, _parts = self.attacker.reach(way, hidden.astype(float))
            if reach >= way.need - SLACK:
                # The flow of fewest moves is worth a second program: it answers most later questions.
                thrifty = self.attacker.cheapest(way, self._alike, hidden)
                self._remember(number, flow if thrifty is None else thrifty)
                return True
        return False

    def moves_without(self, cell: int, told: tuple[int, ...], hidden: Mask) -> bool:
        """Whether the cell can move by one while somebody knows the cells `told`."""
        shown = ~hidden
        known = list(told)
        flows = chain(self._aside.get(cell, ()), *(self._flows[number] for number in self._about.get(cell, ())))
        if any(not support[known].any() and not (support & shown).any() for support in flows):
            return True
        for way in Target(cell, 0, 1.0, told).ways:
            flow = self.attacker.cheapest(way, self._alike, hidden)
            if flow is not None:
                self._aside.setdefault(cell, []).insert(0, np.abs(flow) > SLACK)
                return True
        return False

    def certain(self, targets: Sequence[Target], hidden: Mask) -> list[Target]:
        """Which of these cannot move by their need; all of them are moved down together before any is asked alone."""
        left, before = list(targets), len(targets) + 1
        while left and len(left) < before:
            before = len(left)
            flow = self.attacker.lowest([one.cell for one in left], hidden)
            left = [one for one in left if not any(way.sign * flow[way.cell] >= way.need - SLACK for way in one.ways)]
        return [one for one in left if not any(self._reaches(way, hidden) for way in one.ways)]

    def _reaches(self, way: Target, hidden: Mask) -> bool:
        return self.attacker.reach(way, hidden.astype(float))[0] >= way.need - SLACK

    def repaired(self, hidden: Mask) -> Mask:
        """Hide also what the cheapest flows of the unsafe targets run through, then show again what nothing needs."""
        for number in sorted(self.unsafe(hidden), key=lambda one: (-self.targets[one].need, one)):
            if self.is_safe(number, hidden):
                continue
            prices = np.where(hidden, _NEARLY_FREE, self.problem.weights + _NEARLY_FREE)
            flow = self.attacker.cheapest(self.targets[number], prices)
            if flow is None:
                raise NoSafeChoice
            hidden = hidden | (np.abs(flow) > SLACK)
        return self.pruned(hidden)

    def pruned(self, hidden: Mask) -> Mask:
        """Show again, dearest first, every cell that can be shown."""
        hidden = hidden.copy()
        extra = self.free[hidden[self.free]]
        for cell in extra[np.argsort(-self.problem.weights[extra], kind="stable")]:
            hidden[cell] = False
            hidden[cell] = self._is_needed(int(cell), hidden)
        return hidden

    def _is_needed(self, cell: int, without: Mask) -> bool:
        """The target that needed the cell last time is asked first: mostly it still does."""
        last = self._needed_by.get(cell)
        if last is not None and not self.is_safe(last, without):
            return True
        unsafe = self.unsafe(without, first=True)
        if unsafe:
            self._needed_by[cell] = unsafe[0]
        return bool(unsafe)

    def _remember(self, number: int, flow: Floats) -> None:
        self._flows[number] = [np.abs(flow) > SLACK, *self._flows[number][: _REMEMBERED - 1]]
