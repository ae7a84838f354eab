"""The least and the largest value of sums of unknown whole numbers, given what is known of other sums.

Part of `audit`; shares no code with `protect`. What is certain is put in first, then each sum is asked for in the part
of the knowledge that touches it, many questions to a program. A linear program that ends in whole numbers has the true
bound; where it does not, the question is asked again for whole numbers: always in parts of up to `_WHOLE_UP_TO` leaves,
in larger ones where the fractional range is so close that whole numbers could close it.

What is not proven: in a larger part a range wider than that is left in fractions (`Range.whole` says so). It is then,
if anything, too wide; that whole numbers alone would narrow it down to one or to a small count is not excluded.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, inf

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from dkcohort.disclose.readers import Knowledge, Sum

_NEAR = 1e-6
_AT_ONCE = 20
"""Questions to one program."""

_COLUMNS = 4000
"""Columns of one program."""

_DRAWN = 6
"""Directions in which many sums are moved at once, before the rest are asked for one by one."""

_PLENTY = 1e6
"""More than any cell holds. Where only a point is wanted, no cell goes beyond it, and no question is without answer."""

_WHOLE_UP_TO = 150
"""In parts with more leaves, whole numbers are asked for only where the range is close."""

_NODES = 2000
"""Branches of one program of whole numbers; what is proven by then is a bound all the same."""

_ENDLESS = -(10**9)
"""The low end of a difference that nothing bounds from below."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Range:
    """The least and the largest whole number possible; `whole` = found in whole numbers, not only in fractions."""

    low: int
    high: int | None
    whole: bool


@dataclass(frozen=True)
class _Part:
    """Unknown leaves that depend on one another, and the rows about them."""

    leaves: npt.NDArray[np.intp]
    matrix: sparse.csr_matrix
    low: Floats
    high: Floats


