"""Hiding small counts: the fewest others, coarser categories first, and the refusal of a table that cannot be shown."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from scipy.optimize import linprog

from dkcohort.disclose import (
    Dimension,
    Effort,
    Finished,
    Labels,
    Protected,
    Published,
    Refused,
    Table,
    audit,
    protect,
    protect_all,
)
from dkcohort.disclose.ladder import climb
from tests.dkcohort.invented_tables import linked_tables, random_shape, random_table

ANY_SHARE = 1.0


def table_of(counts: list[list[int]], **how: object) -> Table:
    rows, columns = (
        tuple(f"{letter}{n}" for n in range(size)) for letter, size in zip("rk", np.shape(counts), strict=True)
    )
    return Table.of("tabel", "kvinder", [Dimension("r", rows), Dimension("k", columns)], counts, **how)


def test_the_golden_table_hides_the_four_that_are_the_cheapest() -> None:
    # Checked against brute force, and against tau-ARGUS in test_agree_with_tau_argus.py.
    found = protect(table_of([[20, 50, 10], [8, 19, 22], [17, 32, 3]]))
    assert found.primary == {("r2", "k2")}
    assert found.secondary == {("r0", "k0"), ("r0", "k2"), ("r2", "k0")}
    assert (found.cost, found.bound, found.proven, found.gap) == (47, 47, True, 0)
    assert found.shown(("r2", "k2")) is None
    assert found.shown(("r2", "I alt")) == 52


@pytest.mark.parametrize("block", range(12))
def test_no_random_table_gives_anybody_away(block: int) -> None:
    """480 tables of up to 60 cells, every one attacked by the auditor with all that is shown."""
    for seed in range(40 * block, 40 * block + 40):
        table = random_table(seed, random_shape(seed), mean=6 + seed % 7)
        found = protect(table, most_hidden=ANY_SHARE)
        assert len(table.cells()) <= 60
        assert not audit([found.finished()], truth=[table]).exposed, seed


@pytest.mark.parametrize("seed", range(10))
def test_the_choice_is_as_cheap_as_the_best_of_all_choices(seed: int) -> None:
    """Every set of cells is tried, cheapest first, against bounds computed here from the shown numbers alone."""
    table = random_table(1000 + seed, (3, 3), mean=12)
    found = protect(table, most_hidden=ANY_SHARE, insiders=False)
    assert found.proven
    assert found.cost == cheapest_by_brute_force(table)


SPARSE = [
    [[1, 2, 0], [20, 2, 1], [0, 1, 100]],
    [[1, 0, 0], [20, 2, 0], [0, 1, 40]],
    *(np.random.default_rng(seed).choice([0, 0, 1, 1, 2, 20, 40, 100], size=(3, 3)).tolist() for seed in range(8)),
]


@pytest.mark.parametrize("counts", SPARSE, ids=str)
def test_nor_is_any_cheaper_that_also_keeps_a_secret_from_the_only_woman_of_a_cell(counts: list[list[int]]) -> None:
    """She subtracts herself: another small cell must be able to be more or less, and it does not matter which."""
    table = table_of(counts)
    found = protect(table, most_hidden=ANY_SHARE)
    assert found.proven
    assert found.cost == cheapest_by_brute_force(table, insiders=True)
    assert audit([found.finished()], truth=[table]).clean
    for labels in found.secondary:
        bare = replace(found, secondary=found.secondary - {labels})
        assert not audit([bare.finished()], truth=[table]).clean, labels


def cheapest_by_brute_force(table: Table, *, insiders: bool = False) -> int:
    cells = table.cells()
    small = {one for one in cells if 0 < table.count(one) < 5}
    others = [one for one in cells if one not in small]
    for cost, chosen in by_cost(table, others):
        if is_safe(table, small | chosen, small) and (not insiders or keeps_from_insiders(table, small | chosen)):
            return cost
    raise AssertionError("hiding everything is safe")


def by_cost(table: Table, others: list[Labels]) -> Iterator[tuple[int, frozenset[Labels]]]:
    every = (frozenset(some) for size in range(len(others) + 1) for some in combinations(others, size))
    yield from sorted(((sum(max(table.count(one), 1) for one in some), some) for some in every), key=lambda one: one[0])


def is_safe(table: Table, hidden: frozenset[Labels] | set[Labels], small: set[Labels]) -> bool:
    """Whether each small cell can be at least 5, and less than it is, in some table with the shown numbers."""
    for line in lines_of(table):
        if sum(one in hidden for one in line) == 1:
            return False
    inner = sorted(table.counts)
    rows = [[float(leaf in table.finest(one)) for leaf in inner] for one in table.cells() if one not in hidden]
    shown = [table.count(one) for one in table.cells() if one not in hidden]
    known = {"A_eq": rows, "b_eq": shown} if rows else {}
    for one in small:
        costs = np.array([float(leaf in table.finest(one)) for leaf in inner])
        least, most = linprog(costs, **known), linprog(-costs, **known)
        if least.fun > table.count(one) - 1 + 1e-6 or (most.status == 0 and -most.fun < 5 - 1e-6):
            return False
    return True


def keeps_from_insiders(table: Table, hidden: frozenset[Labels] | set[Labels]) -> bool:
    """Whether no small cell follows for the only woman of another one, who knows of all that lies within hers."""
    small = [one for one in table.cells() if 0 < table.count(one) < 5]
    inner = sorted(table.counts)
    for her in small:
        if table.count(her) == 1:
            within = {one for one in table.cells() if set(table.finest(one)) <= set(table.finest(her))}
            told = [one for one in table.cells() if one not in hidden or one in within]
            rows = [[float(leaf in table.finest(one)) for leaf in inner] for one in told]
            for one in set(small) - within:
                costs = np.array([float(leaf in table.finest(one)) for leaf in inner])
                least, most = (linprog(way, A_eq=rows, b_eq=[*map(table.count, told)]) for way in (costs, -costs))
                if (
                    least.fun > table.count(one) - 1 + 1e-6
                    and most.status == 0
                    and -most.fun < table.count(one) + 1 - 1e-6
                ):
                    return False
    return True


def lines_of(table: Table) -> list[list[Labels]]:
    cells = table.cells()
    return [[one for one in cells if one[side] == label] for side in (0, 1) for label in table.dimensions[side].labels]


def test_every_hidden_cell_is_needed() -> None:
    """Showing any one of them again is caught, whatever it was hidden for."""
    for seed in range(6):
        table = random_table(seed, random_shape(seed), mean=9)
        found = protect(table, most_hidden=ANY_SHARE)
        assert found.primary
        for labels in found.hidden:
            bare = replace(found, primary=found.primary - {labels}, secondary=found.secondary - {labels})
            assert audit([bare.finished()], truth=[table]).exposed, (seed, labels)


@pytest.mark.parametrize("seed", range(2))
def test_without_highspy_the_choice_costs_the_same(seed: int) -> None:
    table = random_table(seed, (4, 4), mean=9)
    quick = protect(table, most_hidden=ANY_SHARE, effort=Effort(solver="highspy"))
    plain = protect(table, most_hidden=ANY_SHARE, effort=Effort(solver="scipy"))
    assert (plain.cost, plain.proven) == (quick.cost, True)
    assert audit([plain.finished()], truth=[table]).clean


def test_the_same_table_gives_the_same_choice_every_time() -> None:
    table = random_table(7, (5, 4), mean=9)
    first = protect(table, most_hidden=ANY_SHARE)
    assert protect(table, most_hidden=ANY_SHARE) == first


def test_a_search_that_may_not_go_on_says_how_far_off_it_can_be() -> None:
    table = random_table(5, (5, 4, 3))
    best = protect(table, most_hidden=ANY_SHARE)
    hasty = protect(table, most_hidden=ANY_SHARE, effort=Effort(relaxed_rounds=3, whole_rounds=0))
    assert not hasty.proven
    assert hasty.bound <= best.cost <= hasty.cost
    assert hasty.gap == (hasty.cost - hasty.bound) / hasty.cost > 0
    assert audit([hasty.finished()], truth=[table]).clean


def test_a_table_without_small_counts_is_shown_whole() -> None:
    found = protect(table_of([[20, 50, 0], [8, 19, 22]]))
    assert not found.hidden
    assert found.proven
    assert found.shown(("r0", "k2")) == 0


def ages(counts: list[list[int]]) -> Table:
    ladder = (
        {"18-24": "18-29", "25-29": "18-29", "30-39": "30-39", "40+": "40+"},
        {"18-24": "18-39", "25-29": "18-39", "30-39": "18-39", "40+": "40+"},
    )
    age = Dimension("alder", ("18-24", "25-29", "30-39", "40+"), ladder=ladder)
    return Table.of("alder og oprindelse", "kvinder", [age, Dimension("oprindelse", ("dansk", "anden"))], counts)


def test_categories_are_put_together_before_numbers_are_hidden() -> None:
    found = protect(ages([[3, 1], [3, 4], [30, 25], [40, 21]]))
    assert found.table.dimensions[0].categories == ("18-29", "30-39", "40+")
    assert found.collapsed == ("alder: 4 kategorier er slået sammen til 3",)
    assert not found.hidden
    assert found.shown(("18-29", "dansk")) == 6
    assert found.shown(("18-29", "I alt")) == 11


def test_a_table_that_would_hide_more_than_a_third_is_refused_in_danish() -> None:
    with pytest.raises(Refused, match=r"[Tt]abellen er forkert bygget: .* Slå kategorier sammen"):
        protect(table_of([[1, 2, 3], [3, 2, 9], [4, 20, 2]]))


def test_a_ladder_that_is_too_short_is_refused_too() -> None:
    with pytest.raises(Refused, match=r"[Tt]abellen er forkert bygget: alder og oprindelse ville skjule"):
        protect(ages([[1, 1], [1, 0], [2, 1], [3, 1]]))


def test_subtotals_are_cells_like_others() -> None:
    """One small municipality in a region: its region's total must not give it away."""
    areas = ("Ærø", "Odense", "Aarhus", "Samsø")
    regions = {"Syddanmark": ("Ærø", "Odense"), "Midtjylland": ("Aarhus", "Samsø")}
    table = Table.of("kommune", "kvinder", [Dimension("kommune", areas, groups=regions)], [3, 40, 50, 20])
    found = protect(table, most_hidden=ANY_SHARE)
    assert found.hidden == {("Ærø",), ("Odense",)}
    assert audit([found.finished()], truth=[table]).clean


