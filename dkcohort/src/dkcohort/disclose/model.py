"""Tables of whole numbers with margins, and the finished numbers that leave: the words protect and audit share.

A `Table` holds true counts of its finest cells; margins and subtotals follow from them. A cell of a table is named by
its labels, one a dimension, for instance `("18-24", "I alt")`. What the same cell is called across tables is its
`Cell`: the population and, for each variable that is not summed over, the finest codes the label covers. Two tables
that both show the women of 18-24 are linked by that name alone, and so are a table of ages in five groups and one in
three.

Nothing here computes protection: the two sides that do, `protect` and `audit`, share these names and nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import inf
from typing import Literal

import numpy as np
import numpy.typing as npt

Labels = tuple[str, ...]
"""The name of a cell inside one table: one label a dimension, category, group or total."""

Cell = tuple[str, tuple[tuple[str, Labels], ...]]
"""The name of a cell everywhere: population, then (variable, finest codes) for each variable not summed over."""

Kind = Literal[
    "exact",
    "hidden",
    "rounded",
    "interval",
    "percentage",
    "person_years",
    "rate",
    "limits",
    "rate_limits",
    "share",
    "incidence",
    "estimate",
]


LEAST_THRESHOLD = 3
"""Fewer than so many have never been safe."""

LARGEST_JOINT = 500
"""Joint cells of variables that tables cross in a ring: with 200 a bundle takes seconds, with 900 some minutes."""


def check_threshold(threshold: int) -> None:
    """Raise ValueError for a threshold that is no whole number from 3 on: of less, or of NaN, nothing is too few."""
    if isinstance(threshold, bool) or not isinstance(threshold, int | np.integer):
        raise ValueError("the threshold is a whole number")
    if threshold < LEAST_THRESHOLD:
        raise ValueError("the threshold is never below 3")


class Refused(ValueError):
    """What is asked for must not leave. The message is Danish and meant for the analyst."""


class Undone(Refused):
    """What is asked for would tell what is hidden in these tables, of this release or one before."""

    def __init__(self, message: str, tables: Iterable[str]) -> None:
        """Name the tables."""
        super().__init__(message)
        self.tables = frozenset(tables)


@dataclass(frozen=True)
class Dimension:
    """A variable of a table, its categories in the order they are shown, and how they may be made coarser.

    `groups` are published subtotals (label -> the categories it sums; groups may nest but not cross). `ladder` are the
    rungs `protect` may climb: each maps every finest code to a coarser label, each rung coarser than the one before.
    `covers` is filled by climbing: label -> the finest codes it holds. Wrong shapes raise ValueError.
    """

    name: str
    categories: Labels
    groups: Mapping[str, Labels] = field(default_factory=dict)
    ladder: tuple[Mapping[str, str], ...] = ()
    total: str = "I alt"
    covers: Mapping[str, Labels] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a dimension whose labels are not one name each, or whose groups or rungs leave something out."""
        labels = [*self.categories, *self.groups, self.total]
        if not self.categories or len(set(labels)) != len(labels):
            raise ValueError(f"{self.name}: every category, group and total has a name of its own")
        if any(set(members) - set(self.categories) or not members for members in self.groups.values()):
            raise ValueError(f"{self.name}: a group sums categories of the dimension")
        if any(set(rung) != set(self.base) for rung in self.ladder):
            raise ValueError(f"{self.name}: a rung says where every finest category goes")

    @property
    def labels(self) -> Labels:
        """Everything a cell may be called along this dimension: categories, groups, total."""
        return (*self.categories, *self.groups, self.total)

    @property
    def base(self) -> Labels:
        """The finest codes of the variable, before any rung was climbed."""
        return tuple(code for category in self.categories for code in self.codes(category))

    def members(self, label: str) -> Labels:
        """The categories a label sums; a category sums itself."""
        if label == self.total:
            return self.categories
        return tuple(self.groups.get(label, (label,)))

    def codes(self, label: str) -> Labels:
        """The finest codes a label covers."""
        return tuple(code for member in self.members(label) for code in self.covers.get(member, (member,)))


def _check_names(table: str, dimensions: Sequence[Dimension]) -> None:
    if len({one.name for one in dimensions}) < len(dimensions):
        raise ValueError(f"{table}: every dimension has a name of its own")


