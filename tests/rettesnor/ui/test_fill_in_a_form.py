from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django import forms

from rettesnor.danish import clock, codes
from rettesnor.danish.clock import CPH
from rettesnor.ui.forms import CodeField, CprField, DayField, HouseForm, ManyCodesField, MomentField, chip_choices
from rettesnor.ui.widgets import Chips

NOW = datetime(2026, 3, 3, 14, 0, tzinfo=CPH)
GOOD = {"story": "Hun ringer fra bilen.", "day": "i går", "when": "02.15", "language": "da", "safe": "ja"}


class Call(HouseForm):
    story = forms.CharField(label="Hvad fortæller hun?", widget=forms.Textarea, help_text="Lyt først.")
    day = DayField(label="Dag", future=False)
    when = MomentField(label="Hvornår", future=False)
    number = CprField(required=False)
    language = CodeField("language", required=False)
    safe = CodeField("yes_no", label="Kan hun tale frit?")
    violence = ManyCodesField("violence_form", required=False)
    interpreter = forms.BooleanField(label="Tolk", required=False)
    draft = forms.CharField(required=False, widget=forms.HiddenInput)


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Any:
    with clock.at(NOW):
        yield


def call(**changes: Any) -> Call:
    return Call({**GOOD, "language": codes.choices("language")[0][0], **changes})


def page(form: HouseForm) -> Element:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    whole: Element = parser.parse(f"<!doctype html><title>t</title><form>{form}</form>")
    return whole


def by_id(root: Element, name: str) -> Element:
    found = root.find(f".//*[@id='{name}']")
    assert found is not None, name
    return found


def text(part: Element) -> str:
    return " ".join("".join(part.itertext()).split())


def test_typed_danish_becomes_days_and_moments() -> None:
    form = call()

    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == date(2026, 3, 2)
    assert form.cleaned_data["when"] == datetime(2026, 3, 3, 2, 15, tzinfo=CPH)


def test_a_typed_day_is_said_back_with_its_weekday() -> None:
    assert "= mandag 2. marts 2026" in text(page(call()))


def test_a_choice_that_is_none_is_refused_without_its_code() -> None:
    class Chosen(HouseForm):
        one = forms.ChoiceField(choices=[("a", "A")])
        many = ManyCodesField("violence_form")
        own = forms.ChoiceField(choices=[("a", "A")], error_messages={"invalid_choice": "Vælg et af børnene."})

        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            self.fields["later"] = CodeField("yes_no")

    code = "vLG4GpqoxYayo3lbzAigQA"
    told = Chosen({"one": code, "many": [code], "own": code, "later": code}).errors
    said = ["Det kan ikke vælges her. Vælg et af svarene på listen."]
    assert told == {"one": said, "many": said, "later": said, "own": ["Vælg et af børnene."]}


@pytest.mark.parametrize("typed", ["i går 10.00", "2-3 kl. 14", "mandag 10:30"])
def test_a_time_behind_a_day_is_said_to_be_too_much(typed: str) -> None:
    assert call(day=typed).errors["day"] == ["Skriv kun dagen her, uden klokkeslæt."]


def test_the_weekday_of_a_plan_is_said_back_as_the_next_one() -> None:
    class Plan(HouseForm):
        on = DayField(ahead=True)

    plan = Plan({"on": "torsdag"})
    assert plan.is_valid()
    assert plan.cleaned_data["on"] == date(2026, 3, 5)
    assert "= torsdag 5. marts 2026" in text(page(plan))


def test_an_unreadable_day_is_not_said_back_but_explained_beside_the_field() -> None:
    form = call(day="32-1", when="")
    root = page(form)

    assert "=" not in text(root)
    assert "findes ikke" in text(by_id(root, "id_day_error"))


@pytest.mark.parametrize(("field", "typed"), [("day", "i morgen"), ("when", "i morgen 12.00")])
def test_the_future_is_refused_where_it_cannot_be(field: str, typed: str) -> None:
    assert "fremtiden" in call(**{field: typed}).errors[field][0]


def test_the_future_is_allowed_where_it_can_be() -> None:
    class Move(HouseForm):
        day = DayField()
        when = MomentField()

    assert Move({"day": "i morgen", "when": "i morgen 12.00"}).is_valid()


@pytest.mark.parametrize("typed", ["010190-ABCD", "010190", "320190-1234", "670290 12"])
def test_a_number_that_is_no_person_number_is_refused_in_danish(typed: str) -> None:
    assert call(number=typed).errors["number"]


