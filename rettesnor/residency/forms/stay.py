"""What can be typed about a stay: identity, contact persons, moves, corrections, municipalities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rettesnor.danish import cpr
from rettesnor.danish.refused import Refused
from rettesnor.residency.forms.visitation import KEEPS
from rettesnor.residency.models import Child, ChildIdentity, ChildStay, Correction, Identity, Move, Stay
from rettesnor.staff.forms import HouseField
from rettesnor.staff.models import Assignment, Employee, House
from rettesnor.ui.again import ActForm, OnceForm, VersionedForm
from rettesnor.ui.forms import CodeField, CprField, DayField, MomentField
from rettesnor.ui.moment import say_moment
from rettesnor.ui.widgets import Chips


def text(label: Any, *, rows: int = 0, required: bool = False, help_text: Any = "", length: int = 2000) -> Any:
    """A plain text field; with `rows` a large one. Never filled in by the browser."""
    plain = {"autocomplete": "off"}
    widget = forms.Textarea({**plain, "rows": rows}) if rows else forms.TextInput(plain)
    return forms.CharField(label=label, required=required, help_text=help_text, max_length=length, widget=widget)


class IdentityForm(VersionedForm):
    """Who she is, as far as she wants it written."""

    name = text(_("Navn"), required=True, length=120)
    number = CprField(required=False)
    phone = text(_("Telefon"), length=40)

    def __init__(self, *args: Any, kept: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_kept(self, kept)

    @staticmethod
    def of(known: Identity | None) -> dict[str, Any]:
        """What stands now, as the form shows it; the number itself never goes back into a page."""
        if known is None:
            return {"version": 0}
        return {"name": known.name, "phone": known.phone, "number": parsed(known.cpr), "version": known.version}


class ChildIdentityForm(VersionedForm):
    """Who the child is, and the place whose name can give the hiding place away."""

    name = text(_("Navn"), required=True, length=120)
    number = CprField(required=False)
    institution = text(
        _("Skole eller dagtilbud"), help_text=_("Forsegles. Det må aldrig stå i et brev til kommunen."), length=120
    )
    same_child = forms.BooleanField(label=_("Det er det samme barn"), required=False)

    def __init__(self, *args: Any, kept: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_kept(self, kept)
        self._asked = self.fields.pop("same_child")
        if self.data.get("same_child"):
            self.fields["same_child"] = self._asked

    def refuse(self, refusal: Refused) -> None:
        """Whether it is the same child is asked only where the number stands on another."""
        if refusal.field == "same_child":
            self.fields["same_child"] = self._asked
        super().refuse(refusal)

    def meet(self, standing: Mapping[str, Any], version: int) -> list[dict[str, Any]] | None:
        """The tick is no text. Where the two are one already, a place that was left blank is the one that stands."""
        said = self.cleaned_data
        if said.get("same_child"):
            joined = said["number"] is not None and said["number"] == standing.get("number")
            blank = {"institution": ""} if joined and not said["institution"] else {}
            standing = {**standing, "same_child": True, **blank}
        return super().meet(standing, version)

    @staticmethod
    def of(known: ChildIdentity | None) -> dict[str, Any]:
        """What stands now, as the form shows it."""
        if known is None:
            return {"version": 0}
        same = {"name": known.name, "institution": known.institution, "version": known.version}
        return {**same, "number": parsed(known.cpr)}


def parsed(digits: str) -> cpr.Cpr | None:
    """A stored number as the field has it."""
    return cpr.parse(digits) if digits else None


def say_kept(form: ActForm, number: str) -> None:
    """A number that is there already is never written into the page; what is left empty stays."""
    if number:
        form.fields["number"].help_text = str(KEEPS).format(masked=cpr.parse(number).masked)


class RevealForm(ActForm):
    """What the number is for: chosen, never typed, for the log is read by those who may not know of whom it tells."""

    purpose = CodeField("cpr_purpose", label=_("Hvad skal du bruge nummeret til?"))


class AssignForm(ActForm):
    """Who has which task for whom."""

    kind = forms.ChoiceField(label=_("Opgave"), choices=Assignment.KINDS, widget=Chips)
    child = forms.ChoiceField(label=_("For hvem"), required=False)
    employee = forms.ChoiceField(label=_("Medarbejder"))

    def __init__(self, *args: Any, children: list[tuple[str, str]], staff: list[Employee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fields("child").choices = [("", _("Kvinden selv")), *children]
        self._fields("employee").choices = [("", _("Vælg")), *self._people(staff)]

    @staticmethod
    def _people(staff: list[Employee]) -> list[tuple[str, str]]:
        return [(one.code, f"{one.name}, {one.title}") for one in staff]

    def _fields(self, name: str) -> Any:
        return self.fields[name]


class MoveForm(OnceForm):
    to_house = HouseField(label=_("Til hvilket hus"))
    room = text(_("Til hvilket værelse"), length=60, help_text=_("Kan skrives senere."))
    at = MomentField(label=_("Hvornår flyttede hun"), future=False)
    reason = text(_("Hvorfor"), rows=3)

    def offer(self, houses: list[House]) -> None:
        field: Any = self.fields["to_house"]
        field.offer(houses)


class CorrectForm(OnceForm):
    """One date that is wrong, the right one, and why."""

    FIELDS = (
        ("decided_at", _("Afgørelsen")),
        ("moved_in_at", _("Indflytningen")),
        ("left_at", _("Udflytningen")),
    )
    field = forms.ChoiceField(label=_("Hvad er forkert?"), choices=FIELDS, widget=Chips)
    to = MomentField(label=_("Det rigtige tidspunkt"), future=False)
    reason = text(_("Hvorfor var det forkert?"), rows=2, required=True)

    def __init__(self, *args: Any, left: bool, others: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["field"]
        field.choices = [*(self.FIELDS if left else self.FIELDS[:2]), *others]

    @staticmethod
    def others(children: Sequence[ChildStay], moves: Sequence[Move]) -> list[tuple[str, str]]:
        """The dates that are not the stay's own: each child's moving in, and out where it left alone, and the
        moves to the other house."""
        came, left = _("{child} flyttede ind {at}"), _("{child} flyttede ud {at}")
        went = _("Flytningen til {house} {at}")
        return [
            *((Correction.CHILD + one.code, came.format(child=one.child.alias, at=say_moment(one.moved_in_at)))
              for one in children),
            *((Correction.CHILD_LEFT + one.code, left.format(child=one.child.alias, at=say_moment(one.left_at)))
              for one in children if one.left_alone and one.left_at),
            *((Correction.MOVE + one.code, went.format(house=one.to_house.name, at=say_moment(one.at)))
              for one in moves),
        ]  # fmt: skip


class MunicipalityForm(VersionedForm):
    """The three municipalities that are often one."""

    case_municipality = CodeField(
        "municipality", label=_("Handlekommune"), required=False, help_text=_("Den kommune, der får orienteringen.")
    )
    home_municipality = CodeField(
        "home_municipality", label=_("Bopælskommune før opholdet"), required=False, help_text=_("Der, hvor hun boede.")
    )
    municipality_after = CodeField("home_municipality", label=_("Kommune efter opholdet"), required=False)

    @staticmethod
    def of(stay: Stay) -> dict[str, Any]:
        """What stands now, as the form shows it."""
        names = ("case_municipality", "home_municipality", "municipality_after", "version")
        return {name: getattr(stay, name) for name in names}


class NotesForm(VersionedForm):
    """What is asked kindly in the first week, and what everybody on shift must know."""

    must_know = text(
        _("Det skal alle på vagt vide"),
        rows=3,
        help_text=_("Står på tavlen. Skriv kun det, der passer på hende."),
        length=400,
    )
    room = text(_("Værelse"), length=60)
    language = CodeField("language", required=False)
    interpreter = CodeField("interpreter_need", required=False)
    residence_before = CodeField("residence_before", required=False)
    earlier_stays = CodeField("earlier_stays", required=False)

    @staticmethod
    def of(stay: Stay) -> dict[str, Any]:
        """What stands now, as the form shows it."""
        names = ("must_know", "room", "language", "interpreter", "residence_before", "earlier_stays", "version")
        return {name: getattr(stay, name) for name in names}


class BringForm(OnceForm):
    """A child that comes later than its mother, or is born here."""

    moved_in_at = MomentField(label=_("Hvornår kom barnet"), future=False)
    age_group = CodeField("child_age_group", label=_("Barnets alder"), required=False)
    called = text(_("Hvad barnet hedder"), length=120)
    institution = text(_("Skole eller dagtilbud"), length=120)

    def __init__(self, *args: Any, anonymous: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if anonymous:
            del self.fields["called"]


class WhichChildForm(ActForm):
    """About one of the children of a stay; the only one there is, is chosen beforehand."""

    done_already: Any
    """What is said of a child that stood among the choices, until another was faster."""

    child_stay = forms.ChoiceField(label=_("Hvilket barn"), widget=Chips)

    def __init__(self, *args: Any, children: Sequence[ChildStay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["child_stay"]
        field.error_messages["invalid_choice"] = self.done_already
        field.choices = [(one.code, one.child.alias) for one in children]
        if len(children) == 1:
            field.initial = children[0].code
        self.children = {one.code: one for one in children}

    def clean_child_stay(self) -> ChildStay:
        return self.children[self.cleaned_data["child_stay"]]


class ChildLeavesForm(WhichChildForm):
    """A child that moves out before its mother."""

    done_already = _("Barnet er allerede flyttet ud.")
    left_at = MomentField(label=_("Hvornår flyttede barnet"), future=False)
    left_for = text(_("Hvor flytter barnet hen, og hvorfor?"), help_text=_("Forsegles."), length=400)


class ChildBackForm(WhichChildForm):
    """A child that lives here again, or never left."""

    done_already = _("Barnet bor her allerede.")
    reason = text(_("Hvad er sket?"), required=True, length=400, help_text=_("Fx: barnet kom igen i dag."))


class LiftForm(ActForm):
    """Why special protection can end."""

    reason = text(_("Hvorfor kan den ophæves?"), required=True, length=500)


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


class CapacityForm(OnceForm):
    """How many children a house can give what they need, from a day on."""

    house = HouseField()
    children = forms.IntegerField(label=_("Børn på én gang"), min_value=0, max_value=60)
    since = DayField(label=_("Gælder fra"))
    reason = text(_("Hvorfor netop så mange?"), required=True, length=200)

    def __init__(self, *args: Any, houses: list[House], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["house"]
        field.offer(houses)


def child_choices(children: list[Child]) -> list[tuple[str, str]]:
    """Children as choices by alias."""
    return [(child.code, child.alias) for child in children]
