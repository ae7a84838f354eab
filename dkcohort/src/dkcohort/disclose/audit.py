"""Attack finished tables: what can a reader who has all of them work out about each count?

Independent of `protect`, with which it shares the words of `model` and no code: it knows nothing of what was meant to
be hidden and why, only the numbers as they leave. For each cell it reports the least and the largest count that agree
with everything shown, exact, rounded, per cent, rates, person-years and limits alike, in whole numbers.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import isfinite, isnan

from dkcohort.disclose import attack, printed
from dkcohort.disclose.model import Derived, Finished, Labels, Published, Table, check_threshold
from dkcohort.disclose.ranges import Puzzle, Range
from dkcohort.disclose.readers import Knowledge, Leaves, Sum, read

_DENOMINATORS = 2000
"""Denominators tried for one share; one known no better than that tells only how the two go together."""

_BOUNDED = ("interval", "limits", "rate_limits")

_ONE_BY_ONE = 20
"""Denominators held one by one against all shares of them together."""


@dataclass(frozen=True)
class Feasible:
    """What the readers know of one cell: the least and largest count (None: no bound), and in Danish what is wrong.

    `exposed` is empty for a cell that is as it should be. `whole` = the bounds were found in whole numbers; otherwise
    in fractions, and may be a little too wide.
    """

    table: str
    labels: Labels
    low: int
    high: int | None
    whole: bool
    exposed: str = ""


@dataclass(frozen=True)
class Audit:
    """The outcome: every cell in the order of the tables, then what differences of populations tell."""

    cells: tuple[Feasible, ...]
    unread: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Tables, and the variables that they cross in a ring too large to be worked out: what follows from all of them
    together is not known, only what follows from each two. The ledger admits none of these."""

    @property
    def exposed(self) -> tuple[Feasible, ...]:
        """The cells that give somebody away."""
        return tuple(one for one in self.cells if one.exposed)

    @property
    def in_fractions(self) -> tuple[Feasible, ...]:
        """The cells whose bounds were not proven in whole numbers: wide ranges in large parts, see `ranges`."""
        return tuple(one for one in self.cells if not one.whole)

    @property
    def clean(self) -> bool:
        """Whether no cell is exposed, as far as it was worked out (see `unread`)."""
        return not self.exposed


def audit(
    finished: Sequence[Finished],
    threshold: int = 5,
    *,
    truth: Sequence[Table] | None = None,
    subsets: Sequence[tuple[str, str]] = (),
    derived: Sequence[Derived] = (),
) -> Audit:
    """Return what every cell of the finished tables can be, and which cells that exposes.

    Give all tables that were ever released, not the new ones alone. With `truth` (the same tables in the same order)
    a small count must besides be free to be smaller than it is, and may not follow for the only woman of another cell;
    without it, a hidden cell that is certain to be small counts as exposed even where it is zero. `subsets` names
    populations (inside, around) of which one lies in the other: their differences are cells too, and so is everything
    `derived`. Raises ValueError where the numbers contradict one another or cannot be, and for a threshold that
    is no whole number from 3 on.
    """
    check_threshold(threshold)
    for table in finished:
        _check_numbers(table)
    knowledge, tables = read(finished, subsets)
    _tell_counts(knowledge, tables)
    _tell_ratios(knowledge, tables)
    _tell_limits(knowledge, tables)
    _tell_shares(knowledge, tables)
    for one in derived:
        if one.nested:
            knowledge.tell(_derived(tables, one), 0.0, float("inf"))
    puzzle = Puzzle(knowledge, close=3 * threshold)
    judge = _Judge(threshold)
    cells = [*judge.tables(puzzle, tables, truth), *judge.differences(puzzle, tables, subsets, truth)]
    cells += judge.derived(puzzle, tables, derived, truth)
    cells += judge.met(puzzle, knowledge)
    if truth is not None:
        cells += judge.insiders(puzzle, tables, truth)
    return Audit(tuple(cells), tuple(knowledge.unread))


def _check_numbers(table: Finished) -> None:
    """Refuse a number of no cell of the table, and one that no number of persons gives."""
    cells = set(product(*(one.labels for one in table.dimensions)))
    for number in table.numbers:
        what = f"{table.name}: the {number.kind} number of {number.labels}"
        if number.labels not in cells or (number.of is not None and number.of not in cells):
            raise ValueError(f"{what} is of no cell of the table")
        plain = [number.value, number.low, number.decimals, number.per, *([] if number.se is None else [number.se])]
        if not all(map(isfinite, plain)) or isnan(number.high) or isnan(number.most):
            raise ValueError(f"{what} is no finite number")
        if number.value < 0 or number.low < 0 or number.high < 0:
            raise ValueError(f"{what} is below zero, and no count is")
        if number.kind in _BOUNDED and number.low > number.high:
            raise ValueError(f"{what} has a low end above its high end")
        if number.kind in ("exact", "rounded", "interval") and number.value != int(number.value):
            raise ValueError(f"{what} is no whole number")


