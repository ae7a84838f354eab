"""Rapporter: the resident list for Statistics Denmark. No page shows a name or a number; only the file holds them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.reports import actions
from rettesnor.reports.forms import PrepareForm, WithdrawForm
from rettesnor.reports.models import ResidentList
from rettesnor.staff.models import House
from rettesnor.staff.roles import may, who
from rettesnor.ui.act import UNPROCESSABLE, act, attempted, form_page, posted

SHOWN = 20
REGISTER_BEGINS = date(2017, 1, 1)


@may("reports.prepare", "reports.release")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The lists there have been."""
    context = {
        "lists": ResidentList.objects.with_people()[:SHOWN],
        "prepares": who(request).standing.may("reports.prepare"),
    }
    return render(request, "reports/lists.html", context)


@may("reports.prepare")
@form_page
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a list of some days: it is counted, and waits for another to release it."""
    form, made = _form(request), []

    def do(data: dict[str, Any]) -> None:
        made.append(actions.prepare(**data, by=who(request)).code)

    said = _("Listen er klargjort. En anden skal frigive den, før den kan hentes.")
    return act(request, form, do, said, then=lambda: ("resident-list", made[0]), template="reports/new.html")


def _form(request: HttpRequest) -> PrepareForm:
    last_year = date(clock.today().year - 1, 12, 31)
    return PrepareForm(posted(request), initial={"first": REGISTER_BEGINS, "last": last_year})


@may("reports.prepare", "reports.release")
@require_safe
def one(request: HttpRequest, roll: str) -> HttpResponse:
    """One list: what it holds in numbers, what was left out, who has done what, and what may be done now."""
    return _page(request, _list(roll))


@may("reports.release")
@require_POST
def release(request: HttpRequest, roll: str) -> HttpResponse:
    found = _list(roll)
    try:
        actions.release(found, by=who(request))
    except Refused as refusal:
        return _page(request, found, refusal=refusal.message)
    messages.success(request, _("Listen er frigivet. Den, der klargjorde den, kan hente den én gang."))
    return redirect("resident-list", roll)


@may("reports.prepare")
@require_POST
def fetch(request: HttpRequest, roll: str) -> HttpResponse:
    """The file itself, once. Like every answer of the house it is not kept by the browser (`no-store`)."""
    found = _list(roll)
    try:
        content = actions.hand_out(found, by=who(request))
    except Refused as refusal:
        return _page(request, found, refusal=refusal.message)
    answer = HttpResponse(content, content_type="text/plain; charset=us-ascii")
    answer["Content-Disposition"] = f'attachment; filename="{found.filename}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@may("reports.prepare", "reports.release")
@require_POST
def withdraw(request: HttpRequest, roll: str) -> HttpResponse:
    found, form = _list(roll), WithdrawForm(request.POST)
    if form.is_valid() and attempted(form, lambda data: actions.withdraw(found, by=who(request), **data)):
        messages.success(request, _("Listen er trukket tilbage."))
        return redirect("resident-lists")
    return _page(request, found, withdraw_form=form)


def _list(code: str) -> ResidentList:
    return get_object_or_404(ResidentList.objects.with_people(), code=code)


def _page(request: HttpRequest, found: ResidentList, **refused: Any) -> HttpResponse:
    user = who(request)
    own = found.prepared_by_id == user.pk
    names = dict(House.objects.values_list("code", "name"))
    context = {
        "roll": found,
        "houses": [(names.get(code, code), count) for code, count in found.counts["houses"].items()],
        "years": found.counts["years"].items(),
        "may_release": user.standing.may("reports.release") and not own and found.status == ResidentList.READY,
        "own": own and found.status == ResidentList.READY,
        "may_fetch": own and found.status == ResidentList.RELEASED and user.standing.may("reports.prepare"),
        "until": actions.fetch_until(found),
        "withdraw_form": WithdrawForm(),
    }
    return render(request, "reports/list.html", context | refused, status=UNPROCESSABLE if refused else 200)
