"""A sign that nobody can see says nothing."""

import pytest

from rettesnor.danish.blank import is_blank, says_nothing


@pytest.mark.parametrize(
    "text", ["", " ", "\u200b", "\u2060\ufeff", "\u00ad", "\u3164", "\u2800", "\t\n", "\u202e \u200d"]
)
def test_nothing_is_said(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["x", ".", "\u200bja", "👩\u200d👧", "-"])
def test_something_is_said(text: str) -> None:
    assert not is_blank(text)


@pytest.mark.parametrize(
    ("text", "nothing"), [(".", True), ("-", True), (" … ", True), ("\u3164.", True), ("nej", False), ("4", False)]
)
def test_a_full_stop_is_no_reason(text: str, nothing: bool) -> None:
    assert says_nothing(text) is nothing