def _tell_counts(knowledge: Knowledge, tables: Sequence[Leaves]) -> None:
    for leaves in tables:
        for number in leaves.table.numbers:
            if number.kind not in ("hidden", "percentage", "limits", "share", "incidence"):
                knowledge.tell(_sum(leaves, number.labels), *attack.bounds(number))


def _tell_ratios(knowledge: Knowledge, tables: Sequence[Leaves]) -> None:
    """A percentage bounds the count by a share of the other count: a row about both."""
    for leaves in tables:
        for number in leaves.table.numbers:
            if number.kind == "percentage":
                hits, of = _sum(leaves, number.labels), _sum(leaves, _of(number))
                off = attack.off(number)
                knowledge.tell(_less(hits, of, (number.value - off) / 100), 0.0, float("inf"))
                knowledge.tell(_less(hits, of, (number.value + off) / 100), -float("inf"), 0.0)


def _tell_limits(knowledge: Knowledge, tables: Sequence[Leaves]) -> None:
    """Confidence limits need the denominator: what is known of it so far goes in first."""
    asked = [(leaves, number) for leaves in tables for number in leaves.table.numbers if number.kind == "limits"]
    if not asked:
        return
    known = Puzzle(knowledge).ranges([_sum(leaves, _of(number)) for leaves, number in asked])
    for (leaves, number), of in zip(asked, known, strict=True):
        most = float("inf") if of.high is None else float(of.high)
        knowledge.tell(_sum(leaves, number.labels), *attack.bounds(number, (float(of.low), most)))


def _tell_shares(knowledge: Knowledge, tables: Sequence[Leaves]) -> None:
    """A share with its limits tells the count, the denominator, and how the two go together."""
    kinds = ("share", "incidence")
    asked = [(leaves, number) for leaves in tables for number in leaves.table.numbers if number.kind in kinds]
    if not asked:
        return
    names = {_body(leaves, number): _sum(leaves, _of(number)) for leaves, number in asked}
    known = dict(zip(names, Puzzle(knowledge).ranges(list(names.values())), strict=True))
    shares: dict[_Body, list[tuple[Leaves, Published]]] = defaultdict(list)
    for leaves, number in asked:
        hits, of = _sum(leaves, number.labels), _sum(leaves, _of(number))
        half = attack.off(number) + 1e-9
        knowledge.tell(_less(hits, of, number.value + half), -float("inf"), 0.0)
        if number.kind == "incidence" and number.se is None:
            knowledge.tell(hits, 1.0 if number.value > half else 0.0, float("inf"))
            continue
        knowledge.tell(_less(hits, of, number.value - half), 0.0, float("inf"))
        shares[_body(leaves, number)].append((leaves, number))
    for body, some in shares.items():
        _tell_body(knowledge, some, known[body])


def _tell_body(knowledge: Knowledge, shares: Sequence[tuple[Leaves, Published]], known: Range) -> None:
    """All shares of one number of persons: it must suit every one of them, and their counts must be whole parts of it.

    One share alone leaves several such numbers; the parts of a distribution together mostly leave one.
    """
    if known.high is None or known.high - known.low > _DENOMINATORS:
        return
    least, most = known.low, known.high
    if most - least <= _ONE_BY_ONE:
        fits = [of for of in range(max(least, 1), most + 1) if _suits(shares, of)]
        if not fits:
            raise ValueError("no number of persons gives the shares that are shown")
        least, most = fits[0], fits[-1]
    for leaves, number in shares:
        counts, denominators = printed.share(number, least, most)
        knowledge.tell(_sum(leaves, number.labels), *counts)
        knowledge.tell(_sum(leaves, _of(number)), *denominators)


def _suits(shares: Sequence[tuple[Leaves, Published]], of: int) -> bool:
    """Whether so many persons give every share, and the parts of each table add up."""
    # A table that has left twice is two: by itself each is everybody once.
    by: dict[Leaves, list[tuple[Sum, float, float]]] = defaultdict(list)
    for leaves, number in shares:
        found = printed.hits(number, of)
        if found is None:
            return False
        by[leaves].append((_sum(leaves, number.labels), *found))
    whole = {leaves: len(_sum(leaves, _of(number))) for leaves, number in shares}
    return all(_adds_up(parts, whole[leaves], of) for leaves, parts in by.items())


