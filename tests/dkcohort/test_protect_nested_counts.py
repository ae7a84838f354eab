"""Counts that lie inside one another in tables apart: what is left must not be had by subtraction."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from dkcohort import definitions, papers
from dkcohort.between import Between
from dkcohort.cells import EVENTS, Cells, cells
from dkcohort.differences import too_close
from dkcohort.disclose import Derived, Dimension, Ledger, Protected, Rest, Table, audit, protect_all
from dkcohort.figures import Figure, key
from dkcohort.ladders import together
from dkcohort.nesting import pairs, rests
from dkcohort.outsider import leaving
from dkcohort.reader import Reader
from dkcohort.release import _hiding, _protected, release
from dkcohort.simulate.country import simulate
from dkcohort.simulate.world import World
from dkcohort.stage import hush
from dkcohort.study import read
from dkcohort.themes.events import WINDOWS, rated
from dkcohort.themes.shares import share
from tests.dkcohort.countries import figures, prepared

YES = ("ja",)


def answers(name: str, yes: int, of: int = 200) -> Table:
    return Table.of(name, "kvinder", (Dimension(name, ("ja", "nej")),), [yes, of - yes])


def bare(one: Protected) -> Protected:
    """The same with nothing hidden that is not few."""
    return replace(one, secondary=frozenset())


def asked(inner: int = 0, outer: int = 1) -> list[Derived]:
    return [Derived("sigtet uden afgørelse", ((1, outer, YES), (-1, inner, YES)), nested=True)]


def rest() -> list[Rest]:
    return [Rest("sigtet uden afgørelse", ((1, "sigtet", YES), (-1, "skyldig", YES)))]


@pytest.mark.parametrize(("guilty", "charged"), [(12, 15), (8, 9), (3, 7), (30, 34)])
def test_few_between_two_counts_are_hidden(guilty: int, charged: int) -> None:
    tables = [answers("skyldig", guilty), answers("sigtet", charged)]
    apart = protect_all(tables, most_hidden=1.0)
    assert not audit([bare(one).finished() for one in apart], truth=tables, derived=asked()).clean or guilty < 5
    found = protect_all(tables, rests=rest(), most_hidden=1.0)
    assert any(one.hidden for one in found)
    assert audit([one.finished() for one in found], truth=tables, derived=asked()).clean


@pytest.mark.parametrize(("guilty", "charged"), [(12, 12), (12, 20)])
def test_nobody_and_many_between_two_counts_may_be_seen(guilty: int, charged: int) -> None:
    tables = [answers("skyldig", guilty), answers("sigtet", charged)]
    found = protect_all(tables, rests=rest(), most_hidden=1.0)
    assert not any(one.hidden for one in found)
    assert audit([one.finished() for one in found], truth=tables, derived=asked()).clean


def test_a_hidden_count_that_an_outer_one_confines_is_found() -> None:
    """Whether anybody was found guilty is hidden; but nobody was charged, and that is shown."""
    tables = [answers("skyldig", 0), answers("sigtet", 0)]
    hidden = Protected(tables[0], 5, frozenset(), frozenset({YES, ("nej",)}), 0.0, 0.0).finished()
    shown = Protected(tables[1], 5, frozenset(), frozenset(), 0.0, 0.0).finished()
    assert audit([hidden, shown], truth=tables).clean
    exposed = audit([hidden, shown], truth=tables, derived=asked()).exposed
    assert ("skyldig", YES, "er skjult, men kan kun være 0") in {
        (one.table, one.labels, one.exposed) for one in exposed
    }


def test_the_only_way_to_hide_what_is_left_is_found_in_every_small_pair() -> None:
    for inner, left in product(range(9), range(6)):
        tables = [answers("skyldig", inner, 60), answers("sigtet", inner + left, 60)]
        found = protect_all(tables, rests=rest(), most_hidden=1.0)
        assert audit([one.finished() for one in found], truth=tables, derived=asked()).clean, (inner, left)


def test_an_inner_count_is_never_the_larger() -> None:
    with pytest.raises(ValueError, match="larger than the outer"):
        protect_all([answers("skyldig", 20), answers("sigtet", 12)], rests=rest(), most_hidden=1.0)


def test_a_later_release_leaves_the_earlier_as_unknown_as_it_was() -> None:
    """What is hidden was never freer than its outer count lets it be: it need not be so now either."""
    tables = [answers("skyldig", 3), answers("sigtet", 12)]
    before = protect_all(tables, rests=rest(), most_hidden=1.0)
    again = protect_all(tables, released=before, rests=rest(), most_hidden=1.0)
    assert [one.hidden for one in again] == [one.hidden for one in before]


def test_what_cannot_be_hidden_takes_its_table_with_it() -> None:
    """Two stays more than women in all, and both numbers are given in any case: the women's ages are left out."""
    found = [share(f"age.{name}", "all", 2024, n, of, part=part, kind="part")
             for name, of, counts in (("women", 60, (20, 40)), ("stays", 62, (22, 40)))
             for part, n in zip(("18-24", "25-29"), counts, strict=True)]  # fmt: skip
    laid = cells(found)
    protected = _hiding(laid, list(laid.tables), Ledger(), 5)
    assert set(protected) == {"age.stays / all / 2024"}
    assert not any(one.hidden for one in protected.values())


