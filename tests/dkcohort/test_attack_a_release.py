"""Attacking finished numbers: what a reader can work out from counts, percentages, rates, person-years and limits."""

import ast
from dataclasses import replace
from itertools import combinations, product
from math import exp, inf
from pathlib import Path

import numpy as np
import pytest

import dkcohort.disclose
from dkcohort.disclose import Derived, Dimension, Feasible, Finished, Labels, Published, Table, audit
from dkcohort.disclose import printed as reader
from dkcohort.estimate import (
    Estimate,
    cumulative_incidence,
    indirectly_standardised,
    rate,
    rate_ratio,
    wilson,
)

TOTAL = "I alt"
YES, NO, ALL = ("ja",), ("nej",), (TOTAL,)
ANSWER = Dimension("svar", ("ja", "nej"))


def shown(*numbers: Published) -> Finished:
    return Finished("svar", "kvinder", (ANSWER,), numbers)


def known(finished: Finished, labels: Labels) -> Feasible:
    return next(one for one in audit([finished]).cells if one.labels == labels)


def bounds(finished: Finished, labels: Labels) -> tuple[float, float]:
    found = known(finished, labels)
    return found.low, inf if found.high is None else found.high


def square(counts: list[list[int]], hidden: set[Labels]) -> tuple[Finished, Table]:
    rows, columns = (tuple(f"{letter}{n}" for n in range(3)) for letter in "rk")
    table = Table.of("tabel", "kvinder", [Dimension("r", rows), Dimension("k", columns)], counts)
    numbers = [
        Published.hidden(one) if one in hidden else Published.exact(one, table.count(one)) for one in table.cells()
    ]
    return Finished("tabel", "kvinder", table.dimensions, tuple(numbers)), table


def test_the_four_hidden_cells_of_a_table_have_their_frechet_bounds() -> None:
    """In a 2x2 block with known margins the bounds are max(0, r + c - n) and min(r, c) (Frechet)."""
    hidden: set[Labels] = {("r0", "k0"), ("r0", "k2"), ("r2", "k0"), ("r2", "k2")}
    finished, table = square([[20, 50, 10], [8, 19, 22], [17, 32, 3]], hidden)
    found = {one.labels: (one.low, one.high) for one in audit([finished], truth=[table]).cells if one.labels in hidden}
    assert found[("r2", "k2")] == (max(0, 20 + 13 - 50), min(20, 13))
    assert found[("r0", "k0")] == (30 + 37 - 50, min(30, 37))
    assert audit([finished], truth=[table]).clean


def test_one_hidden_cell_in_a_row_is_no_secret() -> None:
    finished, table = square([[20, 50, 10], [8, 19, 22], [17, 32, 3]], {("r2", "k2")})
    found = audit([finished], truth=[table])
    assert [(one.labels, one.exposed) for one in found.exposed] == [(("r2", "k2"), "er 3")]


def test_a_small_count_that_is_shown_is_exposed() -> None:
    assert known(shown(Published.exact(YES, 3)), YES).exposed == "er 3"


def test_a_hidden_count_that_is_certain_to_be_small_is_exposed() -> None:
    finished = shown(Published.hidden(YES), Published.hidden(NO), Published.exact(ALL, 4))
    assert known(finished, YES).exposed == "er højst 4"


def test_a_hidden_count_that_cannot_be_smaller_is_exposed_to_those_who_know_the_truth() -> None:
    finished = shown(Published.hidden(YES), Published.interval(NO, 0, 17), Published.exact(ALL, 20))
    truth = Table.of("svar", "kvinder", [ANSWER], [3, 17])
    assert [one.exposed for one in audit([finished], truth=[truth]).exposed] == ["er mindst 3"]


def test_a_hidden_large_count_that_follows_is_named_too() -> None:
    finished = shown(Published.hidden(YES), Published.exact(NO, 17), Published.exact(ALL, 40))
    assert known(finished, YES).exposed == "er skjult, men kan kun være 23"


