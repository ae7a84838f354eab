"""The same two-way tables by pytauargus (tau-ARGUS on HiGHS), an independent program, where it is installed.

Its optimal method is given a table and a rule; what it hands its own solver (weights, bounds, protection levels,
equations) is read on the way and solved by the engine's search too, so that both answer exactly the same question.
pytauargus is not among the project's dependencies: put it on the path to have the comparison made.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from dkcohort.disclose import Effort, Table
from dkcohort.disclose.attacker import Mask, Target
from dkcohort.disclose.pattern import search
from dkcohort.disclose.safety import Problem

_RULES = ("FREQ(5,30)", "FREQ(5,100)")


@dataclass(frozen=True)
class Compared:
    """The cost of both choices, in tau-ARGUS's own weights, and whether ours withstands a separate program."""

    ours: float
    theirs: float
    proven: bool
    safe: bool


def installed() -> bool:
    """Whether there is anything to compare with."""
    return find_spec("pytauargus") is not None


def compare(table: Table) -> list[Compared]:
    """One comparison a rule."""
    return [_compared(*_asked(table, rule)) for rule in _RULES]


def _asked(table: Table, rule: str) -> tuple[list[str], list[int]]:
    """What tau-ARGUS asks its solver and what that answers."""
    engine, protect = import_module("pytauargus.engine"), import_module("pytauargus").protect
    heard: dict[str, Any] = {}
    original = engine.Engine._suppress_opt

    def listening(self: Any, tab: int, command: Any) -> None:
        self._hitas = _Listening(self._hitas, heard)
        original(self, tab, command)

    engine.Engine._suppress_opt = listening
    try:
        with TemporaryDirectory() as folder:
            protect(_persons(table), ["R", "C"], response="N", safety_rules=rule, suppress="OPT(1)", workdir=folder)
    finally:
        engine.Engine._suppress_opt = original
    return heard["asked"], [int(line.split()[0]) for line in heard["answered"] if line.strip()]


class _Listening:
    def __init__(self, solver: Any, heard: dict[str, Any]) -> None:
        self._solver, self._heard = solver, heard

    def __getattr__(self, name: str) -> Any:
        return getattr(self._solver, name)

    def full_jj(self, **how: Any) -> Any:
        self._heard["asked"] = Path(how["in_file_jj"]).read_text(encoding="utf-8").splitlines()
        code = self._solver.full_jj(**how)
        self._heard["answered"] = Path(how["out_file"]).read_text(encoding="utf-8").splitlines()
        return code


def _persons(table: Table) -> dict[str, list[Any]]:
    """One row a person."""
    rows = [labels for labels, count in table.counts.items() for _each in range(count)]
    return {"R": [row for row, _column in rows], "C": [column for _row, column in rows], "N": [1.0] * len(rows)}


def _compared(lines: list[str], theirs: list[int]) -> Compared:
    problem = _problem(lines)
    found = search(problem, Effort())
    extra = [one for one in theirs if not problem.hidden[one]]
    cost = float(problem.weights[extra].sum())
    return Compared(found.cost, cost, found.cost <= found.floor, _withstands(problem, found.hidden))


def _problem(lines: list[str]) -> Problem:
    size = int(lines[1])
    cells = [line.split() for line in lines[2 : 2 + size]]
    value, weight, low, high, down, up = (np.array([float(cell[at]) for cell in cells]) for at in (1, 2, 4, 5, 6, 7))
    hidden = np.array([cell[3] == "u" for cell in cells])
    shown = np.array([cell[3] not in "us" for cell in cells])
    targets = [
        target
        for one in map(int, np.flatnonzero(hidden))
        for target in (Target(one, 1, float(up[one])), Target(one, -1, float(down[one])))
    ]
    rows = [_row(line, size) for line in lines[3 + size :] if ":" in line]
    room = np.where(shown, 0.0, value - low), np.where(shown, 0.0, high - value)
    return Problem(sparse.csr_matrix(np.array(rows)), *room, weight, hidden, shown, tuple(targets))


def _row(line: str, size: int) -> list[float]:
    parts = line.split(":")[1].replace("(", " ").replace(")", " ").split()
    row = [0.0] * size
    for cell, factor in zip(parts[::2], parts[1::2], strict=True):
        row[int(cell)] = float(factor)
    return row


def _withstands(problem: Problem, hidden: Mask) -> bool:
    """The attacker's programs again, each from nothing, by scipy."""
    room = list(zip(np.where(hidden, -problem.down, 0.0), np.where(hidden, problem.up, 0.0), strict=True))
    level = np.zeros(problem.matrix.shape[0])
    for target in problem.targets:
        costs = np.zeros(len(problem.up))
        costs[target.cell] = -target.sign
        if -linprog(costs, A_eq=problem.matrix, b_eq=level, bounds=room).fun < target.need - 1e-6:
            return False
    return True
