"""Breaking protection on purpose: each part of it left out is caught by the auditor, which shares none of it.

Every test holds twice: with the part in place nobody is exposed, with it broken somebody is.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from dkcohort.disclose import Dimension, Protected, Table, audit, protect_all, suppress
from dkcohort.disclose.pattern import Choice, Effort
from dkcohort.disclose.safety import Problem
from dkcohort.disclose.suppress import Settings
from dkcohort.disclose.system import System, system
from tests.dkcohort.invented_tables import linked_tables

Bundles = list[list[Table]]
SEEDS = range(2)


def exposed(bundles: Bundles, released: bool = False) -> int:
    """How many of the series of bundles give somebody away, each bundle protected beside those before it."""
    found = 0
    for tables in bundles:
        before: list[Protected] = []
        for bundle in _in_two(tables) if released else [tables]:
            before += protect_all(bundle, released=before, most_hidden=1.0)
        found += not audit([one.finished() for one in before], truth=tables).clean
    return found


def _in_two(tables: list[Table]) -> list[list[Table]]:
    half = len(tables) // 2
    return [tables[:half], tables[half:]]


def single() -> Bundles:
    """One of the two hides its fours as primary cells only; the other has a small cell alone in its row."""
    return [[_table("r", [[4, 30, 25], [21, 40, 22], [33, 27, 50]])], [_table("r", [[3, 30], [21, 40], [33, 27]])]]


def linked() -> Bundles:
    """The same women by area and two answers. Three live in the first area; each alone hides another area's sum."""
    return [[_table("a", [[3, 0], [6, 14], [12, 9]]), _table("b", [[3, 0], [12, 8], [6, 15]])]]


def _table(answer: str, counts: list[list[int]]) -> Table:
    areas = tuple(f"område {number}" for number in range(len(counts)))
    answers = tuple(f"{answer}{number}" for number in range(len(counts[0])))
    return Table.of(answer, "kvinder", [Dimension("område", areas), Dimension(answer, answers)], counts)


def no_complements(problem: Problem, _effort: Effort, _further: object = None) -> Choice:
    """The small cells and nothing else."""
    return Choice(problem.hidden, 0.0, 0.0, 0, 0)


def no_margins(tables: Sequence[Table], released: Sequence[Protected] = ()) -> System:
    """As if cells did not add up."""
    whole = suppress_system(tables, released)
    return replace(whole, matrix=sparse.csr_matrix(whole.matrix.shape))


suppress_system = system
suppress_all = suppress.suppress


def one_too_low(one: System, threshold: int) -> Any:
    """Four is taken to be enough."""
    return (one.counts > 0) & (one.counts < threshold - 1)


def each_alone(tables: Sequence[Table], settings: Settings) -> list[Protected]:
    """As if tables of the same persons had nothing to do with one another."""
    return [suppress_all([table], settings)[0] for table in tables]


def nothing_before(tables: Sequence[Table], settings: Settings) -> list[Protected]:
    """As if nothing had left before."""
    return suppress_all(tables, replace(settings, released=()))


@pytest.mark.parametrize(
    ("where", "broken", "bundles", "released"),
    [
        ("suppress.search", no_complements, single, False),
        ("suppress._small", one_too_low, single, False),
        ("suppress.system", no_margins, single, False),
        ("protect.suppress", each_alone, linked, False),
        ("protect.suppress", nothing_before, linked, True),
    ],
    ids=lambda part: part.__name__ if callable(part) else None,
)
def test_protection_without_a_part_of_it_is_caught(
    where: str, broken: Callable[..., Any], bundles: Callable[[], Bundles], released: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    assert exposed(bundles(), released) == 0
    module, name = where.split(".")
    monkeypatch.setattr(import_module(f"dkcohort.disclose.{module}"), name, broken)
    assert exposed(bundles(), released) >= 1


@pytest.mark.parametrize("seed", SEEDS)
def test_any_one_cell_shown_again_is_caught(seed: int) -> None:
    tables = linked_tables(seed, 4, 300, sides=2)
    found = protect_all(tables, most_hidden=1.0)
    hidden = sorted({one.table.cell(labels) for one in found for labels in one.hidden})
    for cell in np.random.default_rng(seed).permutation(len(hidden))[:6]:
        bare = [_without(one, hidden[int(cell)]) for one in found]
        assert not audit([one.finished() for one in bare], truth=tables).clean, hidden[int(cell)]


def _without(one: Protected, cell: object) -> Protected:
    told = {labels for labels in one.hidden if one.table.cell(labels) == cell}
    return replace(one, primary=one.primary - told, secondary=one.secondary - told)
