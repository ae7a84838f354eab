from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from rettesnor.danish import codes
from rettesnor.network.actions import SECURE
from rettesnor.ui.forms import CodeField, DayField, RefusableForm

_PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class WhereForm(RefusableForm):
    """Where one recipient wants its letters, and how that was found out."""

    department = forms.CharField(label=_("Afdeling"), max_length=120)
    channel = CodeField("dispatch", only=SECURE, label=_("Sådan sendes brevet"))
    mailbox = forms.CharField(
        label=_("Sikker postkasse"),
        max_length=120,
        help_text=_("Ved Digital Post kommunens CVR-nummer, ved sikker mail adressen på postkassen."),
        widget=forms.TextInput(_PLAIN),
    )
    valid_from = DayField(label=_("Gælder fra"))
    checked = forms.CharField(
        label=_("Sådan er adressen fundet"),
        max_length=300,
        help_text=_(
            "Fx kommunens egen hjemmeside, og hvem du talte med på hovednummeret. Aldrig fra en mail eller et brev."
        ),
        widget=forms.Textarea({"rows": 2}),
    )


class OfficeForm(WhereForm):
    """A recipient that is not there yet."""

    municipality = forms.ChoiceField(label=_("Kommune"))
    alternative = forms.BooleanField(
        label=_("En særlig modtager: bruges kun, når den sædvanlige ikke må få brevet"), required=False
    )
    field_order = ("municipality", "alternative")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [pair for pair in codes.choices("municipality") if pair[0].isdigit()]
        cast(forms.ChoiceField, self.fields["municipality"]).choices = [("", _("Vælg")), *named]


class ConfirmForm(RefusableForm):
    """The address as another has found it out."""

    mailbox = forms.CharField(
        label=_("Adressen, som du selv har fundet den"),
        max_length=120,
        help_text=_("Slå den op på kommunens egen hjemmeside, eller ring. Spørg ikke den, der har foreslået den."),
        widget=forms.TextInput(_PLAIN),
    )


class AgainForm(RefusableForm):
    """The municipality was asked again, and nothing has changed."""

    on = DayField(label=_("Kommunen bekræftede den"), future=False)


class CloseForm(RefusableForm):
    """Nothing more is sent there."""

    on = DayField(label=_("Lukkes fra"))
