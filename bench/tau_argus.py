"""The same two-way tables by pytauargus (tau-ARGUS on HiGHS), an independent program.

Its optimal method is given a table and a rule; what it hands its own solver (weights, bounds, protection levels,
equations) is read on the way and solved by the engine's search too, so that both answer exactly the same question. Each
choice is then attacked by the other's means: both by programs of this file's own, ours by tau-ARGUS's auditor too.

`OPT(1)` gives its solver no time at all: it answers with the first choice it finds and says so (code 1), dearer in 6 of
40 questions. `OPT(1,10)`, ten minutes at most, lets it end (code 0); then its cost is the optimum.

Some questions no choice answers: a small cell of 4 shall be unknown by 1.2 downwards, and by its own bounds can be 3 at
least. Ours refuses them, tau-ARGUS answers all the same; both its answer and hiding everything then fall to the attack.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import chdir
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from bench import results
from dkcohort.disclose import Effort, Table
from dkcohort.disclose.attacker import Mask, Target
from dkcohort.disclose.pattern import search
from dkcohort.disclose.safety import NoSafeChoice, Problem
from tests.dkcohort.invented_tables import random_table

_RULES = ("FREQ(5,30)", "FREQ(5,100)")
METHOD = "OPT(1,10)"
_ENDED = 0


@dataclass(frozen=True)
class Compared:
    """The cost of both choices, in tau-ARGUS's own weights; whether each was proven; whether both withstand attack."""

    ours: float
    theirs: float
    proven: bool
    ended: bool
    safe: bool

    answerable = True

    @property
    def agree(self) -> bool:
        """Both are proven optima of one question, they cost the same, and nobody can attack either."""
        return self.proven and self.ended and self.safe and self.ours == self.theirs


@dataclass(frozen=True)
class Unanswerable:
    """A question that ours refused: whether tau-ARGUS's answer, and hiding every cell it may, withstand attack."""

    theirs_safe: bool
    all_safe: bool

    answerable = False

    @property
    def agree(self) -> bool:
        """No choice is safe, and ours was right to refuse."""
        return not self.theirs_safe and not self.all_safe


@dataclass(frozen=True)
class Asked:
    """What tau-ARGUS asked its solver, which cells that answered with, and whether it ended."""

    lines: list[str]
    hidden: list[int]
    ended: bool


def run() -> bool:
    """Compare on a hundred tables, print and keep the result; False if the two disagreed."""
    part = measured(range(100))
    results.keep(
        "tau_argus",
        {key: value for key, value in part.items() if key != "rows"},
        title="Hiding small counts: the same by tau-ARGUS",
        how=str(__doc__).split("\n\n", 1)[1].strip(),
        head=["What", "Aim", "Found"],
        rows=part["rows"],
        verdict="The aim was reached." if part["reached"] else "The aim was not reached.",
        store="",
    )
    return bool(part["reached"])


def measured(seeds: Iterable[int]) -> dict[str, Any]:
    """One invented two-way table a seed, two rules each."""
    found = [one for seed in seeds for one in compare(random_table(50 + seed, (3 + seed % 4, 3 + seed % 3), mean=14))]
    answerable = [one for one in found if one.answerable]
    refused = [one for one in found if not one.answerable]
    agree, rightly = (sum(one.agree for one in part) for part in (answerable, refused))
    asking = f"questions of pytauargus {version('pytauargus')}, {METHOD}, on {len(found) // 2} two-way tables"
    told = f"{len(answerable)} {asking}: both proven, the same cost, each safe from the other's attack"
    rows = [[told, str(len(answerable)), str(agree)]]
    if refused:
        no_choice = "questions that ours refused: neither tau-ARGUS's answer nor hiding everything is safe"
        rows.append([f"{len(refused)} {no_choice}", str(len(refused)), str(rightly)])
    reached = agree == len(answerable) and rightly == len(refused)
    return {"questions": len(answerable), "agree": agree, "refused": len(refused), "reached": reached, "rows": rows}


def compare(table: Table) -> list[Compared | Unanswerable]:
    """One comparison a rule."""
    return [_compared(asked(table, rule)) for rule in _RULES]


