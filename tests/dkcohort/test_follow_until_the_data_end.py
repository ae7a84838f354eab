"""Following a woman from her leaving: what counts as a new stay, what competes, and when she is out of sight."""

from dataclasses import replace

import pytest

from dkcohort.differences import too_close
from dkcohort.engine import statement
from dkcohort.figures import Figure
from dkcohort.themes import profile, returns
from tests.dkcohort.timelines import STUDY, Stay, World, run

BEFORE = ("w", "A", "2022-01-01", "2022-01-31")


def waits(world: World) -> list[tuple[object, ...]]:
    asked = (
        "SELECT elsewhere, own, anywhere, end_day, end_cause FROM new_stays WHERE population = 'own' ORDER BY cohort"
    )
    return run(world.with_study(), "new_stays").rows(asked)


def test_the_days_run_from_the_day_she_left() -> None:
    ((elsewhere, own, anywhere, *_),) = waits(World((BEFORE, ("w", "X", "2022-03-02", "2022-04-01"))))
    assert (elsewhere, own, anywhere) == (30, None, 30)


def test_a_transfer_is_no_new_stay() -> None:
    ((elsewhere, *_),) = waits(World((BEFORE, ("w", "X", "2022-02-01", "2022-04-01"))))
    assert elsewhere is None


def test_the_course_that_follows_a_transfer_is() -> None:
    after = (("w", "X", "2022-02-01", "2022-04-01"), ("w", "Y", "2022-04-03", "2022-04-09"))
    ((elsewhere, *_),) = waits(World((BEFORE, *after)))
    assert elsewhere == 62


def test_the_other_own_house_is_not_elsewhere() -> None:
    ((elsewhere, own, anywhere, *_),) = waits(World((BEFORE, ("w", "B", "2022-03-02", "2022-04-01"))))
    assert (elsewhere, own, anywhere) == (None, 30, 30)


def test_coming_back_first_does_not_hide_a_later_stay_elsewhere() -> None:
    after = (("w", "A", "2022-03-02", "2022-03-05"), ("w", "X", "2022-05-11", "2022-06-01"))
    (first, *_) = waits(World((BEFORE, *after)))
    assert first[:3] == (100, 30, 30)


@pytest.mark.parametrize(
    ("moves", "deaths", "end"),
    [
        ((), {}, (1431, 0)),
        ((), {"w": "2022-05-11"}, (100, 2)),
        ((("w", "U", "2022-05-11"),), {}, (100, 3)),
        # She leaves the country, comes home and dies: her first going away ended the wait.
        ((("w", "U", "2022-05-11"), ("w", "I", "2022-09-01")), {"w": "2023-01-01"}, (100, 3)),
        # She came to the country long before, and never left.
        ((("w", "I", "2010-01-01"),), {}, (1431, 0)),
        ((("w", "I", "2010-01-01"),), {"w": "2022-02-01"}, (1, 2)),
    ],
)
def test_death_and_emigration_end_the_wait(moves: tuple[tuple[str, str, str], ...], deaths: dict[str, str],
                                           end: tuple[int, int]) -> None:  # fmt: skip
    # 31 January 2022 to the day after the end of data, 1 January 2026, is 1431 days.
    ((*_, end_day, cause),) = waits(World((BEFORE,), moves=moves, deaths=deaths))
    assert (end_day, cause) == end


@pytest.mark.parametrize(
    ("moves", "deaths"),
    [((), {"w": "2022-01-31"}), ((("w", "U", "2022-01-31"),), {}), ((("w", "U", "2021-01-01"),), {}),
     ((("w", "I", "2022-02-01"),), {})],
)  # fmt: skip
def test_who_does_not_live_here_when_the_day_ends_is_not_followed(
    moves: tuple[tuple[str, str, str], ...], deaths: dict[str, str]
) -> None:
    assert waits(World((BEFORE,), moves=moves, deaths=deaths)) == []


