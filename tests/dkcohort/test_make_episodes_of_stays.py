"""Making episodes of stays, by hand-made timelines: what is left out, what is one stay, what is one course."""

import random

import pytest

from dkcohort.days import calendar, day
from dkcohort.engine import statement
from dkcohort.study import settled
from tests.dkcohort.countries import Rows
from tests.dkcohort.timelines import STUDY, Stay, World, at, days, run


def stays_of(world: World) -> list[tuple[object, ...]]:
    rows = run(world.with_study()).rows("SELECT person, centre, arrived, left_on, own FROM stays ORDER BY 1, 3, 2")
    return days(rows)


def episodes_of(world: World, gap: int = 1) -> list[int]:
    rows = run(world.with_study(gap_days=gap)).rows("SELECT episode FROM episodes ORDER BY person, arrived, centre")
    return [int(e) for (e,) in rows]


def test_overlapping_rows_at_one_centre_are_one_stay() -> None:
    world = World((("w", "A", "2022-01-01", "2022-01-10"), ("w", "A", "2022-01-05", "2022-01-20")))
    assert stays_of(world) == [("w", "A", "2022-01-01", "2022-01-20", 1)]


def test_the_same_row_twice_is_one_stay() -> None:
    stay = ("w", "X", "2022-01-01", "2022-01-10")
    assert stays_of(World((stay, stay))) == [("w", "X", "2022-01-01", "2022-01-10", 0)]


def test_overlapping_rows_at_two_centres_stay_two() -> None:
    world = World((("w", "A", "2022-01-01", "2022-01-10"), ("w", "X", "2022-01-05", "2022-01-20")))
    assert [row[1] for row in stays_of(world)] == ["A", "X"]
    assert episodes_of(world) == [1, 1]


def test_a_short_stay_inside_a_long_one_does_not_end_it() -> None:
    # The third begins after the second has ended but while the first goes on.
    world = World((
        ("w", "A", "2022-01-01", "2022-03-01"), ("w", "X", "2022-01-05", "2022-01-06"),
        ("w", "Y", "2022-02-20", "2022-02-25"),
    ))  # fmt: skip
    assert episodes_of(world) == [1, 1, 1]


@pytest.mark.parametrize(
    ("gap", "expected"), [(0, [1, 2, 3, 4]), (1, [1, 1, 2, 3]), (7, [1, 1, 1, 2]), (30, [1, 1, 1, 1])]
)
def test_the_gap_rule_decides_what_is_one_course(gap: int, expected: list[int]) -> None:
    # Gaps of 1, 7 and 30 days: a longer rule never makes more episodes.
    world = World((
        ("w", "A", "2022-01-01", "2022-01-10"), ("w", "X", "2022-01-11", "2022-01-20"),
        ("w", "A", "2022-01-27", "2022-02-01"), ("w", "X", "2022-03-03", "2022-03-10"),
    ))  # fmt: skip
    assert episodes_of(world, gap) == expected


def test_the_same_day_is_a_transfer_under_every_rule() -> None:
    world = World((("w", "A", "2022-01-01", "2022-01-10"), ("w", "X", "2022-01-10", "2022-01-20")))
    assert episodes_of(world, 0) == [1, 1]


def test_the_order_of_the_rows_means_nothing() -> None:
    stays = [
        (w, c, f"2022-{m:02d}-0{d}", f"2022-{m:02d}-1{d}") for w in "uvw" for c in "AX" for m in (1, 5) for d in (1, 4)
    ]
    asked = "SELECT * FROM leavings ORDER BY person, episode"
    first = run(World(tuple(stays)).with_study()).rows(asked)
    for seed in (1, 2, 3):
        random.Random(seed).shuffle(stays)
        assert run(World(tuple(stays)).with_study()).rows(asked) == first


