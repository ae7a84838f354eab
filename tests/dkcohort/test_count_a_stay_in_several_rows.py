"""A stay that stands in several rows at one centre: her children are those of all of them, and it is one stay."""

import pytest

from dkcohort import definitions
from dkcohort.engine import DuckEngine, statement
from tests.dkcohort.countries import Rows
from tests.dkcohort.timelines import Stay, World, run

SPLIT = (("w", "A", "2022-03-01", "2022-03-04"), ("w", "A", "2022-03-04", "2022-05-01"))
"""One stay in two rows that touch."""


def with_children(*children: tuple[str, str | None, str, str]) -> DuckEngine:
    """The stay in two rows, with children who stand with one of them, and the steps that ask for children."""
    world = World(SPLIT, born={"w": "1990-01-01", "child": "2015-01-01", "other": "2017-01-01"}, children=children)
    engine = run(world.with_study(), "profile_children")
    Rows("population:t cohort:n subject:t person:t part:t since:n until:n").into(engine, "windows")
    engine.step("violence_subjects", statement("violence_subjects"))
    return engine


def along(engine: DuckEngine) -> list[tuple[object, ...]]:
    return engine.rows("SELECT along FROM profile_children WHERE cohort = 2022")


@pytest.mark.parametrize("since", ["2022-03-01", "2022-03-04", "2022-04-11", "2022-05-01"])
def test_a_child_who_stands_with_any_row_of_the_stay_came_along(since: str) -> None:
    engine = with_children(("w", "child", "A", since))
    assert along(engine) == [(1,)]
    assert engine.rows("SELECT person FROM violence_subjects") == [("child",)]


def test_a_child_who_stands_with_both_rows_is_one() -> None:
    both = [("w", child, "A", since) for child in ("child", "other") for since in ("2022-03-01", "2022-03-04")]
    engine = with_children(*both)
    assert along(engine) == [(1,)]
    assert engine.rows("SELECT person FROM violence_subjects ORDER BY 1") == [("child",), ("other",)]


def test_a_child_without_a_key_came_along_and_is_followed_by_nobody() -> None:
    engine = with_children(("w", None, "A", "2022-03-04"))
    assert along(engine) == [(1,)]
    assert engine.rows("SELECT count(*) FROM violence_subjects") == [(0,)]


@pytest.mark.parametrize(
    ("who", "centre", "since"),
    [("w", "B", "2022-03-04"), ("v", "A", "2022-03-04"), ("w", "A", "2022-02-28"), ("w", "A", "2022-05-02")],
)
def test_a_child_of_another_stay_did_not_come_along(who: str, centre: str, since: str) -> None:
    engine = with_children((who, "child", centre, since))
    assert along(engine) == [(0,)]
    assert engine.rows("SELECT count(*) FROM violence_subjects") == [(0,)]


@pytest.mark.parametrize(("first", "second", "told"), [("0", "2", "yes"), ("2", "0", "yes"), ("0", "0", "no")])
def test_the_count_of_children_is_looked_for_in_every_row(first: str, second: str, told: str) -> None:
    rows: tuple[dict[str, str | None], ...] = tuple(
        {"pnr": w, "dstnr": c, "indflyt": since, "udflyt": until, "antbarn": many}
        for (w, c, since, until), many in zip(SPLIT, (first, second), strict=True)
    )
    assert run(World((), rows=rows).with_study()).rows("SELECT children FROM leavers") == [(told,)]


def told(*stays: Stay, anonymous: int = 1) -> list[tuple[object, ...]]:
    """The year's anonymous stays and all of them, beside some anonymous rows of one key and centre."""
    rows: tuple[dict[str, str | None], ...] = tuple(
        {"pnr": "nobody", "dstnr": "A", "indflyt": f"2022-06-0{i + 1}", "udflyt": "2022-07-01", "ophold": "1"}
        for i in range(anonymous)
    )
    return run(World(stays, rows=rows).with_study(), "secrecy").rows("SELECT cohort, anonymous, stays FROM secrecy")


def test_a_named_stay_in_two_rows_is_one_beside_the_anonymous() -> None:
    """Split in two it raised the number the share is of, with nobody new."""
    whole: Stay = ("w", "A", "2022-03-01", "2022-05-01")
    assert told(*SPLIT) == told(whole) == [(2022, 1, 2)]


def test_a_named_stay_belongs_to_the_year_it_began_in() -> None:
    assert told(("w", "A", "2021-12-20", "2022-01-02"), ("w", "A", "2022-01-01", "2022-05-01")) == [(2022, 1, 1)]


def test_anonymous_rows_are_not_merged_by_a_key_that_is_nobodys() -> None:
    assert told(*SPLIT, anonymous=3) == [(2022, 3, 4)]


def test_the_definition_says_what_is_merged_and_what_is_not() -> None:
    card = definitions.indicators()["returns.anonymous"]
    assert "hver tæller som et ophold" in card.numerator
    assert "overlappende rækker på et center er ét" in card.denominator
