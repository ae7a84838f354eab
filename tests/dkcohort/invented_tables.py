"""Invented tables for the tests and the proofs of disclosure control; everything follows from a seed."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from dkcohort.disclose import Dimension, Table


def random_table(seed: int, shape: Sequence[int], mean: float = 9.0) -> Table:
    """Uneven rows and columns, overdispersed counts, `mean` persons a cell: many small cells, some empty."""
    random = np.random.default_rng(seed)
    expected = np.full(tuple(shape), mean)
    for side, size in enumerate(shape):
        uneven = np.exp(random.normal(0.0, 0.6, size))
        expected = expected * (uneven / uneven.mean()).reshape(
            [size if each == side else 1 for each in range(len(shape))]
        )
    counts = random.poisson(expected * random.gamma(2.0, 0.5, tuple(shape)))
    dimensions = [Dimension(f"v{side}", tuple(f"{side}{n}" for n in range(size))) for side, size in enumerate(shape)]
    return Table.of(f"tabel {seed}", f"befolkning {seed}", dimensions, counts)


def random_shape(seed: int, cells: int = 60) -> tuple[int, int]:
    """Rows and columns of a table of at most so many cells, margins included."""
    random = np.random.default_rng(seed)
    rows = int(random.integers(2, 10))
    return rows, int(random.integers(2, max(3, min(9, cells // (rows + 1) - 1) + 1)))


def linked_tables(
    seed: int, tables: int, persons: int, *, population: str = "kvinder", sides: int = 3, first: int = 0
) -> list[Table]:
    """Counts of the same invented persons by different sets of variables: they share margins and totals."""
    random = np.random.default_rng(seed)
    sizes = [3, 5, 4, 3, 2, 4, 5, 3]
    answers = [random.choice(size, size=persons, p=random.dirichlet(np.full(size, 2.0))) for size in sizes]
    chosen = list(combinations(range(len(sizes)), sides))
    random.shuffle(chosen)
    found = []
    for number, names in enumerate(chosen[first : first + tables]):
        counts = np.zeros([sizes[name] for name in names], dtype=int)
        np.add.at(counts, tuple(answers[name] for name in names), 1)
        dimensions = [Dimension(f"v{name}", tuple(f"{name}{n}" for n in range(sizes[name]))) for name in names]
        found.append(Table.of(f"tabel {first + number}", population, dimensions, counts))
    return found
