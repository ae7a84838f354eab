"""Vagter: who is on duty in the days to come, in the houses one leads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from rettesnor.danish import clock
from rettesnor.staff.actions.shifts import drop_shift, plan_shifts
from rettesnor.staff.forms import ShiftForm
from rettesnor.staff.models import Employee, RoleGrant, Shift
from rettesnor.staff.roles import may, who
from rettesnor.staff.views.roles import led
from rettesnor.ui.act import act, form_page, posted, press

PER_PAGE = 30


@may("staff.shift")
@form_page
def shifts(request: HttpRequest) -> HttpResponse:
    """The shifts to come, and a form for one more."""
    houses, now = led(request, "staff.shift"), clock.now()
    held = RoleGrant.objects.visible_to(who(request), "staff.shift").ended(now.date())
    present = RoleGrant.objects.visible_to(who(request), "staff.shift").exclude(pk__in=held)
    people = list(Employee.objects.working(now.date()).filter(pk__in=present.values("employee")).order_by("name"))
    form = ShiftForm(posted(request), people=people, houses=houses, initial=_first(request, houses))

    def do(data: dict[str, Any]) -> None:
        said = dict(data)
        plan_shifts(said.pop("employee"), by=who(request), **said)

    rows = Shift.objects.visible_to(who(request), "staff.shift").filter(ends__gt=now).order_by("starts", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("side"))
    return act(request, form, do, _("Vagten er skrevet."), then=("shifts",), template="staff/shifts.html", page=page)


def _first(request: HttpRequest, houses: list[Any]) -> dict[str, Any]:
    """The next morning, in one's own house."""
    morning = (clock.now().astimezone(clock.CPH) + timedelta(days=1)).replace(hour=8, minute=0, second=0)
    hours = {"starts": morning, "ends": morning + timedelta(hours=8)}
    return {"employee": request.GET.get("hvem"), "house": houses[0].code if houses else "", "weeks": 1, **hours}


@may("staff.shift")
@require_POST
def drop(request: HttpRequest, shift: int) -> HttpResponse:
    """Take a shift off, or end one that runs."""
    row = get_object_or_404(Shift.objects.visible_to(who(request), "staff.shift"), pk=shift)
    press(request, lambda: drop_shift(row, by=who(request)), _("Vagten er taget af."))
    return redirect("shifts")
