"""Personale: who works here, one person, and what waits for two."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from rettesnor.danish import clock
from rettesnor.staff.actions.roles import can_end
from rettesnor.staff.models import Employee, Proposal, RoleGrant, Shift
from rettesnor.staff.roles import may, who

SHIFTS_AHEAD = timedelta(days=7)
BUTTONS = ("staff.grant", "staff.shift", "staff.account")


@may("staff.see")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who works here, with which roles between which dates, and who is on shift now. Speaks of no resident."""
    user, now = who(request), clock.now()
    grants = RoleGrant.objects.visible_to(user, "staff.see")
    context = {
        "present": grants.in_force(now.date()).of_employed(now.date()),
        "coming": grants.after(now.date()).of_employed(now.date()),
        "ended": grants.ended(now.date()),
        "without": Employee.objects.working(now.date()).filter(roles=None).order_by("name"),
        "shifts": Shift.objects.visible_to(user, "staff.see").running(now),
        "proposals": _proposals(user),
        "may": buttons(user),
        "now": now,
    }
    return render(request, "staff/people.html", context)


def _proposals(user: Employee) -> list[dict[str, Any]]:
    """What waits for this person's answer, and what this person has asked for."""
    waiting = Proposal.objects.waiting()
    answerable = set(waiting.answerable_by(user).values_list("pk", flat=True))
    told = [{"row": row, "answers": row.pk in answerable, "own": row.asked_by_id == user.pk} for row in waiting]
    return [each for each in told if each["answers"] or each["own"]]


def buttons(user: Employee) -> dict[str, bool]:
    """What of the room this person may do, by verb with a low line for the dot."""
    return {verb.replace(".", "_"): user.standing.may(verb) for verb in BUTTONS}


def found(request: HttpRequest, code: str, verb: str = "staff.see") -> Employee:
    """The person with this code, if the verb reaches; a stranger and a missing one are the same 404."""
    user = who(request)
    return get_object_or_404(Employee.objects.visible_to(user, verb), code=code)


@may("staff.see")
@require_safe
def person(request: HttpRequest, person: str) -> HttpResponse:
    """One who works here: roles, shifts of the week, and the account."""
    return render(request, "staff/person.html", person_page(request, found(request, person)))


def person_page(request: HttpRequest, somebody: Employee) -> dict[str, Any]:
    """What the page of one person shows."""
    user, now = who(request), clock.now()
    grants = RoleGrant.objects.visible_to(user, "staff.see").filter(employee=somebody).order_by("-since", "-pk")
    shifts = Shift.objects.visible_to(user, "staff.see").filter(employee=somebody)
    return {
        "person": somebody,
        "works": somebody.works_on(now.date()),
        "self": somebody == user,
        "grants": [
            {"row": grant, "over": grant.is_over(now.date()), "can_end": can_end(grant, user)} for grant in grants
        ],
        "shifts": shifts.between(now, now + SHIFTS_AHEAD).order_by("starts"),
        "enrolled": is_mfa_enabled(somebody, [Authenticator.Type.TOTP]),
        "proposals": [each for each in _proposals(user) if each["row"].employee_id == somebody.pk],
        "may": buttons(user),
    }
