"""Accounts: opened, ended, closed, and asked to be opened anew. Never a role."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.staff.actions import accounts, proposals
from rettesnor.staff.forms import AccountForm, LastDayForm
from rettesnor.staff.roles import may, who
from rettesnor.staff.views.people import found
from rettesnor.ui.act import UNPROCESSABLE, act, form_page, posted, press


@may("staff.account")
@form_page
def add(request: HttpRequest) -> HttpResponse:
    """A new account without a role; the password for the first sign-in is shown once and kept nowhere."""
    form = AccountForm(posted(request))
    if form.is_valid():
        try:
            person, word = accounts.add_person(by=who(request), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return render(request, "staff/word.html", {"person": person, "word": word})
    return render(request, "staff/account_new.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@may("staff.account")
@form_page
def end(request: HttpRequest, person: str) -> HttpResponse:
    """The last day of one who leaves."""
    somebody = found(request, person, "staff.account")
    form = LastDayForm(posted(request), initial={"on": somebody.ends_on or clock.today()})

    def do(data: dict[str, Any]) -> None:
        accounts.end_person(somebody, on=data["on"], by=who(request))

    page: dict[str, Any] = {"then": ("staff-person", somebody.code), "template": "staff/account_end.html"}
    return act(request, form, do, _("Den sidste dag er skrevet."), person=somebody, **page)


@may("staff.account")
@require_POST
def close(request: HttpRequest, person: str) -> HttpResponse:
    """Nobody comes in as this person from now on."""
    somebody = found(request, person, "staff.account")
    press(request, lambda: accounts.close_account(somebody, by=who(request)), _("Kontoen er lukket."))
    return redirect("staff-person", somebody.code)


@may("staff.account")
@require_POST
def reset(request: HttpRequest, person: str) -> HttpResponse:
    """Ask for a new way in; the first half of the password is shown once."""
    somebody = found(request, person, "staff.account")
    try:
        _asked, half = proposals.ask_door(somebody, by=who(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("staff-person", somebody.code)
    return render(request, "staff/word.html", {"person": somebody, "half": half, "second": False})
