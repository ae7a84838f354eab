"""How many persons a line is a share of: no such number less another of the same women may be about a few of them."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dkcohort import papers
from dkcohort.cells import cells, known
from dkcohort.disclose import Audit, Ledger, protect_all
from dkcohort.disclose.ledger import Entry
from dkcohort.figures import Figure, key
from dkcohort.manifest import manifest
from dkcohort.outsider import leaving
from dkcohort.papers import Row
from dkcohort.publish import lines
from dkcohort.release import _bundle, _protected, release
from dkcohort.run import figures_file, read_figures
from dkcohort.simulate.country import simulate
from dkcohort.simulate.world import World
from dkcohort.sizes import untold
from dkcohort.stage import Refused, hush, kept
from dkcohort.study import read
from dkcohort.themes.shares import share
from tests.dkcohort.countries import figures, prepared

STATES = (0.55, 0.1, 0.08, 0.1, 0.07, 0.05, 0.05)
TOTAL = ("I alt",)


def spread(indicator: str, of: int, population: str = "matched", rounds: int = 1) -> list[Figure]:
    """A distribution of `of` women over seven states, every one of them held by many."""
    hits = np.random.default_rng(rounds).multinomial(of, STATES)
    return [share(indicator, population, 2022, int(n), of, part=f"t{place}", kind="part")
            for place, n in enumerate(hits)]  # fmt: skip


def left(found: Sequence[Figure], before: Ledger) -> Entry:
    """A release of these figures, as the engine hides cells and whatever their numbers of women are."""
    laid = cells(found)
    protected = protect_all(laid.tables, released=known(laid.tables, 5), most_hidden=1.0)
    by = {one.table.name: one for one in protected}
    rows = {(x.indicator, x.population, x.cohort, x.months, x.part, x.kind):
            Row(x.kind, x.status, x.n, x.value, x.low, x.high, x.se) for x in lines(found, laid, by)}  # fmt: skip
    leaves = leaving(rows, found, laid, protected, before, "")
    return Entry(str(len(before.entries)), protected, leaves.finished, leaves.truth, leaves.derived)


def shown(found: Sequence[Figure], earlier: Ledger | None = None) -> tuple[Ledger, Audit]:
    """The ledger with one more release, and what the auditor finds in all of it."""
    before = earlier or Ledger()
    ledger = Ledger((*before.entries, left(found, before)))
    return ledger, ledger.audit(5)


def told_apart(found: Audit) -> list[str]:
    return [one.exposed for one in found.exposed if " uden " in one.table]


@pytest.mark.parametrize(
    ("more", "less", "said"), [(221, 216, []), (216, 215, ["er 1"]), (216, 216, []), (412, 408, ["er 4"])]
)
def test_a_few_between_two_numbers_of_women_are_found_by_the_auditor(more: int, less: int, said: list[str]) -> None:
    """The attack of the shelter stay between two weeks, read from the printed lines alone."""
    _ledger, found = shown([*spread("work.week+26", more), *spread("work.week+52", less, rounds=2)])
    assert told_apart(found) == said


def test_numbers_of_women_that_lie_close_are_not_both_told() -> None:
    found = [*spread("work.week+0", 221), *spread("work.week+26", 216), *spread("work.week+52", 215),
             *spread("work.week+104", 209)]  # fmt: skip
    hidden = untold(found, 5)
    assert {f.indicator for f in hidden} == {"work.week+52"}
    _ledger, alone = shown([f for f in found if f not in hidden])
    assert not told_apart(alone)
    assert told_apart(shown(found)[1]) == ["er 1"]


@pytest.mark.parametrize(("indicator", "population"), [("placement.ever", "own"), ("violence.women", "other")])
def test_follow_up_after_leaving_is_told_first(indicator: str, population: str) -> None:
    goal = Figure("returns.elsewhere", population, 2024, 12, "alle", "incidence", 20, 140, value=0.14)
    others = [replace(goal, indicator=indicator, months=None, part=part, kind="share", of=138) for part in "abc"]
    assert untold([*others, goal], 5) == set(others)
    assert untold([replace(one, of=135) for one in others] + [goal], 5) == set()
    assert untold([*others, replace(goal, population="matched")], 5) == set()


def test_what_has_left_before_stands() -> None:
    """A year later four more have come as far: their number is not told beside the old one."""
    ledger, first = shown(spread("work.week+52", 216))
    assert first.clean
    later = spread("work.week+104", 212)
    assert untold(later, 5, ledger) == set(later)
    assert told_apart(shown(later, ledger)[1]) == ["er 4"]
    assert not untold(spread("work.week+104", 211), 5, ledger)
    assert not untold(spread("work.week+104", 212, "own"), 5, ledger)


def test_what_both_have_left_before_may_leave_again() -> None:
    """A release from before the rule told two numbers four apart: that is known, and the goal is not lost for it."""
    both = [*spread("work.week+26", 216), *spread("work.week+52", 212, rounds=2)]
    ledger, first = shown(both)
    assert told_apart(first) == ["er 4"]
    assert untold(both, 5, ledger) == set()
    assert not left(both, ledger).derived
    assert untold(spread("work.week+104", 214), 5, ledger)


def test_stays_that_began_in_a_year_lie_within_the_years_stays() -> None:
    found = [share("age.stays", "all", 2024, 90, 203, part="18-24", kind="part"),
             share("returns.anonymous", "stays", 2024, 20, 200)]  # fmt: skip
    assert untold(found, 5) == {found[1]}
    assert not untold([found[0], replace(found[1], of=198)], 5)


def sides(ours: int, theirs: int, named: int, nameless: int = 30) -> list[Figure]:
    """Ages of the women at our centres, at the others, and of all in the country, some of whom have no name."""

    def ages(indicator: str, population: str, of: int, more: int = 0) -> list[Figure]:
        counts = [of // 2, of - of // 2, *([more] if more else [])]
        parts = zip(("18-24", "25-29", "unknown"), counts, strict=False)
        return [share(indicator, population, 2024, n, of + more, part=part, kind="part") for part, n in parts]

    return [*ages("age.group", "own", ours), *ages("age.group", "other", theirs),
            *ages("age.women", "all", named, nameless)]  # fmt: skip


@pytest.mark.parametrize(("ours", "theirs", "named", "few"), [
    (164, 264, 425, True), (164, 264, 416, False), (164, 264, 428, False), (40, 264, 266, True),
])  # fmt: skip
def test_women_at_both_an_own_and_another_centre_are_counted_by_nobody(
    ours: int, theirs: int, named: int, few: bool
) -> None:
    """Own and other less all with a name: three were at both; or two of all were at ours alone."""
    found = sides(ours, theirs, named)
    hidden = untold(found, 5)
    assert {f.indicator for f in hidden} == ({"age.women"} if few else set())
    exposed = [one.table for one in shown(found)[1].exposed]
    assert any("centre 2024" in name for name in exposed) == few
    assert not [one.table for one in shown([f for f in found if f not in hidden])[1].exposed]


def test_a_few_without_a_name_are_not_confined_by_nobody_at_both() -> None:
    found = sides(164, 264, 428, nameless=3)
    assert {f.indicator for f in untold(found, 5)} == {"age.women"}


def test_two_windows_of_one_table_are_told_apart_too() -> None:
    """Two came to the country in the year before the last: 200 lived here in the one window, 198 in the other."""
    found = [replace(share("crime.charges_any", "own", 2024, hits, of, months=months), part=part)
             for part, months, hits, of in (("before12", 12, 40, 198), ("before24", 24, 60, 200))]  # fmt: skip
    assert len(untold(found, 5)) == 1
    assert told_apart(shown(found)[1])
    assert not told_apart(shown([f for f in found if f not in untold(found, 5)])[1])


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One house is ours: between two weeks three or four of the women like hers went to a shelter themselves."""
    world = World(persons=0, shelter_women=1500, seed=7, somatic_contacts=0.05)
    study_file = simulate(world, tmp_path_factory.mktemp("land"), ("returns", "age", "work", "placement"), snapshots=6)
    study_file.write_text(study_file.read_text(encoding="utf-8").replace('["9001", "9002"]', '["9001"]'))
    prepared(read(study_file))
    return study_file


