"""Reading the telephone numbers out of what somebody typed: none is lost beside an hour or another number."""

from __future__ import annotations

import pytest

from rettesnor.danish.phones import readings


def _read(typed: str) -> set[str]:
    return {number.replace(" ", "") for number in readings(typed)}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("61 72 83 94", "61728394"),
        ("61728394", "61728394"),
        ("6172-8394", "61728394"),
        ("Bedst kl. 10-12 61 72 83 94", "61728394"),
        ("61 72 83 94 10-12", "61728394"),
        ("10:00-12:00, 61 72 83 94", "61728394"),
        ("61 72 83 94 / 12 34 56 78", "61728394"),
        ("61 72 83 94 / 12 34 56 78", "12345678"),
        ("1) 61 72 83 94 2) 12 34 56 78", "12345678"),
        ("talk12345 55667788", "55667788"),
        ("(+45) 61 72 83 94", "61728394"),
        ("+4561728394", "61728394"),
        ("0045 61 72 83 94", "61728394"),
        ("004561728394", "61728394"),
        ("61 \u2013 72 \u2013 83 \u2013 94", "61728394"),
        ("+46 70 123 45 67", "+46701234567"),
        ("+46 (0)70 123 45 67 kl. 10", "+46701234567"),
        ("+46 70 123 45 67 10-12", "+46701234567"),
        ("+46 70 123 45 67", "0701234567"),
        ("kl. 9 070-123 45 67", "0701234567"),
        ("0171 1234567", "01711234567"),
        ("+299 23 45 67", "+299234567"),
        ("23 45 67 i Nuuk", "234567"),
        ("23\u00a045\u202f67\u200b", "234567"),
        ("+299\u00ad\u200b \u200b-\u200b 23 45 67", "234567"),
        ("61728394\u200b12345678", "12345678"),
    ],
)
def test_the_number_is_among_the_readings(typed: str, number: str) -> None:
    assert number in _read(typed)


@pytest.mark.parametrize("typed", ["", "efter kl. 16", "kl. 10.30-12", "den 1.3.26", "barn på 3, mor på 27"])
def test_what_is_no_number_gives_none(typed: str) -> None:
    assert _read(typed) == set()