class Puzzle:
    """The knowledge, with everything certain worked in. Raises ValueError where the numbers contradict one another."""

    def __init__(self, knowledge: Knowledge, close: int = 15) -> None:
        """Work in what is certain. A range of at most `close` numbers, or of numbers up to that, is close."""
        self._close = close
        self.fixed: dict[int, float] = {}
        self._rows = [
            (dict(told), low, high) for told, low, high in knowledge.rows if (low, high) != (0.0, inf) or told
        ]
        while self._fix():
            pass
        self._unknown = np.array([leaf for leaf in range(knowledge.leaves) if leaf not in self.fixed], dtype=np.intp)
        self._parts()

    def ranges(self, sums: Sequence[Sum]) -> list[Range]:
        """The range of each sum."""
        found = self._asked(sums, all_whole=False)
        close = [number for number, one in enumerate(found) if not one.whole and self._is_close(one)]
        for number, one in zip(close, self._asked([sums[number] for number in close], all_whole=True), strict=True):
            found[number] = one
        return found

    def _asked(self, sums: Sequence[Sum], *, all_whole: bool) -> list[Range]:
        low = self._extremes(sums, 1.0, all_whole)
        high = self._extremes(sums, -1.0, all_whole)
        found = []
        for (least, sure), (most, certain) in zip(low, high, strict=True):
            top = None if most == -inf else floor(-most + _NEAR)
            bottom = _ENDLESS if least == -inf else ceil(least - _NEAR)
            found.append(Range(bottom, top, sure and certain))
        return found

    def _is_close(self, one: Range) -> bool:
        return one.high is not None and (one.high - one.low <= self._close or one.high <= self._close)

    def pinned(self, known: Sequence[tuple[Sum, float]], sums: Sequence[tuple[Sum, float]]) -> list[bool]:
        """Which sums cannot differ from the value given with each, once the `known` ones are told to be theirs.

        Sums that these have nothing to do with are not: they are as free as they were.
        """
        touched = frozenset(one for told, _value in known for one in self._touched(told))
        found = [False] * len(sums)
        if not touched:
            return found
        left = [number for number, (told, _value) in enumerate(sums) if self._touched(told) & touched]
        part = self._joined(sorted(touched | {one for number in left for one in self._touched(sums[number][0])}))
        unsure = [(told, value) for told, value in known if self._touched(told)]
        rows = [self._costs(told, part) for told, _value in unsure]
        part = _with(part, rows, [value - self._certain(told) for told, value in unsure])
        asked = {number: self._costs(sums[number][0], part) for number in left}
        true = {number: sums[number][1] - self._certain(sums[number][0]) for number in left}
        signs = np.random.default_rng(1).choice([-1.0, 1.0], size=(_DRAWN, len(sums)))
        ways = [sum((way[number] * asked[number] for number in left), np.zeros(len(part.leaves))) for way in signs]
        for point in _points(part, ways, _PLENTY):
            if point is not None:
                left = [number for number in left if abs(asked[number] @ point - true[number]) < _NEAR]
        both = _least(part, [sign * asked[number] for number in left for sign in (1.0, -1.0)], all_whole=True)
        for number, (least, _sure), (most, _too) in zip(left, both[::2], both[1::2], strict=True):
            found[number] = least > true[number] - _NEAR and -most < true[number] + _NEAR
        return found

    def certain(self, sums: Sequence[Sum], most: int) -> list[int]:
        """Which sums are never nobody and never more than `most` as far as fractions tell: all are lowered together."""
        left = dict[frozenset[int], list[int]]()
        for number, told in enumerate(sums):
            left.setdefault(self._touched(told), []).append(number)
        found = [number for number in left.pop(frozenset(), []) if 0 < self._certain(sums[number]) <= most]
        for touched, numbers in left.items():
            part = self._joined(sorted(touched))
            some, before = numbers, len(numbers) + 1
            while some and len(some) < before:
                before = len(some)
                costs = {number: self._costs(sums[number], part) for number in some}
                point = _points(part, [sum(costs.values(), np.zeros(len(part.leaves)))], _PLENTY)[0]
                if point is not None:
                    value = {number: self._certain(sums[number]) + cost @ point for number, cost in costs.items()}
                    some = [number for number in some if _NEAR < value[number] < most + 1 - _NEAR]
            found += some
        return found

    def _touched(self, told: Sum) -> frozenset[int]:
        return frozenset(int(self._part_of[self._column[leaf]]) for leaf in told if leaf in self._column)

    def _certain(self, told: Sum) -> float:
        return sum(factor * self.fixed[leaf] for leaf, factor in told.items() if leaf in self.fixed)

    def _fix(self) -> bool:
        """Put fixed leaves into the rows; find those that a row leaves no choice."""
        rows, fresh = [], dict[int, float]()
        for told, low, high in self._rows:
            known = self._certain(told)
            left = {leaf: factor for leaf, factor in told.items() if leaf not in self.fixed}
            low, high = low - known, high - known
            if not left:
                if low > _NEAR or high < -_NEAR:
                    raise ValueError("the published numbers contradict one another")
            elif abs(high) <= _NEAR and all(factor > 0 for factor in left.values()):
                fresh |= dict.fromkeys(left, 0.0)
            elif len(left) == 1 and low == high:
                fresh |= {leaf: low / factor for leaf, factor in left.items()}
            else:
                rows.append((left, low, high))
        self._rows = list(
            {(tuple(sorted(told.items())), low, high): (told, low, high) for told, low, high in rows}.values()
        )
        self.fixed |= fresh
        return bool(fresh)

    def _parts(self) -> None:
        """Split the unknown leaves into parts that no row connects."""
        self._column = {int(leaf): column for column, leaf in enumerate(self._unknown)}
        low = np.array([row[1] for row in self._rows])
        high = np.array([row[2] for row in self._rows])
        matrix = _matrix([row[0] for row in self._rows], self._column)
        _number, label = sparse.csgraph.connected_components(abs(matrix).T @ abs(matrix), directed=False)
        self._part_of = label
        self._known: dict[int, _Part] = {}
        row_part = label[matrix.indices[matrix.indptr[:-1]]] if len(self._rows) else np.empty(0, dtype=int)
        for part in range(label.max(initial=-1) + 1):
            own, rows = np.flatnonzero(label == part), np.flatnonzero(row_part == part)
            self._known[part] = _Part(own, matrix[rows][:, own], low[rows], high[rows])

    def _extremes(self, sums: Sequence[Sum], sign: float, all_whole: bool) -> list[tuple[float, bool]]:
        """sign * the extreme of each sum, and whether it is one of whole numbers."""
        found: list[tuple[float, bool]] = [(0.0, True)] * len(sums)
        waiting: dict[frozenset[int], list[int]] = defaultdict(list)
        for number, told in enumerate(sums):
            found[number] = (sign * self._certain(told), True)
            touched = self._touched(told)
            if touched:
                waiting[touched].append(number)
        for touched, numbers in waiting.items():
            part = self._joined(sorted(touched))
            costs = [sign * self._costs(sums[number], part) for number in numbers]
            for number, (value, whole) in zip(numbers, _least(part, costs, all_whole=all_whole), strict=True):
                found[number] = (found[number][0] + value, whole)
        return found

    def _joined(self, parts: Sequence[int]) -> _Part:
        own = [self._known[part] for part in parts]
        if len(own) == 1:
            return own[0]
        return _Part(
            np.concatenate([part.leaves for part in own]),
            sparse.block_diag([part.matrix for part in own], format="csr"),
            np.concatenate([part.low for part in own]),
            np.concatenate([part.high for part in own]),
        )

    def _costs(self, told: Sum, part: _Part) -> Floats:
        costs = np.zeros(len(self._unknown))
        for leaf, factor in told.items():
            if leaf in self._column:
                costs[self._column[leaf]] += factor
        return costs[part.leaves]


