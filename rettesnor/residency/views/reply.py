"""How a view of this room answers an act."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django_htmx.http import HttpResponseClientRedirect

from rettesnor.staff.models import Employee, House


def follow(request: HttpRequest, to: str, *args: Any) -> HttpResponse:
    """Go on to the page `to`; a form sent by script is told to, so that the address follows."""
    if cast(Any, request).htmx:
        return HttpResponseClientRedirect(resolve_url(to, *args))
    return redirect(to, *args)


def houses_for(user: Employee, verb: str) -> list[House]:
    """The houses in which this person may do it right now."""
    reach = user.standing.reach(verb)
    rows = House.objects.all() if reach.everywhere else House.objects.filter(pk__in=reach.houses | reach.shift)
    return list(rows)