@dataclass(frozen=True)
class Table:
    """True counts of persons (or of whatever must be hidden when few), by one or more dimensions.

    `counts` are the finest cells (finest codes in the order of `dimensions` -> whole number; an absent cell is 0). They
    stay as they are when a rung is climbed. `population` says who is counted: tables of the same population are linked.
    `impossible` are finest cells everybody knows to be empty: they are shown as 0 and protect nothing.
    """

    name: str
    population: str
    dimensions: tuple[Dimension, ...]
    counts: Mapping[Labels, int]
    impossible: frozenset[Labels] = frozenset()

    def __post_init__(self) -> None:
        """Refuse counts that are not whole numbers from 0 on, or that lie outside the dimensions."""
        _check_names(self.name, self.dimensions)
        finest = set(product(*(one.base for one in self.dimensions)))
        strange = (set(self.counts) | self.impossible) - finest
        if not self.dimensions or strange:
            raise ValueError(f"{self.name}: no such cell: {sorted(strange)[:3]}")
        if any(not isinstance(count, int) or count < 0 for count in self.counts.values()):
            raise ValueError(f"{self.name}: a count is a whole number, zero or more")
        if any(self.counts.get(labels) for labels in self.impossible):
            raise ValueError(f"{self.name}: an impossible cell holds somebody")

    @classmethod
    def of(
        cls, name: str, population: str, dimensions: Sequence[Dimension], counts: npt.ArrayLike | Mapping[Labels, int]
    ) -> "Table":
        """Build a table from an array of finest counts (shape: the number of categories of each dimension)."""
        if isinstance(counts, Mapping):
            return cls(name, population, tuple(dimensions), counts)
        array = np.asarray(counts)
        if array.shape != tuple(len(one.base) for one in dimensions):
            raise ValueError(f"{name}: the array does not fit the dimensions")
        if not np.issubdtype(array.dtype, np.integer):
            raise ValueError(f"{name}: a count is a whole number, zero or more")
        finest = product(*(one.base for one in dimensions))
        return cls(name, population, tuple(dimensions), dict(zip(finest, map(int, array.ravel()), strict=True)))

    def cells(self) -> list[Labels]:
        """All cells, margins and subtotals included, in the order they are shown."""
        return list(product(*(one.labels for one in self.dimensions)))

    def finest(self, labels: Labels) -> list[Labels]:
        """The finest cells that a cell sums."""
        return list(product(*(one.codes(label) for one, label in zip(self.dimensions, labels, strict=True))))

    def count(self, labels: Labels) -> int:
        """The true count of a cell."""
        return sum(self.counts.get(one, 0) for one in self.finest(labels))

    def cell(self, labels: Labels) -> Cell:
        """What a cell of this table is called everywhere."""
        return cell(self.population, self.dimensions, labels)


def cell(population: str, dimensions: Sequence[Dimension], labels: Labels) -> Cell:
    """What the cell with these labels is called everywhere; variables that are summed over fall out."""
    named = []
    for one, label in zip(dimensions, labels, strict=True):
        codes = tuple(sorted(one.codes(label)))
        if len(codes) < len(one.base):
            named.append((one.name, codes))
    return population, tuple(sorted(named))


@dataclass(frozen=True)
class Published:
    """One finished number as the world will read it, about the count of one cell. Several may be about the same cell.

    `of` names the cell of the same table that a percentage or a confidence interval divides by. `decimals` is how many
    are shown: the number may be off by half of the last one. See the class methods for the kinds.
    """

    labels: Labels
    kind: Kind
    value: float = 0.0
    low: float = 0.0
    high: float = 0.0
    decimals: int = 0
    of: Labels | None = None
    per: float = 1.0
    level: float = 0.95
    se: float | None = None
    most: float = inf

    @classmethod
    def exact(cls, labels: Labels, count: int) -> "Published":
        """The count itself."""
        return cls(labels, "exact", value=count)

    @classmethod
    def hidden(cls, labels: Labels) -> "Published":
        """The mark instead of a number, the same for primary and complementary."""
        return cls(labels, "hidden")

    @classmethod
    def rounded(cls, labels: Labels, shown: int, base: int) -> "Published":
        """The count rounded to the nearest multiple of `base`."""
        return cls(labels, "rounded", value=shown, per=base)

    @classmethod
    def interval(cls, labels: Labels, low: int, high: int) -> "Published":
        """Bounds on the count, both included: "1-4", "højst 3"."""
        return cls(labels, "interval", low=low, high=high)

    @classmethod
    def percentage(cls, labels: Labels, shown: float, of: Labels, decimals: int = 0) -> "Published":
        """The count in per cent of the count of another cell of the table."""
        return cls(labels, "percentage", value=shown, of=of, decimals=decimals)

    @classmethod
    def person_years(
        cls, labels: Labels, shown: float, longest: float, shortest: float = 0.0, decimals: int = 0
    ) -> "Published":
        """Person-years of the cell's women, each followed at least `shortest` and at most `longest` years."""
        return cls(labels, "person_years", value=shown, low=shortest, high=longest, decimals=decimals)

    @classmethod
    def rate(cls, labels: Labels, shown: float, person_years: float, per: float, decimals: int = 1) -> "Published":
        """The count (of events) per `per` person-years; the person-years are the reader's, known to within 1/2."""
        return cls(labels, "rate", value=shown, low=person_years, per=per, decimals=decimals)

    @classmethod
    def limits(
        cls, labels: Labels, low: float, high: float, of: Labels, decimals: int = 1, *, level: float = 0.95
    ) -> "Published":
        """Wilson's confidence limits of a percentage, in per cent: from them and the denominator a count is read."""
        return cls(labels, "limits", low=low, high=high, of=of, decimals=decimals, level=level)

    @classmethod
    def rate_limits(
        cls,
        labels: Labels,
        low: float,
        high: float,
        person_years: float,
        per: float,
        decimals: int = 1,
        *,
        level: float = 0.95,
    ) -> "Published":
        """Confidence limits of a rate (exact or Byar's): with the person-years, known to within 1/2, they give it."""
        return cls(
            labels, "rate_limits", value=person_years, low=low, high=high, per=per, decimals=decimals, level=level
        )

    @classmethod
    def share(
        cls, labels: Labels, value: float, limits: tuple[float, float], of: Labels, decimals: int = 3
    ) -> "Published":
        """A share from 0 to 1 with Wilson's limits, as it is printed."""
        return cls(labels, "share", value, *limits, decimals=decimals, of=of)

    @classmethod
    def incidence(
        cls, labels: Labels, value: float, limits: tuple[float, float], se: float | None, of: Labels, decimals: int = 3
    ) -> "Published":
        """A cumulative incidence with log-log limits and its standard error, one decimal more than the value.

        With `se` everybody was followed to the horizon: it is a plain share. Without, some may have been followed for a
        shorter time, and all that is certain is that those counted are not more than the share says.
        """
        return cls(labels, "incidence", value, *limits, decimals=decimals, of=of, se=se)

    @classmethod
    def estimate(
        cls,
        labels: Labels,
        value: float,
        limits: tuple[float, float],
        per: float = 1.0,
        decimals: int = 2,
        *,
        most: float = inf,
    ) -> "Published":
        """A rate, or observed over expected, with its limits and without what it was divided by.

        The limits alone, exact below ten and Byar's from ten, tell the count. `most` is the largest divisor possible:
        person-years of that many persons, or the persons among whom events were expected.
        """
        return cls(labels, "estimate", value, *limits, decimals=decimals, per=per, most=most)