def test_a_percentage_with_a_decimal_gives_the_count_back() -> None:
    """With one decimal every count is told as long as the denominator is below 1,000."""
    finished = shown(Published.hidden(YES), Published.percentage(YES, 1.3, ALL, 1), Published.exact(ALL, 231))
    assert known(finished, YES).exposed == "er 3"


def test_a_percentage_of_a_large_group_does_not() -> None:
    finished = shown(Published.hidden(YES), Published.percentage(YES, 1, ALL), Published.exact(ALL, 2310))
    assert bounds(finished, YES) == (12, 34)


def test_the_percentage_of_the_others_is_the_complement() -> None:
    finished = shown(Published.percentage(NO, 98.7, ALL, 1), Published.exact(ALL, 231))
    assert known(finished, YES).exposed == "er 3"


def test_a_percentage_of_a_hidden_group_bounds_both() -> None:
    finished = shown(Published.exact(YES, 20), Published.percentage(YES, 40, ALL))
    assert bounds(finished, ALL) == (50, 50)
    finished = shown(Published.exact(YES, 20), Published.percentage(YES, 4, ALL))
    assert bounds(finished, ALL) == (445, 571)


@pytest.mark.parametrize("count", [0, 2, 7, 13])
def test_rounding_leaves_the_counts_that_round_to_what_is_shown(count: int) -> None:
    rounded = 5 * round(count / 5)
    low, high = bounds(shown(Published.rounded(YES, rounded, 5)), YES)
    assert (low, high) == (max(0, rounded - 2), rounded + 2)
    assert low <= count <= high


def test_rounded_cells_and_an_exact_total_can_give_a_count_away() -> None:
    finished = shown(Published.rounded(YES, 0, 5), Published.rounded(NO, 20, 5), Published.exact(ALL, 24))
    assert bounds(finished, YES) == (2, 2)
    assert known(finished, YES).exposed == "er 2"


def test_a_count_between_limits_is_between_them() -> None:
    assert known(shown(Published.interval(YES, 1, 4)), YES).exposed == "er højst 4"


def test_person_years_tell_how_many_were_followed() -> None:
    """Two years each, all but a month: 5.9 person-years are three women."""
    assert bounds(shown(Published.person_years(YES, 5.9, longest=2, shortest=1.9, decimals=1)), YES) == (3, 3)
    assert bounds(shown(Published.person_years(YES, 5.9, longest=2, decimals=1)), YES) == (3, inf)


def test_a_rate_and_its_person_years_tell_the_count() -> None:
    assert known(shown(Published.rate(YES, 12.0, 250, per=1000)), YES).exposed == "er 3"
    low, high = bounds(shown(Published.rate(YES, 12, 25_000, per=1000, decimals=0)), YES)
    assert low <= 300 <= high
    assert high - low > 20


@pytest.mark.parametrize(("hits", "of"), [(3, 60), (18, 60), (0, 40), (40, 40), (250, 1000)])
def test_wilson_limits_and_a_denominator_tell_the_count(hits: int, of: int) -> None:
    """The limits come from the engine's own estimate, which agrees with Newcombe (1998a)."""
    estimate = wilson(hits, of)
    assert estimate.low is not None
    assert estimate.high is not None
    limits = Published.limits(YES, round(100 * estimate.low, 1), round(100 * estimate.high, 1), ALL)
    low, high = bounds(shown(limits, Published.exact(ALL, of)), YES)
    assert low <= hits <= high
    assert high - low <= 1


def test_wilson_limits_alone_bound_the_denominator_they_hide() -> None:
    estimate = wilson(18, 60)
    assert estimate.low is not None
    assert estimate.high is not None
    limits = Published.limits(YES, round(100 * estimate.low, 2), round(100 * estimate.high, 2), ALL, 2)
    assert bounds(shown(limits), YES) == (18, 18)