def test_what_lies_within_is_remembered(tmp_path: Path) -> None:
    tables = [answers("skyldig", 12), answers("sigtet", 15)]
    found = protect_all(tables, rests=rest(), most_hidden=1.0)
    ledger = Ledger().admit("2026", found, members={"kvinder": [str(n) for n in range(200)]})
    entry = replace(ledger.entries[0], derived=tuple(asked()))
    replace(ledger, entries=(entry,)).write(tmp_path / "regnskab.json")
    again = Ledger.read(tmp_path / "regnskab.json")
    assert again.entries[0].derived == tuple(asked())
    # The next release beside it makes nothing narrower that the pair had not made narrow before.
    more = replace(answers("andet", 40), population="andre")
    assert len(again.admit("2027", protect_all([more], most_hidden=1.0), members={"andre": ["x"]}).entries) == 2


def crime(indicator: str, window: int, events: int, persons: int) -> list[Figure]:
    """The rate and the share of women with any, of 200 women."""
    one = WINDOWS[window]
    return [
        rated(f"crime.{indicator}", "own", 2024, one, (events, persons, 200, 73_000), final=True),
        share(f"crime.{indicator}_any", "own", 2024, persons, 200, months=one.months, part=one.part),
    ]


def invented() -> list[Figure]:
    guilty = [*crime("guilty", 3, 9, 8), *crime("guilty", 4, 20, 16)]
    return [*guilty, *crime("charges", 3, 12, 11), *crime("charges", 4, 31, 25)]


def said(laid: Cells) -> dict[str, int]:
    tables = {table.name: table for table in laid.tables}
    return {
        one.name: sum(factor * tables[name].count(labels) for factor, name, labels in one.terms) for one in rests(laid)
    }


def test_women_events_and_further_events_are_subtracted_at_every_horizon() -> None:
    found = {name: count for name, count in said(cells(invented())).items() if "inden 24 mdr. (" in name}
    women = {count for name, count in found.items() if not name.startswith(EVENTS)}
    assert women == {11 - 8, 25 - 16}
    events = [count for name, count in found.items() if name.startswith(EVENTS)]
    # Charges without guilt (twice: all kinds, and those no line is about), further charges, further guilty events.
    differences = [(12 - 9, 31 - 20)] * 2 + [(12 - 11, 31 - 25), (9 - 8, 20 - 16)]
    assert sorted(events) == sorted(count for a, b in differences for count in (a, b, b - a))


def test_a_table_that_is_left_out_leaves_the_shorter_one_around() -> None:
    """Charges within two years are left out; those within one confine what is hidden among the guilty of two years."""
    laid = cells(invented())
    longest = f"{EVENTS} / crime.charges / own / 2024 / efter / inden 24 mdr."
    built = {table.name for table in laid.tables} - {longest}
    assert len(built) == len(laid.tables) - 1
    events = [one.terms for one in rests(laid, built) if one.name.startswith(f"{EVENTS} / crime.charges")]
    pairs_ = {(outer[1].split(" / ")[-1], inner[1].split(" / ")[-1])
              for outer, inner in (terms for terms in events if len(terms) == 2)
              if inner[1].startswith(f"{EVENTS} / crime.guilty")}  # fmt: skip
    assert pairs_ == {("inden 12 mdr.", "inden 12 mdr."), ("inden 12 mdr.", "inden 24 mdr.")}
    assert not any(longest in {name for _factor, name, _labels in one.terms} for one in rests(laid, built))


def test_a_pair_the_counts_contradict_is_none() -> None:
    figures_ = [share("mental.block", "own", 2024, 9, 200, months=60, part="F20-29"),
                share("mental.severe", "own", 2024, 8, 200, months=60)]  # fmt: skip
    assert not rests(cells(figures_))
    figures_[1] = share("mental.severe", "own", 2024, 12, 200, months=60)
    assert list(said(cells(figures_)).values()) == [3]


