"""Tables that cross three variables two by two: each pair agrees, and yet the three together tell more."""

from contextlib import suppress
from dataclasses import replace
from itertools import product

import numpy as np
import numpy.typing as npt
import pytest
from scipy.optimize import LinearConstraint, milp

from dkcohort.disclose import Dimension, Ledger, Protected, Refused, Table, audit, protect, protect_all
from dkcohort.disclose.model import LARGEST_JOINT
from dkcohort.disclose.system import system

ANY_SHARE = 1.0


def dimension(name: str, size: int) -> Dimension:
    return Dimension(name, tuple(f"{name}{number}" for number in range(size)))


def crossed(counts: npt.NDArray[np.int_], *, population: str = "kvinder", names: str = "abc") -> list[Table]:
    """The two-way tables of a three-way count: a x b, b x c, a x c."""
    sides = [dimension(name, size) for name, size in zip(names, counts.shape, strict=True)]
    return [
        Table.of(names[one] + names[other], population, (sides[one], sides[other]), counts.sum(3 - one - other))
        for one, other in ((0, 1), (1, 2), (0, 2))
    ]


MINIMAL = np.array([[[0, 0, 14], [34, 0, 0]], [[0, 0, 39], [3, 12, 0]]])
"""All of c2 are in b0, and c0 and c1 in b1: with a x b and b x c, a x c follows whole."""


def unprotected(tables: list[Table]) -> list[Protected]:
    """Each table hidden as if there were no other."""
    return [protect(table, most_hidden=ANY_SHARE) for table in tables]


def exposed(found: list[Protected]) -> list[str]:
    """Attack with whole numbers over all joint cells of a, b and c, written here from the shown numbers alone."""
    sides = {one.name: one.base for each in found for one in each.table.dimensions}
    joint = list(product(*(sides[name] for name in "abc")))
    rows, shown, hidden = [], [], []
    for each in found:
        for labels in each.table.cells():
            codes = {one.name: one.codes(label) for one, label in zip(each.table.dimensions, labels, strict=True)}
            row = [all(at["abc".index(name)] in own for name, own in codes.items()) for at in joint]
            count = each.shown(labels)
            if count is None:
                hidden.append((f"{each.table.name} {labels}", np.array(row, dtype=float), each.table.count(labels)))
            else:
                rows.append(row)
                shown.append(count)
    known = LinearConstraint(np.array(rows, dtype=float), shown, shown)

    def least(costs: npt.NDArray[np.float64]) -> int:
        found: float = milp(costs, constraints=known, integrality=np.ones(len(joint))).fun
        return round(found)

    told = []
    for name, cell, true in hidden:
        low, high = least(cell), -least(-cell)
        if low == high or (0 < true < 5 and (high < 5 or low >= true)):
            told.append(f"{name}: {true} is from {low} to {high}")
    for at, one in zip(joint, np.eye(len(joint)), strict=True):
        if least(one) > 0 and -least(-one) < 5:
            told.append(f"{at}: few")
    return told


def test_what_two_of_the_tables_tell_of_the_third_is_hidden_too() -> None:
    tables = crossed(MINIMAL)
    found = protect_all(tables, most_hidden=ANY_SHARE)
    cells = {(one.table.name, labels) for one in found for labels in one.hidden}
    assert cells == {
        *(("bc", (b, c)) for b in ("b1", "I alt") for c in ("c0", "c1")),
        *(("ac", (a, c)) for a in ("a1", "I alt") for c in ("c0", "c1")),
    }
    assert not exposed(list(found))
    told = {(one.table, one.labels): one for one in audit([one.finished() for one in found], truth=tables).cells}
    assert (told["ac", ("a1", "c0")].low, told["ac", ("a1", "c0")].high) == (0, 15)


def test_the_auditor_works_the_third_table_out_as_a_reader_does() -> None:
    ab, bc, ac = crossed(MINIMAL)
    inner = frozenset(product(*(one.categories for one in ac.dimensions)))
    found = [Protected(table, 5, frozenset(), frozenset(), 0, 0) for table in (ab, bc)]
    found.append(Protected(ac, 5, frozenset(), inner, 0, 0))
    told = audit([one.finished() for one in found], truth=[ab, bc, ac])
    assert ("ac", ("a1", "c0"), "er mindst 3") in {(one.table, one.labels, one.exposed) for one in told.exposed}
    assert audit([one.finished() for one in found[1:]], truth=[bc, ac]).clean


def with_only_the_last_small(random: np.random.Generator, shape: tuple[int, int, int]) -> list[Table]:
    while True:
        tables = crossed(np.where(random.random(shape) < 0.45, 0, random.integers(0, 40, shape)))
        small = [any(0 < table.count(labels) < 5 for labels in table.cells()) for table in tables]
        if small == [False, False, True]:
            return tables


@pytest.mark.parametrize("shape", [(2, 2, 3), (3, 2, 3)], ids=str)
def test_nobody_is_found_in_random_rings_by_an_attack_of_our_own(shape: tuple[int, int, int]) -> None:
    """Nor does the auditor miss anybody whom the attack finds where the ring is not seen."""
    random = np.random.default_rng(99)
    given_away = 0
    for _ring in range(8):
        tables = with_only_the_last_small(random, shape)
        with pytest.MonkeyPatch.context() as blind, suppress(Refused):
            blind.setattr("dkcohort.disclose.system.rings", lambda *_: [])
            found = protect_all(tables, most_hidden=ANY_SHARE)
            told = exposed(list(found))
            given_away += bool(told)
            assert audit([one.finished() for one in found], truth=tables).clean is not bool(told)
        with suppress(Refused):
            found = protect_all(tables, most_hidden=ANY_SHARE)
            assert not exposed(list(found))
            assert audit([one.finished() for one in found], truth=tables).clean
    assert given_away