def asked(table: Table, rule: str, method: str = METHOD) -> Asked:
    """Let tau-ARGUS protect a table, and listen."""
    engine, protect = import_module("pytauargus.engine"), import_module("pytauargus").protect
    heard: dict[str, Any] = {}
    original = engine.Engine._suppress_opt

    def listening(self: Any, tab: int, command: Any) -> None:
        self._hitas = _Listening(self._hitas, heard)
        original(self, tab, command)

    engine.Engine._suppress_opt = listening
    try:
        # Its solvers leave their logs where they stand.
        with TemporaryDirectory() as folder, chdir(folder):
            protect(_persons(table), ["R", "C"], response="N", safety_rules=rule, suppress=method, workdir=folder)
    finally:
        engine.Engine._suppress_opt = original
    hidden = [int(line.split()[0]) for line in heard["answered"] if line.strip()]
    return Asked(heard["asked"], hidden, heard["code"] == _ENDED)


class _Listening:
    def __init__(self, solver: Any, heard: dict[str, Any]) -> None:
        self._solver, self._heard = solver, heard

    def __getattr__(self, name: str) -> Any:
        return getattr(self._solver, name)

    def full_jj(self, **how: Any) -> Any:
        self._heard["asked"] = Path(how["in_file_jj"]).read_text(encoding="utf-8").splitlines()
        code = self._solver.full_jj(**how)
        self._heard["code"] = code
        self._heard["answered"] = Path(how["out_file"]).read_text(encoding="utf-8").splitlines()
        return code


def _persons(table: Table) -> dict[str, list[Any]]:
    """One row a person."""
    rows = [labels for labels, count in table.counts.items() for _each in range(count)]
    return {"R": [row for row, _column in rows], "C": [column for _row, column in rows], "N": [1.0] * len(rows)}


def _compared(heard: Asked) -> Compared | Unanswerable:
    problem = problem_of(heard.lines)
    theirs = problem.hidden.copy()
    theirs[heard.hidden] = True
    try:
        found = search(problem, Effort())
    except NoSafeChoice:
        return Unanswerable(withstands(problem, theirs), withstands(problem, ~problem.shown))
    safe = withstands(problem, found.hidden) and withstands(problem, theirs) and audited(heard.lines, found.hidden)
    cost = float(problem.weights[theirs & ~problem.hidden].sum())
    return Compared(found.cost, cost, found.cost <= found.floor, heard.ended, safe)


def audited(lines: list[str], hidden: Mask) -> bool:
    """Whether tau-ARGUS's own auditor finds every small cell of our choice as unknown as it asks."""
    size = int(lines[1])
    marked = [_marked(line, bool(out)) for line, out in zip(lines[2 : 2 + size], hidden, strict=True)]
    with TemporaryDirectory() as folder, chdir(folder):
        path = Path(folder) / "ours.jj"
        path.write_text("\n".join([*lines[:2], *marked, *lines[2 + size :]]) + "\n", encoding="utf-8")
        rows = import_module("pytauargus._tauargus").audit_jj(str(path))
    return len(rows) == int(hidden.sum()) and not any(row["unsafe"] for row in rows)


def _marked(line: str, out: bool) -> str:
    parts = line.split()
    return " ".join([*parts[:3], "m" if out and parts[3] == "s" else parts[3], *parts[4:]])


def problem_of(lines: list[str]) -> Problem:
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


def withstands(problem: Problem, hidden: Mask) -> bool:
    """The attacker's programs again, each from nothing, by scipy."""
    room = list(zip(np.where(hidden, -problem.down, 0.0), np.where(hidden, problem.up, 0.0), strict=True))
    level = np.zeros(problem.matrix.shape[0])
    for target in problem.targets:
        costs = np.zeros(len(problem.up))
        costs[target.cell] = -target.sign
        if -linprog(costs, A_eq=problem.matrix, b_eq=level, bounds=room).fun < target.need - 1e-6:
            return False
    return True


if __name__ == "__main__":
    sys.exit(not run())
