"""What somebody who reads the tables could work out about a hidden cell, asked one direction at a time.

A *flow* moves the true counts to other counts that give the same shown numbers: it keeps every equation, leaves shown
cells alone and no cell below zero. A primary cell is safe upwards when some flow raises it by its need, and downwards
when some flow lowers it. Fischetti & Salazar-Gonzalez (2001), Management Science 47:1008-1027.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

from dkcohort.disclose.programs import INFINITY, Floats, NotSolved, Program, Solution, program

Mask = npt.NDArray[np.bool_]
SLACK = 1e-6
"""Counts are whole numbers, so a millionth is rounding."""


@dataclass(frozen=True)
class Target:
    """A primary cell, a direction (1 up, -1 down, 0 either), and by how much it must be able to move.

    `told` are hidden cells the attacker knows all the same: the cell whose only woman she is, and the cells within it.
    `fall` is how far down where either way is enough and the two are not alike.
    """

    cell: int
    sign: int
    need: float
    told: tuple[int, ...] = ()
    fall: float | None = None

    @property
    def ways(self) -> "tuple[Target, ...]":
        """The directions, of which one is enough."""
        if self.sign:
            return (self,)
        return replace(self, sign=1), replace(self, sign=-1, need=self.need if self.fall is None else self.fall)


class Attacker:
    """Answers how far a target can move for a given set of hidden cells; counts the programs it solves."""

    def __init__(self, matrix: sparse.csr_matrix, down: Floats, up: Floats, solver: str = "") -> None:
        """Take the equations and how far each cell could move down and up if it were hidden (0 = never)."""
        self.down, self.up = down, up
        self.solved = 0
        rows = np.zeros(matrix.shape[0])
        self._reach = program(matrix, (rows, rows), np.zeros(len(up)), solver)
        self._cheap: Program | None = None
        self._doubled = sparse.hstack([matrix, -matrix], format="csr")
        self._solver = solver

    def reach(self, target: Target, hidden: Floats) -> tuple[float, Floats, Floats]:
        """Return how far the target can move its one way, the flow, and each cell's part in the bound on it.

        `hidden` is between 0 and 1 a cell. With parts c, no set of hidden cells x lets the target move more than c @ x.
        """
        costs = np.zeros(len(self.up))
        costs[target.cell] = -target.sign
        if target.told:
            hidden = hidden.copy()
            hidden[list(target.told)] = 0
        self._reach.bound(-self.down * hidden, self.up * hidden)
        self._reach.price(costs)
        found = self._solve(self._reach)
        parts = np.maximum(np.maximum(self.down * found.reduced, -self.up * found.reduced), 0.0)
        parts[list(target.told)] = 0.0
        return -found.value, found.point, parts

    def lowest(self, cells: Sequence[int], hidden: Mask) -> Floats:
        """Return the flow under which these cells together hold the fewest."""
        costs = np.zeros(len(self.up))
        costs[list(cells)] = 1.0
        self._reach.bound(-self.down * hidden, self.up * hidden)
        self._reach.price(costs)
        return self._solve(self._reach).point

    def cheapest(self, target: Target, prices: Floats, within: Mask | None = None) -> Floats | None:
        """Return the flow, inside some cells, that gives the target its need at the lowest price; None without one."""
        flows = (self._cheapest(way, prices, within) for way in target.ways)
        return min((flow for flow in flows if flow is not None), key=lambda flow: prices @ np.abs(flow), default=None)

    def _cheapest(self, target: Target, prices: Floats, within: Mask | None) -> Floats | None:
        if self._cheap is None:
            rows = np.zeros(self._doubled.shape[0])
            self._cheap = program(self._doubled, (rows, rows), np.zeros(2 * len(self.up)), self._solver)
        low, high = np.zeros(2 * len(self.up)), np.concatenate([self.up, self.down])
        if within is not None:
            high[~np.concatenate([within, within])] = 0.0
        there, back = (0, len(self.up)) if target.sign > 0 else (len(self.up), 0)
        if high[target.cell + there] < target.need - SLACK:
            return None
        low[target.cell + there], high[target.cell + back] = target.need, 0.0
        for told in target.told:
            high[[told, told + len(self.up)]] = 0.0
        self._cheap.bound(low, high)
        self._cheap.price(np.concatenate([prices, prices]))
        self.solved += 1
        found = self._cheap.solve()
        return None if found is None else found.point[: len(self.up)] - found.point[len(self.up) :]

    def _solve(self, one: Program) -> Solution:
        self.solved += 1
        found = one.solve()
        if found is None or abs(found.value) == INFINITY:
            raise NotSolved("the true counts always fit what is shown")
        return found
