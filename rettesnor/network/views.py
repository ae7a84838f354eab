"""Kommunernes kontorer: who receives notices, found out by one and confirmed by another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from rettesnor.danish import clock
from rettesnor.network import actions
from rettesnor.network.forms import AgainForm, CloseForm, ConfirmForm, OfficeForm, WhereForm
from rettesnor.network.models import Office, OfficeChange
from rettesnor.staff.roles import may, who
from rettesnor.ui.act import UNPROCESSABLE, act, attempted, form_page, posted, press


def _may(request: HttpRequest) -> dict[str, bool]:
    standing = who(request).standing
    return {"change": standing.may("office.change"), "confirm": standing.may("office.confirm")}


@may("office.see")
@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """Every municipality's recipient, what waits for another, and which nobody has confirmed."""
    rows = sorted(Office.objects.in_use(clock.today()), key=lambda one: (one.name, one.alternative, one.department))
    coming = Office.objects.filter(valid_from__gt=clock.today(), closed_on=None)
    context = {
        "offices": rows,
        "coming": coming,
        "unverified": sum(1 for one in rows if one.verified_on is None),
        "waiting": OfficeChange.objects.waiting(),
        "may": _may(request),
    }
    return render(request, "network/offices.html", context)


@may("office.see")
@require_safe
def office(request: HttpRequest, office: int) -> HttpResponse:
    """One recipient, with the earlier ones of its municipality."""
    return _page(request, _office(office))


def _office(pk: int) -> Office:
    return get_object_or_404(Office, pk=pk)


def _page(request: HttpRequest, found: Office, **forms: Any) -> HttpResponse:
    changes = OfficeChange.objects.filter(municipality=found.municipality, outcome=OfficeChange.YES)
    wrong = any(form.errors for form in forms.values())
    allowed = _may(request)
    can_again = allowed["change"] and found.verified_on is not None and found.closed_on is None
    context: dict[str, Any] = {
        "office": found,
        "others": Office.objects.filter(municipality=found.municipality).exclude(pk=found.pk),
        "changes": changes.select_related("asked_by", "answered_by").order_by("-answered_at"),
        "waiting": OfficeChange.objects.waiting().filter(municipality=found.municipality),
        "again": AgainForm(initial={"on": clock.today()}, auto_id="again_%s") if can_again else None,
        "close": CloseForm(initial={"on": clock.today()}, auto_id="close_%s"),
        "may": allowed,
    }
    return render(request, "network/office.html", context | forms, status=UNPROCESSABLE if wrong else 200)


@may("office.change")
@form_page
def add(request: HttpRequest) -> HttpResponse:
    """Propose a recipient that is not there yet."""
    return _propose(request, OfficeForm(posted(request), initial={"valid_from": clock.today()}), None)


@may("office.change")
@form_page
def change(request: HttpRequest, office: int) -> HttpResponse:
    """Propose that letters go somewhere else from a day on."""
    found = _office(office)
    now = {name: getattr(found, name) for name in ("department", "channel", "mailbox")}
    return _propose(request, WhereForm(posted(request), initial={**now, "valid_from": clock.today()}), found)


def _propose(request: HttpRequest, form: WhereForm, replaces: Office | None) -> HttpResponse:
    def do(data: dict[str, Any]) -> None:
        actions.propose_office(**({"municipality": ""} | data), replaces=replaces, by=who(request))

    done = _("Forslaget er sendt. Breve går først dertil, når en anden har fundet den samme adresse.")
    return act(request, form, do, done, then=("offices",), template="network/propose.html", office=replaces)


@may("office.confirm", "office.change")
@form_page
def proposal(request: HttpRequest, change: str) -> HttpResponse:
    """What is proposed; another than the proposer types the address anew, and only if both are the same it counts."""
    asked = get_object_or_404(OfficeChange.objects.select_related("replaces", "asked_by"), code=change)
    form = ConfirmForm(posted(request))

    def do(data: dict[str, Any]) -> None:
        actions.confirm_office(asked, mailbox=data["mailbox"], by=who(request))

    page: dict[str, Any] = {"asked": asked, "own": asked.asked_by_id == who(request).pk, "may": _may(request)}
    done = _("Bekræftet. Modtageren gælder fra den dag, der står i forslaget.")
    return act(request, form, do, done, then=("offices",), template="network/proposal.html", **page)


@may("office.confirm")
@require_POST
def refuse(request: HttpRequest, change: str) -> HttpResponse:
    """Say no to what another has proposed."""
    asked = get_object_or_404(OfficeChange, code=change)
    press(request, lambda: actions.refuse_office(asked, by=who(request)), _("Forslaget er afvist."))
    return redirect("offices")


@may("office.change")
@require_POST
def take_back(request: HttpRequest, change: str) -> HttpResponse:
    """Take back what one has proposed."""
    asked = get_object_or_404(OfficeChange, code=change)
    press(request, lambda: actions.take_back_office(asked, by=who(request)), _("Forslaget er trukket tilbage."))
    return redirect("offices")


@may("office.change")
@require_POST
def again(request: HttpRequest, office: int) -> HttpResponse:
    """The municipality was asked again."""
    found, form = _office(office), AgainForm(request.POST, auto_id="again_%s")
    if form.is_valid() and attempted(form, lambda data: actions.reconfirm_office(found, by=who(request), **data)):
        messages.success(request, str(_("Dagen er skrevet.")))
        return redirect("office", found.pk)
    return _page(request, found, again=form)


@may("office.change")
@require_POST
def close(request: HttpRequest, office: int) -> HttpResponse:
    """Nothing more is sent there."""
    found, form = _office(office), CloseForm(request.POST, auto_id="close_%s")
    if form.is_valid() and attempted(form, lambda data: actions.close_office(found, by=who(request), **data)):
        messages.success(request, str(_("Modtageren er lukket.")))
        return redirect("office", found.pk)
    return _page(request, found, close=form)
