"""Signing in: password, then a second factor, through allauth; what is ours is only what it must not do."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from rettesnor.danish import clock
from rettesnor.staff.models import Employee
from rettesnor.vault import box


class HouseBackend(AuthenticationBackend):
    """Nobody whose employment has ended comes in, and an open session dies at the next request."""

    def user_can_authenticate(self, user: Any) -> bool:
        return bool(super().user_can_authenticate(user) and user.works_on(clock.today()))

    def get_user(self, user_id: Any) -> Any:
        user = Employee.objects.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves: the leader does."""
        return False


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth keeps the secrets of second factors in clear unless told otherwise."""

    def encrypt(self, text: str) -> str:
        return box.seal_secret(text, "mfa.authenticator")

    def decrypt(self, encrypted_text: str) -> str:
        return box.unseal_secret(encrypted_text, "mfa.authenticator")
