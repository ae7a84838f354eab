"""Special protection: one gives it, two end it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from rettesnor.danish.refused import Refused
from rettesnor.residency.actions import protection as verbs
from rettesnor.residency.forms.stay import LiftForm
from rettesnor.residency.models import Lifting, Stay
from rettesnor.residency.views.act import act_on_stay
from rettesnor.residency.views.stay import reaches
from rettesnor.staff import door
from rettesnor.staff.models import Employee
from rettesnor.staff.roles import may, who
from rettesnor.ui.act import UNPROCESSABLE, form_page, posted


@may("stay.write")
@require_POST
def protect(request: HttpRequest, code: str) -> HttpResponse:
    """Give her special protection, or hold on to it when somebody has asked that it ends."""
    stay = door.one(request, Stay, code, purpose=str(_("særlig beskyttelse")))
    verbs.protect(stay.resident, by=who(request))
    messages.success(request, str(_("Hun har særlig beskyttelse.")))
    return redirect("stay", code=stay.code)


@may("stay.write")
@form_page
def lift(request: HttpRequest, code: str) -> HttpResponse:
    """Ask that it ends; a leader, somebody else, must say yes."""
    stay = door.one(request, Stay, code, purpose=str(_("særlig beskyttelse")))
    form = LiftForm(posted(request))

    def do(data: dict[str, Any]) -> None:
        verbs.ask_to_lift(stay.resident, by=who(request), reason=data["reason"])

    note = _("Beskyttelsen står ved magt, til en leder, som er en anden end dig, har sagt ja.")
    page: dict[str, Any] = {"heading": _("Bed om at ophæve særlig beskyttelse"), "note": note}
    return act_on_stay(request, stay, form, do, _("Du har bedt om det. En leder skal sige ja."), **page)


@may("protection.answer")
@form_page
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Yes or no to the end of her protection."""
    lifting = door.one(request, Lifting, code, purpose=str(_("særlig beskyttelse")))
    user, refused = who(request), ""
    if request.method == "POST":
        lifted = request.POST.get("lifted") == "ja"
        try:
            verbs.answer_lifting(lifting, lifted=lifted, by=user)
        except Refused as refusal:
            refused = str(refusal.message)
        else:
            messages.success(request, str(_("Beskyttelsen er ophævet.") if lifted else _("Hun beholder beskyttelsen.")))
            return redirect(*_onward(user, lifting))
    stay = lifting.resident.present_stay
    context = {"lifting": lifting, "stay": stay, "refused": refused, "own": lifting.asked_by_id == user.pk}
    return render(request, "residency/lifting.html", context, status=UNPROCESSABLE if refused else 200)


def _onward(user: Employee, lifting: Lifting) -> tuple[str, ...]:
    """To her page, for who may see it: a leader of the other house has only answered."""
    stay = lifting.resident.present_stay
    return ("stay", stay.code) if stay is not None and reaches(user, "stay.see", stay) else ("home",)