def test_a_person_number_cleans_to_one() -> None:
    form = call(number="670290-1234")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["number"].born == date(1990, 2, 7)


def test_a_person_number_from_the_records_is_never_written_into_the_page() -> None:
    number = CprField().clean("670290-1234")

    assert "1234" not in str(Call(initial={"number": number}))


def test_what_was_typed_is_still_there_after_a_refusal() -> None:
    root = page(call(number="12-ab", story="Hun ringer <fra> bilen."))

    assert by_id(root, "id_number").get("value") == "12-ab"
    assert text(by_id(root, "id_story")) == "Hun ringer <fra> bilen."


def test_an_error_is_tied_to_its_field_and_named_in_the_summary() -> None:
    root = page(call(story="", safe="måske"))
    story = by_id(root, "id_story")
    summary = root.find(".//*[@role='alert']")
    assert summary is not None
    links = [link.get("href", "")[1:] for link in summary.iter("a")]

    assert story.get("aria-invalid") == "true"
    assert (story.get("aria-describedby") or "").split() == ["id_story_helptext", "id_story_error"]
    assert links == ["id_story", "id_safe_0"]
    assert all(by_id(root, link) is not None for link in links)
    assert summary.get("tabindex") == "-1"


def test_a_form_without_faults_has_no_summary() -> None:
    assert page(call()).find(".//*[@role='alert']") is None


def test_every_control_has_a_visible_label_and_every_group_a_legend() -> None:
    root = page(Call())
    labelled = {label.get("for") for label in root.iter("label")}
    controls = [part for tag in ("input", "select", "textarea") for part in root.iter(tag)]

    assert all(part.get("id") in labelled for part in controls if part.get("type") != "hidden")
    assert [text(part) for part in root.iter("legend")] == [
        "Kan hun tale frit? skal udfyldes",
        str(Call().fields["violence"].label),
    ]


def test_the_browser_never_stops_the_form_itself() -> None:
    assert not [part for part in page(Call()).iter() if part.get("required") is not None]


def test_ids_are_used_once() -> None:
    ids = [part.get("id") for part in page(call(story="")).iter() if part.get("id")]

    assert len(ids) == len(set(ids))


def test_few_codes_are_chips_and_many_a_list_that_opens() -> None:
    assert isinstance(Call().fields["safe"].widget, Chips)
    assert isinstance(Call().fields["language"].widget, forms.Select)


def test_the_non_answers_come_last_and_look_apart() -> None:
    root = page(Call())
    chips = list(by_id(root, "id_safe").iter("label"))

    assert ["unanswered" in (chip.get("class") or "") for chip in chips[-3:]] == [True] * 3
    assert not any("unanswered" in (chip.get("class") or "") for chip in chips[:-3])


def test_a_list_can_be_narrowed_but_not_to_codes_it_does_not_have() -> None:
    assert [code for code, _label in chip_choices("yes_no", only=["nej", "ja"])] == ["ja", "nej"]
    with pytest.raises(LookupError):
        chip_choices("yes_no", only=["måske"])


def test_a_code_that_is_not_in_the_list_is_refused() -> None:
    assert call(safe="måske").errors["safe"]


def test_a_moment_from_the_records_is_written_as_it_is_typed_and_counts_as_unchanged() -> None:
    known = datetime(2026, 3, 2, 23, 10, 42, tzinfo=CPH)
    form = Call({**GOOD, "when": "2-3-2026 23.10"}, initial={"when": known})

    assert by_id(page(Call(initial={"when": known})), "id_when").get("value") == "2-3-2026 23.10"
    assert "when" not in form.changed_data


def test_what_is_missing_is_asked_for_as_one_would_say_it() -> None:
    class Asked(HouseForm):
        answer = CodeField("yes_no")
        choice = forms.ChoiceField(choices=[("a", "A")])
        when = MomentField()
        name = forms.CharField()
        own = forms.CharField(error_messages={"required": "Skriv hendes navn."})

    errors = {name: [str(word) for word in words] for name, words in Asked({}).errors.items()}
    assert errors == {
        "answer": ["Vælg et svar."],
        "choice": ["Vælg et svar."],
        "when": ["Skriv hvornår."],
        "name": ["Feltet skal udfyldes."],
        "own": ["Skriv hendes navn."],
    }