def test_a_cell_everybody_knows_to_be_empty_protects_nothing() -> None:
    counts = [[0, 13, 24], [12, 4, 6], [24, 1, 20]]
    free = protect(table_of(counts), most_hidden=ANY_SHARE)
    table = replace(table_of(counts), impossible=frozenset({("r0", "k0")}))
    bound = protect(table, most_hidden=ANY_SHARE)
    assert ("r0", "k0") in free.hidden
    assert ("r0", "k0") not in bound.hidden
    assert bound.cost > free.cost
    assert audit([bound.finished()], truth=[table]).clean


def test_the_only_woman_of_a_cell_does_not_find_the_other_small_one() -> None:
    """1 and 4 hide each other from outsiders; she who is the 1 would subtract herself."""
    table = table_of([[1, 4, 30], [20, 21, 22], [25, 26, 27]])
    outsiders, everybody = protect(table, most_hidden=1, insiders=False), protect(table, most_hidden=1)
    found = audit([outsiders.finished()], truth=[table]).exposed
    assert {one.labels for one in found} == {("r0", "k1")}
    assert all(one.exposed == "følger for den ene kvinde i r0, k0" for one in found)
    assert audit([everybody.finished()], truth=[table]).clean
    assert everybody.cost > outsiders.cost


def test_linked_tables_hide_the_same_cells_in_each() -> None:
    tables = linked_tables(3, 5, 900, sides=2)
    found = protect_all(tables, most_hidden=ANY_SHARE)
    hidden = {one.table.cell(labels) for one in found for labels in one.hidden}
    shown = {one.table.cell(labels) for one in found for labels in one.table.cells() if labels not in one.hidden}
    assert hidden
    assert not hidden & shown
    assert audit([one.finished() for one in found], truth=tables).clean