def by_name(study_file: Path) -> dict[Any, Figure]:
    return {key(f): f for f in figures(study_file)}


def numbers_shown(study_file: Path) -> dict[str, set[int]]:
    """The true number behind every shown line that is a share, for each population and year."""
    found: dict[str, set[int]] = {}
    by = by_name(study_file)
    for name, row in papers.rows(study_file.parent / "hjemtagning").items():
        if row.shown and row.kind in {"incidence", "share", "part", "rate"}:
            found.setdefault(f"{name[1]} {name[2]}", set()).add(by[name].of)
    return found


def too_close(numbers: Collection[int]) -> list[tuple[int, int]]:
    return [(a, b) for a in numbers for b in numbers if 0 < a - b < 5]


def test_no_release_tells_two_numbers_of_women_a_few_apart(country: Path) -> None:
    release(read(country), hush)
    numbers = numbers_shown(country)
    assert {"own 2024", "matched 2024", "other 2024", "all 2024"} <= set(numbers)
    assert not [pair for some in numbers.values() for pair in too_close(some)]
    told = (country.parent / "hjemtagning" / "manifest.txt").read_text(encoding="utf-8")
    assert re.search(r"nævner ligger for tæt på en anden .*: \d+ \(.*sammenlignelige kvinder 2023", told)
    goals = [name for name, row in papers.rows(country.parent / "hjemtagning").items()
             if name[0] == "returns.elsewhere" and name[3] == 12 and row.status == "vist"]  # fmt: skip
    assert {("own", 2024, "incidence"), ("other", 2024, "incidence"), ("own/other", 2024, "ratio")} <= {
        (name[1], name[2], name[5]) for name in goals
    }


