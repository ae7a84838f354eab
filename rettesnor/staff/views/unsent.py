"""What was sent after the sign-in had run out: read it, go on with it, let it go."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rettesnor.staff.actions.unsent import drop_unsent
from rettesnor.staff.models import Unsent
from rettesnor.staff.roles import may, who
from rettesnor.staff.unsent import kept, page_of, words_of


@may("account.see")
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The words themselves, for when their form stands nowhere any more; and the way to the form."""
    unsent = _own(request, code)
    context = {"unsent": unsent, "words": words_of(unsent.typed), "form_page": page_of(unsent)}
    return render(request, "staff/unsent.html", context)


@may("account.see")
@require_POST
def drop(request: HttpRequest, code: str) -> HttpResponse:
    drop_unsent(_own(request, code))
    messages.success(request, _("Det er slettet."))
    return redirect("home")


def _own(request: HttpRequest, code: str) -> Unsent:
    found = Unsent.objects.own(who(request)).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def too_old(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """The page was opened before the latest sign-in of this browser: what was typed is kept for whoever opened it.

    Sent by script it gets 401, so that the page stays as it is and takes up the new sign-in.
    """
    if request.headers.get("HX-Request") or request.headers.get("X-Requested-With"):
        return HttpResponse(status=401)
    unsent = kept(request)
    if unsent is not None and request.user == unsent.employee:
        return redirect(page_of(unsent))
    if unsent is not None and not request.user.is_authenticated:
        return redirect_to_login(page_of(unsent), resolve_url(settings.LOGIN_URL))
    return render(request, "403_csrf.html", {"unsent": unsent}, status=403)