def test_two_groups_that_hold_a_third_together_are_subtracted_together() -> None:
    """Seven and nine in two groups, twelve severe: four have both, or are in the second without being severe."""
    groups = [share("mental.block", "own", 2024, n, 200, months=60, part=part)
              for part, n in (("F20-29", 7), ("F30-39", 9))]  # fmt: skip
    severe = share("mental.severe", "own", 2024, 12, 200, months=60)
    laid = cells([*groups, severe])
    assert sorted(said(laid).values()) == [7 + 9 - 12, 12 - 7]
    shown = [Protected(table, 5, frozenset(), frozenset(), 0.0, 0.0) for table in laid.tables]
    assert found_small(laid, shown)
    hidden = protect_all(laid.tables, rests=rests(laid), most_hidden=1.0)
    assert not found_small(laid, hidden)


def found_small(laid: Cells, protected: Sequence[Protected]) -> list[str]:
    """What the auditor finds in the tables as they would leave."""
    at = {one.table.name: place for place, one in enumerate(protected)}
    derived = [Derived(one.name, tuple((factor, at[name], labels) for factor, name, labels in one.terms), nested=True)
               for one in rests(laid)]  # fmt: skip
    finished = [one.finished() for one in protected]
    return [one.table for one in audit(finished, truth=laid.tables, derived=derived).exposed]


def test_every_pair_is_of_indicators_there_are() -> None:
    assert {name for pair in pairs() for name in (pair.inner, pair.outer)} <= set(definitions.indicators())


def test_distributions_within_one_another_are_put_together_together() -> None:
    assert together([("age.women", "all")]) == {("age.women", "all"), ("age.stays", "all")}
    assert together([("home.landsdel", "own")]) == {("home.landsdel", "own")}


def returns(elsewhere: Sequence[int], own: Sequence[int], anywhere: Sequence[int]) -> list[Figure]:
    """Women who came back within 6, 12 and 24 months; without own, those who left other centres."""
    sides = {"elsewhere": elsewhere, "own": own, "anywhere": anywhere}
    who = "own" if own else "other"
    return [
        share(f"returns.{side}", who, 2024, hits, 300, months=months, part="alle", kind="incidence")
        for side, counts in sides.items()
        for months, hits in zip((6, 12, 24), counts, strict=False)
    ]


def left_out(found: list[Figure], told: Sequence[str] = ()) -> dict[str, list[int | None]]:
    hidden = sorted(too_close(found, 5, told), key=key)
    return {side: [f.months for f in hidden if f.indicator == side] for side in {f.indicator for f in hidden}}


class TestHereElsewhereAndAnywhere:
    """Here and elsewhere less anywhere are the women who did both."""

    few = returns((25, 50, 90), (20, 40, 60), (42, 80, 130))

    def test_the_side_that_serves_no_goal_is_left_out_where_few_did_both(self) -> None:
        assert left_out(self.few) == {"returns.own": [6, 12, 24]}

    def test_a_few_more_who_did_both_are_few_too(self) -> None:
        assert left_out(returns((25, 50, 90), (20, 40, 60), (39, 82, 130))) == {"returns.own": [6, 12, 24]}

    def test_nothing_is_left_out_where_many_did_both(self) -> None:
        assert not left_out(returns((25, 50, 90), (20, 40, 60), (40, 80, 130)))

    def test_nobody_who_did_both_would_give_the_one_of_three_that_is_hidden(self) -> None:
        # Elsewhere at 6 months is hidden for the four who came by 12: anywhere less here would be it.
        assert left_out(returns((25, 29, 90), (20, 40, 60), (45, 69, 130))) == {"returns.own": [6, 12, 24]}

    def test_anywhere_is_hidden_where_less_elsewhere_it_is_few(self) -> None:
        found = left_out(returns((25, 50, 90), (5, 40, 60), (29, 80, 130)))
        assert found == {"returns.own": [6, 12, 24], "returns.anywhere": [6]}

    def test_a_side_that_has_left_cannot_be_hidden_any_more(self) -> None:
        assert left_out(self.few, ["own 2024"]) == {"returns.anywhere": [6, 12, 24]}
        assert left_out(self.few, ["own 2023"]) == {"returns.own": [6, 12, 24]}

    def test_of_others_anywhere_is_hidden(self) -> None:
        assert left_out(returns((25, 50, 90), (), (27, 80, 130))) == {"returns.anywhere": [6, 12, 24]}


@pytest.fixture(scope="module")
def released() -> Path:
    """What left of two cohorts, with every theme in which one count lies within another."""
    world = World(persons=0, seed=7, shelter_women=4200)
    themes = ("age", "crime", "mental", "placement", "returns")
    study_file = simulate(world, Path(mkdtemp(prefix="inden")), themes, snapshots=11)
    text = study_file.read_text(encoding="utf-8")
    study_file.write_text(text.replace("2022, 2023, 2024, 2025", "2023, 2024"), encoding="utf-8")
    prepared(read(study_file))
    release(read(study_file), hush)
    return study_file