@pytest.mark.parametrize(
    ("row", "fate"),
    [
        ({"ophold": "1"}, "anonymous"),
        ({"cprtjek": "1"}, "anonymous"),
        ({"imp_mark": "1"}, "imputed"),
        ({"frivil_mark": "2"}, "outpatient"),
        ({"frivil_mark": "2", "ophold": "1"}, "outpatient"),
        ({"frivil_mark": "2", "cprtjek": "1"}, "outpatient"),
        ({"udflyt": "2021-12-01"}, "reversed"),
        ({"indflyt": "2026-01-05", "udflyt": None}, "after_data_cut"),
        ({}, "kept"),
    ],
)
def test_what_is_left_out_is_counted_under_its_reason(row: dict[str, str | None], fate: str) -> None:
    whole = {"pnr": "w", "dstnr": "A", "indflyt": "2022-01-01", "udflyt": "2022-02-01", **row}
    assert run(World((), rows=(whole,)).with_study()).rows("SELECT fate FROM stay_rows") == [(fate,)]


def test_men_girls_and_strangers_are_left_out() -> None:
    stays = tuple((w, "A", "2022-06-01", "2022-07-01") for w in ("man", "girl", "stranger", "woman"))
    world = World(stays, born={"girl": "2004-06-02", "woman": "2004-06-01"}, sex={"man": "1", "stranger": "none"})
    found = dict(run(world.with_study()).rows("SELECT person, fate FROM stay_rows"))
    # Eighteen on the very day she came is eighteen.
    assert found == {"man": "not_woman", "girl": "under_18", "stranger": "unknown", "woman": "kept"}


def test_a_corrected_day_of_leaving_replaces_the_first() -> None:
    row: dict[str, str | None] = {
        "pnr": "w",
        "dstnr": "A",
        "indflyt": "2022-01-01",
        "udflyt": "2022-02-01",
        "retdato": "2022-01-20",
    }
    engine = run(World((), rows=(row,)).with_study())
    assert days(engine.rows("SELECT left_on FROM stays")) == [("2022-01-20",)]


def test_a_woman_who_is_still_there_has_not_left() -> None:
    world = World((("w", "A", "2022-01-01", None), ("v", "X", "2022-01-01", "2026-02-01")))
    engine = run(world.with_study())
    assert engine.rows("SELECT count(*) FROM leavings") == [(0,)]
    assert engine.rows("SELECT sum(is_open) FROM stays") == [(2,)]


def test_she_leaves_an_own_centre_when_the_last_own_stay_of_the_course_ends() -> None:
    world = World((
        ("w", "X", "2022-01-01", "2022-01-10"), ("w", "A", "2022-01-10", "2022-02-01"),
        ("w", "B", "2022-02-02", "2022-03-01"), ("w", "Y", "2022-03-01", "2022-04-01"),
    ))  # fmt: skip
    rows = run(world.with_study()).rows("SELECT population, centre, arrived, left_on FROM leavings")
    assert days(rows) == [("own", "B", "2022-01-01", "2022-03-01")]


def test_an_open_stay_elsewhere_does_not_undo_the_leaving() -> None:
    world = World((("w", "A", "2022-01-01", "2022-02-01"), ("w", "X", "2022-02-01", None)))
    rows = run(world.with_study()).rows("SELECT population, left_on FROM leavings")
    assert days(rows) == [("own", "2022-02-01")]


def test_only_the_first_leaving_of_the_year_counts_for_the_person() -> None:
    world = World((
        ("w", "A", "2022-01-01", "2022-02-01"), ("w", "A", "2022-06-01", "2022-07-01"),
        ("w", "A", "2022-12-01", "2023-01-01"),
    ))  # fmt: skip
    rows = run(world.with_study()).rows("SELECT cohort, left_on FROM leavers ORDER BY cohort")
    assert days(rows) == [(2022, "2022-02-01"), (2023, "2023-01-01")]


def test_the_own_list_decides_by_nights_and_not_by_touching_days() -> None:
    stays = (("w", "1", "2022-01-01", "2022-01-10"), ("w", "2", "2022-01-10", "2022-01-20"))
    world = World(stays, listed=(("w", "", "2022-01-01", "2022-01-10"),))
    engine = run(world.with_study(mode="list", centres=()))
    assert engine.rows("SELECT centre, own FROM stays ORDER BY 1") == [("1", 1), ("2", 0)]