def test_a_joint_cell_that_is_certain_to_be_small_is_hidden_though_no_table_shows_it() -> None:
    counts = np.array([[[21, 18, 5], [0, 0, 21]], [[1, 20, 0], [7, 0, 0]]])
    tables = crossed(counts)
    assert all(count == 0 or count >= 5 for table in tables for count in map(table.count, table.cells()))
    open_ = [Protected(table, 5, frozenset(), frozenset(), 0.0, 0.0) for table in tables]
    told = audit([one.finished() for one in open_], truth=tables)
    assert [(one.table, one.labels, one.exposed) for one in told.exposed] == [
        ("a og b og c", ("a1", "b0", "c0"), "er 1")
    ]
    found = protect_all(tables, most_hidden=ANY_SHARE)
    assert any(one.hidden for one in found)
    assert not exposed(list(found))


def test_the_third_table_in_a_later_bundle_closes_the_ring() -> None:
    counts = MINIMAL + np.array([[[0, 0, 0], [0, 0, 9]], [[9, 8, 0], [0, 0, 0]]])
    first, later = crossed(counts)[:2], crossed(counts)[2]
    members = {"kvinder": [str(number) for number in range(counts.sum())]}
    ledger = Ledger().admit("en", protect_all(first, most_hidden=ANY_SHARE), members=members)
    found = protect(later, released=ledger.released, most_hidden=ANY_SHARE)
    assert not exposed([*ledger.released, found])
    assert len(ledger.admit("to", [found], members=members).entries) == 2


def test_the_ledger_refuses_a_third_table_from_which_the_ring_tells_a_hidden_count() -> None:
    tables = crossed(MINIMAL)
    members = {"kvinder": [str(number) for number in range(MINIMAL.sum())]}
    ledger = Ledger().admit("en", unprotected(tables[:2]), members=members)
    with pytest.raises(Refused, match=r"ac \(a1, c0\) er 3"):
        ledger.admit("to", unprotected(tables[2:]), members=members)
    with pytest.raises(Refused, match="kan regnes ud"):
        protect(tables[2], released=ledger.released, most_hidden=ANY_SHARE)


def test_a_ring_with_too_many_joint_cells_is_told_of_and_does_not_leave() -> None:
    tables = crossed(np.full((8, 8, 8), 10))
    assert LARGEST_JOINT < 8**3
    found = protect_all(tables, most_hidden=ANY_SHARE)
    told = audit([one.finished() for one in found], truth=tables)
    assert (told.clean, told.unread) == (True, (("ab, bc, ac", ("a", "b", "c")),))
    members = {"kvinder": [str(number) for number in range(8**3 * 10)]}
    with pytest.raises(Refused, match=r"Tabellerne ab, bc, ac krydser de samme variable i ring .* tag én ud"):
        Ledger().admit("en", found, members=members)


def test_a_ring_of_one_population_is_none_with_a_table_of_another() -> None:
    ab, bc, _ac = crossed(MINIMAL)
    other = crossed(MINIMAL, population="børn")[2]
    assert not system([ab, bc, other]).joint.any()


CHAINS = [("ab", "bc"), ("ab", "bc", "cd"), ("abc", "ab", "bc", "ac"), ("abc", "bcd", "cde"), ("ab", "ac", "ad")]


@pytest.mark.parametrize("sets", CHAINS, ids=str)
def test_tables_in_no_ring_get_no_further_cells(sets: tuple[str, ...]) -> None:
    counts = np.random.default_rng(1).integers(0, 12, (2, 3, 2, 3, 2))
    tables = [whole(counts, names) for names in sets]
    one = system(tables)
    assert not one.joint.any()
    assert not one.latent.any()


RINGS = {
    ("ab", "bc", "ac", "cd"): {"abc"},
    ("ab", "bc", "cd", "ad"): {"abc", "acd"},
    ("abc", "bcd", "acd"): {"abcd"},
    ("ab", "bc", "ac", "cd", "de", "ce"): {"abc", "cde"},
}


@pytest.mark.parametrize("sets", RINGS, ids=str)
def test_a_longer_ring_is_closed_by_as_few_joint_cells_as_it_needs(sets: tuple[str, ...]) -> None:
    """Four variables in a ring meet three by three; a variable that hangs on a ring is not in it."""
    counts = np.random.default_rng(2).integers(0, 12, (2, 3, 2, 3, 2))
    one = system([whole(counts, names) for names in sets])
    met = {"".join(name for name, _codes in one.cells[at][1]) for at in np.flatnonzero(one.joint)}
    assert {names for names in met if not any(set(names) < set(other) for other in met)} == RINGS[sets]


def whole(counts: npt.NDArray[np.int_], names: str) -> Table:
    every = "abcde"
    sides = [dimension(name, counts.shape[every.index(name)]) for name in names]
    return Table.of(
        names, "kvinder", sides, counts.sum(tuple(every.index(name) for name in every if name not in names))
    )


def test_tables_that_agree_two_by_two_and_are_of_no_persons_are_refused() -> None:
    diagonal, other = np.array([[10, 0], [0, 10]]), np.array([[0, 10], [10, 0]])
    ab, bc, ac = crossed(np.full((2, 2, 2), 5))
    ab, bc, ac = (
        replace(table, counts=Table.of("", "", table.dimensions, counts).counts)
        for table, counts in ((ab, diagonal), (bc, diagonal), (ac, other))
    )
    with pytest.raises(ValueError, match="do not count the same persons"):
        protect_all([ab, bc, ac], most_hidden=ANY_SHARE)
    with pytest.raises(ValueError, match="contradict"):
        audit([one.finished() for one in unprotected([ab, bc, ac])])