def _with(part: _Part, rows: Sequence[Floats], values: Sequence[float]) -> _Part:
    """The part with more things known."""
    matrix = sparse.vstack([part.matrix, sparse.csr_matrix(np.array(rows))], format="csr")
    return _Part(part.leaves, matrix, np.append(part.low, values), np.append(part.high, values))


def _matrix(rows: Sequence[Sum], column: dict[int, int]) -> sparse.csr_matrix:
    at = [(row, column[leaf], factor) for row, told in enumerate(rows) for leaf, factor in told.items()]
    rows_at, columns, factors = zip(*at, strict=True) if at else ((), (), ())
    return sparse.csr_matrix((factors, (rows_at, columns)), shape=(len(rows), len(column)))


def _least(part: _Part, costs: Sequence[Floats], *, all_whole: bool) -> list[tuple[float, bool]]:
    """The least value of each cost over the part, -inf where there is none, and whether it is one of whole numbers."""
    if not len(part.low):
        return [(-inf if (one < 0).any() else 0.0, True) for one in costs]
    values = []
    for one, point in zip(costs, _points(part, costs), strict=True):
        if point is None:
            values.append((-inf, True))
        elif np.all(np.abs(point - np.round(point)) < _NEAR):
            values.append((float(one @ point), True))
        elif all_whole or len(part.leaves) <= _WHOLE_UP_TO:
            values.append(_whole(part, one, float(one @ point)))
        else:
            values.append((float(one @ point), False))
    return values


def _points(part: _Part, costs: Sequence[Floats], most: float | None = None) -> list[Floats | None]:
    """Where each cost is least, no leaf above `most`; None where it has no least value."""
    at_once = max(1, min(_AT_ONCE, _COLUMNS // max(len(part.leaves), 1)))
    found: list[Floats | None] = []
    for first in range(0, len(costs), at_once):
        some = costs[first : first + at_once]
        points = _linear(part, some, most)
        if points is not None:
            found += list(points.reshape(len(some), -1))
        elif len(some) == 1:
            found.append(None)
        else:
            # One question without an answer spoils the program for the others.
            found += [point for one in some for point in _points(part, [one], most)]
    return found


def _linear(part: _Part, costs: Sequence[Floats], most_each: float | None) -> Floats | None:
    """The points of all the questions in one program, or None where one of them has no bound."""
    times = len(costs)
    level = part.low == part.high
    up, down = ~level & np.isfinite(part.high), ~level & np.isfinite(part.low)
    least = sparse.vstack([part.matrix[up], -part.matrix[down]], format="csr")
    most = np.concatenate([part.high[up], -part.low[down]])
    rows: dict[str, object] = {}
    if level.any():
        rows |= {"A_eq": _blocks(part.matrix[level], times), "b_eq": np.tile(part.low[level], times)}
    if len(most):
        rows |= {"A_ub": _blocks(least, times), "b_ub": np.tile(most, times)}
    found = linprog(np.concatenate(costs), bounds=(0, most_each), method="highs", **rows)
    if found.status == 2:
        raise ValueError("the published numbers contradict one another")
    if found.status in (3, 4):
        return None
    if found.status != 0:
        raise ArithmeticError(found.message)
    point: Floats = found.x
    return point


def _blocks(matrix: sparse.csr_matrix, times: int) -> sparse.csr_matrix:
    return sparse.kron(sparse.identity(times), matrix, format="csr")


def _whole(part: _Part, costs: Floats, floor_of_it: float) -> tuple[float, bool]:
    ones = np.ones(len(costs))
    rows = LinearConstraint(part.matrix, part.low, part.high)
    found = milp(costs, constraints=rows, integrality=ones, bounds=Bounds(0, np.inf), options={"node_limit": _NODES})
    if found.status == 2:
        raise ValueError("no whole numbers give the published ones")
    # Stopped early, what is proven is still a bound.
    proven = found.mip_dual_bound if found.mip_dual_bound is not None else floor_of_it
    return max(float(proven), floor_of_it), found.status == 0
