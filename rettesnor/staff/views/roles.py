"""Roles asked for, confirmed by another, and ended; and the other thing that takes two: a new way in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.staff.actions import proposals, roles
from rettesnor.staff.forms import RoleForm
from rettesnor.staff.models import Employee, House, Proposal, RoleGrant
from rettesnor.staff.roles import may, who
from rettesnor.ui.act import act, form_page, posted, press


def led(request: HttpRequest, verb: str) -> list[House]:
    """The houses in which this person may do it."""
    return list(House.objects.filter(pk__in=who(request).standing.houses(verb)))


@may("staff.grant")
@form_page
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a role in one's own house; another person confirms it."""
    houses, today = led(request, "staff.grant"), clock.today()
    people = list(Employee.objects.working(today).exclude(pk=who(request).pk).order_by("name"))
    first = {"employee": request.GET.get("hvem"), "house": houses[0].code if houses else "", "since": today}
    form = RoleForm(posted(request), people=people, houses=houses, initial=first)

    def do(data: dict[str, Any]) -> None:
        said = dict(data)
        proposals.ask_role(said.pop("employee"), by=who(request), **said)

    done = _("Forslaget er sendt. Rollen gælder, når en anden har bekræftet den.")
    return act(request, form, do, done, then=("staff",), template="staff/role.html")


@may("staff.grant")
@require_POST
def end(request: HttpRequest, grant: int) -> HttpResponse:
    """End a role at once."""
    rows = RoleGrant.objects.visible_to(who(request), "staff.grant")
    held = get_object_or_404(rows, pk=grant)
    done = _("Rollen er afsluttet. {name} er logget ud.").format(name=held.employee.name)
    press(request, lambda: roles.end_role(held, by=who(request)), done)
    return redirect("staff-person", held.employee.code)


@may("staff.confirm")
@require_POST
def confirm(request: HttpRequest, proposal: str) -> HttpResponse:
    """Say yes to what another has asked for; of a new way in the second half of the password is shown once."""
    asked = _waiting(proposal)
    try:
        half = proposals.confirm(asked, by=who(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("staff")
    if half:
        return render(request, "staff/word.html", {"person": asked.employee, "half": half, "second": True})
    messages.success(request, str(_("Bekræftet.")))
    return redirect("staff")


@may("staff.confirm")
@require_POST
def refuse(request: HttpRequest, proposal: str) -> HttpResponse:
    """Say no to what another has asked for."""
    asked = _waiting(proposal)
    press(request, lambda: proposals.refuse(asked, by=who(request)), _("Forslaget er afvist."))
    return redirect("staff")


@may("staff.grant", "staff.account")
@require_POST
def take_back(request: HttpRequest, proposal: str) -> HttpResponse:
    """Take back what one has asked for."""
    asked = _waiting(proposal)
    press(request, lambda: proposals.take_back(asked, by=who(request)), _("Forslaget er trukket tilbage."))
    return redirect("staff")


def _waiting(code: str) -> Proposal:
    return get_object_or_404(Proposal.objects.select_related("employee", "house", "asked_by"), code=code)
