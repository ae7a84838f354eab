"""The door of the invented house: choose whom to be, without a password and without a second factor."""

from __future__ import annotations

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rettesnor.danish import clock
from rettesnor.demo.forms import Become
from rettesnor.demo.members import CAST
from rettesnor.staff.middleware import SECOND_FACTOR
from rettesnor.staff.models import Employee
from rettesnor.staff.roles import open_to_strangers

BACKEND = "rettesnor.staff.signin.HouseBackend"


@login_not_required
@open_to_strangers
@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Everybody one can be, and what each sees."""
    return _door(request)


@login_not_required
@open_to_strangers
@require_POST
def become(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the cast; somebody who no longer works here does not come in, here either."""
    form = Become(request.POST)
    if not form.is_valid():
        return _door(request, _("Den person findes ikke i det opdigtede hus."), 404)
    person = get_object_or_404(Employee, username=form.cleaned_data["person"])
    if not person.works_on(clock.today()):
        return _door(request, _("{name} er holdt op og kan ikke komme ind.").format(name=person.name), 403)
    login(request, person, backend=BACKEND)
    request.session[SECOND_FACTOR] = True
    return redirect(_onward(request, request.POST.get("next", "")) or "home")


def _onward(request: HttpRequest, to: str) -> str:
    """Where one was going, if that is within the house."""
    return to if url_has_allowed_host_and_scheme(to, {request.get_host()}) else ""


def _door(request: HttpRequest, refused: str = "", status: int = 200) -> HttpResponse:
    onward = _onward(request, request.GET.get("next", request.POST.get("next", "")))
    return render(request, "demo/door.html", {"cast": CAST, "refused": refused, "onward": onward}, status=status)


door.before_second_factor = become.before_second_factor = True  # type: ignore[attr-defined]
