from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rettesnor.danish.refused import Refused
from rettesnor.followup.period import Period
from rettesnor.staff.models import House
from rettesnor.ui.again import OnceForm
from rettesnor.ui.forms import DayField, HouseForm, RefusableForm


class NoteForm(OnceForm):
    """How one house does a line."""

    house = forms.ModelChoiceField(label=_("Hus"), queryset=House.objects.none(), empty_label=None)
    text = forms.CharField(label=_("Sådan gør vi her"), max_length=1000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, houses: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["house"]
        field.queryset = House.objects.filter(pk__in=houses)


class CloseForm(HouseForm):
    """Which quarter is closed."""

    period = forms.ChoiceField(label=_("Kvartal"))

    def __init__(self, *args: Any, periods: list[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {period.key: period for period in periods}
        field: Any = self.fields["period"]
        field.choices = [(period.key, period.label) for period in periods]

    def chosen(self) -> Period:
        return self.offered[self.cleaned_data["period"]]

    def refuse(self, refusal: Refused) -> None:
        self.add_error("period", refusal.message)


class DefinitionForm(RefusableForm):
    """What a word of the document means here."""

    answer = forms.CharField(
        label=_("Det betyder hos os"),
        max_length=1000,
        help_text=_("Skriv det, så to mennesker, der tæller hver for sig, får det samme tal."),
        widget=forms.Textarea({"rows": 4}),
    )
    valid_from = DayField(label=_("Gælder fra"))
