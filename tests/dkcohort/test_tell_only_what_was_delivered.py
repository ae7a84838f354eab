"""Telling only what was delivered: where a register ends before the data do, what lies behind its end is no nought."""

from collections.abc import Iterable
from datetime import date

import pytest

from dkcohort.catalogue import Batch, delivered
from dkcohort.engine import DuckEngine, statement
from dkcohort.figures import Figure
from dkcohort.layout.dreamweeks import column, told
from dkcohort.run import _cuts
from dkcohort.simulate import filed
from dkcohort.simulate.world import World as Country
from dkcohort.themes import after, events, lives, profile
from dkcohort.themes.shares import unlike_all
from tests.dkcohort.countries import Rows
from tests.dkcohort.timelines import STUDY, Stay, World, at, run

EARLY = tuple((f"early{i}", "A", "2024-01-01", "2024-02-01") for i in range(6))
LATE = tuple((f"late{i}", "A", "2024-12-01", "2024-12-31") for i in range(6))


def weeks_until(last: date) -> list[str]:
    """DREAM's columns from 2020 to the week a day lies in."""
    days = (last - date(2020, 1, 6)).days
    return [column((at("2020-01-06") or 0) + n) for n in range(0, days + 1, 7)]


def worked(stays: Iterable[Stay], last: date) -> list[Figure]:
    """The states of women who have a blank week in every week delivered, but for one who is paid something."""
    engine = run(World((*stays, ("paid", "X", "2022-01-01", "2022-02-01"))))
    names = weeks_until(last)
    columns = " ".join(["pnr:t", *(f"{name}:t" for name in names)])
    women = sorted({stay[0] for stay in stays})
    Rows(columns, *[(w, *[""] * len(names)) for w in women], ("paid", *["130"] * len(names))).into(engine, "dream")
    lives.weeks(engine, STUDY)
    engine.step("work", statement("work"))
    return lives.work(engine, STUDY)


def told_of(found: Iterable[Figure], week: str) -> set[tuple[int, bool]]:
    return {
        (f.of, f.final)
        for f in found
        if f.indicator == f"work.week{week}" and (f.population, f.cohort) == ("own", 2024)
    }


def test_a_week_that_was_not_delivered_is_asked_of_nobody() -> None:
    """Delivered to June 2025: half a year after leaving is known of all, a year after of those who left early."""
    found = worked((*EARLY, *LATE), date(2025, 7, 6))
    assert told_of(found, "+26") == {(12, True)}
    assert told_of(found, "+52") == {(6, False)}


def test_the_last_days_of_a_year_wait_for_the_week_behind_the_last_delivered() -> None:
    """The data end with 2025, DREAM with the week before: who left on 31 December 2024 is asked about next year."""
    found = worked((*EARLY, *LATE), date(2025, 12, 28))
    assert told_of(found, "+52") == {(6, False)}


def test_with_the_week_the_data_end_in_everything_is_final() -> None:
    found = worked((*EARLY, *LATE), date(2026, 1, 4))
    assert told_of(found, "+52") == {(12, True)}


def test_delivered_weeks_are_told_of_whole() -> None:
    assert told(["y_2552", "y_2551"]) == (at("2025-12-15"), at("2025-12-28"))


def test_an_invented_country_has_the_week_its_data_end_in() -> None:
    for days in range(7):
        world = Country(until=(at("2026-12-26") or 0) + days)
        assert filed.weeks(world)[-1] == column(world.until)


def violent(last: str, *years: tuple[str, str]) -> dict[str, bool]:
    """Whether the violence of the last cohort is final in a register whose last event is this day's. `years`: the
    registers and the years they have files of."""
    engine = run(World((*EARLY, *LATE)))
    filed_in(engine, *years)
    events.windows(engine, STUDY)
    Rows("pnr:t journr:t ofr_gerfradt:n ofr_ger9:t", ("early1", "a", at("2024-03-01"), "111000000"),
         ("somebody", "b", at(last), "111000000")).into(engine, "krof")  # fmt: skip
    Rows("pnr:t journr:t relation_partner:t relation_partner_hist:t").into(engine, "krog")
    for step in ("windows", "violence_subjects", "violence"):
        engine.step(step, statement(step))
    return {f.indicator: f.final for f in after.violence(engine, STUDY) if f.cohort == 2024}


