from datetime import datetime

import pytest

from rettesnor.danish.clock import CPH
from rettesnor.ui.moment import parse_moment, say_moment

NIGHT = datetime(2026, 3, 3, 0, 30, tzinfo=CPH)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nu", "2026-03-03T00:30"),
        ("i dag 02.15", "2026-03-03T02:15"),
        ("I går kl. 23:10", "2026-03-02T23:10"),
        ("i går, 2310", "2026-03-02T23:10"),
        ("3-3 14.30", "2026-03-03T14:30"),
        ("12-2-26 kl. 9", "2026-02-12T09:00"),
        ("28. februar 2026 kl. 7.05", "2026-02-28T07:05"),
        ("søndag 18.00", "2026-03-01T18:00"),
        ("02.15", "2026-03-03T02:15"),
        ("0215", "2026-03-03T02:15"),
        ("kl. 2", "2026-03-03T02:00"),
        ("kl.\u00a02\u200b", "2026-03-03T02:00"),
        ("3\u22123\u00a014.30\u2060", "2026-03-03T14:30"),
    ],
)
def test_a_day_and_a_time_are_read_as_they_are_typed(typed: str, meant: str) -> None:
    assert parse_moment(typed, NIGHT) == datetime.fromisoformat(meant).replace(tzinfo=CPH)


def test_after_midnight_a_late_hour_is_the_evening_that_just_ended() -> None:
    assert parse_moment("23.45", NIGHT, past=True) == datetime(2026, 3, 2, 23, 45, tzinfo=CPH)
    assert parse_moment("23.45", NIGHT) == datetime(2026, 3, 3, 23, 45, tzinfo=CPH)


@pytest.mark.parametrize("typed", ["3. marts 2026", "3-3-2026", "i går", "tirsdag"])
def test_a_day_alone_asks_for_the_time_and_no_year_becomes_a_time(typed: str) -> None:
    with pytest.raises(ValueError, match="klokkeslæt"):
        parse_moment(typed, NIGHT)


@pytest.mark.parametrize("typed", ["", "snart", "31-2 kl. 12", "i dag 25.00", "i dag 12.61", "9999"])
def test_what_is_no_moment_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each has its own words
        parse_moment(typed, NIGHT)


def test_the_hour_that_summer_time_skips_is_refused() -> None:
    with pytest.raises(ValueError, match="stillet frem"):
        parse_moment("29-3-2026 02.30", NIGHT)


def test_a_moment_is_said_back_with_its_weekday() -> None:
    assert say_moment(datetime.fromisoformat("2026-03-03T01:15+00:00")) == "tirsdag 3. marts 2026 kl. 02.15"