def _adds_up(parts: Sequence[tuple[Sum, float, float]], whole: int, of: int) -> bool:
    """Whether parts with these counts may be so many together; `whole` is how many leaves they are when all are there.

    Parts that overlap, such as horizons, do not add up to anything.
    """
    leaves = [leaf for part, _low, _high in parts for leaf in part]
    if len(set(leaves)) < len(leaves):
        return True
    all_there = len(leaves) == whole
    return sum(low for _, low, _ in parts) <= of and (not all_there or sum(high for _, _, high in parts) >= of)


def _body(leaves: Leaves, number: Published) -> "_Body":
    """Whom a share is a share of: the same cell in every table."""
    return leaves.table.population, _name(leaves, _of(number))


def _of(number: Published) -> Labels:
    if number.of is None:
        raise ValueError(f"{number.labels}: a {number.kind} has a denominator")
    return number.of


def _sum(leaves: Leaves, labels: Labels) -> Sum:
    return dict.fromkeys(map(int, leaves.within(labels)), 1.0)


def _less(hits: Sum, of: Sum, share: float) -> Sum:
    """hits - share * of."""
    told = {leaf: -share * factor for leaf, factor in of.items()}
    for leaf, factor in hits.items():
        told[leaf] = told.get(leaf, 0.0) + factor
    return told


def _together(parts: Sequence[tuple[int, Sum]]) -> Sum:
    told: Sum = {}
    for sign, part in parts:
        for leaf, factor in part.items():
            told[leaf] = told.get(leaf, 0.0) + sign * factor
    return told


def _derived(tables: Sequence[Leaves], one: Derived) -> Sum:
    return _together([(factor, _sum(tables[at], labels)) for factor, at, labels in one.terms])


def _size(known: Range) -> Range:
    """The range of a difference without its sign."""
    if known.high is None or known.low >= 0:
        return known if known.low >= 0 else Range(0, None, known.whole)
    low = 0 if known.high >= 0 else -known.high
    return Range(low, max(-known.low, known.high), known.whole)


