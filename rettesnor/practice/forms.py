from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rettesnor.danish import clock, codes, dates
from rettesnor.practice.lines import Offered
from rettesnor.practice.models import DONE, PLANNED, Effort, WellBeing
from rettesnor.ui.forms import CodeField, DayField, RefusableForm
from rettesnor.ui.widgets import Chips

PUT_RIGHT = ("line", "status", "on", "language", "interpreter", "note")

_WRITING: dict[str, Any] = {"rows": 3, "autocomplete": "off"}


class LineRadios(forms.RadioSelect):
    """The lines of the document as a list that narrows while one types."""

    template_name = "practice/widgets/lines.html"
    lines: Sequence[Offered] = ()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the template the words around the choice."""
        option = super().create_option(name, value, *args, **kwargs)
        option["line"] = next((line for line in self.lines if line.id == str(value)), None)
        return option


class EffortForm(RefusableForm):
    """What was done, or offered, declined or planned: three answers, of which two are given beforehand."""

    line = forms.ChoiceField(
        label=_("Hvad"), widget=LineRadios, error_messages={"required": _("Vælg, hvad det handler om.")}
    )
    status = CodeField("effort_status", initial=DONE)
    on = DayField(label=_("Hvornår"), help_text=_("Fx i går, tirsdag eller 12-3."))
    language = CodeField("language", label=_("Talt på"), required=False)
    interpreter = CodeField("interpreter", label=_("Tolk"), required=False, widget=forms.Select)
    note = forms.CharField(
        label=_("Hvad skal andre vide? (valgfrit)"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(_WRITING),
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, lines: Sequence[Offered], **kwargs: Any) -> None:
        kwargs["initial"] = {"on": clock.today(), "client_key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = [(line.id, line.short) for line in lines]  # type: ignore[attr-defined]
        self.fields["line"].widget.lines = lines
        self.fields["interpreter"].choices = [("", _("Vælg")), *codes.choices("interpreter")]  # type: ignore[attr-defined]

    def clean_on(self) -> date:
        """Read a bare weekday as the next one where it is a plan."""
        day: date = self.cleaned_data["on"]
        planned = self.cleaned_data.get("status") == PLANNED
        return dates.parse_day(str(self["on"].data), clock.today(), ahead=True) if planned else day


class CorrectionForm(EffortForm):
    """The same answers as they stand, to be put right, and why."""

    reason = forms.CharField(label=_("Hvorfor retter du?"), required=False, max_length=500)
    withdrawn = forms.BooleanField(label=_("Det skete slet ikke: træk registreringen tilbage"), required=False)

    def __init__(self, *args: Any, effort: Effort, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(effort, name) for name in PUT_RIGHT}
        super().__init__(*args, **kwargs)
        del self.fields["client_key"]  # the row it corrects says which one it is
        if effort.status == PLANNED:
            self.fields["reason"].help_text = _("Behøves ikke, når en plan er blevet til noget.")

    @staticmethod
    def of(effort: Effort) -> dict[str, Any]:
        """What stands now, as the form shows it, with why it was put right."""
        return {name: getattr(effort, name) for name in (*PUT_RIGHT, "reason", "withdrawn")}


class WellBeingForm(RefusableForm):
    """How the child is doing: first the child's own words."""

    own_words = forms.CharField(
        label=_("Barnets egne ord"),
        help_text=_("Det, barnet selv har sagt, så vidt muligt ordret. Små børn siger det også med kroppen."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(_WRITING),
    )
    observation = forms.CharField(
        label=_("Det har jeg set og hørt"),
        help_text=_("Mindst én ting, fx hvordan barnet sov, legede eller søgte trøst."),
        max_length=5000,
        widget=forms.Textarea(_WRITING),
        error_messages={"required": _("Skriv mindst én ting, du har set eller hørt.")},
    )
    on = DayField(label=_("Hvornår"), future=False, help_text=_("Fx i går, tirsdag eller 12-3."))
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": clock.today(), "client_key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        for theme, label in codes.choices("child_theme"):
            field = CodeField("wellbeing", label=label, required=False, widget=Chips)
            field.choices = codes.choices("wellbeing")
            self.fields[f"theme_{theme}"] = field

    @staticmethod
    def of(note: WellBeing) -> dict[str, Any]:
        """What the form holds when it is opened on a note that stands."""
        told: dict[str, Any] = {"on": note.on, "observation": note.observation, "own_words": note.own_words}
        return told | {f"theme_{theme}": answer for theme, answer in note.scale.items()}

    @property
    def themes(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("theme_")]

    @property
    def scale(self) -> dict[str, str]:
        """The answered themes: theme → code."""
        answers = {theme: self.cleaned_data.get(f"theme_{theme}", "") for theme, _label in codes.choices("child_theme")}
        return {theme: answer for theme, answer in answers.items() if answer}


class WellBeingCorrectionForm(WellBeingForm):
    """The note as it stands, to be put right, and why."""

    reason = forms.CharField(
        label=_("Hvorfor retter du?"),
        max_length=500,
        error_messages={"required": _("Skriv kort, hvorfor du retter.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    withdrawn = forms.BooleanField(label=_("Det handler ikke om dette barn: træk notatet tilbage"), required=False)

    @staticmethod
    def of(note: WellBeing) -> dict[str, Any]:
        """What stands now, with why it was put right."""
        return WellBeingForm.of(note) | {"reason": note.reason, "withdrawn": note.withdrawn}
