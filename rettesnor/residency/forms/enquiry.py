from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from rettesnor.residency.models import Enquiry
from rettesnor.residency.models.enquiry import NOES
from rettesnor.staff.forms import HouseField
from rettesnor.staff.models import Employee, House
from rettesnor.ui.again import ActForm, VersionedForm
from rettesnor.ui.forms import CodeField, MomentField, line, text
from rettesnor.ui.widgets import Chips

NEVER_AGE = _("Alder eller en tidligere anbringelse er aldrig i sig selv en grund til et nej.")
CHILDREN = [("0", _("Ingen")), *[(str(n), str(n)) for n in range(1, 7)], ("7", _("7 eller flere"))]


CAN_WAIT = ("caller", "caller_name", "channel", "about", "municipality")


class KnownForm(ActForm):
    """What one can know about a first contact. Nothing of it has to be known."""

    story = text(
        _("Hvad fortæller hun?"), rows=6, help_text=_("Skriv med hendes egne ord, mens I taler."), longest=20000
    )
    safe_to_talk = CodeField("yes_no", label=_("Kan hun tale trygt lige nu?"), required=False)
    danger_now = CodeField("yes_no", label=_("Er hun eller børnene i fare nu?"), required=False)
    children_with = forms.TypedChoiceField(
        label=_("Børn, hun har med"), choices=CHILDREN, coerce=int, empty_value=None, required=False, widget=Chips
    )
    language = CodeField("language", required=False)
    interpreter = CodeField("interpreter", label=_("Tolk i samtalen"), required=False)
    whereabouts = line(_("Hvor er hun nu?"))
    call_back = line(_("Hvordan kan vi ringe tilbage?"), help_text=_("Nummer, og hvornår det er sikkert."))
    caller = CodeField("enquiry_from", required=False)
    caller_name = line(_("Navn på den, der henvender sig"), help_text=_("Hun må gerne være anonym."))
    channel = CodeField("enquiry_channel", required=False)
    about = CodeField("enquiry_about", required=False)
    municipality = CodeField("home_municipality", label=_("Hendes kommune"), required=False)
    received_at = MomentField(label=_("Modtaget"), future=False, required=False)
    house = HouseField()

    def __init__(self, *args: Any, houses: Sequence[House], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(HouseField, self.fields["house"]).offer(houses)

    @property
    def has_more(self) -> bool:
        """Has anything been written of what can wait until the call is over?"""
        return any(self[name].value() for name in CAN_WAIT)

    @staticmethod
    def of(enquiry: Enquiry) -> dict[str, Any]:
        """What stands, as the form's own values."""
        same = {name: getattr(enquiry, name) for name in KnownForm.base_fields if name != "house"}
        return {**same, "house": enquiry.house.code}


class EndingForm(ActForm):
    """How a contact ended; a no says why, and how she was helped on."""

    outcome = CodeField(
        "enquiry_outcome",
        label=_("Hvad sker der nu?"),
        error_messages={"required": _("Vælg, hvordan samtalen endte.")},
    )
    refusal_reason = CodeField("refusal_reason", label=_("Grund"), help_text=NEVER_AGE, required=False)
    helped_on = CodeField("refusal_help", label=_("Sådan blev hun hjulpet videre"), required=False)
    helped_to = line(_("Til hvem?"), help_text=_("Fx stedets navn, og hvem du talte med."))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("outcome") in NOES:
            if not cleaned.get("refusal_reason"):
                self.add_error("refusal_reason", _("Vælg grunden. Et nej skal kunne forklares."))
            if not cleaned.get("helped_on"):
                self.add_error("helped_on", _("Vælg, hvordan hun blev hjulpet videre."))
        return cleaned


class OutcomeForm(EndingForm, VersionedForm):
    """The same on the page of an enquiry, which two can have open at once."""

    @staticmethod
    def of(enquiry: Enquiry) -> dict[str, Any]:
        """What stands, as the form's own values."""
        return {name: getattr(enquiry, name) for name in (*EndingForm.base_fields, "version")}


class NewEnquiryForm(KnownForm, EndingForm):
    """The one screen while the phone is at the ear."""

    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    draft = forms.CharField(widget=forms.HiddenInput, required=False, max_length=22)

    @staticmethod
    def of(enquiry: Enquiry) -> dict[str, Any]:
        """What stands, as the form's own values."""
        return KnownForm.of(enquiry) | {name: getattr(enquiry, name) for name in EndingForm.base_fields}


class ChangeEnquiryForm(KnownForm, VersionedForm):
    """What is known, put right or added to."""


class HandOverForm(ActForm):
    """To whom an enquiry is given."""

    to = forms.ChoiceField(label=_("Giv videre til"), widget=Chips)

    def __init__(self, *args: Any, people: Sequence[Employee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.code: person for person in people}
        cast(forms.ChoiceField, self.fields["to"]).choices = [(person.code, person.name) for person in people]

    def chosen(self) -> Employee:
        return self.people[self.cleaned_data["to"]]
