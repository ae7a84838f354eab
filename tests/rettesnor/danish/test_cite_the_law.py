"""Citing the law: the numbering in force on the day the paper is about."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from rettesnor.danish import law

BEFORE, AFTER = date(2024, 6, 30), date(2024, 7, 1)


@pytest.mark.parametrize(
    ("key", "before", "after"),
    [
        ("self_referral", 2, 3),
        ("decision", 3, 4),
        ("notice_admission", 4, 5),
        ("notice_discharge", 5, 6),
        ("notice_content", 6, 7),
        ("counselling", 7, 8),
        ("psychologist_child", 8, 9),
        ("psychologist_adult", 9, 10),
    ],
)
def test_the_subsections_moved_on_the_first_of_july_2024(key: str, before: int, after: int) -> None:
    assert law.reference(key, BEFORE).text == f"serviceloven § 109, stk. {before}"
    assert law.reference(key, AFTER).text == f"serviceloven § 109, stk. {after}"


def test_the_right_to_a_stay_and_the_way_to_complain_kept_their_numbers() -> None:
    for day in (BEFORE, AFTER):
        assert law.reference("stay", day).text == "serviceloven § 109, stk. 1"
        assert law.reference("complaint", day).text == "serviceloven § 166, stk. 2"


@pytest.mark.parametrize(
    ("key", "day"),
    [
        ("notice_admission", date(2015, 6, 30)),
        ("purpose", BEFORE),
        ("psychologist_adult", date(2020, 6, 30)),
        ("adult_interpreter", date(2025, 6, 30)),
        ("no_such_rule", AFTER),
    ],
)
def test_a_rule_that_was_not_there_yet_is_not_cited(key: str, day: date) -> None:
    with pytest.raises(LookupError, match=key):
        law.reference(key, day)


def test_every_row_says_where_it_comes_from_and_how_well_it_is_known() -> None:
    for row in law.references():
        assert row.source
        assert row.status in {"læst i lovforslag", "uverificeret"}
        assert row.valid_to is None or row.valid_from <= row.valid_to


@pytest.mark.parametrize("key", law.keys())
def test_the_rows_of_a_rule_follow_each_other_without_gap_or_overlap(key: str) -> None:
    rows = [row for row in law.references() if row.key == key]
    for earlier, later in pairwise(rows):
        assert earlier.valid_to is not None
        assert later.valid_from == earlier.valid_to + timedelta(days=1)
    assert rows[-1].valid_to is None