@pytest.mark.parametrize("count", [1, 3, 9, 10, 40])
def test_the_limits_of_a_rate_tell_the_count(count: int) -> None:
    estimate = rate(count, 400, per=1000)
    assert estimate.low is not None
    assert estimate.high is not None
    limits = Published.rate_limits(YES, round(estimate.low, 1), round(estimate.high, 1), 400, per=1000)
    assert bounds(shown(limits), YES) == (count, count)


def limits(estimate: Estimate, decimals: int) -> tuple[float, tuple[float, float]]:
    """Value and limits as they are printed."""
    assert None not in (estimate.value, estimate.low, estimate.high)
    value, low, high = (round(float(n or 0), decimals) for n in (estimate.value, estimate.low, estimate.high))
    return value, (low, high)


@pytest.mark.parametrize(("hits", "of"), [(3, 58), (18, 242), (30, 250), (1, 97), (57, 58)])
def test_a_share_with_limits_and_a_rounded_denominator_tells_the_count(hits: int, of: int) -> None:
    value, sides = limits(wilson(hits, of), 3)
    around = Published.rounded(ALL, 5 * round(of / 5), 5)
    low, high = bounds(shown(Published.share(YES, value, sides, ALL), around), YES)
    assert low <= hits <= high
    assert high - low <= 1


@pytest.mark.parametrize("of", [216, 431, 902, 1202, 1221])
def test_the_parts_of_a_distribution_together_tell_how_many_they_are(of: int) -> None:
    hits = np.random.default_rng(of).multinomial(of, [0.55, 0.1, 0.08, 0.1, 0.07, 0.05, 0.05])
    parts = tuple(f"t{place}" for place in range(len(hits)))
    numbers = [Published.rounded(ALL, 5 * round(of / 5), 5)]
    for part, n in zip(parts, hits, strict=True):
        value, sides = limits(wilson(int(n), of), 3)
        numbers.append(Published.share((part,), value, sides, ALL))
    (whole,) = [x for x in audit([Finished("t", "k", (Dimension("t", parts),), tuple(numbers))]).cells
                if x.labels == ALL]  # fmt: skip
    assert (whole.low, whole.high) == (of, of)


def test_a_table_that_left_twice_adds_up_by_itself() -> None:
    (value, sides), (rest, others) = limits(wilson(20, 60), 3), limits(wilson(40, 60), 3)
    one = shown(Published.rounded(ALL, 60, 5), Published.share(YES, value, sides, ALL),
                Published.share(NO, rest, others, ALL))  # fmt: skip
    assert {(x.low, x.high) for x in audit([one, one]).cells if x.labels == ALL} == {(60, 60)}


@pytest.mark.parametrize(("hits", "of"), [(3, 58), (18, 242), (9, 120)])
def test_a_cumulative_incidence_with_its_error_tells_the_count(hits: int, of: int) -> None:
    days, cause = [30 + n for n in range(hits)] + [400] * (of - hits), [1] * hits + [0] * (of - hits)
    curve = cumulative_incidence(None, days, cause, [365])[1]
    value, sides = limits(curve.estimate(0), 3)
    printed = Published.incidence(YES, value, sides, round(float(curve.se[0]), 4), ALL)
    low, high = bounds(shown(printed, Published.rounded(ALL, 5 * round(of / 5), 5)), YES)
    assert low <= hits <= high
    assert high - low <= 1


def test_an_incidence_of_those_not_all_followed_is_a_ceiling() -> None:
    """Three of ten, five of them gone half-way: the curve says more than three tenths."""
    curve = cumulative_incidence(None, [10, *[50] * 5, 60, 70, 90, 90], [1, *[0] * 5, 1, 1, 0, 0], [80])[1]
    value, sides = limits(curve.estimate(0), 3)
    assert value > 0.3
    low, high = bounds(shown(Published.incidence(YES, value, sides, None, ALL), Published.exact(ALL, 10)), YES)
    assert low == 1
    assert 3 <= high <= 10 * value + 0.1