def test_women_who_left_other_centres_go_elsewhere_when_the_centre_is_another() -> None:
    stays = (
        ("w", "X", "2022-01-01", "2022-01-31"),
        ("w", "X", "2022-03-02", "2022-03-05"),
        ("w", "A", "2022-05-11", "2022-06-01"),
    )
    engine = run(World(stays).with_study(), "new_stays")
    rows = engine.rows("SELECT elsewhere, own, anywhere FROM new_stays WHERE population = 'other'")
    assert rows == [(100, 100, 30)]


def test_a_course_with_an_own_stay_never_counts_for_the_others() -> None:
    engine = run(World((BEFORE, ("w", "X", "2022-01-31", "2022-02-20"))).with_study(), "new_stays")
    assert engine.rows("SELECT population FROM new_stays") == [("own",)]


def moved_on(*stays: Stay) -> list[tuple[object, ...]]:
    return run(World(stays).with_study(), "moved_on").rows("SELECT moved FROM moved_on")


@pytest.mark.parametrize("left", ["2022-01-30", "2022-01-31", "2022-02-01", "2022-02-02"])
def test_a_transfer_is_one_also_where_the_days_of_two_centres_overlap(left: str) -> None:
    """Two days more in our books, and the transfer of the 31st of January was none."""
    assert moved_on(("w", "A", "2022-01-01", left), ("w", "X", "2022-01-31", "2022-03-01")) == [(1,)]


def test_who_stayed_elsewhere_only_while_she_was_ours_has_not_moved_on() -> None:
    assert moved_on(("w", "A", "2022-01-01", "2022-02-01"), ("w", "X", "2022-01-10", "2022-01-20")) == [(0,)]


def test_a_stay_elsewhere_that_goes_on_is_no_return() -> None:
    ((elsewhere, own, anywhere, *_),) = waits(World((BEFORE, ("w", "X", "2022-01-29", "2022-03-01"))))
    assert (elsewhere, own, anywhere) == (None, None, None)


def earlier(*stays: Stay) -> set[tuple[object, ...]]:
    engine = run(World(stays, study=replace(STUDY, cohorts=(2023,), baseline=2023)))
    profile.look_back(engine, STUDY)
    engine.step("profile_earlier", statement("profile_earlier"))
    return set(engine.rows("SELECT population, earlier FROM profile_earlier WHERE years = 2"))


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [("A", "B", ("own", 0)), ("X", "A", ("own", 1)), ("X", "X", ("other", 0)), ("X", "Y", ("other", 1)),
     ("A", "X", ("other", 1))],
)  # fmt: skip
def test_an_earlier_stay_elsewhere_is_counted_as_a_later_one_is(before: str, now: str, found: tuple[str, int]) -> None:
    """At the same centre is not elsewhere, at ours is, for her who comes to another."""
    assert found in earlier(("w", before, "2022-01-01", "2022-02-01"), ("w", now, "2023-03-01", "2023-04-01"))


def test_women_of_other_centres_have_no_line_about_the_own_houses() -> None:
    stays = (("w", "X", "2022-01-01", "2022-02-01"), ("w", "A", "2022-06-01", "2022-07-01"))
    engine = run(World(stays).with_study(), "new_stays", "moved_on", "secrecy")
    told = {(f.indicator, f.population) for f in returns.figures(engine, STUDY)}
    assert {("returns.elsewhere", "other"), ("returns.anywhere", "other"), ("returns.own", "own")} <= told
    assert ("returns.own", "other") not in told


def test_those_who_came_back_to_the_same_centre_alone_are_protected_without_a_line_of_their_own() -> None:
    def line(target: str, hits: int) -> Figure:
        return Figure(f"returns.{target}", "other", 2022, 12, "alle", "incidence", hits, 100)

    assert too_close([line("elsewhere", 10), line("anywhere", 12)], 5) == {line("anywhere", 12)}
    assert too_close([line("elsewhere", 10), line("anywhere", 20)], 5) == set()
