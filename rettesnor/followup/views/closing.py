"""Closing a quarter, and freezing what has matured since."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from rettesnor.danish import clock, dates
from rettesnor.danish.refused import Refused
from rettesnor.followup import actions, live
from rettesnor.followup.forms import CloseForm
from rettesnor.followup.indicators import CARDS
from rettesnor.followup.models import Closing
from rettesnor.staff.roles import may, who

SHOWN_PLANS = 8
_CLOSED = _("{period} er lukket. Tallene ændrer sig ikke mere.")


@may("followup.close")
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    """Close a quarter; says what will be frozen, and what is not mature yet."""
    open_ones = live.closable(clock.now())
    form = CloseForm(request.POST if request.method == "POST" else None, periods=open_ones)
    if request.method == "POST" and (done := _closed_before(request)):
        return done
    if form.is_valid():
        period = form.chosen()
        try:
            actions.close(period, by=who(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _CLOSED.format(period=period.label))
            return redirect("followup")
    cards, today = list(CARDS.values()), clock.today()
    context = {
        "form": form,
        "plans": actions.plans(open_ones[:SHOWN_PLANS], cards, today),
        "waiting": live.waiting_everywhere(cards),
        "closed": Closing.objects.select_related("by").order_by("-period")[:SHOWN_PLANS],
    }
    return render(request, "followup/close.html", context, status=422 if form.errors else 200)


def _closed_before(request: HttpRequest) -> HttpResponse | None:
    """The answer where the quarter is closed already: the usual one to whoever did it, by whom and when to another."""
    closing = Closing.objects.select_related("by").filter(period=request.POST.get("period", "")).first()
    if closing is None:
        return None
    if closing.by == who(request):
        messages.success(request, _CLOSED.format(period=closing.label))
    else:
        told = _("{period} er allerede lukket af {name} {day}. Tallene ændrer sig ikke mere.")
        day = dates.say_date(clock.day_of(closing.at))
        messages.info(request, told.format(period=closing.label, name=closing.by.name, day=day))
    return redirect("followup")


@may("followup.close")
@require_POST
def freeze(request: HttpRequest) -> HttpResponse:
    """Freeze what was not mature when its quarter was closed."""
    count = actions.freeze_what_has_matured(by=who(request))
    none = _("Der er ikke modnet noget endnu.")
    said = ngettext("{count} tal er frosset.", "{count} tal er frosset.", count).format(count=count)
    messages.success(request, said if count else str(none))
    return redirect("close-period")
