"""How many children each house can give what they need: set by the leader, with the reason, from a day on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from rettesnor.danish import clock
from rettesnor.residency.actions.capacity import set_capacity
from rettesnor.residency.children_capacity import this_week
from rettesnor.residency.forms.stay import CapacityForm
from rettesnor.residency.models import Capacity
from rettesnor.residency.views.reply import houses_for
from rettesnor.staff.roles import may, who
from rettesnor.ui.act import act, form_page, posted


@may("capacity.set")
@form_page
def page(request: HttpRequest) -> HttpResponse:
    """The limits so far, how full the house is this week, and a new limit."""
    houses = houses_for(who(request), "capacity.set")
    first = {"house": houses[0].code, "since": clock.today()} if houses else {}
    form = CapacityForm(posted(request), houses=houses, initial=first)

    def do(data: dict[str, Any]) -> None:
        set_capacity(data.pop("house"), by=who(request), **data)

    limits = Capacity.objects.filter(house__in=houses).select_related("house", "decided_by").order_by("-since", "-pk")
    told: dict[str, Any] = {"limits": list(limits), "week": this_week(houses, clock.now())}
    template = "residency/capacity.html"
    return act(request, form, do, _("Grænsen er gemt."), then=("capacity",), template=template, **told)
