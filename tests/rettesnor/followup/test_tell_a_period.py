from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from rettesnor.danish import clock
from rettesnor.followup.period import Period, between, last_ended


@pytest.mark.parametrize("key", ["2026K1", "2026"])
def test_a_period_is_written_as_it_is_read(key: str) -> None:
    assert Period.parse(key).key == key


@pytest.mark.parametrize("key", ["", "2026K5", "2026K0", "26K1", "2026k1", "2026K1x", "1999"])
def test_anything_else_is_no_period(key: str) -> None:
    with pytest.raises(ValueError, match="neither"):
        Period.parse(key)


def test_every_day_lies_in_the_quarter_that_says_so() -> None:
    day = date(2024, 1, 1)
    while day < date(2027, 1, 1):
        period = Period.quarter_of(day)
        assert period.first_day <= day < period.day_after
        day += timedelta(days=1)


def test_quarters_begin_and_end_at_danish_midnight_across_summer_time() -> None:
    spring = Period(2026, 1)
    assert spring.begins.utcoffset() == timedelta(hours=1)
    assert spring.ends.utcoffset() == timedelta(hours=2)
    assert spring.ends == spring.next.begins
    assert spring.ends.astimezone(clock.CPH).time() == datetime.min.time()


def test_counting_quarters_and_years() -> None:
    assert Period(2026, 1).later(-1) == Period(2025, 4)
    assert Period(2026, 1).later(7) == Period(2027, 4)
    assert Period(2026).previous == Period(2025)
    assert [period.key for period in between(Period(2025, 3), Period(2026, 1))] == ["2025K3", "2025K4", "2026K1"]
    assert [period.key for period in Period(2026).quarters] == ["2026K1", "2026K2", "2026K3", "2026K4"]


def test_the_last_ended_quarter_changes_at_danish_midnight() -> None:
    # 23:30 on 31 March in Denmark is 21:30 in Greenwich.
    assert last_ended(datetime(2026, 3, 31, 23, 30, tzinfo=clock.CPH)) == Period(2025, 4)
    assert last_ended(datetime(2026, 4, 1, 0, 0, tzinfo=clock.CPH)) == Period(2026, 1)


def test_labels_are_danish() -> None:
    assert Period(2026, 1).label == "1. kvartal 2026"
    assert Period(2026).label == "2026"
