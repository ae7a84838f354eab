from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rettesnor.ui.forms import HouseForm


class DismissForm(HouseForm):
    """Why a reminder is not relevant here."""

    item = forms.CharField(max_length=80, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Hvorfor er det ikke relevant?"),
        max_length=500,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Skriv kort, hvorfor det ikke er relevant.")},
    )
