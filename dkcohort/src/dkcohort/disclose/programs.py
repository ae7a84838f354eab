"""A linear program that is solved again and again with other bounds, by highspy where installed, else by scipy.

Minimise costs @ x subject to row_low <= matrix @ x <= row_high and low <= x <= high, with whole-number x on request.
highspy keeps its basis from one solve to the next, which is what makes thousands of solves quick; scipy starts afresh
each time and gives the same values. No limit is a clock: the same problem gives the same answer on any machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

Floats = npt.NDArray[np.float64]
INFINITY = float("inf")


class NotSolved(ArithmeticError):
    """The solver stopped without an answer it stands by."""


@dataclass(frozen=True)
class Solution:
    """An optimum: its value, a proven floor under it (lower only when whole numbers were stopped early), the point."""

    value: float
    floor: float
    point: Floats
    reduced: Floats
    """Reduced costs of the columns; empty for whole-number programs."""
    branches: int = 0
    """How many a whole-number program took."""


class Program(Protocol):
    """What both solvers can do; `solve` returns None where no point satisfies the rows and bounds."""

    def bound(self, low: Floats, high: Floats) -> None: ...
    def price(self, costs: Floats) -> None: ...
    def add_rows(self, rows: Sequence[tuple[npt.NDArray[np.intp], Floats, float]]) -> None: ...
    def solve(self) -> Solution | None: ...
    def solve_whole(self, gap: float, branches: int) -> Solution | None: ...


def program(matrix: sparse.csr_matrix, rows: tuple[Floats, Floats], costs: Floats, solver: str = "") -> Program:
    """Return a program with x from 0 to 1; `solver` is "highspy" or "scipy", by default the first that is there."""
    return _MAKERS[solver or default_solver()](matrix, rows, costs)


def default_solver() -> str:
    """Return the solver that is used when none is named."""
    return "highspy" if find_spec("highspy") else "scipy"


class _Highspy:
    def __init__(self, matrix: sparse.csr_matrix, rows: tuple[Floats, Floats], costs: Floats) -> None:
        import highspy

        class Quiet(highspy.Highs):
            def enableCallbacks(self) -> None:
                """Switching them on prints a greeting, and nobody here listens."""

        self._api = highspy
        self._columns = np.arange(matrix.shape[1], dtype=np.int32)
        self._solver: Any = Quiet()  # type: ignore[no-untyped-call]
        for name, value in {"output_flag": False, "threads": 1, "random_seed": 0}.items():
            self._solver.setOptionValue(name, value)
        self._solver.passModel(self._model(matrix, rows, costs))
        self._whole = False

    def _model(self, matrix: sparse.csr_matrix, rows: tuple[Floats, Floats], costs: Floats) -> Any:
        model = self._api.HighsLp()
        model.num_col_, model.num_row_ = matrix.shape[1], matrix.shape[0]
        model.col_cost_, model.col_lower_, model.col_upper_ = costs, np.zeros(len(costs)), np.ones(len(costs))
        model.row_lower_, model.row_upper_ = rows
        model.a_matrix_.format_ = self._api.MatrixFormat.kRowwise
        model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
        model.a_matrix_.value_ = matrix.data
        return model

    def bound(self, low: Floats, high: Floats) -> None:
        self._solver.changeColsBounds(len(self._columns), self._columns, low, high)

    def price(self, costs: Floats) -> None:
        self._solver.changeColsCost(len(self._columns), self._columns, costs)

    def add_rows(self, rows: Sequence[tuple[npt.NDArray[np.intp], Floats, float]]) -> None:
        for columns, values, least in rows:
            self._solver.addRow(least, self._api.kHighsInf, len(columns), columns.astype(np.int32), values)

    def solve(self) -> Solution | None:
        self._be_whole(False)
        return self._run(0.0)

    def solve_whole(self, gap: float, branches: int) -> Solution | None:
        self._be_whole(True)
        self._solver.setOptionValue("mip_max_nodes", branches)
        return self._run(gap)

    def _be_whole(self, whole: bool) -> None:
        if whole != self._whole:
            kind = self._api.HighsVarType.kInteger if whole else self._api.HighsVarType.kContinuous
            kinds = np.full(len(self._columns), int(kind), dtype=np.uint8)
            self._solver.changeColsIntegrality(len(self._columns), self._columns, kinds)
            self._whole = whole

    def _run(self, gap: float) -> Solution | None:
        self._solver.setOptionValue("mip_rel_gap", gap)
        self._solver.run()
        # A run that did not happen leaves the last answer in place: only the status tells.
        status, states = self._solver.getModelStatus(), self._api.HighsModelStatus
        if status in (states.kInfeasible, states.kUnboundedOrInfeasible):
            return None
        found, info = self._solver.getSolution(), self._solver.getInfo()
        stopped = self._whole and status == states.kSolutionLimit and found.value_valid
        if status != states.kOptimal and not stopped:
            raise NotSolved(str(status))
        value = info.objective_function_value
        floor = info.mip_dual_bound if self._whole else value
        reduced = np.empty(0) if self._whole else np.asarray(found.col_dual)
        return Solution(value, floor, np.asarray(found.col_value), reduced, max(info.mip_node_count, 0))


class _Scipy:
    def __init__(self, matrix: sparse.csr_matrix, rows: tuple[Floats, Floats], costs: Floats) -> None:
        self._matrix, self._rows, self._costs = matrix, rows, costs
        self._low, self._high = np.zeros(len(costs)), np.ones(len(costs))

    def bound(self, low: Floats, high: Floats) -> None:
        self._low, self._high = low, high

    def price(self, costs: Floats) -> None:
        self._costs = costs

    def add_rows(self, rows: Sequence[tuple[npt.NDArray[np.intp], Floats, float]]) -> None:
        fresh = sparse.lil_matrix((len(rows), len(self._costs)))
        for number, (columns, values, _least) in enumerate(rows):
            fresh[number, columns] = values
        least = np.array([row[2] for row in rows])
        self._matrix = sparse.vstack([self._matrix, fresh.tocsr()], format="csr")
        low, high = self._rows
        self._rows = np.concatenate([low, least]), np.concatenate([high, np.full(len(rows), INFINITY)])

    def solve(self) -> Solution | None:
        low, high = self._rows
        level = low == high
        above = {"A_ub": -self._matrix[~level], "b_ub": -low[~level]} if not level.all() else {}
        equal = {"A_eq": self._matrix[level], "b_eq": low[level]} if level.any() else {}
        between = np.column_stack([self._low, self._high])
        found = linprog(self._costs, bounds=between, method="highs-ds", **above, **equal)
        if found.status == 2:
            return None
        if found.status != 0:
            raise NotSolved(found.message)
        return Solution(found.fun, found.fun, found.x, found.lower.marginals + found.upper.marginals)

    def solve_whole(self, gap: float, branches: int) -> Solution | None:
        rows = LinearConstraint(self._matrix, *self._rows)
        options = {"mip_rel_gap": gap, "node_limit": branches}
        between, whole = Bounds(self._low, self._high), np.ones(len(self._costs))
        found = milp(self._costs, constraints=rows, bounds=between, integrality=whole, options=options)
        if found.status == 2:
            return None
        if found.x is None:
            raise NotSolved(found.message)
        return Solution(found.fun, found.mip_dual_bound, found.x, np.empty(0), found.mip_node_count)


_MAKERS: dict[str, type[_Highspy] | type[_Scipy]] = {"highspy": _Highspy, "scipy": _Scipy}
