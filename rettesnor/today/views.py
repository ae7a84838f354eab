from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.staff import door
from rettesnor.staff.roles import may, who
from rettesnor.today import actions, board
from rettesnor.today.due import FIRST_VIEW, due, in_levels
from rettesnor.today.forms import DismissForm
from rettesnor.ui.due import Due

FIRST_PLACES = (("today.see", "today"), ("log.see", "log"), ("guideline.see", "guideline"))
"""Where each goes first: the first of these that one may see."""


@may("today.home")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The door: leads everyone to their own first place."""
    standing = who(request).standing
    return redirect(next(place for verb, place in FIRST_PLACES if standing.may(verb)))


@may("today.see")
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What is due for the one who looks; at most seven at first."""
    items = due(who(request), clock.today())
    everything = request.GET.get("vis") == "alt" or hasattr(request, "unsent")
    return _page(request, items, items if everything else items[:FIRST_VIEW])


@may("today.dismiss")
@require_POST
def dismiss(request: HttpRequest) -> HttpResponse:
    """A reminder is not relevant, for a reason; only one that stands on one's own list."""
    items = due(who(request), clock.today())
    form = DismissForm(request.POST)
    found = next((item for item in items if item.item == request.POST.get("item")), None)
    if found is None:
        raise Http404
    if form.is_valid():
        try:
            actions.dismiss(found, reason=form.cleaned_data["reason"], by=who(request))
        except Refused as refusal:
            form.add_error("reason", refusal.message)
        else:
            messages.success(request, _("Påmindelsen er væk. Din begrundelse er gemt."))
            return redirect("today")
    return _page(request, items, items[: max(FIRST_VIEW, items.index(found) + 1)], refused=form)


def _page(request: HttpRequest, items: list[Due], first: list[Due], refused: DismissForm | None = None) -> HttpResponse:
    standing, form = who(request).standing, refused or DismissForm()
    door.shown(request, [item.who for item in first if item.who])
    context: dict[str, Any] = {
        "levels": in_levels(first, clock.now()),
        "rest": len(items) - len(first),
        "form": form,
        "at_fault": form["item"].value(),
        "may_record": standing.may("practice.record"),
        "may_take_calls": standing.may("enquiry.take"),
        "may_dismiss": standing.may("today.dismiss"),
    }
    return render(request, "today/today.html", context, status=422 if refused else 200)


@may("board.see", "board.free")
@require_safe
def house(request: HttpRequest) -> HttpResponse:
    """The house tonight by alias; for those who only place women in houses, how much room there is."""
    user = who(request)
    now = clock.now()
    whole = user.standing.may("board.whole")
    boards = board.tonight(user, now) if user.standing.may("board.see") else []
    door.shown(request, board.shown(boards, whole=whole))
    context = {
        "boards": boards,
        "whole": whole,
        "sees": user.standing.may("board.see"),
        "rooms": board.rooms(user, now),
        "now": now,
    }
    return render(request, "today/board.html", context)
