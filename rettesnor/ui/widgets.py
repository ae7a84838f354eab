"""The controls of the house: chips, plain choices, and inputs that say the day back."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms

from rettesnor.danish import clock, codes, dates
from rettesnor.ui.moment import parse_moment, say_moment


class Chips(forms.RadioSelect):
    """One of a few: each word is a round target; the non-answers look like what they are."""

    template_name = "ui/widgets/chips.html"

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Mark the non-answers, so that they stand apart."""
        return _marked(super().create_option(*args, **kwargs))


class ManyChips(forms.CheckboxSelectMultiple):
    """Any of a few, as chips."""

    template_name = "ui/widgets/chips.html"

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Mark the non-answers, so that they stand apart."""
        return _marked(super().create_option(*args, **kwargs))


class Choices(forms.RadioSelect):
    """One of several longer sentences, under each other."""

    template_name = "ui/widgets/choices.html"


class ManyChoices(forms.CheckboxSelectMultiple):
    """Any of several longer sentences, under each other."""

    template_name = "ui/widgets/choices.html"


class _SaidInput(forms.TextInput):
    template_name = "ui/widgets/said.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "data-look": "date", "size": 24, **(attrs or {})})

    def say(self, text: str) -> str:
        raise NotImplementedError

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["said"] = _quietly(self.say, context["widget"]["value"])
        return context


class DayInput(_SaidInput):
    """A typed day, said back with its weekday. `ahead`: a bare weekday is the next one."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, ahead: bool = False) -> None:
        super().__init__(attrs)
        self.ahead = ahead

    def format_value(self, value: Any) -> str | None:
        """Write a date the way it is typed: 3-3-2026."""
        return _typed_day(value) if isinstance(value, date) else super().format_value(value)

    def say(self, text: str) -> str:
        """Say the typed day in full."""
        return dates.say(dates.parse_day(text, clock.today(), ahead=self.ahead))


class MomentInput(_SaidInput):
    """A typed day and time, said back in full."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, past: bool = False) -> None:
        super().__init__(attrs)
        self.past = past

    def format_value(self, value: Any) -> str | None:
        """Write a moment the way it is typed: 3-3-2026 02.15."""
        if not isinstance(value, datetime):
            plain: str | None = super().format_value(value)
            return plain
        local = value.astimezone(clock.CPH)
        return f"{_typed_day(local)} {dates.say_time(local)}"

    def say(self, text: str) -> str:
        """Say the typed moment in full."""
        return say_moment(parse_moment(text, clock.now(), past=self.past))


def _typed_day(day: date) -> str:
    return f"{day.day}-{day.month}-{day.year}"


def _quietly(say: Callable[[str], str], text: str | None) -> str:
    # The field itself says what is wrong; here an unreadable text is only not said back.
    try:
        return say(text) if text else ""
    except ValueError:
        return ""


def _marked(option: dict[str, Any]) -> dict[str, Any]:
    option["unanswered"] = str(option["value"]) in codes.non_answers()
    return option
