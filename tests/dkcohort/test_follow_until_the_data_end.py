"""Following a woman from her leaving: what counts as a new stay, what competes, and when she is out of sight."""

import pytest

from tests.dkcohort.timelines import World, run

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
