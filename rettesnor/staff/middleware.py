"""The walls that stand whatever a view forgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers

SECOND_FACTOR = "second_factor"


class DefaultDeny:
    """A view that says nothing about who may use it is closed to everyone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if not hasattr(view, "verbs"):
            raise PermissionDenied("no verb")


class NothingStays:
    """No page is kept by the browser: a borrowed machine remembers nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        add_never_cache_headers(response)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["Permissions-Policy"] = "geolocation=(), camera=(), microphone=()"
        response["Cross-Origin-Opener-Policy"] = "same-origin"
        return response


class SignedIn(LoginRequiredMiddleware):
    """Everyone is signed in; somebody whose sign-in ran out in the middle of a form keeps the text.

    A form sent by script gets 401 and stays on the screen as it is; anything else goes to the sign-in page.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseBase:
        if request.headers.get("HX-Request") or request.headers.get("X-Requested-With"):
            return HttpResponse(status=401)
        return super().handle_no_permission(request, view_func)


class SecondFactor:
    """With a password alone nothing but the page that enrols a second factor is within reach."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        if not request.user.is_authenticated or getattr(view, "before_second_factor", False):
            return None
        if request.session.get(SECOND_FACTOR):
            return None
        if used_second_factor(request):
            request.session[SECOND_FACTOR] = True
            return None
        return redirect("mfa_activate_totp")


def used_second_factor(request: HttpRequest) -> bool:
    """Has this session been opened, or just enrolled, with a second factor?"""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request))
