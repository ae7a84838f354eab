"""The walls that stand whatever a view forgets."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url

from rettesnor.staff import limits
from rettesnor.staff.unsent import kept, page_of

SECOND_FACTOR = "second_factor"
NUL = "\x00"
OPENED, SEEN = "opened", "seen"
LONGEST, IDLE, STEP = 10 * 60 * 60, 15 * 60, 60
"""Seconds: a whole session, a pause within it, and how finely the pause is measured."""


class DefaultDeny:
    """A view that says nothing about who may use it is closed to everyone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if not hasattr(view, "verbs"):
            raise PermissionDenied("no verb")


class PlainAddress:
    """An address that holds a NUL names nothing: some databases fail on it, so it goes no further than the door."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if NUL in request.path_info or any(NUL in text for texts in request.GET.lists() for text in texts[1]):
            raise Http404


class NothingStays:
    """No page is kept by the browser: a borrowed machine remembers nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["Permissions-Policy"] = "geolocation=(), camera=(), microphone=()"
        response["Cross-Origin-Opener-Policy"] = "same-origin"
        return response


class SignedIn(LoginRequiredMiddleware):
    """Everyone is signed in; somebody whose sign-in ran out in the middle of a form keeps the text.

    A form sent by script gets 401 and stays on the screen as it is; so does a plain one, whose page asks first. A form
    sent without script is kept for its writer, and stands there again after the sign-in.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseBase:  # type: ignore[override]
        if request.headers.get("HX-Request") or request.headers.get("X-Requested-With"):
            return HttpResponse(status=401)
        unsent = kept(request) if request.method == "POST" else None
        if unsent is not None:
            return redirect_to_login(page_of(unsent), resolve_url(settings.LOGIN_URL))
        return super().handle_no_permission(request, view_func)


class Sitting:
    """A session is over after ten hours, and after a quarter of an hour in which nobody did anything."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            # Real time, not the clock of the house: a demo that stands still still locks its door.
            now, session = time.time(), request.session
            opened, seen = session.setdefault(OPENED, now), session.setdefault(SEEN, now)
            if now - opened > LONGEST or now - seen > IDLE:
                logout(request)
            elif now - seen > STEP:
                session[SEEN] = now
        return self.get_response(request)


class OneReading:
    """One request asks the database at most once what the centre's own limits are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with limits.read_once():
            return self.get_response(request)


class SecondFactor:
    """With a password alone nothing but the page that enrols a second factor is within reach.

    And with a password that somebody else handed over, nothing but the page that replaces it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        if not request.user.is_authenticated or getattr(view, "before_second_factor", False):
            return None
        if not request.session.get(SECOND_FACTOR) and used_second_factor(request):
            request.session[SECOND_FACTOR] = True
        if request.session.get(SECOND_FACTOR):
            first = request.user.password_is_first and not getattr(view, "before_new_password", False)
            return redirect("account_change_password") if first else None
        enrolled = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
        return redirect("mfa_reauthenticate" if enrolled else "mfa_activate_totp")


def used_second_factor(request: HttpRequest) -> bool:
    """Has the one signed in shown a second factor in this session?"""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))
