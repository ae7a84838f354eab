"""A form sent after the sign-in has run out, or to a page shut meanwhile: kept, sealed, for whoever wrote it alone.

The page says who wrote it: every sign-in gives the browser a secret of its own, which the form carries masked as its
token. A sealed cookie remembers which secret was whose.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import _does_token_match  # type: ignore[attr-defined]
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from rettesnor.danish import clock, codes
from rettesnor.staff.actions.unsent import forget_unsent, keep_unsent
from rettesnor.staff.models import Employee, Unsent
from rettesnor.staff.roles import who
from rettesnor.ui.forms import standing_words
from rettesnor.vault import box

CODE = re.compile(r"[\w-]{22}", re.ASCII)
ASKED = "usendt"
"""?usendt=<code>: the page whose form gets back what was typed into it."""

PLACE = "cookie:writers"
SIGN_INS = 5
"""So many sign-ins of one browser are remembered."""

NOT_TYPED = ("csrfmiddlewaretoken", "held")
OURS = ("client_key", "version", "draft")
"""Fields of a form that nobody has typed into."""
SHUT = (403, 404)
"""Answers that say the page is not, or no longer, for the one who sent it."""
REFUSED = 400
"""From here on an answer says that the form is not done with."""

NO_SUCH_METHOD = 405

Answer = Callable[[HttpRequest], HttpResponse]


class Writers:
    """Remembers in the browser, sealed, whose the pages are that each sign-in has opened."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        secret = request.META.get("CSRF_COOKIE")
        if secret and request.user.is_authenticated:
            known, mine = _writers(request), (secret, request.user.code)
            if mine not in known:
                self._remember(response, [mine, *(one for one in known if one[0] != secret)][:SIGN_INS])
        return response

    def _remember(self, response: HttpResponse, writers: list[tuple[str, str]]) -> None:
        sealed = box.seal_secret(json.dumps(writers), PLACE)
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(settings.WRITERS_COOKIE_NAME, sealed, httponly=True, secure=secure, samesite="Lax")


def _writers(request: HttpRequest) -> list[tuple[str, str]]:
    """(secret, code of the employee), the latest sign-in first; nothing if the seal does not fit."""
    try:
        told = json.loads(box.unseal_secret(request.COOKIES.get(settings.WRITERS_COOKIE_NAME, ""), PLACE))
    except (box.CannotOpen, ValueError):
        return []
    return [(secret, code) for secret, code in told]


def writer_of(request: HttpRequest) -> Employee | None:
    """Who had the page open that this form was sent from; nobody if this browser never opened it, or they have left."""
    token = request.POST.get("csrfmiddlewaretoken", "")
    if len(token) not in (32, 64) or not token.isalnum() or not token.isascii():
        return None
    code = next((code for secret, code in _writers(request) if _does_token_match(token, secret)), "")
    found = Employee.objects.filter(code=code).first() if code else None
    return found if found is not None and found.works_on(clock.today()) else None


def kept(request: HttpRequest) -> Unsent | None:
    """The form as it was sent, kept for its writer; None if there is no writer, or nothing was typed.

    What strangers may send (a password, a code) is never kept.
    """
    typed = _typed(request)
    if not typed or not _somebodys(request.path_info):
        return None
    writer = writer_of(request)
    found = keep_unsent(path=request.path, typed=typed, by=writer) if writer else None
    request.unsent = found  # type: ignore[attr-defined]
    return found


def _somebodys(path: str) -> bool:
    try:
        return bool(getattr(resolve(path).func, "verbs", ()))
    except Resolver404:
        return False


def _typed(request: HttpRequest) -> dict[str, list[str]]:
    return {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}


def words_of(typed: Mapping[str, list[str]]) -> list[str]:
    """What somebody has written in a form, text by text; what was only chosen there is chosen again."""
    found = (text for name, texts in typed.items() if name not in OURS for text in texts)
    return [text for text in found if text.strip() and not codes.is_code(text)]


def page_of(unsent: Unsent, path: str = "") -> str:
    """The address of the form, asked to give back what was typed into it."""
    return f"{path or unsent.path}?{ASKED}={unsent.code}"


class StandsAgain:
    """Gives a page the words that were typed into its form before the sign-in ran out, and lets go of those sent.

    Where a page has been shut while somebody wrote on it, their own words stand on the answer; of the case nothing.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.get_response(request)
        if request.method == "POST":
            return self._sent(request)
        code = request.GET.get(ASKED, "")
        unsent = Unsent.objects.own(who(request)).filter(code=code).first() if CODE.fullmatch(code) else None
        return self._given_back(request, unsent) if unsent else self.get_response(request)

    def _sent(self, request: HttpRequest) -> HttpResponseBase:
        # Who it was: afterwards the one who signed out is nobody.
        user = who(request)
        response = self.get_response(request)
        if response.status_code < REFUSED and not getattr(request, "unsent", None):
            forget_unsent(path=request.path, client_key=request.POST.get("client_key", ""), by=user)
        return self._shut(request, response, user) if response.status_code in SHUT else response

    def _shut(self, request: HttpRequest, response: HttpResponse, user: Employee) -> HttpResponseBase:
        # Sent by script it stays on the screen as it is.
        if hasattr(request, "unsent") or request.headers.get("HX-Request") or not words_of(_typed(request)):
            return response
        unsent = kept(request)
        if unsent is None or unsent.employee != user:
            return response
        request.unsent = None  # type: ignore[attr-defined]  # the words stand on this page, not in a form
        context = {"unsent": unsent, "words": words_of(unsent.typed)}
        return render(request, "staff/unsent.html", context, status=response.status_code)

    def _given_back(self, request: HttpRequest, unsent: Unsent) -> HttpResponseBase:
        request.unsent = unsent  # type: ignore[attr-defined]
        with standing_words(unsent.typed) as words:
            response = self.get_response(request)
        if words.taken:
            return response
        above = request.path.rstrip("/").rpartition("/")[0] + "/"
        if response.status_code == NO_SUCH_METHOD and above != "/":
            # A small form on the page of what it is about.
            return redirect(page_of(unsent, above))
        return redirect("unsent", unsent.code)