def test_a_release_without_the_rule_is_refused(country: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The auditor needs nobody's word for it: it finds in the files what the rule would have hidden."""
    apart = [pair for some in all_numbers(country).values() for pair in too_close(some)]
    assert apart, "a country in which no two numbers lie close tests nothing"
    monkeypatch.setattr("dkcohort.release.untold", lambda *_: set())
    other = country.with_name("uden.toml")
    text = country.read_text(encoding="utf-8").replace('"hjemtagning"', '"uden"')
    other.write_text(text.replace('"regnskab.json"', f'"{tmp_path / "regnskab.json"}"'), encoding="utf-8")
    with pytest.raises(Refused, match=r"kan regnes ud: .* uden .* (er|er højst) [1-4]"):
        release(read(other), hush)


def all_numbers(study_file: Path) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for f in figures(study_file):
        if f.kind in {"incidence", "part"} and f.of >= 10:
            found.setdefault(f"{f.population} {f.cohort}", set()).add(f.of)
    return found


def test_those_who_moved_on_are_some_of_those_followed(country: Path) -> None:
    of = {(f.indicator, f.population, f.cohort): f.of for f in figures(country) if f.kind != "ratio"}
    years = read(country).cohorts
    assert [of["returns.moved_on", "own", y] for y in years] == [of["returns.elsewhere", "own", y] for y in years]


def test_what_stands_with_a_ratio_is_the_number_followed(country: Path) -> None:
    found = figures(country)
    followed = {(f.indicator, f.cohort): f.of for f in found if (f.kind, f.population) == ("incidence", "own")}
    ratios = [f for f in found if f.kind == "ratio"]
    assert ratios
    assert all(f.of == followed[f.indicator, f.cohort] for f in ratios)


def test_the_manifest_tells_those_followed_and_no_others(country: Path) -> None:
    study = read(country)
    content = kept(figures_file(study), "run", read_figures)
    content["counts"]["leavers"] = [["own", 2024, 145, 138]]
    bundle = _bundle(study, content, _protected(study, figures(country), Ledger()).lines)
    told = manifest(study, bundle, content["counts"], [], "DuckDB")
    assert "Udflyttede kvinder, der kan følges\n  egne centre 2024: 140\n" in told
    assert "145" not in told.split("Udflyttede kvinder")[1].split("Parametre")[0]
