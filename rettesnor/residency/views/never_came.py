"""She got a yes and never came; or came after all."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from rettesnor.residency.actions import never_came as verbs
from rettesnor.residency.forms.leaving import CameAfterAllForm, NeverCameForm
from rettesnor.residency.models import Stay
from rettesnor.residency.views.act import act_on_stay
from rettesnor.staff import door
from rettesnor.staff.roles import may, who
from rettesnor.ui.act import form_page, posted


@may("stay.leave")
@form_page
def never_came(request: HttpRequest, code: str) -> HttpResponse:
    """She never came."""
    stay = door.one(request, Stay, code, purpose=str(_("skrive, at hun aldrig kom")))
    if stay.left_at is not None and request.method != "POST":
        return redirect("stay", code)
    form = NeverCameForm(posted(request))

    def do(data: dict[str, Any]) -> None:
        verbs.never_came(stay, by=who(request), **data)
        if verbs.has_told(stay):
            messages.warning(request, _("Kommunen er orienteret om optagelsen. Fortæl kommunen, at hun ikke kom."))

    note = _(
        "Opholdet tæller ikke med nogen steder, og hun står ikke længere som en, der er her eller ventes. "
        "Kommunen skal ikke orienteres om en optagelse, der ikke blev til noget. Kommer hun alligevel, kan det skrives."
    )
    again = _("Det står, som det blev skrevet første gang. Er det forkert, så skriv, at hun kom alligevel.")
    page = {"heading": _("Hun kom aldrig"), "note": note, "again": again}
    return act_on_stay(request, stay, form, do, _("Det er skrevet, at hun aldrig kom."), **page)


@may("stay.leave")
@form_page
def came_after_all(request: HttpRequest, code: str) -> HttpResponse:
    """She came after all."""
    stay = door.one(request, Stay, code, purpose=str(_("skrive, at hun kom alligevel")))
    if stay.never_came_at is None and request.method != "POST":
        return redirect("stay", code)
    form = CameAfterAllForm(posted(request))

    def do(data: dict[str, Any]) -> None:
        verbs.came_after_all(stay, by=who(request), **data)

    note = _(
        "Hun og børnene står igen på tavlen, og opholdet tæller med. Er kommunen ikke orienteret, skal den være det."
    )
    again = _("Det står, som det blev skrevet første gang. Er datoen forkert, så ret den på opholdets side.")
    page = {"heading": _("Hun kom alligevel"), "note": note, "again": again}
    return act_on_stay(request, stay, form, do, _("Det er skrevet, at hun kom alligevel."), **page)
