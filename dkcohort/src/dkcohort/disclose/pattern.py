"""The cheapest set of cells to hide, by cutting planes, with a proven floor under its cost.

Which further cells must be hidden is an implicit hitting set: every choice that is not safe yields cuts that all safe
choices satisfy, a master program finds the cheapest choice that satisfies the cuts known so far, and so on until that
choice is safe. The master's optimum is a floor under every safe choice; repaired choices are ceilings. First the master
is solved without asking for whole numbers, which is quick and finds most of the cuts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from math import ceil

import numpy as np
from scipy import sparse

from dkcohort.disclose.attacker import Mask, Target
from dkcohort.disclose.cuts import Cut, Cutter
from dkcohort.disclose.programs import INFINITY, Floats, NotSolved, Solution, program
from dkcohort.disclose.safety import NoSafeChoice, Problem, Safety

_PATIENCE = 3
"""Rounds without a rise of a thousandth after which whole numbers are asked for."""

_WORTH_PRUNING = 1.05
"""A choice this much dearer than the best, before cells are shown again, is left alone."""


@dataclass(frozen=True)
class Effort:
    """How much may be spent on one search: programs solved, rounds of each phase, branches of one master program.

    None of them is a clock, so the same tables give the same answer everywhere. `orders` is how many random orders
    cuts are grown in, `seed` their start; `solver` is "highspy", "scipy" or "" for the first installed.
    """

    programs: int = 60_000
    relaxed_rounds: int = 40
    whole_rounds: int = 60
    branches: int = 20_000
    orders: int = 2
    seed: int = 1
    solver: str = ""


@dataclass(frozen=True)
class Choice:
    """The cells hidden, their cost beyond those hidden whatever happens, a floor under any safe choice, the work."""

    hidden: Mask
    cost: float
    floor: float
    programs: int
    rounds: int


Further = Callable[[Safety, Mask], list[Target]]
"""Looks at a safe choice and says what else it should have withstood."""


def search(problem: Problem, effort: Effort, further: Further | None = None) -> Choice:
    """Return the cheapest safe choice found and a proven floor; raise NoSafeChoice where nothing is safe.

    `further` is asked once a choice is found, and the search goes on with its targets until it has no more.
    """
    one = _Search(problem, effort)
    one.run()
    while further is not None and (more := further(one.safety, one.best)):
        one.safety.extend(more)
        one.cost = INFINITY
        one.run(one.best)
    return Choice(one.best, one.cost, one.floor, one.safety.attacker.solved, one.rounds)


class _Search:
    def __init__(self, problem: Problem, effort: Effort) -> None:
        self.problem, self.effort = problem, effort
        self.safety = Safety(problem, effort.solver)
        self.random = np.random.default_rng(effort.seed)
        self.cutter = Cutter(self.safety, self.random)
        free = len(self.safety.free)
        nothing, none = sparse.csr_matrix((0, free)), (np.empty(0), np.empty(0))
        # Two programs, so that the relaxed one keeps its basis.
        self.relaxed = program(nothing, none, self.safety.weights, effort.solver)
        self.whole = program(nothing, none, self.safety.weights, effort.solver)
        self.known: set[tuple[bytes, bytes]] = set()
        self.best, self.cost, self.floor, self.rounds = problem.hidden, INFINITY, 0.0, 0

    def run(self, start: Mask | None = None) -> None:
        """Search from a choice, which is made safe first."""
        if self.safety.unsafe(~self.problem.shown, first=True):
            raise NoSafeChoice
        self.offer(self.safety.repaired(self.problem.hidden if start is None else start))
        if len(self.safety.free):
            self.solve_relaxed()
            self.solve_whole()

    @property
    def done(self) -> bool:
        return self.floor >= self.cost or self.safety.attacker.solved >= self.effort.programs

    def offer(self, hidden: Mask) -> None:
        cost = self.safety.cost(hidden)
        if cost < self.cost:
            self.best, self.cost = hidden, cost

    def lift(self, floor: float) -> None:
        """Weights are whole numbers, so a cost is."""
        self.floor = max(self.floor, float(ceil(floor - 1e-4)))

    def choice(self, part: Floats, threshold: float) -> Mask:
        hidden = self.problem.hidden.copy()
        hidden[self.safety.free] = part > threshold
        return hidden

    def learn(self, cuts: Iterable[Cut | None]) -> int:
        """Tell both masters what they do not know yet; how many cuts that was."""
        fresh = {cut.key: cut for cut in cuts if cut is not None and cut.key not in self.known}
        rows = [(cut.cells, cut.weights, 1.0) for cut in fresh.values()]
        if rows:
            self.known.update(fresh)
            self.relaxed.add_rows(rows)
            self.whole.add_rows(rows)
        return len(rows)

    # The relaxed master: cuts at its fractional point, and at choices rounded from it.

    def solve_relaxed(self) -> None:
        stalled = 0
        for _round in range(self.effort.relaxed_rounds):
            if self.done or stalled >= _PATIENCE:
                return
            self.rounds += 1
            before = self.floor
            found = _answer(self.relaxed.solve())
            self.lift(found.value)
            stalled = stalled + 1 if found.value < before + 1e-3 * self.cost else 0
            learnt = self.learn(self.broken(found.point))
            for threshold in self.random.uniform(0.05, 0.95, 2):
                learnt += self.mended_at_once(self.choice(found.point, threshold))
            self.offer(self.safety.repaired(self.choice(found.point, self.random.uniform(0.2, 0.8))))
            if not learnt:
                return

    def broken(self, point: Floats) -> list[Cut]:
        """The capacity cuts that a fractional point does not satisfy."""
        hidden = self.problem.hidden.astype(float)
        hidden[self.safety.free] = np.clip(point, 0.0, 1.0)
        found = (self.cutter.capacity(number, hidden) for number in range(len(self.safety.targets)))
        return [cut for cut in found if cut is not None and cut.weights @ point[cut.cells] < 1 - 1e-4]

    # The whole master: few, dear rounds; the more it had to branch, the more is learnt from its answer.

    def solve_whole(self) -> None:
        for _round in range(self.effort.whole_rounds):
            if self.done:
                return
            self.rounds += 1
            try:
                gap = (self.cost - self.floor) / self.cost / 2
                found = _answer(self.whole.solve_whole(gap, self.effort.branches))
            except NotSolved:
                return
            self.lift(found.floor)
            hidden = self.choice(found.point, 0.5)
            self.mended_at_once(hidden)
            for _each in range(min(2 + found.branches // 30, 12)):
                self.mended_by_one(hidden)
            self.offer(self.safety.repaired(hidden))

    # Mending an unsafe choice, cut by cut.

    def mended_at_once(self, hidden: Mask) -> int:
        """Cuts that the choice breaks; each is mended by hiding all its cells before the next is looked for."""
        learnt = 0
        for number in self.random.permutation(self.safety.unsafe(hidden)):
            if not self.safety.is_safe(int(number), hidden):
                cuts = self.cuts(int(number), hidden, self.effort.orders)
                learnt += self.learn(cuts)
                hidden = hidden.copy()
                hidden[self.safety.free[cuts[0].cells]] = True
        return learnt

    def mended_by_one(self, hidden: Mask) -> None:
        """The same, hiding one cell of each cut, a cheap one: more cuts, near the choice they started from."""
        free, weights = self.safety.free, self.safety.weights
        for _step in count():
            unsafe = self.safety.unsafe(hidden)
            if not unsafe:
                break
            cuts = self.cuts(int(self.random.choice(unsafe)), hidden, 1)
            self.learn(cuts)
            cells = cuts[0].cells
            drawn = weights[cells] * self.random.uniform(0.5, 1.0, len(cells))
            hidden = hidden.copy()
            hidden[free[cells[np.argmin(drawn)]]] = True
        if self.safety.cost(hidden) < _WORTH_PRUNING * self.cost:
            self.offer(self.safety.pruned(hidden))

    def cuts(self, number: int, hidden: Mask, orders: int) -> list[Cut]:
        covers = [self.cutter.cover(number, hidden) for _order in range(orders)]
        capacity = self.cutter.capacity(number, hidden.astype(float))
        return covers if capacity is None else [*covers, capacity]


def _answer(found: Solution | None) -> Solution:
    """Hiding everything satisfies every cut, so the master always has an answer."""
    if found is None:
        raise NotSolved("no choice satisfies the cuts")
    return found
