from __future__ import annotations

from typing import Any, cast

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base import forms as factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from rettesnor.ui.forms import DayField, HouseForm

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
