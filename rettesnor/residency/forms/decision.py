from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from rettesnor.residency.forms.enquiry import NEVER_AGE
from rettesnor.residency.models import Decision
from rettesnor.staff.forms import HouseField
from rettesnor.staff.models import Employee, House
from rettesnor.ui.again import ActForm
from rettesnor.ui.forms import CodeField, DayField, MomentField, line, text
from rettesnor.ui.widgets import Choices

YES, NO = "ja", "nej"


class DecisionForm(ActForm):
    """The yes or no to a stay."""

    admitted = forms.ChoiceField(
        label=_("Afgørelse"),
        choices=[(YES, _("Ja, hun kan bo her")), (NO, _("Nej, ikke her"))],
        widget=Choices,
        error_messages={"required": _("Vælg ja eller nej.")},
    )
    decided_at = MomentField(label=_("Truffet"), future=False)
    reason = forms.CharField(
        label=_("Begrundelse"),
        max_length=8000,
        error_messages={"required": _("Skriv begrundelsen. En afgørelse skal kunne forklares.")},
        widget=forms.Textarea({"rows": 4, "autocomplete": "off"}),
    )
    house = HouseField()
    moved_in_at = MomentField(label=_("Flytter ind"), required=False)
    emergency = forms.BooleanField(
        label=_("Akut indskrivning"),
        help_text=_("Så må børnene vurderes bagefter, inden for et døgn."),
        required=False,
    )
    same_woman = forms.BooleanField(label=_("Det er den samme kvinde"), required=False)
    unscreened_why = text(_("Hvorfor er psykisk helbred ikke screenet?"))
    refusal_reason = CodeField("refusal_reason", label=_("Grund"), help_text=NEVER_AGE, required=False)
    helped_on = CodeField("refusal_help", label=_("Sådan blev hun hjulpet videre"), required=False)
    helped_to = line(_("Til hvem?"), help_text=_("Fx stedets navn, og hvem du talte med."))
    complaint_guidance = forms.BooleanField(label=_("Hun har fået klagevejledning"), required=False)

    def __init__(self, *args: Any, houses: Sequence[House], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(HouseField, self.fields["house"]).offer(houses)

    def says(self, decision: Decision) -> bool:
        """Is this the form that the decision was made with, sent once more?"""
        if self.answer() != (YES if decision.admitted else NO):
            return False
        kept = ("reason", "unscreened_why") if decision.admitted else ("reason", "helped_to")
        return all(self._words(name) == getattr(decision, name) for name in kept)

    def answer(self) -> str:
        """ "ja", "nej", or nothing if none was chosen."""
        return str(self["admitted"].value() or "")

    def typed(self) -> list[tuple[Any, str]]:
        """Every text that was typed, with its label."""
        names = ("reason", "unscreened_why", "helped_to")
        return [(self.fields[name].label, self._words(name)) for name in names if self._words(name)]

    def _words(self, name: str) -> str:
        # As they were sent: a form that is refused for another field has said them all the same.
        return str(self[name].value() or "").strip().replace("\r\n", "\n")

    def said(self) -> dict[str, Any]:
        return super().said() | {"admitted": self.cleaned_data["admitted"] == YES}


class GuidanceForm(ActForm):
    """That she has been told how to complain, of a no or of being discharged: when, how, by whom."""

    on = DayField(label=_("Hvornår fik hun den?"), future=False)
    how = CodeField("complaint_guidance", error_messages={"required": _("Vælg, hvordan hun fik den.")})
    given_by = forms.ChoiceField(label=_("Af hvem?"))

    def __init__(self, *args: Any, people: Sequence[Employee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.code: person for person in people}
        cast(forms.ChoiceField, self.fields["given_by"]).choices = [(one.code, one.name) for one in people]

    def said(self) -> dict[str, Any]:
        return super().said() | {"given_by": self.people[self.cleaned_data["given_by"]]}
