"""Typing a person number: what is accepted, what is refused and what is never shown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rettesnor.danish import clock, cpr

ON = date(2026, 3, 3)


PASTED = ["610190\u22124002", "610190-4002\u200b", "\ufeff610190-4002", "610190\u2060-4002", "610190\u00ad4002",
          "610190\u00a04002", "\u202a610190-4002\u202c"]  # fmt: skip
"""What looks right on the screen: a minus, signs without width, a hard space, marks of direction."""


@pytest.mark.parametrize(
    "text", ["610190-4002", "6101904002", " 610190 4002 ", "61 01 90-4002", "610190\u20134002", *PASTED]
)
def test_the_same_number_is_read_however_it_is_spaced(text: str) -> None:
    number = cpr.parse(text, ON)
    assert (number.digits, number.written) == ("6101904002", "610190-4002")
    assert number.born == date(1990, 1, 1)
    assert number.woman
    assert number.replacement


def test_an_odd_last_digit_is_a_man_and_a_plain_day_no_replacement() -> None:
    number = cpr.parse("010190-4003", ON)
    assert not number.woman
    assert not number.replacement


@pytest.mark.parametrize(
    ("seventh", "year", "century"),
    [
        *[(digit, year, 1900) for digit in "0123" for year in ("00", "36", "37", "57", "58", "99")],
        *[(digit, year, 2000) for digit in "49" for year in ("00", "25")],
        *[(digit, year, 1900) for digit in "49" for year in ("37", "57", "58", "99")],
        *[(digit, year, 2000) for digit in "5678" for year in ("00", "25")],
        *[(digit, year, 1800) for digit in "5678" for year in ("58", "99")],
    ],
)
def test_the_seventh_digit_and_the_year_give_the_century(seventh: str, year: str, century: int) -> None:
    assert cpr.parse(f"6101{year}{seventh}000", ON).born == date(century + int(year), 1, 1)


@pytest.mark.parametrize(("seventh", "year", "born"), [("4", "36", 2036), ("9", "36", 2036), ("5", "57", 2057)])
def test_the_last_years_of_the_table_lie_in_this_century(seventh: str, year: str, born: int) -> None:
    assert cpr.parse(f"6101{year}{seventh}000", date(2060, 1, 1)).born.year == born


def test_a_number_without_a_control_digit_is_accepted() -> None:
    weights = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
    digits = "6506070001"
    assert sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11 != 0
    assert cpr.parse(digits, ON).born == date(1907, 6, 5)


@pytest.mark.parametrize(
    ("text", "fault", "message"),
    [
        ("", "empty", "Skriv et CPR-nummer"),
        (" - ", "empty", "Skriv et CPR-nummer"),
        ("610190-400A", "letters", "kun af tal"),
        ("610190-400\u00b2", "letters", "kun af tal"),
        ("610190-400", "length", "Her er 9"),
        ("610190-40021", "length", "Her er 11"),
        ("310290-4002", "date", "ikke en dato"),
        ("320190-4002", "date", "ikke en dato"),
        ("600190-4002", "date", "ikke en dato"),
        ("920190-4002", "date", "ikke en dato"),
        ("000190-4002", "date", "ikke en dato"),
        ("611390-4002", "date", "ikke en dato"),
        ("890223-4002", "date", "ikke en dato"),
        ("640326-4002", "future", "ude i fremtiden"),
    ],
)
def test_each_fault_is_refused_with_its_own_message(text: str, fault: str, message: str) -> None:
    with pytest.raises(cpr.CprError, match=message) as refusal:
        cpr.parse(text, ON)
    assert refusal.value.fault == fault


def test_a_child_born_today_is_accepted_and_one_born_tomorrow_refused() -> None:
    with clock.at(ON):
        assert cpr.parse("630326-4002").born == ON
        with pytest.raises(cpr.CprError, match="fremtiden"):
            cpr.parse("640326-4002")


def test_a_number_is_masked_and_never_printed_by_accident() -> None:
    number = cpr.parse("610190-4002", ON)
    assert number.masked == "610190-\u2022\u2022\u2022\u2022"
    for printed in (repr(number), str(number), f"{number}", repr([number])):
        assert "4002" not in printed
        assert "610190" not in printed


def test_a_refusal_does_not_repeat_what_was_typed() -> None:
    with pytest.raises(cpr.CprError) as refusal:
        cpr.parse("310290-4002", ON)
    assert "4002" not in str(refusal.value)
    assert refusal.value.__cause__ is None


@given(st.dates(date(1937, 1, 1), date(1999, 12, 31)), st.integers(4000, 4999), st.booleans())
def test_every_date_of_birth_comes_back(born: date, last: int, replacement: bool) -> None:
    typed = f"{born.day + 60 * replacement:02}{born:%m%y}-{last}"
    number = cpr.parse(typed, ON)
    assert (number.born, number.replacement, number.woman) == (born, replacement, last % 2 == 0)


@given(st.text(max_size=14))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        assert len(cpr.parse(text, ON).digits) == 10
    except cpr.CprError as refusal:
        assert refusal.fault in cpr.MESSAGES  # noqa: PT017


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 3, 3), date(2026, 3, 2), 17),
        (date(2008, 3, 3), date(2026, 3, 3), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 3, 3), date(2026, 3, 3), 0),
    ],
)
def test_age_changes_on_the_birthday(born: date, day: date, age: int) -> None:
    assert cpr.age_on(born, day) == age


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(ValueError, match="before the birth"):
        cpr.age_on(date(2026, 3, 3), date(2026, 3, 2))
