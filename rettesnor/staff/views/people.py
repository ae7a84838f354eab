from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rettesnor.danish import clock
from rettesnor.staff.models import Employee, RoleGrant, Shift
from rettesnor.staff.roles import may


@may("staff.see")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who works here, with which roles between which dates, and who is on shift now. Speaks of no resident."""
    user, now = cast(Employee, request.user), clock.now()
    grants = RoleGrant.objects.visible_to(user, "staff.see")
    context = {
        "present": grants.in_force(now.date()).of_employed(now.date()),
        "coming": grants.after(now.date()).of_employed(now.date()),
        "ended": grants.ended(now.date()),
        "shifts": Shift.objects.visible_to(user, "staff.see").running(now),
        "now": now,
    }
    return render(request, "staff/people.html", context)