@dataclass(frozen=True)
class Rest:
    """What one cell has more than another that lies within it: a count no table shows, zero or more.

    A term is a factor, 1 or -1, the name of the table, and the cell.
    """

    name: str
    terms: tuple[tuple[int, str, Labels], ...]


@dataclass(frozen=True)
class Derived:
    """A count that no table shows and any reader can put together: a sum of cells with factors, 1 or -1.

    A term is the factor, the place of the table among the finished ones, and the cell. `nested` = what is subtracted
    lies within the rest, so that every reader knows the sum to be zero or more.
    """

    name: str
    terms: tuple[tuple[int, int, Labels], ...]
    nested: bool = False


@dataclass(frozen=True)
class Finished:
    """A table as it leaves: who is counted, how the categories add up, and every number shown. Unnamed = not shown."""

    name: str
    population: str
    dimensions: tuple[Dimension, ...]
    numbers: tuple[Published, ...]
    impossible: frozenset[Labels] = frozenset()

    def __post_init__(self) -> None:
        """Refuse two dimensions of one name: the cells of one would be read as the other's."""
        _check_names(self.name, self.dimensions)


@dataclass(frozen=True)
class Protected:
    """A table that may be shown when its hidden cells are left out, and how good the choice of hidden cells is.

    `primary` are hidden because they are few, `secondary` because the primary ones would follow from them. `cost` is
    the weight of the secondary cells, `bound` a proven floor under every possible choice; `collapsed` says in Danish
    which rungs were climbed, `flags` which shown groups all share one answer. `proven` = nothing cheaper exists.
    """

    table: Table
    threshold: int
    primary: frozenset[Labels]
    secondary: frozenset[Labels]
    cost: float
    bound: float
    collapsed: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def hidden(self) -> frozenset[Labels]:
        """Every cell that must not be shown."""
        return self.primary | self.secondary

    @property
    def gap(self) -> float:
        """How far the choice can be from the best one, as a share of its cost."""
        return 0.0 if self.cost <= self.bound else (self.cost - self.bound) / self.cost

    @property
    def proven(self) -> bool:
        """Whether no cheaper choice exists."""
        return self.cost <= self.bound

    def shown(self, labels: Labels) -> int | None:
        """The count to show, or None for the mark."""
        return None if labels in self.hidden else self.table.count(labels)

    def finished(self) -> Finished:
        """The table as it leaves: exact counts and marks. Add percentages to `numbers` before `audit` sees it."""
        numbers = []
        for labels in self.table.cells():
            shown = self.shown(labels)
            numbers.append(Published.hidden(labels) if shown is None else Published.exact(labels, shown))
        table = self.table
        return Finished(table.name, table.population, table.dimensions, tuple(numbers), table.impossible)
