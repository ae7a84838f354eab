"""Reading the clock: the house's own time, and standing on another day."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from rettesnor.danish import clock


def test_now_is_aware_and_danish() -> None:
    with time_machine.travel(datetime(2026, 7, 1, 22, 30, tzinfo=UTC), tick=False):
        assert clock.now().isoformat() == "2026-07-02T00:30:00+02:00"
        assert clock.today() == date(2026, 7, 2)


def test_the_clock_stands_where_it_is_put_and_goes_on_afterwards() -> None:
    with clock.at(datetime(2026, 1, 5, 2, 15)):  # noqa: DTZ001 - a naive time is the case under test
        assert clock.now().isoformat() == "2026-01-05T02:15:00+01:00"
        with clock.at(date(2025, 6, 5)):
            assert clock.now().isoformat() == "2025-06-05T12:00:00+02:00"
        assert clock.today() == date(2026, 1, 5)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_an_aware_moment_is_turned_into_danish_time() -> None:
    with clock.at(datetime(2026, 1, 5, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 1, 6)


def test_the_clock_goes_on_after_an_error() -> None:
    with pytest.raises(RuntimeError, match="planted"), clock.at(date(2001, 1, 1)):
        raise RuntimeError("planted")
    assert clock.today() != date(2001, 1, 1)


def test_the_environment_fixes_the_day_but_not_the_time_of_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETTESNOR_TODAY", "2026-03-03")
    with time_machine.travel(datetime(2030, 1, 1, 9, 0, tzinfo=UTC)) as traveller:
        assert clock.today() == date(2026, 3, 3)
        before = clock.now()
        traveller.shift(timedelta(minutes=90))
        assert timedelta(minutes=90) <= clock.now() - before < timedelta(minutes=91)


def test_a_standing_clock_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETTESNOR_TODAY", "2026-03-03")
    with clock.at(date(2024, 2, 29)):
        assert clock.today() == date(2024, 2, 29)


def test_a_time_that_the_spring_change_skips_becomes_one_that_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETTESNOR_TODAY", "2026-03-29")
    with time_machine.travel(datetime(2026, 1, 1, 1, 30, tzinfo=UTC), tick=False):
        assert clock.now().isoformat() == "2026-03-29T03:30:00+02:00"


def test_a_day_that_is_no_date_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETTESNOR_TODAY", "3/3")
    with pytest.raises(ValueError, match="RETTESNOR_TODAY must be a date"):
        clock.today()