@pytest.mark.parametrize(("last", "final"), [("2025-12-31", True), ("2025-12-05", True), ("2025-10-05", False)])
def test_what_a_register_of_events_does_not_reach_is_provisional(last: str, final: bool) -> None:
    assert violent(last) == {"violence.women": final, "violence.partner": final}


def filed_in(engine: DuckEngine, *years: tuple[str, str]) -> None:
    """The registers with files of these years, such as ("krog", "2020 2021")."""
    delivered(engine, {name: [Batch(year, (), (), 1) for year in of.split()] for name, of in years})


@pytest.mark.parametrize(
    ("victims", "relations", "told"),
    [
        ("2024 2025", "2024 2025", {"violence.women": True, "violence.partner": True}),
        ("2024 2025", "2024", {"violence.women": True, "violence.partner": False}),
        ("2024", "2024 2025", {"violence.women": False, "violence.partner": False}),
        ("2024 2025", "2025", {"violence.women": True}),
        ("2025", "2025", {"violence.women": False}),
    ],
)
def test_violence_by_partners_is_told_where_both_its_registers_tell(
    victims: str, relations: str, told: dict[str, bool]
) -> None:
    """Of those who left before anybody's relation was registered nobody knows who did it."""
    assert violent("2025-12-31", ("krof", victims), ("krog", relations)) == told


def charged(*years: tuple[str, str]) -> dict[tuple[str, str, str], bool]:
    """Whether crime is final for women who came in January 2022, by indicator, kind and window."""
    engine = run(World(tuple((f"w{i}", "A", "2022-01-20", "2022-02-20") for i in range(6))))
    filed_in(engine, *years)
    events.windows(engine, STUDY)
    Rows("pnr:t journr:t sig_sigtdto:n sig_ger1dto:n sig_ger9:t",
         ("w0", "a", at("2025-12-31"), at("2021-03-01"), "123200000")).into(engine, "krsi")  # fmt: skip
    Rows("pnr:t journr:t afg_afgoedto:n afg_afgtyp3:t afg_ger9:t",
         ("w0", "a", at("2025-12-31"), "111", "123200000")).into(engine, "kraf")  # fmt: skip
    Rows("pnr:t ind_fgsldto:n ind_loesldto:n ind_overfkod:t").into(engine, "krin")
    for step in ("windows", "imprisoned", "prison", "offences", "crime_time", "crime_events"):
        engine.step(step, statement(step))
    return {(f.indicator, f.kind, f.part): f.final for f in after.crime(engine, STUDY) if f.population == "own"}


ALL_YEARS = "2020 2021 2022 2023 2024 2025"


@pytest.mark.parametrize(
    ("krsi", "kraf", "krin", "guilty", "charges"),
    [
        (ALL_YEARS, ALL_YEARS, ALL_YEARS, True, True),
        ("2021 2022 2023 2024 2025", ALL_YEARS, ALL_YEARS, False, False),
        (ALL_YEARS, "2021 2022 2023 2024 2025", ALL_YEARS, False, True),
        (ALL_YEARS, ALL_YEARS, "2021 2022 2023 2024 2025", False, False),
    ],
)
def test_a_window_before_the_first_year_delivered_is_provisional(
    krsi: str, kraf: str, krin: str, guilty: bool, charges: bool
) -> None:
    found = charged(("krsi", krsi), ("kraf", kraf), ("krin", krin))
    assert found["crime.guilty", "rate", "before24"] == guilty
    assert found["crime.charges", "rate", "before24"] == charges
    assert found["crime.charges", "change", "before24/after24"] == charges
    assert found["crime.guilty_any", "share", "before12"]
    assert found["crime.charges", "change", "before12/after12"]


