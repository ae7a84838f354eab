"""A form sent after the case has gone on without its writer: the words stay on the page, the case stays shut."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rettesnor.residency.models import Enquiry
from rettesnor.residency.models.enquiry import WRITTEN_BEFORE_THE_DECISION
from rettesnor.staff import door
from rettesnor.staff.models import Employee
from rettesnor.staff.roles import who
from rettesnor.ui.act import CONFLICT
from rettesnor.ui.again import ActForm

SALT = "residency.held"
LONGEST = 24 * 60 * 60
"""Seconds: so long a page that was opened to be written on is remembered by what it carries."""

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, str, P], HttpResponse]


def mark(user: Employee, enquiry: Enquiry) -> str:
    """What a page carries to say that this person could write on this enquiry when it was opened."""
    return signing.dumps([user.code, enquiry.code], salt=SALT)


def _held(request: HttpRequest, code: str) -> bool:
    try:
        told = signing.loads(request.POST.get("held", ""), salt=SALT, max_age=LONGEST)
    except signing.BadSignature:
        return False
    return bool(told == [who(request).code, code])


def words_stay(form: Callable[[HttpRequest], ActForm]) -> Callable[[View[P]], View[P]]:
    """Where the view does not find the row any more, whoever held its page is told why and keeps what was typed.

    Whoever may still read the enquiry is led on to it; for everybody else it stays the same 404.
    """

    def around(view: View[P]) -> View[P]:
        @wraps(view)
        def kept(request: HttpRequest, code: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                return view(request, code, *args, **kwargs)
            except Http404:
                if request.method == "POST" and _held(request, code):
                    return _told(request, code, form(request))
                if request.method != "POST" and _reads_decided(request, code):
                    return redirect("enquiry", code)
                raise

        return cast("View[P]", kept)

    return around


def _reads_decided(request: HttpRequest, code: str) -> bool:
    verbs: list[str] = request.verbs  # type: ignore[attr-defined]
    if not set(verbs) & set(WRITTEN_BEFORE_THE_DECISION):
        return False
    rows = Enquiry.objects.visible_to(who(request), "enquiry.see")
    return rows.filter(code=code).exclude(decision=None).exists()


def _told(request: HttpRequest, code: str, form: ActForm) -> HttpResponse:
    """409: what happened meanwhile, and the words this person has typed; of the case nothing."""
    enquiry = Enquiry.objects.as_it_went_on().filter(code=code).first()
    if enquiry is None:
        raise Http404
    door.shown(request, [enquiry], purpose=_("gik videre, mens der blev skrevet"))
    reads = Enquiry.objects.visible_to(who(request), "enquiry.see").filter(pk=enquiry.pk).exists()
    context: dict[str, Any] = {"enquiry": enquiry, "typed": form.typed(), "reads": reads}
    answer = render(request, "residency/meanwhile.html", context, status=CONFLICT)
    # Sent by script, the whole form gives way: nothing more can be saved from it.
    answer["HX-Retarget"], answer["HX-Reselect"], answer["HX-Reswap"] = "closest form", "#sheet", "outerHTML"
    return answer