def test_a_larger_bundle_is_searched_table_by_table_and_mended() -> None:
    tables = linked_tables(4, 7, 1500)
    found = protect_all(tables, most_hidden=ANY_SHARE)
    assert sum(len(one.table.cells()) for one in found) > 400
    assert audit([one.finished() for one in found], truth=tables).clean
    assert all(one.bound <= one.cost for one in found)


def three_bundles() -> tuple[list[Table], tuple[Protected, ...], list[Table], tuple[Protected, ...], list[Table]]:
    first, second, third = (linked_tables(6, 3, 800, sides=2, first=number) for number in (0, 3, 6))
    one = protect_all(first, most_hidden=ANY_SHARE)
    two = protect_all(second, released=one, most_hidden=ANY_SHARE)
    return first, one, second, two, third


def test_a_new_bundle_gives_nobody_away_beside_two_earlier_ones() -> None:
    first, one, second, two, third = three_bundles()
    three = protect_all(third, released=[*one, *two], most_hidden=ANY_SHARE)
    everything = [table.finished() for table in (*one, *two, *three)]
    assert audit(everything, truth=[*first, *second, *third]).clean


def test_the_same_bundle_made_alone_would_give_somebody_away() -> None:
    """Which is why what was released is told: the two choices disagree about the margins they share."""
    exposed = 0
    for seed in range(6):
        first, second = (linked_tables(seed, 4, 300, sides=2, first=number) for number in (0, 4))
        apart = [*protect_all(first, most_hidden=ANY_SHARE), *protect_all(second, most_hidden=ANY_SHARE)]
        exposed += not audit([one.finished() for one in apart], truth=[*first, *second]).clean
    assert exposed


