"""What can be typed about a stay: identity, contact persons, moves, corrections, municipalities."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rettesnor.danish.refused import Refused
from rettesnor.staff.models import Assignment, Employee, House
from rettesnor.ui.forms import CodeField, CprField, DayField, HouseForm, MomentField


class ActForm(HouseForm):
    """A form whose verb may refuse: the refusal stands beside the field it is about, and nothing typed is lost."""

    def refuse(self, refusal: Refused) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


def text(label: object, *, rows: int = 0, required: bool = False, help_text: object = "", length: int = 2000) -> Any:
    """A plain text field; with `rows` a large one. Never filled in by the browser."""
    plain = {"autocomplete": "off"}
    widget = forms.Textarea({**plain, "rows": rows}) if rows else forms.TextInput(plain)
    return forms.CharField(label=label, required=required, help_text=help_text, max_length=length, widget=widget)


class IdentityForm(ActForm):
    """Who she is, as far as she wants it written."""

    name = text(_("Navn"), required=True, length=120)
    number = CprField(required=False)
    phone = text(_("Telefon"), length=40)


class RevealForm(ActForm):
    purpose = text(_("Hvad skal du bruge nummeret til?"), required=True, length=200)


class AssignForm(ActForm):
    """Who has which task for whom."""

    kind = forms.ChoiceField(label=_("Opgave"), choices=Assignment.KINDS)
    child = forms.ChoiceField(label=_("For hvem"), required=False)
    employee = forms.ChoiceField(label=_("Medarbejder"))

    def __init__(self, *args: Any, children: list[tuple[str, str]], staff: list[Employee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fields("child").choices = [("", _("Kvinden selv")), *children]
        self._fields("employee").choices = [(one.code, f"{one.name}, {one.title}") for one in staff]

    def _fields(self, name: str) -> Any:
        return self.fields[name]


class MoveForm(ActForm):
    to_house = forms.ModelChoiceField(label=_("Til hvilket hus"), queryset=House.objects.none(), empty_label=None)
    room = text(_("Værelse"), length=20)
    at = MomentField(label=_("Hvornår flyttede hun"), future=False)
    reason = text(_("Hvorfor"), rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to_house"]
        field.queryset = House.objects.all()


class CorrectForm(ActForm):
    """One date that is wrong, the right one, and why."""

    FIELDS = (
        ("decided_at", _("Afgørelsen")),
        ("moved_in_at", _("Indflytningen")),
        ("left_at", _("Udflytningen")),
    )
    field = forms.ChoiceField(label=_("Hvad er forkert?"), choices=FIELDS)
    to = MomentField(label=_("Det rigtige tidspunkt"), future=False)
    reason = text(_("Hvorfor var det forkert?"), rows=2, required=True)


class MunicipalityForm(ActForm):
    """The three municipalities that are often one."""

    case_municipality = CodeField(
        "municipality", label=_("Handlekommune"), required=False, help_text=_("Den kommune, der får orienteringen.")
    )
    home_municipality = CodeField(
        "municipality", label=_("Bopælskommune før opholdet"), required=False, help_text=_("Der, hvor hun boede.")
    )
    municipality_after = CodeField("municipality", label=_("Kommune efter opholdet"), required=False)


class FindForm(ActForm):
    """A search whose words never stand in an address."""

    name = text(_("Navn, eller en del af det"), length=60)
    number = CprField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        name = (cleaned.get("name") or "").strip()
        if not cleaned.get("number") and len(name) < 3 and not self.errors:
            self.add_error("name", _("Skriv mindst tre bogstaver af navnet, eller hele CPR-nummeret."))
        return cleaned


class CapacityForm(ActForm):
    children = forms.IntegerField(label=_("Børn på én gang"), min_value=0, max_value=60)
    since = DayField(label=_("Gælder fra"))
    reason = text(_("Hvorfor netop så mange?"), required=True, length=200)
