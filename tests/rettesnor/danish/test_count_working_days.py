"""Counting working days: when the municipality must have its notice."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rettesnor.danish import workdays
from rettesnor.danish.workdays import DEFAULT, EVES_OFF, SATURDAY_COUNTS, Reading

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))

# Decision, Monday-Friday, with 5/6, 24/12 and 31/12 off, with Saturday counting.
VECTORS = [
    (date(2023, 5, 3), date(2023, 5, 9), date(2023, 5, 9), date(2023, 5, 8)),
    (date(2024, 4, 24), date(2024, 4, 29), date(2024, 4, 29), date(2024, 4, 27)),
    (date(2025, 12, 30), date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 3)),
    (date(2026, 4, 1), date(2026, 4, 9), date(2026, 4, 9), date(2026, 4, 8)),
    (date(2026, 5, 13), date(2026, 5, 19), date(2026, 5, 19), date(2026, 5, 18)),
    (date(2026, 5, 22), date(2026, 5, 28), date(2026, 5, 28), date(2026, 5, 27)),
    (date(2026, 6, 3), date(2026, 6, 8), date(2026, 6, 9), date(2026, 6, 6)),
    (date(2026, 11, 20), date(2026, 11, 25), date(2026, 11, 25), date(2026, 11, 24)),
    (date(2026, 12, 22), date(2026, 12, 28), date(2026, 12, 29), date(2026, 12, 28)),
    (date(2027, 3, 24), date(2027, 4, 1), date(2027, 4, 1), date(2027, 3, 31)),
]


def easter(year: int) -> date:
    """Easter Sunday by Gauss's rule in the Gregorian calendar, valid 1900-2099 (M = 24, N = 5)."""
    a, b, c = year % 19, year % 4, year % 7
    d = (19 * a + 24) % 30
    e = (2 * b + 4 * c + 6 * d + 5) % 7
    offset = d + e
    if (d, e) == (29, 6) or (d == 28 and e == 6 and a > 10):
        offset -= 7
    return date(year, 3, 22) + timedelta(days=offset)


def holidays_by_hand(year: int) -> set[date]:
    moved = [-3, -2, 0, 1, 39, 49, 50] + ([26] if year < 2024 else [])
    fixed = [(1, 1), (12, 25), (12, 26)]
    return {easter(year) + timedelta(days=days) for days in moved} | {date(year, *day) for day in fixed}


@pytest.mark.parametrize(("decided", "default", "eves_off", "saturday"), VECTORS)
def test_three_working_days_in_all_three_readings(decided: date, default: date, eves_off: date, saturday: date) -> None:
    assert workdays.deadline(decided, 3, DEFAULT) == default
    assert workdays.deadline(decided, 3, EVES_OFF) == eves_off
    assert workdays.deadline(decided, 3, SATURDAY_COUNTS) == saturday


@pytest.mark.parametrize(("decided", "default", "eves_off", "saturday"), VECTORS)
def test_the_earliest_reading_reminds_and_monday_to_friday_judges(
    decided: date, default: date, eves_off: date, saturday: date
) -> None:
    found = workdays.notice_deadlines(decided)
    assert (found.reminds, found.judges) == (saturday, default)


@pytest.mark.parametrize("year", range(2020, 2041))
def test_each_day_agrees_with_an_independent_easter(year: int) -> None:
    by_hand = holidays_by_hand(year)
    eves = {date(year, 6, 5), date(year, 12, 24), date(year, 12, 31)}
    day = date(year, 1, 1)
    while day.year == year:
        weekday, free = day.isoweekday(), day in by_hand
        assert workdays.is_workday(day, DEFAULT) is (weekday <= 5 and not free)
        assert workdays.is_workday(day, EVES_OFF) is (weekday <= 5 and not free and day not in eves)
        assert workdays.is_workday(day, SATURDAY_COUNTS) is (weekday <= 6 and not free)
        day += timedelta(days=1)


@pytest.mark.parametrize(("year", "day"), [(2024, (3, 31)), (2026, (4, 5)), (2027, (3, 28)), (2028, (4, 16))])
def test_the_independent_easter_is_the_published_one(year: int, day: tuple[int, int]) -> None:
    assert easter(year) == date(year, *day)


def test_store_bededag_was_a_holiday_until_2023() -> None:
    assert not workdays.is_workday(date(2023, 5, 5))
    assert workdays.is_workday(date(2024, 4, 26))


@given(DAYS, st.integers(1, 15), st.sampled_from(Reading))
def test_a_later_decision_never_has_an_earlier_deadline(decided: date, days: int, reading: Reading) -> None:
    tomorrow = decided + timedelta(days=1)
    assert workdays.deadline(decided, days, reading) <= workdays.deadline(tomorrow, days, reading)


@given(DAYS, st.integers(1, 15))
def test_the_readings_stand_in_order(decided: date, days: int) -> None:
    saturday, default, eves = (workdays.deadline(decided, days, r) for r in (SATURDAY_COUNTS, DEFAULT, EVES_OFF))
    assert decided < saturday <= default <= eves


@given(DAYS, st.integers(1, 15), st.sampled_from(Reading))
def test_a_deadline_is_the_working_day_asked_for(decided: date, days: int, reading: Reading) -> None:
    last = workdays.deadline(decided, days, reading)
    between = [decided + timedelta(days=n) for n in range(1, (last - decided).days + 1)]
    assert workdays.is_workday(last, reading)
    assert sum(workdays.is_workday(day, reading) for day in between) == days


def test_a_deadline_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        workdays.deadline(date(2026, 3, 3), 0)