def test_an_older_and_coarser_release_of_the_same_persons_is_taken_into_account() -> None:
    fine = ages([[9, 12], [8, 2], [30, 25], [40, 21]])
    coarse = replace(climb(fine, "alder"), name="tidligere")
    before = protect(coarse, most_hidden=ANY_SHARE)
    assert before.shown(("18-29", "anden")) == 14
    after = protect(fine, released=[before], most_hidden=ANY_SHARE)
    assert ("18-24", "anden") in after.hidden
    assert audit([before.finished(), after.finished()], truth=[coarse, after.table]).clean


def test_a_group_that_all_gave_one_answer_is_flagged() -> None:
    found = protect(table_of([[0, 12], [20, 30]]))
    assert "tabel: alle 12 i gruppen r0 har k = k1" in found.flags
    assert not any("gruppen r1" in told for told in found.flags)


def test_a_threshold_below_three_is_refused() -> None:
    with pytest.raises(ValueError, match="never below 3"):
        protect(table_of([[9, 9], [9, 9]]), threshold=2)


@pytest.mark.parametrize("threshold", [float("nan"), float("inf"), 5.0, "5", True, None, 2, 1, 0, -5])
def test_a_threshold_that_is_no_whole_number_from_three_is_refused(threshold: int) -> None:
    """Of less than NaN there is nothing: everything was shown, and the auditor called it clean."""
    one = table_of([[1, 9], [9, 9]])
    with pytest.raises(ValueError, match="the threshold is"):
        protect(one, threshold)
    numbers = tuple(Published.exact(labels, one.count(labels)) for labels in one.cells())
    finished = Finished("tabel", "kvinder", one.dimensions, numbers)
    assert audit([finished], 3).exposed
    with pytest.raises(ValueError, match="the threshold is"):
        audit([finished], threshold)


@pytest.mark.parametrize("share", [float("nan"), -0.1])
def test_a_share_to_hide_that_is_none_is_refused(share: float) -> None:
    """No table hides more than NaN, and none was said to hide too much."""
    with pytest.raises(ValueError, match="most_hidden is a share"):
        protect(table_of([[1, 9], [9, 9]]), most_hidden=share)


def test_two_dimensions_of_one_name_are_refused() -> None:
    twice = (Dimension("r", ("r0", "r1")), Dimension("r", ("r0", "r1")))
    with pytest.raises(ValueError, match="a name of its own"):
        Table("tabel", "kvinder", twice, {})
    with pytest.raises(ValueError, match="a name of its own"):
        Finished("tabel", "kvinder", twice, ())


def test_tables_that_contradict_one_another_are_refused() -> None:
    with pytest.raises(ValueError, match="another table"):
        protect_all([table_of([[9, 9], [9, 9]]), replace(table_of([[9, 9], [9, 8]]), name="anden")])


@pytest.mark.parametrize(
    "counts", [{("r0", "k0"): -1}, {("r0", "nowhere"): 3}, {("r0", "k0"): 1.5}], ids=["negative", "outside", "half"]
)
def test_what_is_not_a_table_of_whole_numbers_is_refused(counts: dict[Labels, int]) -> None:
    with pytest.raises(ValueError, match=r"whole number|no such cell"):
        Table("tabel", "kvinder", (Dimension("r", ("r0",)), Dimension("k", ("k0", "k1"))), counts)
