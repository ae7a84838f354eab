from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rettesnor.danish import clock
from rettesnor.ui.forms import CodeField, DayField, HouseForm, MomentField, RefusableForm

REGISTER_DAYS = 90
"""So far back the register looks when nobody has asked for other days."""


class DispatchForm(RefusableForm):
    """How a released letter left the house."""

    channel = CodeField("dispatch")
    at = MomentField(label=_("Sendt hvornår"), future=False)
    proof = forms.CharField(
        label=_("Hvad viser, at det er sendt?"),
        help_text=_("Fx kvitteringens nummer, eller hvem der tog imod."),
        max_length=300,
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class RecallForm(RefusableForm):
    """Why a letter is withdrawn before it has left."""

    reason = forms.CharField(
        label=_("Hvorfor trækkes brevet tilbage?"), max_length=500, widget=forms.Textarea({"rows": 3})
    )


class PeriodForm(HouseForm):
    """The days the register is asked about, both included."""

    first = DayField(label=_("Fra"), required=False)
    last = DayField(label=_("Til og med"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            raise ValidationError(_("Den første dag ligger efter den sidste."))
        return cleaned

    def days(self) -> tuple[date, date]:
        """The first and the last day asked for; an empty or impossible period is the latest `REGISTER_DAYS` days."""
        chosen = self.cleaned_data if self.is_valid() else {}
        last = chosen.get("last") or clock.today()
        return chosen.get("first") or last - timedelta(days=REGISTER_DAYS), last
