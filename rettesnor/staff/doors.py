"""The pages of allauth that the house uses, opened one by one; what is not named here has no address."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path

from rettesnor.staff.middleware import SECOND_FACTOR
from rettesnor.staff.models import Employee
from rettesnor.staff.roles import open_to_strangers

View = Callable[..., HttpResponseBase]


def _opened(view: View, *, before_second_factor: bool = False, before_new_password: bool = False) -> View:
    """The view under our own marks: no role is needed, and how far one comes with a password alone or a first one."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    opened.before_second_factor = before_second_factor  # type: ignore[attr-defined]
    opened.before_new_password = before_new_password  # type: ignore[attr-defined]
    return open_to_strangers(opened)


class Enrol(totp.ActivateTOTPView):  # type: ignore[misc]
    """The code that enrols the app has been shown: with that the session has its second factor."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        self.request.session[SECOND_FACTOR] = True
        return answer


def _to_account(request: HttpRequest) -> HttpResponseBase:
    """Where allauth keeps a page of its own, ours is the account."""
    return redirect("account")


def _change_password(request: HttpRequest) -> HttpResponseBase:
    """Only for one who has a password: in the invented house nobody has."""
    if not cast(Employee, request.user).has_usable_password():
        return redirect("account")
    return account.password_change(request)  # type: ignore[no-any-return]


urlpatterns = [
    path("ind/", _opened(account.login, before_second_factor=True), name="account_login"),
    path("ind/kode/", _opened(factor.authenticate, before_second_factor=True), name="mfa_authenticate"),
    path("ud-af-rettesnor/", _opened(account.logout, before_second_factor=True), name="account_logout"),
    path("konto/igen/", _opened(account.reauthenticate, before_second_factor=True), name="account_reauthenticate"),
    path("konto/igen/kode/", _opened(factor.reauthenticate, before_second_factor=True), name="mfa_reauthenticate"),
    path("konto/kodeapp/", _opened(Enrol.as_view(), before_second_factor=True), name="mfa_activate_totp"),
    path("konto/kodeapp/fjern/", _opened(_to_account), name="mfa_deactivate_totp"),
    path("konto/faktor/", _opened(_to_account), name="mfa_index"),
    path(
        "konto/koder/", _opened(recovery.view_recovery_codes, before_new_password=True), name="mfa_view_recovery_codes"
    ),
    path("konto/koder/nye/", _opened(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("konto/adgangskode/", _opened(_change_password, before_new_password=True), name="account_change_password"),
]