def test_a_window_after_the_last_year_of_prison_is_provisional() -> None:
    found = charged(("krsi", ALL_YEARS), ("kraf", ALL_YEARS), ("krin", "2020 2021 2022 2023"))
    assert not found["crime.charges", "rate", "after24"]
    assert found["crime.charges", "rate", "after12"]


def test_own_children_are_provisional_where_somebody_came_before_the_first_file() -> None:
    """The population is of 31 December 2021: whoever came by then has no children that are seen."""
    stays = (("early", "A", "2021-12-31", "2022-02-01"), ("late", "A", "2023-01-01", "2023-02-01"))
    engine = run(World(stays))
    engine.step("profile_children", statement("profile_children"))
    own = {f.cohort: f.final for f in profile.children(engine, STUDY) if f.indicator == "children.own"}
    along = {f.cohort: f.final for f in profile.children(engine, STUDY) if f.indicator == "children.along"}
    assert own == {2022: False, 2023: True}
    assert along == {2022: True, 2023: True}


def test_comparison_women_are_provisional_where_nobody_is_like_one_of_ours() -> None:
    stays = (("early", "A", "2021-12-31", "2022-02-01"), ("late", "A", "2023-01-01", "2023-02-01"))
    engine = run(World(stays))
    assert engine.rows("SELECT person FROM cases") == [("late",)]
    lines = [Figure("mental.any", who, year, 60, "alle", "share", 10, 100) for who in ("own", "matched", "own/matched")
             for year in (2022, 2023)]  # fmt: skip
    assert {(f.population, f.cohort) for f in unlike_all(engine, lines) if not f.final} == {
        ("matched", 2022),
        ("own/matched", 2022),
    }


@pytest.mark.parametrize(("first", "final"), [("2017-01-01", True), ("2017-06-01", False)])
def test_five_years_that_begin_before_the_register_are_provisional(first: str, final: bool) -> None:
    engine = run(World((("w", "A", "2022-02-01", "2022-03-01"),)))
    Rows("population:t cohort:n subject:t block:t severe:n", ("own", 2022, "w", "none", 0)).into(engine, "mental")
    Rows("d_inddto:n", (at(first),)).into(engine, "psyk_adm")
    assert {f.final for f in lives.mental(engine, STUDY)} == {final}


def test_charges_and_guilt_are_told_as_far_as_their_registers() -> None:
    engine = DuckEngine(threads=1)
    Rows("sig_sigtdto:n", (at("2025-12-30"),)).into(engine, "krsi")
    Rows("afg_afgoedto:n", (at("2025-10-01"),), (at("2026-01-07"),)).into(engine, "kraf")
    assert events.told_until(engine, STUDY, "krsi") == STUDY.data_cut
    assert events.told_until(engine, STUDY, "krsi", "kraf") == at("2025-10-01")


def test_the_manifest_says_how_far_every_dated_register_tells() -> None:
    engine = DuckEngine(threads=1)
    Rows("ind_fgsldto:n", (at("2025-11-02"),)).into(engine, "krin")
    Rows("startdato:n", (at("2025-11-03"),)).into(engine, "buaf")
    Rows("hf_vfra:n", (at("2025-10-01"),)).into(engine, "uddf")
    weeks = ("Y_2551", "Y_2552")
    batches = {
        name: [Batch("", (), (), 1, weeks if name == "dream" else ())] for name in ("krin", "buaf", "uddf", "dream")
    }
    assert _cuts(engine, batches) == {"krin": at("2025-11-02"), "buaf": at("2025-11-03"), "uddf": at("2025-10-01"),
                                      "dream": at("2025-12-28")}  # fmt: skip
