from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base import forms as factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from rettesnor.staff.actions.roles import GRANTABLE
from rettesnor.staff.models import ROLE_CHOICES, Employee, House
from rettesnor.ui.again import OnceForm
from rettesnor.ui.forms import DayField, HouseForm, MomentField, RefusableForm
from rettesnor.ui.widgets import Chips

_CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false", "size": 12}


def _plain(form: forms.Form, labels: dict[str, Any]) -> None:
    """Danish labels above the fields instead of grey words inside them."""
    form.use_required_attribute = False
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"login": _("Brugernavn"), "password": _("Adgangskode")})
        self.fields["login"].widget.attrs.update({"autocapitalize": "none", "spellcheck": "false"})


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"password": _("Adgangskode")})


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"oldpassword": _("Den nuværende"), "password1": _("Den nye"), "password2": _("Den nye igen")}
        _plain(self, labels)
        self.fields["password1"].help_text = _(
            "Mindst 12 tegn. Fire tilfældige ord er nemme at huske og svære at gætte."
        )


class CodeForm(factor.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("Seks cifre fra din kodeapp, eller en af dine gendannelseskoder."))


class CodeAgainForm(factor.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("Seks cifre fra din kodeapp, eller en af dine gendannelseskoder."))


class EnrolForm(ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("Seks cifre, som appen viser nu."))


def _code(form: forms.Form, help_text: Any) -> None:
    _plain(form, {"code": _("Kode")})
    form.fields["code"].help_text = help_text
    form.fields["code"].widget.attrs.update(_CODE)


class LogForm(HouseForm):
    """What of the log to show: everything may be left open."""

    dag = DayField(label=_("Dag"), required=False)
    hvem = forms.ChoiceField(label=_("Hvem"), required=False)
    hvad = forms.ChoiceField(label=_("Hvad"), required=False)

    def __init__(self, data: Any, *, people: list[tuple[str, str]], verbs: list[str]) -> None:
        super().__init__(data)
        cast(forms.ChoiceField, self.fields["hvem"]).choices = [("", _("alle")), *people]
        cast(forms.ChoiceField, self.fields["hvad"]).choices = [("", _("alt")), *((verb, verb) for verb in verbs)]


class PersonField(forms.ChoiceField):
    """One of the people given; cleans to the person."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Medarbejder"))
        super().__init__(**kwargs)
        self.people: dict[str, Employee] = {}

    def offer(self, people: Sequence[Employee]) -> None:
        self.people = {one.code: one for one in people}
        named = [(one.code, f"{one.name}, {one.title}" if one.title else one.name) for one in people]
        self.choices = [("", _("Vælg")), *named]

    def clean(self, value: Any) -> Employee | None:
        return self.people.get(str(super().clean(value)))


class HouseField(forms.ChoiceField):
    """One of the houses given; cleans to the house."""

    widget = Chips

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Hus"))
        super().__init__(**kwargs)
        self.houses: dict[str, House] = {}

    def offer(self, houses: Sequence[House]) -> None:
        self.houses = {one.code: one for one in houses}
        self.choices = [(one.code, one.name) for one in houses]

    def clean(self, value: Any) -> House | None:
        return self.houses.get(str(super().clean(value)))


class InHouseForm(RefusableForm):
    """Somebody, in one of the houses one leads."""

    employee = PersonField()
    house = HouseField()

    def __init__(self, *args: Any, people: Sequence[Employee], houses: Sequence[House], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(PersonField, self.fields["employee"]).offer(people)
        cast(HouseField, self.fields["house"]).offer(houses)


class RoleForm(InHouseForm):
    """A role that is asked for."""

    role = forms.ChoiceField(
        label=_("Rolle"), choices=[pair for pair in ROLE_CHOICES if pair[0] in GRANTABLE], widget=Chips
    )
    since = DayField(label=_("Fra"))
    until = DayField(label=_("Til og med"), required=False, help_text=_("Lad stå tomt, hvis der ikke er en slutdato."))


class ShiftForm(InHouseForm):
    """Hours on duty, perhaps repeated."""

    starts = MomentField(label=_("Vagten begynder"))
    ends = MomentField(label=_("Vagten slutter"))
    weeks = forms.IntegerField(
        label=_("Hvor mange uger"), min_value=1, max_value=13, initial=1, help_text=_("Samme dag og tid hver uge.")
    )


class AccountForm(RefusableForm):
    """Somebody new."""

    name = forms.CharField(label=_("Navn"), max_length=120)
    title = forms.CharField(label=_("Stilling"), max_length=80, required=False)
    username = forms.RegexField(
        r"^[\w.-]+$",
        label=_("Brugernavn"),
        max_length=60,
        help_text=_("Det, der skrives, når man logger ind. Bogstaver, tal, punktum og bindestreg."),
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"invalid": _("Brug kun bogstaver, tal, punktum og bindestreg.")},
    )


class LastDayForm(RefusableForm):
    """The last day somebody works here."""

    on = DayField(label=_("Sidste dag"))


class LimitForm(OnceForm):
    """A new number for one of the centre's own limits."""

    number = forms.IntegerField(label=_("Ny grænse"), min_value=1, max_value=1000)
    since = DayField(label=_("Gælder fra"))
    reason = forms.CharField(label=_("Hvorfor"), max_length=300, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, unit: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].help_text = unit
