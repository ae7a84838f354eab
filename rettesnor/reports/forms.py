from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rettesnor.ui.again import OnceForm
from rettesnor.ui.forms import DayField, RefusableForm


class PrepareForm(OnceForm):
    """Which days the list covers, and what it is for."""

    first = DayField(label=_("Fra"), help_text=_("Krisecenterregisteret begynder den 1. januar 2017."), future=False)
    last = DayField(label=_("Til og med"), help_text=_("Den samme dag som analysens dataslut."), future=False)
    purpose = forms.CharField(
        label=_("Hvad skal listen bruges til?"),
        help_text=_("Fx projektets nummer hos Danmarks Statistik og aftalen, det sker efter. Ingen navne."),
        max_length=300,
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class WithdrawForm(RefusableForm):
    why = forms.CharField(label=_("Hvorfor trækkes listen tilbage?"), max_length=300)