@pytest.mark.parametrize("count", [1, 3, 9, 10, 17, 40])
def test_a_rate_with_limits_tells_the_count_without_its_person_years(count: int) -> None:
    value, sides = limits(rate(count, 231.7, 100), 2)
    low, high = bounds(shown(Published.estimate(YES, value, sides, per=100)), YES)
    assert low <= count <= high
    assert high - low <= 2
    (years_low, years_high) = reader.estimate(Published.estimate(YES, value, sides, per=100))[1]
    assert years_low <= 231.7 <= years_high
    assert years_high < 1.2 * years_low


def test_no_event_is_told_by_the_persons_who_could_have_had_one() -> None:
    value, sides = limits(rate(0, 480.0, 100), 2)
    assert bounds(shown(Published.estimate(YES, value, sides, per=100, most=500)), YES) == (0, 0)


@pytest.mark.parametrize("observed", [3, 8, 16])
def test_observed_over_expected_tells_the_observed(observed: int) -> None:
    found = indirectly_standardised([observed, 0], [100, 140], [90, 70], [1000, 900])
    value, sides = limits(found, 2)
    low, high = bounds(shown(Published.estimate(YES, value, sides, most=240)), YES)
    assert low <= observed <= high
    assert high - low <= 3


def test_a_ratio_of_rates_beside_one_of_them_tells_the_other() -> None:
    """Nineteen before are shown, three after are hidden: the change gives them back."""
    value, sides = limits(rate_ratio(3, 240.0, 19, 238.0), 2)
    after, before = reader.ratio(value, sides, (0, 200), (19, 19), (0.9, 1.1), 0.005)
    assert before == (19, 19)
    assert after == (3, 3)


def test_the_width_of_a_contrast_tells_the_fourth_count() -> None:
    counts = (3, 19, 140, 160)
    spread = 1.959964 * sum(1 / n for n in counts) ** 0.5
    sides = (round(0.8 * exp(-spread), 2), round(0.8 * exp(spread), 2))
    found = reader.contrast(sides, [(0, inf), (19, 19), (140, 140), (160, 160)], 0.005)
    assert found[0] == (3, 3)


def test_a_sum_that_no_table_shows_is_attacked_too() -> None:
    """20 came back here, 15 elsewhere, 33 anywhere: two did both."""
    tables, truth = [], []
    for name, count in (("her", 20), ("andetsteds", 15), ("et sted", 33)):
        dimension = (Dimension(name, ("ja", "nej")),)
        tables.append(Finished(name, "kvinder", dimension, (Published.exact(YES, count), Published.exact(ALL, 200))))
        truth.append(Table.of(name, "kvinder", dimension, [count, 200 - count]))
    both = Derived("begge dele", ((1, 0, YES), (1, 1, YES), (-1, 2, YES)))
    assert audit(tables, truth=truth).clean
    found = audit(tables, truth=truth, derived=[both]).exposed
    assert [(one.table, one.exposed) for one in found] == [("begge dele", "er 2")]


def test_a_number_that_fell_by_a_few_tells_of_those_few() -> None:
    tables = [
        replace(shown(Published.exact(YES, count)), name=str(year), population=str(year))
        for year, count in ((2026, 21), (2027, 18))
    ]
    less = Derived("2027 mod 2026", ((1, 1, YES), (-1, 0, YES)))
    truth = [
        replace(Table.of(one.name, one.population, [ANSWER], [n, 9])) for one, n in zip(tables, (21, 18), strict=True)
    ]
    assert [one.exposed for one in audit(tables, truth=truth, derived=[less]).exposed] == ["er 3"]


def test_what_is_not_mentioned_is_attacked_as_well() -> None:
    """The table shows one answer and the total; the other answer follows."""
    assert known(shown(Published.exact(YES, 58), Published.exact(ALL, 60)), NO).exposed == "er 2"


