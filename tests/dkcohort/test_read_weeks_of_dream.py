"""Reading the week variables of DREAM: which Monday a name tells of."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from dkcohort.estimate import dream_week


@pytest.mark.parametrize(
    ("name", "monday"),
    [
        # The first week of the register, by its documentation (June 2015).
        ("Y_9132", date(1991, 8, 5)),
        # Weeks 53 are ISO weeks; the register has one in each of these years.
        ("Y_9253", date(1992, 12, 28)),
        ("Y_9853", date(1998, 12, 28)),
        ("Y_0453", date(2004, 12, 27)),
        ("Y_0953", date(2009, 12, 28)),
        ("Y_1553", date(2015, 12, 28)),
        ("Y_2053", date(2020, 12, 28)),
        # The first ISO week may begin in the year before.
        ("Y_0001", date(2000, 1, 3)),
        ("Y_2001", date(2019, 12, 30)),
        ("y_2627", date(2026, 6, 29)),
    ],
)
def test_a_week_begins_on_its_monday(name: str, monday: date) -> None:
    assert dream_week(name) == monday


def test_from_the_first_week_to_the_newest_no_monday_is_missing() -> None:
    names = [f"Y_{year % 100:02}{week:02}" for year in range(1991, 2027) for week in range(1, 54)]
    mondays = []
    for name in names[names.index("Y_9132") : names.index("Y_2627") + 1]:
        try:
            mondays.append(dream_week(name))
        except ValueError:
            assert name.endswith("53")
    # 1,822 columns in the delivery DREAM202606 (catalogue dst-fsv).
    assert len(mondays) == 1822
    assert {later - earlier for earlier, later in pairwise(mondays)} == {timedelta(days=7)}


@pytest.mark.parametrize("name", ["Y_2353", "Y_2400", "Y_2454", "Y_9131", "Y_9101"])
def test_a_week_that_was_not_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        dream_week(name)


@pytest.mark.parametrize(
    "name", ["", "Y_045", "Y_04533", "X_0453", "Y0453", " Y_0453", "GRAD_2004_12", "Y_\u0660\u0661\u0660\u0661"]
)
def test_a_name_of_another_form_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not the name of a week"):
        dream_week(name)
