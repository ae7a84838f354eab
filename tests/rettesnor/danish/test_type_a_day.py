"""Typing a day or a time as one does on a busy shift, and reading it back in words."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rettesnor.danish import dates

TUESDAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12-3-26", date(2026, 3, 12)),
        ("12.3.2026", date(2026, 3, 12)),
        ("12/3 2026", date(2026, 3, 12)),
        ("12/3", date(2026, 3, 12)),
        ("2026-03-12", date(2026, 3, 12)),
        ("3. maj", date(2026, 5, 3)),
        ("den 3. maj 2026", date(2026, 5, 3)),
        ("tirsdag den 3. marts 2026", TUESDAY),
        ("29.2.2024", date(2024, 2, 29)),
        ("i dag", TUESDAY),
        (" I  Dag ", TUESDAY),
        ("i\u00a0dag\u200b", TUESDAY),
        ("12\u22123\u22122026", date(2026, 3, 12)),
        ("\ufeff12\u20113\u201126", date(2026, 3, 12)),
        ("3.\u00a0maj\u202f2026\u2060", date(2026, 5, 3)),
        ("idag", TUESDAY),
        ("nu", TUESDAY),
        ("i går", date(2026, 3, 2)),
        ("i gaar", date(2026, 3, 2)),
        ("i forgårs", date(2026, 3, 1)),
        ("i morgen", date(2026, 3, 4)),
        ("mandag", date(2026, 3, 2)),
        ("ons", date(2026, 2, 25)),
        ("lør.", date(2026, 2, 28)),
        ("soendag", date(2026, 3, 1)),
        ("tir", date(2026, 2, 24)),
    ],
)
def test_a_day_is_understood_as_people_write_it(text: str, day: date) -> None:
    assert dates.parse_day(text, TUESDAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [("mandag", date(2026, 3, 9)), ("ons", date(2026, 3, 4)), ("tir", date(2026, 3, 10)), ("i går", date(2026, 3, 2))],
)
def test_a_weekday_of_a_plan_is_the_next_one(text: str, day: date) -> None:
    assert dates.parse_day(text, TUESDAY, ahead=True) == day


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("5-10", date(2026, 3, 11), date(2026, 10, 5)),
        ("2-1", date(2026, 3, 11), date(2027, 1, 2)),
        ("2. januar", date(2026, 3, 11), date(2027, 1, 2)),
        ("10-3", date(2026, 3, 11), date(2026, 3, 10)),
        ("20/3", date(2026, 3, 11), date(2026, 3, 20)),
        ("5-10-2025", date(2026, 3, 11), date(2025, 10, 5)),
        ("2-1", date(2025, 12, 28), date(2026, 1, 2)),
    ],
)
def test_a_day_of_a_plan_without_a_year_is_the_next_one_unless_it_has_just_been(
    text: str, today: date, day: date
) -> None:
    assert dates.parse_day(text, today, ahead=True) == day


def test_without_a_year_the_nearest_day_is_meant() -> None:
    assert dates.parse_day("28/12", date(2026, 1, 2)) == date(2025, 12, 28)
    assert dates.parse_day("2/1", date(2025, 12, 28)) == date(2026, 1, 2)


def test_two_digits_of_a_year_of_birth_lie_in_the_past() -> None:
    assert dates.parse_day("12-3-85", TUESDAY) == date(1985, 3, 12)
    assert dates.parse_day("12-3-36", TUESDAY) == date(2036, 3, 12)
    assert dates.parse_day("12-3-37", TUESDAY) == date(1937, 3, 12)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Skriv en dato"),
        ("snart", "Skriv en dato"),
        ("12", "Skriv en dato"),
        ("hest 3. marts", "Skriv en dato"),
        ("31/2/2026", "findes ikke"),
        ("31/2", "findes ikke"),
        ("29/2", "findes ikke"),
        ("12-13-2026", "findes ikke"),
        ("12-3-0206", "Årstallet"),
        ("onsdag 3. marts 2026", "Det er en tirsdag"),
    ],
)
def test_what_is_no_day_is_refused_in_danish(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        dates.parse_day(text, TUESDAY)


@given(st.dates(date(1950, 1, 1), date(2045, 12, 31)), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_what_the_house_says_it_also_understands(day: date, today: date) -> None:
    assert dates.parse_day(dates.say(day), today) == day
    assert dates.parse_day(dates.say_short(day), today) == day
    assert dates.parse_day(day.isoformat(), today) == day


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.sampled_from(dates.WEEKDAYS))
def test_a_weekday_is_one_of_the_last_seven_days(today: date, word: str) -> None:
    day = dates.parse_day(word, today)
    assert timedelta(days=1) <= today - day <= timedelta(days=7)
    assert dates.say(day).startswith(word)


@given(st.text(max_size=20))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        dates.parse_day(text, TUESDAY)
    except ValueError as refusal:
        assert str(refusal).startswith(("Skriv en dato", "Den dato", "Ugedagen", "Årstallet"))  # noqa: PT017


def test_a_day_is_said_in_danish() -> None:
    assert dates.say(TUESDAY) == "tirsdag 3. marts 2026"
    assert dates.say_short(TUESDAY) == "3. mar. 2026"
    assert dates.say_short(date(2026, 5, 1)) == "1. maj 2026"


@pytest.mark.parametrize("text", ["kl.\u00a02.15\u200b", "0215", "215", "2.15", "02:15", "02.15", "kl. 2.15", " 2:15 "])
def test_a_time_is_understood_as_people_write_it(text: str) -> None:
    assert dates.parse_time(text) == time(2, 15)
    assert dates.say_time(dates.parse_time(text)) == "02.15"


@pytest.mark.parametrize("text", ["", "25", "2.60", "24.00", "nat", "2.1.5"])
def test_what_is_no_time_is_refused_in_danish(text: str) -> None:
    with pytest.raises(ValueError, match="Skriv et klokkeslæt"):
        dates.parse_time(text)