def test_two_tables_are_attacked_together() -> None:
    """Each is safe alone; the second shows a margin that the first hides."""
    age = Dimension("alder", ("unge", "gamle"))
    both = Finished(
        "alder og svar",
        "kvinder",
        (age, ANSWER),
        tuple(Published.hidden(one) for one in product(("unge", "gamle"), ("ja", "nej", TOTAL)))
        + tuple(Published.exact((TOTAL, *one), n) for one, n in ((YES, 33), (NO, 40), (ALL, 73))),
    )
    alone = Finished("alder", "kvinder", (age,), (Published.exact(("unge",), 70), Published.exact((TOTAL,), 73)))
    assert audit([both]).clean
    found = audit([both, alone]).exposed
    assert {(one.table, one.labels) for one in found} >= {("alder", ("gamle",)), ("alder og svar", ("gamle", "ja"))}


def test_tables_of_other_persons_tell_nothing() -> None:
    hidden = shown(Published.hidden(YES), Published.hidden(NO), Published.exact(ALL, 30))
    other = replace(shown(Published.exact(YES, 10)), population="mænd")
    assert audit([hidden, other]).clean


def test_coarser_categories_of_another_table_are_subtracted() -> None:
    fine = Dimension("alder", ("18-24", "25-29", "30+"))
    coarse = Dimension("alder", ("18-29", "30+"), covers={"18-29": ("18-24", "25-29"), "30+": ("30+",)})
    one = Finished("fin", "kvinder", (fine,), (Published.exact(("18-24",), 20),))
    other = Finished("grov", "kvinder", (coarse,), (Published.exact(("18-29",), 22),))
    assert [(each.labels, each.exposed) for each in audit([one, other]).exposed] == [(("25-29",), "er 2")]


def test_whole_numbers_tell_more_than_fractions() -> None:
    """Half of two groups is shown: in fractions the count could be 7 to 8, in whole numbers it is 7."""
    finished = shown(Published.interval(YES, 7, 7), Published.percentage(YES, 50, ALL), Published.exact(NO, 7))
    assert bounds(finished, ALL) == (14, 14)
    odd = shown(Published.percentage(YES, 33.3, ALL, 1), Published.interval(ALL, 10, 14))
    assert bounds(odd, YES) == (4, 4)


def test_in_a_large_part_whole_numbers_are_asked_for_where_it_matters() -> None:
    """Of any two of twelve groups at most one woman: in fractions six in all, in whole numbers one.

    The groups hang together with more unknown cells than are asked for in whole numbers as a matter of course.
    """
    codes = (*(f"g{n}" for n in range(12)), "øvrige")
    fine = Dimension("gruppe", codes)
    many = Dimension("kommune", tuple(f"k{n}" for n in range(20)))
    wide = Finished("stor", "kvinder", (fine, many), (Published.exact((TOTAL, TOTAL), 900),))
    pairs = [
        Finished(f"to {n}", "kvinder", (_against_the_rest(codes, chosen),), (Published.interval(("valgte",), 0, 1),))
        for n, chosen in enumerate(combinations(codes[:12], 2))
    ]
    twelve = Finished("tolv", "kvinder", (_against_the_rest(codes, codes[:12]),), (Published.hidden(("valgte",)),))
    found = audit([wide, *pairs, twelve])
    assert [one.exposed for one in found.exposed if one.table == "tolv"] == ["er højst 1"]
    assert {one.labels for one in found.in_fractions} == set()


def _against_the_rest(codes: Labels, chosen: Labels) -> Dimension:
    rest = tuple(code for code in codes if code not in chosen)
    return Dimension("gruppe", ("valgte", "andre"), covers={"valgte": chosen, "andre": rest})