def test_the_list_may_be_a_few_days_off() -> None:
    world = World((("w", "1", "2022-01-01", "2022-01-31"),), listed=(("w", "", "2022-01-03", "2022-02-02"),))
    assert run(world.with_study(mode="list", centres=())).rows("SELECT own FROM stays") == [(1,)]


def listed(*rows: Stay, left: str | None = "2022-01-31") -> list[tuple[object, ...]]:
    """Whether a stay of 30 nights from the 1st is our own by these rows of our list."""
    world = World((("w", "1", "2022-01-01", left),), listed=rows)
    return run(world.with_study(mode="list", centres=())).rows("SELECT own FROM stays")


def test_all_her_rows_on_the_list_count_together() -> None:
    """The list has a row for each of the two houses she lived in; KKCOPH has one stay."""
    assert listed(("w", "", "2022-01-01", "2022-01-15"), ("w", "", "2022-01-15", "2022-01-31")) == [(1,)]
    assert listed(("w", "", "2022-01-01", "2022-01-10"), ("w", "", "2022-01-20", "2022-01-28")) == [(1,)]


def test_a_night_that_stands_twice_on_the_list_is_one() -> None:
    assert listed(("w", "", "2022-01-01", "2022-01-10"), ("w", "", "2022-01-02", "2022-01-11")) == [(0,)]
    assert listed(("w", "", "2022-01-01", "2022-01-14"), ("w", "", "2022-01-02", "2022-01-05"),
                  ("w", "", "2022-01-04", "2022-01-16")) == [(0,)]  # fmt: skip


def test_half_of_the_nights_are_too_few() -> None:
    assert listed(("w", "", "2022-01-01", "2022-01-08"), ("w", "", "2022-01-08", "2022-01-16")) == [(0,)]
    assert listed(("w", "", "2022-01-01", "2022-01-08"), ("w", "", "2022-01-08", "2022-01-17")) == [(1,)]


def test_a_stay_without_a_night_is_told_by_its_days() -> None:
    assert listed(("w", "", "2022-01-01", "2022-01-01"), left="2022-01-01") == [(1,)]
    assert listed(("w", "", "2022-01-01", "2022-01-02"), left="2022-01-01") == [(0,)]
    assert listed(("w", "", "2022-01-01", None), left=None) == [(1,)]


def test_the_study_of_the_timelines_is_one_a_file_could_hold() -> None:
    assert STUDY.is_full(2024, 12)
    assert not STUDY.is_full(2024, 24)


BORN = {"2000-01-01": "25-29", "2000-01-02": "18-24", "1995-01-01": "30-39", "1995-01-02": "25-29",
        "1985-01-01": "40-49", "1975-01-01": "50+", "1975-01-02": "40-49"}  # fmt: skip


@pytest.mark.parametrize("born", BORN)
def test_age_on_arrival_is_counted_in_years_of_the_calendar(born: str) -> None:
    """On 1 January 2025 she who was born on 1 January is a year older, whatever the leap years between."""
    world = World((("w", "A", "2025-01-01", "2025-03-01"),), born={"w": born})
    engine = run(world.with_study(cohorts=(2025,)), "profile_age")
    assert engine.rows("SELECT part FROM profile_age") == [(BORN[born],)]
    assert engine.rows("SELECT age FROM leavers") == [(BORN[born],)]


@pytest.mark.parametrize(
    ("born", "part"),
    [("2000-01-01", "18-24"), ("1999-12-31", "25-29"), ("1995-01-01", "25-29"), ("1975-01-01", "40-49")],
)
def test_age_at_the_end_of_the_year_is_the_years_between(born: str, part: str) -> None:
    """Born on 1 January 2000 she is 9131 days old at the end of 2024, and still 24."""
    world = World((("w", "A", "2024-02-01", "2024-03-01"),), born={"w": born})
    engine = run(world.with_study(cohorts=(2024,)), "national_age")
    assert engine.rows("SELECT part, women FROM national_age") == [(part, 1)]