def shown_pairs(study_file: Path) -> Iterator[tuple[str, Figure, Figure]]:
    """Every pair of shown lines of which one lies within the other, put together anew from the definitions' words."""
    rows = papers.rows(study_file.parent / "hjemtagning")
    by = {key(f): f for f in figures(study_file)}
    shown = {name: by[name] for name, row in rows.items() if row.shown}
    inside = [("guilty", "charges", kind, "rate") for kind in ("", "_penal", "_traffic", "_special")]
    inside.append(("guilty", "charges", "_any", "share"))
    for (indicator, population, cohort, months, own, kind), f in shown.items():
        names = [
            (f"crime.{outer}{end}", as_) for inner, outer, end, as_ in inside if indicator == f"crime.{inner}{end}"
        ]
        names += [(indicator.removesuffix("_any"), "rate")] if indicator.endswith("_any") else []
        names += [("mental.any", "share")] if indicator in {"mental.severe", "mental.block"} else []
        names += [("placement.ever", "share")] if indicator == "placement.at15" else []
        names += [("age.stays", "part")] if indicator == "age.women" else []
        for name, as_ in names if kind in {"rate", "share", "part"} else []:
            part = "alle" if indicator == "mental.block" else own
            found = shown.get((name, population, cohort, months, part, as_))
            if found is not None and f.kind == ("rate" if as_ == "rate" and not indicator.endswith("_any") else kind):
                yield indicator, f, found


def test_subtraction_finds_nobody_in_a_release(released: Path) -> None:
    found = list(shown_pairs(released))
    assert len(found) > 100
    assert {indicator.split(".")[0] for indicator, _, _ in found} >= {"crime", "mental", "placement"}
    few = [(key(f), key(outer)) for _, f, outer in found if 0 < outer.hits - f.hits < 5]
    assert not few


def test_adding_two_groups_finds_nobody_in_a_release(released: Path) -> None:
    """Women in both groups, or in the second and not severe."""
    rows = papers.rows(released.parent / "hjemtagning")
    hits = {key(f): f.hits for f in figures(released) if rows[key(f)].shown}
    left = []
    for name in [name for name in hits if name[0] == "mental.severe"]:
        groups = [("mental.block", *name[1:4], part, name[5]) for part in ("F20-29", "F30-39")]
        if all(group in hits for group in groups):
            left.append(sum(hits[group] for group in groups) - hits[name])
    assert left
    assert not [number for number in left if 0 < number < 5]


@pytest.fixture(scope="module")
def hidden(released: Path) -> Any:
    """What the release hid, found anew."""
    return _protected(read(released), figures(released), Ledger())


def attacked(study_file: Path, hidden: Any, open_again: Sequence[str]) -> list[str]:
    """What the auditor finds in the finished files where hidden lines of these indicators are shown again."""
    rows = papers.rows(study_file.parent / "hjemtagning")
    by = {key(f): f for f in hidden.figures}
    for name, row in rows.items():
        f = by[name]
        if not row.shown and name[0] in open_again and min(f.hits, f.of - f.hits) >= 5 and f.value is not None:
            low, high = f.low or 0.0, f.high or 0.0
            rows[name] = replace(row, status="vist", n=5 * round(f.of / 5), value=round(f.value, 3),
                                 low=round(low, 3), high=round(high, 3),
                                 se=None if f.se is None else round(f.se, 4))  # fmt: skip
    protected = [one for _, one in sorted(hidden.protected.items())]
    leaves = leaving(rows, hidden.figures, hidden.laid, protected, Ledger(), "")
    return [one.table for one in audit(leaves.finished, truth=leaves.truth, derived=leaves.derived).exposed]


def test_the_auditor_sees_what_is_shown_again(released: Path, hidden: Any) -> None:
    assert not attacked(released, hidden, [])
    found = attacked(released, hidden, ["crime.charges_any", "crime.guilty_any"])
    assert any(re.match(r"crime.charges_any / .* uden crime.guilty_any$", name) for name in found)


def test_the_auditor_sees_the_side_that_is_shown_again(released: Path, hidden: Any) -> None:
    found = attacked(released, hidden, ["returns.own"])
    assert any(name.startswith("begge slags ophold / own / ") for name in found)


def test_the_auditor_asks_about_every_pair_it_knows(released: Path, hidden: Any) -> None:
    at = {name: place for place, name in enumerate(sorted(hidden.protected))}
    between = Between(Reader(papers.rows(released.parent / "hjemtagning")), hidden.laid, at, len(at))
    inner = {one.name.rsplit("uden ", 1)[1].split()[0] for one in between.derived() if one.nested}
    assert inner == {pair.inner for pair in pairs()}