def test_a_population_inside_another_is_subtracted_from_it() -> None:
    inside = replace(shown(Published.exact(YES, 20), Published.exact(NO, 30)), name="uden anonyme", population="kendte")
    around = shown(Published.exact(YES, 22), Published.exact(NO, 40))
    assert audit([inside, around]).clean
    found = audit([inside, around], subsets=[("kendte", "kvinder")]).exposed
    assert [(one.table, one.labels, one.exposed) for one in found] == [("svar uden uden anonyme", YES, "er 2")]


def test_numbers_that_contradict_one_another_are_refused() -> None:
    with pytest.raises(ValueError, match="contradict"):
        audit([shown(Published.exact(YES, 20), Published.exact(NO, 30), Published.exact(ALL, 51))])


def test_a_percentage_without_a_denominator_is_refused() -> None:
    with pytest.raises(ValueError, match="denominator"):
        audit([shown(Published(YES, "percentage", value=4))])


def test_the_auditor_shares_no_code_with_what_it_audits() -> None:
    """Beyond the names of tables and cells, neither side imports a module of the other."""
    attacker, defender = reached("audit"), reached("protect")
    assert {"attack", "ranges", "readers"} <= attacker
    assert attacker & defender == {"model"}
    assert "printed" in attacker


def reached(module: str) -> set[str]:
    folder = Path(dkcohort.disclose.__file__).parent
    found, waiting = set(), {module}
    while waiting:
        name = waiting.pop()
        found.add(name)
        tree = ast.parse((folder / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dkcohort.disclose"):
                path = (node.module or "").split(".")[2:]
                waiting |= set(path or (alias.name for alias in node.names)) - found
    return found


def test_the_only_woman_of_a_row_knows_in_which_of_its_cells_she_is() -> None:
    """That her row holds one leaves r1, k1 at 4 or 5; that the rest of it is empty as well leaves 4."""
    table = Table.of(
        "tabel",
        "kvinder",
        [Dimension("r", ("r0", "r1", "r2")), Dimension("k", ("k0", "k1", "k2"))],
        [[0, 1, 0], [21, 4, 22], [40, 20, 30]],
    )
    hidden = {("r0", "I alt"), ("r1", "I alt"), *((row, k) for row in ("r0", "r1", "r2") for k in ("k0", "k1", "k2"))}
    hidden -= {("r1", "k2"), ("r2", "k0")}
    numbers = [
        Published.hidden(labels) if labels in hidden else Published.exact(labels, table.count(labels))
        for labels in table.cells()
    ]
    found = audit([Finished("tabel", "kvinder", table.dimensions, tuple(numbers))], truth=[table]).exposed
    assert [(one.labels, one.exposed) for one in found] == [(("r1", "k1"), "følger for den ene kvinde i r0, I alt")]


IMPOSSIBLE = {
    "negative": (Published.exact(("a0",), -3), "below zero"),
    "nan": (Published.exact(("a0",), float("nan")), "no finite number"),  # type: ignore[arg-type]
    "endless": (Published.exact(("a0",), float("inf")), "no finite number"),  # type: ignore[arg-type]
    "half": (Published.exact(("a0",), 2.5), "no whole number"),  # type: ignore[arg-type]
    "unknown": (Published.exact(("zz",), 3), "no cell of the table"),
    "too long": (Published.exact(("a0", "a1"), 3), "no cell of the table"),
    "of unknown": (Published.percentage(("a0",), 30, ("zz",)), "no cell of the table"),
    "turned": (Published.interval(("a0",), 5, 3), "low end above its high end"),
    "nan per cent": (Published.percentage(("a0",), float("nan"), ("I alt",)), "no finite number"),
}


@pytest.mark.parametrize(("number", "said"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_a_number_that_cannot_be_is_refused_with_its_name(number: Published, said: str) -> None:
    finished = Finished("tabellen", "kvinder", (Dimension("a", ("a0", "a1")),), (number,))
    with pytest.raises(ValueError, match=f"tabellen: the {number.kind} number of .* {said}"):
        audit([finished])
