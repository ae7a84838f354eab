"""Controls are written straight out: what somebody typed stays text, and a state is a bare word."""

from __future__ import annotations

from django import forms
from django.utils.safestring import mark_safe

from rettesnor.ui.templatetags.elements import attributes, input_element, option_elements

TRICK = '"><script>'


def test_what_was_typed_stays_text() -> None:
    written = input_element({"type": "text", "name": "n", "value": TRICK, "attrs": {"title": TRICK}})
    assert "<script>" not in written
    assert written.count("&quot;&gt;&lt;script&gt;") == 2


def test_a_state_is_a_bare_word_and_what_is_false_is_not_written() -> None:
    assert attributes({"checked": True, "disabled": False, "size": None, "id": "a"}) == ' checked id="a"'


def test_an_empty_choice_keeps_its_empty_value() -> None:
    assert 'value=""' in input_element({"type": "radio", "name": "n", "value": "", "attrs": {}})
    assert "value" not in input_element({"type": "text", "name": "n", "value": None, "attrs": {}})


def test_the_words_of_a_choice_stay_text_unless_they_are_ours() -> None:
    options = [
        {"value": "a", "label": TRICK, "attrs": {"selected": True}},
        {"value": "b", "label": mark_safe("<i>b</i>"), "attrs": {}},
    ]
    written = option_elements([(None, options, 0), (TRICK, [], 1)])
    assert "<script>" not in written
    assert '<option value="a" selected>' in written
    assert "<i>b</i>" in written


def test_a_form_s_list_opens_with_its_choices() -> None:
    field = forms.Select(choices=[("", "Vælg"), ("Hus", [("kbh", "København"), ("aar", "Aarhus")])])
    written = field.render("house", "aar", {"id": "id_house"})
    assert '<select name="house" id="id_house">' in written
    assert '<optgroup label="Hus"><option value="kbh">København</option>' in written
    assert '<option value="aar" selected>Aarhus</option>' in written