@pytest.mark.parametrize(
    ("born", "fate"), [("2004-01-01", "kept"), ("2004-01-02", "under_18"), ("2004-02-29", "under_18")]
)
def test_eighteen_is_reached_on_the_birthday(born: str, fate: str) -> None:
    world = World((("w", "A", "2022-01-01", "2022-02-01"),), born={"w": born})
    assert run(world.with_study()).rows("SELECT fate FROM stay_rows") == [(fate,)]


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2015-12-31", "2016-01-01", (1, 1)),
        ("2015-12-30", "2015-12-31", (1, 0)),
        ("2016-12-31", None, (1, 1)),
        ("2017-01-01", None, (1, 0)),
        ("2018-12-31", None, (1, 0)),
        ("2019-01-01", None, (0, 0)),
    ],
)
def test_fifteen_lasts_from_birthday_to_birthday(since: str, until: str | None, found: tuple[int, int]) -> None:
    world = World((("w", "A", "2022-01-01", "2022-02-01"),), born={"w": "2001-01-01"})
    engine = run(world.with_study())
    Rows("period:t pnr:t startdato:n slutdato:n ansted_klas:t", ("", "w", at(since), at(until), "100")).into(
        engine, "buaf"
    )
    for step in ("placed", "placement"):
        engine.step(step, statement(step))
    assert engine.rows("SELECT ever, at_15 FROM placement") == [found]


def test_a_form_of_placement_that_is_left_out_is_none() -> None:
    world = World((("w", "A", "2022-01-01", "2022-02-01"), ("v", "A", "2022-01-01", "2022-02-01")),
                  born={"w": "2001-01-01", "v": "2001-01-01"})  # fmt: skip
    engine = run(world.with_study(parameters=settled({"placement_events": ["900"]})))
    spells = [
        ("", who, at("2016-06-01"), None, form) for who, form in (("w", "900"), ("v", "100"), ("v", "900"), ("x", "1"))
    ]
    Rows("period:t pnr:t startdato:n slutdato:n ansted_klas:t", *spells).into(engine, "buaf")
    for step in ("placed", "placement"):
        engine.step(step, statement(step))
    assert engine.rows("SELECT subject, ever, at_15 FROM placement ORDER BY 1") == [("v", 1, 1), ("w", 0, 0)]


def test_spells_in_prison_are_joined_and_codes_that_are_left_out_are_none() -> None:
    world = World((("w", "A", "2022-01-01", "2022-02-01"),))
    engine = run(world.with_study(parameters=settled({"prison_transfer": ["7"]})))
    spells = [("w", "2019-01-01", "2019-03-01", None), ("w", "2019-02-01", "2019-02-10", "1"),
              ("w", "2019-03-01", "2019-04-01", ""), ("w", "2020-01-01", "2020-02-01", "7"),
              ("w", "2021-05-01", None, "2"), ("stranger", "2019-01-01", None, None)]  # fmt: skip
    krin = [(who, at(since), at(until), code) for who, since, until, code in spells]
    Rows("pnr:t ind_fgsldto:n ind_loesldto:n ind_overfkod:t", *krin).into(engine, "krin")
    for step in ("imprisoned", "prison"):
        engine.step(step, statement(step))
    found = days(engine.rows("SELECT person, since, until FROM prison ORDER BY 2"))
    assert found == [("w", "2019-01-01", "2019-04-01"), ("w", "2021-05-01", "2026-01-01")]


def test_the_calendar_knows_every_birthday() -> None:
    born = {row[4]: row[5:] for row in calendar(2004, 2004)}
    assert [day(n).isoformat() for n in born[101]] == ["2019-01-01", "2020-01-01", "2022-01-01"]
    assert [day(n).isoformat() for n in born[229]] == ["2019-03-01", "2020-02-29", "2022-03-01"]


