"""Signing in: password, then a second factor, through allauth; ours is what it must not do, and the log of it."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from allauth.account import signals as account
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa import signals as mfa
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import signals as auth
from django.db.models.signals import post_save
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.staff.models import Employee
from rettesnor.vault import box

FACTORS = {"totp": "kodeapp", "recovery_codes": "gendannelseskode"}
"""allauth's word for a second factor -> ours."""


class HouseBackend(AuthenticationBackend):  # type: ignore[misc]
    """Nobody whose employment has ended comes in, and an open session dies at the next request."""

    def user_can_authenticate(self, user: Any) -> bool:
        return bool(super().user_can_authenticate(user) and user.works_on(clock.today()))

    def get_user(self, user_id: Any) -> Any:
        user = Employee.objects.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    @classmethod
    def _stash_user(cls, user: Any) -> Any:
        """allauth would let in whom we refuse, and only ask whether the account is active: it gets to know nobody."""
        return None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("Brugernavn og adgangskode passer ikke sammen."),
        "too_many_login_attempts": _("Der er prøvet for mange gange. Vent fem minutter, og prøv igen."),
        "enter_current_password": _("Det er ikke din nuværende adgangskode."),
        "incorrect_password": _("Adgangskoden er forkert."),
        "incorrect_code": _("Koden er forkert."),
        "rate_limited": _("Der er prøvet for mange gange. Vent lidt, og prøv igen."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves: the leader does."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who signed in a moment ago is not asked again: the first thing after a new password is the code app."""
        request = context.request
        records = get_authentication_records(request, request.user)
        if records and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def set_password(self, user: Any, password: str) -> None:
        """With a password of one's own the one that was handed over is done with."""
        user.password_is_first = False
        super().set_password(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth keeps the secrets of second factors in clear unless told otherwise."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Koden passer ikke. Vent på den næste, og prøv igen."),
        "cannot_generate_recovery_codes": _("Du skal have en kodeapp, før du kan få gendannelseskoder."),
    }

    def encrypt(self, text: str) -> str:
        return box.seal_secret(text, "mfa.authenticator")

    def decrypt(self, encrypted_text: str) -> str:
        return box.unseal_secret(encrypted_text, "mfa.authenticator")

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The second factor is compulsory: only the operator takes one away, and the next is enrolled at once."""
        return False


def counted_under(key: str, prefix: str, version: int) -> str:
    """The name under which sign-ins are counted: a keyed fingerprint, so that the table names nobody and no place."""
    return box.blind_index(f"{prefix}:{version}:{key}")


def listen() -> None:
    """Write what happens at the door to the log. Called once, when the house is put together."""
    account.user_logged_in.connect(_came_in)
    auth.user_logged_out.connect(_went_out)
    auth.user_login_failed.connect(_password_refused)
    account.password_changed.connect(_password_changed)
    mfa.authentication_failed.connect(_code_refused)
    post_save.connect(_factor_saved, sender=Authenticator)


def _came_in(request: HttpRequest, user: Employee, **_rest: Any) -> None:
    used = [FACTORS[one["type"]] for one in get_authentication_records(request, user) if one.get("type") in FACTORS]
    write(by=user, verb="log ind", noun="konto", code=user.code, fields={"faktor": used[-1] if used else "ingen"})


def _went_out(user: Employee | None, **_rest: Any) -> None:
    if user is not None:
        write(by=user, verb="log ud", noun="konto", code=user.code)


def _password_refused(credentials: dict[str, Any], **_rest: Any) -> None:
    """What was typed is not written down: people type their password where their name should stand."""
    meant = Employee.objects.filter(username__iexact=credentials.get("username") or "").first()
    write(by=None, verb="afvis ved døren", noun="konto", code=meant.code if meant else "", purpose="adgangskode")


def _code_refused(user: Employee, **_rest: Any) -> None:
    write(by=None, verb="afvis ved døren", noun="konto", code=user.code, purpose="kode")


def _password_changed(user: Employee, **_rest: Any) -> None:
    write(by=user, verb="ret", noun="konto", code=user.code, fields={"adgangskode": ""})


def _factor_saved(instance: Authenticator, created: bool, **_rest: Any) -> None:
    # Heard from the row itself and not from allauth, whose word comes only after the transaction.
    if created:
        write(by=instance.user, verb="opret", noun=FACTORS[instance.type], code=instance.user.code)