class _Judge:
    def __init__(self, threshold: int) -> None:
        self.threshold = threshold

    def tables(self, puzzle: Puzzle, tables: Sequence[Leaves], truth: Sequence[Table] | None) -> list[Feasible]:
        """Every cell of every table; what several tables show is asked once."""
        cells = [(number, labels) for number, leaves in enumerate(tables) for labels in _cells(leaves)]
        names = [(tables[number].table.population, _name(tables[number], labels)) for number, labels in cells]
        asked = {name: _sum(tables[number], labels) for name, (number, labels) in zip(names, cells, strict=True)}
        ranges = dict(zip(asked, puzzle.ranges(list(asked.values())), strict=True))
        kinds = [{one.labels: one.kind for one in leaves.table.numbers} for leaves in tables]
        found = []
        for name, (number, labels) in zip(names, cells, strict=True):
            known = ranges[name]
            true = None if truth is None else truth[number].count(labels)
            exposed = self.said(known, true, marked=kinds[number].get(labels) == "hidden")
            title = tables[number].table.name
            found.append(Feasible(title, labels, known.low, known.high, known.whole, exposed))
        return found

    def said(self, known: Range, true: int | None, *, marked: bool) -> str:
        """What is wrong with a cell, in Danish; nothing if it is as it should be."""
        if known.low == known.high:
            if 0 < known.low < self.threshold:
                return f"er {known.low}"
            return f"er skjult, men kan kun være {known.low}" if marked else ""
        small = known.high is not None and known.high < self.threshold
        if small and true != 0:
            return f"er højst {known.high}"
        if true is not None and 0 < true < self.threshold and known.low >= true:
            return f"er mindst {known.low}"
        return ""

    def differences(
        self,
        puzzle: Puzzle,
        tables: Sequence[Leaves],
        subsets: Sequence[tuple[str, str]],
        truth: Sequence[Table] | None,
    ) -> list[Feasible]:
        """What is left when a population is taken from the one around it, wherever both show the same cell."""
        asked = [
            (one, other, labels, same)
            for inside, around in subsets
            for one, other in product(range(len(tables)), range(len(tables)))
            if (tables[one].table.population, tables[other].table.population) == (around, inside)
            for labels, same in _both(tables[one], tables[other])
        ]
        sums = [_less(_sum(tables[one], labels), _sum(tables[other], same), 1.0) for one, other, labels, same in asked]
        found = []
        for (one, other, labels, same), known in zip(asked, puzzle.ranges(sums), strict=True):
            true = None if truth is None else truth[one].count(labels) - truth[other].count(same)
            exposed = self.said(known, true, marked=False)
            name = f"{tables[one].table.name} uden {tables[other].table.name}"
            found.append(Feasible(name, labels, known.low, known.high, known.whole, exposed))
        return found

    def derived(
        self,
        puzzle: Puzzle,
        tables: Sequence[Leaves],
        derived: Sequence[Derived],
        truth: Sequence[Table] | None,
    ) -> list[Feasible]:
        """Counts that no table shows and any reader can put together. A fall is as telling as a rise."""
        sums = [_derived(tables, one) for one in derived]
        found = []
        for one, known in zip(derived, puzzle.ranges(sums), strict=True):
            true = None
            if truth is not None:
                true = abs(sum(f * truth[at].count(labels) for f, at, labels in one.terms))
            exposed = self.said(_size(known), true, marked=False)
            found.append(Feasible(one.name, one.terms[0][2], known.low, known.high, known.whole, exposed))
        return found

    def met(self, puzzle: Puzzle, knowledge: Knowledge) -> list[Feasible]:
        """Joint cells of no table that are certain to be a few. What they truly are, nobody here knows."""
        named = [(joint.table.name, labels, leaf) for joint in knowledge.met for labels, leaf in joint.finest()]
        asked = [named[number] for number in puzzle.certain([{leaf: 1.0} for *_, leaf in named], self.threshold - 1)]
        found = puzzle.ranges([{leaf: 1.0} for *_, leaf in asked])
        return [
            Feasible(name, labels, known.low, known.high, known.whole, self.said(known, None, marked=False))
            for (name, labels, _leaf), known in zip(asked, found, strict=True)
            if known.low
        ]

    def insiders(self, puzzle: Puzzle, tables: Sequence[Leaves], truth: Sequence[Table]) -> list[Feasible]:
        """Small cells that follow for the only woman of another cell, who knows where in it she is herself."""
        every: dict[tuple[str, _Name], tuple[int, Labels]] = {}
        for number, leaves in enumerate(tables):
            for labels in _cells(leaves):
                every.setdefault((leaves.table.population, _name(leaves, labels)), (number, labels))
        small = {name: (at, own) for name, (at, own) in every.items() if 0 < truth[at].count(own) < self.threshold}
        found = []
        for (population, her), (number, own) in small.items():
            if truth[number].count(own) == 1:
                hers = {cell: at for cell, at in every.items() if cell[0] == population and _inside(cell[1], her)}
                others = [at for cell, at in small.items() if cell not in hers]
                found += self._as_seen_by(puzzle, tables, truth, (own, list(hers.values())), others)
        return found

    def _as_seen_by(
        self,
        puzzle: Puzzle,
        tables: Sequence[Leaves],
        truth: Sequence[Table],
        her: tuple[Labels, Sequence[tuple[int, Labels]]],
        others: Sequence[tuple[int, Labels]],
    ) -> list[Feasible]:
        """What follows for the woman of one cell from that cell and all cells within it."""
        known, asked = (
            [(_sum(tables[number], labels), float(truth[number].count(labels))) for number, labels in some]
            for some in (her[1], others)
        )
        pinned = puzzle.pinned(known, asked)
        exposed = f"følger for den ene kvinde i {', '.join(her[0])}"
        return [
            Feasible(tables[number].table.name, labels, int(true), int(true), True, exposed)
            for (number, labels), (_told, true), alone in zip(others, asked, pinned, strict=True)
            if alone
        ]


_Name = frozenset[tuple[str, frozenset[str]]]
_Body = tuple[str, _Name]


def _inside(name: _Name, around: _Name) -> bool:
    """Whether a cell holds nobody who is not in the other."""
    codes = dict(name)
    return all(variable in codes and codes[variable] <= held for variable, held in around)


def _cells(leaves: Leaves) -> list[Labels]:
    return list(product(*(one.labels for one in leaves.table.dimensions)))


def _both(one: Leaves, other: Leaves) -> list[tuple[Labels, Labels]]:
    """The cells that two tables have in common, by their labels in each."""
    mine, others = _named(one), _named(other)
    return [(labels, others[name]) for name, labels in mine.items() if name in others]


def _named(leaves: Leaves) -> dict[_Name, Labels]:
    return {_name(leaves, labels): labels for labels in _cells(leaves)}


def _name(leaves: Leaves, labels: Labels) -> _Name:
    """What the cell is called in every table: the codes of each variable that is not summed over."""
    sides = zip(leaves.table.dimensions, labels, strict=True)
    codes = [(one.name, frozenset(one.codes(label)), len(one.base)) for one, label in sides]
    return frozenset((variable, held) for variable, held, base in codes if len(held) < base)
