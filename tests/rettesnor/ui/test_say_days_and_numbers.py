from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from rettesnor.danish import clock, codes
from rettesnor.danish.clock import CPH
from rettesnor.ui.templatetags import house

NOW = datetime(2026, 3, 3, 14, 0, tzinfo=CPH)


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with clock.at(NOW):
        yield


def test_days_and_moments_are_said_in_danish_time() -> None:
    utc = datetime.fromisoformat("2026-03-02T23:30+00:00")

    assert house.day(date(2026, 3, 3)) == "3. marts 2026"
    assert house.weekday(utc) == "tirsdag 3. marts 2026"
    assert house.moment(utc) == "3. marts 2026 kl. 00.30"
    assert house.moment(date(2026, 3, 3)) == "3. marts 2026"
    assert house.day(None) == house.moment(None) == house.clock_time(None) == ""


def test_a_question_needs_no_colon() -> None:
    assert house.colon("Sendt den") == "Sendt den:"
    assert house.colon("Hvorfor var dagen forkert?") == "Hvorfor var dagen forkert?"


@pytest.mark.parametrize(
    ("limit", "said", "pressing"),
    [
        (date(2026, 3, 1), "2 dage over tiden", "passed"),
        (date(2026, 3, 2), "1 dag over tiden", "passed"),
        (date(2026, 3, 3), "i dag", "soon"),
        (date(2026, 3, 4), "i morgen", ""),
        (date(2026, 3, 8), "5 dage tilbage", ""),
        (NOW - timedelta(seconds=20), "nu", "passed"),
        (NOW + timedelta(minutes=40), "40 minutter tilbage", "soon"),
        (NOW + timedelta(minutes=1), "1 minut tilbage", "soon"),
        (NOW + timedelta(hours=3), "3 timer tilbage", "soon"),
        (NOW - timedelta(hours=2), "2 timer over tiden", "passed"),
        (NOW + timedelta(days=2), "2 dage tilbage", ""),
        (NOW - timedelta(days=2), "2 dage over tiden", "passed"),
        (NOW + timedelta(hours=25), "i morgen", ""),
        (None, "", ""),
    ],
)
def test_the_time_left_is_said_in_words(limit: date | None, said: str, pressing: str) -> None:
    assert house.time_left(limit) == said
    assert house.urgency(limit) == pressing


def test_shares_and_numbers_are_written_in_danish() -> None:
    assert house.percent(0.304) == "30\xa0%"
    assert house.percent(0.995) == "100\xa0%"
    assert house.percent(None) == ""
    assert house.number(1234567) == "1.234.567"
    assert house.number(0.5) == "0,5"
    assert house.number(1234.5, 2) == "1.234,50"


def test_a_code_is_said_in_words_and_a_lost_code_as_itself() -> None:
    assert house.code_label("yes_no", "ja") == codes.label("yes_no", "ja")
    assert house.code_label("yes_no", "gammel") == "gammel"
    assert house.code_label("yes_no", "") == ""


def test_an_icon_that_is_not_there_is_found_out_at_once() -> None:
    assert house.icon("house").startswith("<svg")
    with pytest.raises(FileNotFoundError):
        house.icon("unicorn")


def test_a_bar_never_leaves_its_frame() -> None:
    assert 'width="200"' in house.bar_drawing(1.7)
    assert 'width="0"' in house.bar_drawing(-1)