def present(world: World, *, gap: int = 1) -> list[tuple[object, ...]]:
    rows = run(world.with_study(gap_days=gap)).rows(
        "SELECT person, population, cohort, centre, arrived FROM present ORDER BY person, cohort, population DESC"
    )
    return days(rows)


def test_she_is_present_where_she_stayed_in_the_year_itself() -> None:
    """She left ours in 2022 and moved on to another centre, where she still was in 2023."""
    world = World((("w", "A", "2022-11-01", "2022-12-20"), ("w", "X", "2022-12-20", "2023-02-01")))
    assert present(world) == [
        ("w", "own", 2022, "A", "2022-11-01"),
        ("w", "other", 2022, "X", "2022-11-01"),
        ("w", "other", 2023, "X", "2022-11-01"),
    ]


def test_she_is_not_ours_before_she_came_to_us() -> None:
    world = World((("w", "X", "2022-11-01", "2023-01-05"), ("w", "Y", "2023-01-05", "2023-01-09"),
                   ("w", "A", "2023-01-09", "2023-02-01"), ("w", "X", "2023-09-01", "2023-10-01")))  # fmt: skip
    assert present(world) == [
        ("w", "other", 2022, "X", "2022-11-01"),
        ("w", "own", 2023, "A", "2022-11-01"),
        ("w", "other", 2023, "X", "2022-11-01"),
    ]


def test_both_sides_together_are_the_whole_countrys_women() -> None:
    chance = random.Random(5)
    stays: list[Stay] = []
    for n in range(60):
        since = at("2021-10-01") or 0
        for _ in range(chance.randrange(1, 5)):
            since += chance.choice((0, 1, 2, 90))
            until = since + chance.randrange(0, 120)
            stays.append((f"{n}", chance.choice("ABXY"), day(since).isoformat(), day(until).isoformat()))
            since = until
    engine = run(World(tuple(stays)).with_study(), "national_age")
    sides = engine.rows("SELECT cohort, count(DISTINCT person) FROM present GROUP BY cohort ORDER BY cohort")
    assert sides == engine.rows("SELECT cohort, sum(women) FROM national_age GROUP BY cohort ORDER BY cohort")


def test_coming_back_after_the_year_does_not_undo_its_leaving() -> None:
    """The course goes on elsewhere over New Year and back to ours: she left in both years, once in each."""
    stays = (("w", "A", "2022-11-01", "2022-12-20"), ("w", "X", "2022-12-20", "2023-02-01"),
             ("w", "B", "2023-02-01", "2023-03-01"))  # fmt: skip
    asked = "SELECT population, cohort, centre, left_on FROM leavers ORDER BY cohort"
    left = [("own", 2022, "A", "2022-12-20"), ("own", 2023, "B", "2023-03-01")]
    assert days(run(World(stays).with_study()).rows(asked)) == left
    early = World(stays).with_study(cohorts=(2022,), baseline=2022, data_cut=at("2023-01-01"))
    assert days(run(early).rows(asked)) == left[:1]


@pytest.mark.parametrize(("back", "left"), [("2023-01-07", []), ("2023-01-08", ["2022-12-31"])])
def test_who_comes_back_within_the_gap_has_not_left(back: str, left: list[str]) -> None:
    """A gap of seven days after the last day of the year."""
    world = World((("w", "A", "2022-11-01", "2022-12-31"), ("w", "A", back, "2023-04-01")))
    rows = run(world.with_study(gap_days=7, cohorts=(2022,), baseline=2022)).rows("SELECT left_on FROM leavers")
    assert [one for (one,) in days(rows)] == left


def test_children_who_come_along_after_the_year_are_not_the_years() -> None:
    world = World((("w", "A", "2022-11-01", "2022-12-20"), ("w", "X", "2022-12-20", "2023-02-01")),
                  children=(("w", "c", "X", "2023-01-10"),))  # fmt: skip
    engine = run(world.with_study(), "profile_children")
    found = engine.rows("SELECT population, cohort, along FROM profile_children ORDER BY cohort, population")
    assert found == [("other", 2022, 0), ("own", 2022, 0), ("other", 2023, 1)]
