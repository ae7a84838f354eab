from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rettesnor.danish import clock, law
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions import intake
from rettesnor.residency.actions.admission import recognised, under_another_name
from rettesnor.residency.children_capacity import this_week
from rettesnor.residency.forms.decision import DecisionForm
from rettesnor.residency.models import ChildAssessment, Decision, Enquiry, Visitation
from rettesnor.residency.models.visitation import UNASKED
from rettesnor.residency.views.enquiry import guidance_form, may_name, opened, page_of, read, said_of_age
from rettesnor.residency.views.reply import follow
from rettesnor.staff import door
from rettesnor.staff.models import House
from rettesnor.staff.roles import may, who
from rettesnor.ui.act import CONFLICT, UNPROCESSABLE


@may("residency.decide")
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """The leader's yes or no; sent twice it is one decision, and another's decision meets what was typed (409)."""
    rows = door.visible(request, Enquiry).select_related("decision", "visitation__screened_by")
    try:
        enquiry = door.one(request, rows, code)
    except Http404:
        return _closed(request)
    form = _form(request, enquiry)
    if hasattr(enquiry, "decision"):
        return _decided(request, enquiry, enquiry.decision, form)
    if form.is_valid():
        try:
            decision = intake.decide(enquiry, by=who(request), **form.said())
        except Refused as refusal:
            if made := Decision.objects.filter(enquiry=enquiry).first():
                return _decided(request, enquiry, made, form)
            form.refuse(refusal)
        else:
            messages.success(request, _("Afgørelsen er gemt."))
            return _after(request, enquiry, decision)
    return _page(request, enquiry, form)


@may("residency.decide")
@require_POST
def guidance(request: HttpRequest, code: str) -> HttpResponse:
    """She has been told how to complain: written down when it was forgotten with the no."""
    enquiry, user = door.one(request, read(request), code), who(request)
    form = guidance_form(enquiry.house_id, user, request.POST)
    decision = opened(enquiry, "decision")
    if decision is None:
        form.add_error(None, _("Der er ikke truffet afgørelse endnu."))
    elif form.is_valid():
        try:
            intake.guide_after_no(decision, by=user, **form.said())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Klagevejledningen er skrevet ned."))
            return redirect("enquiry", code)
    return page_of(request, enquiry, guiding=form)


def _closed(request: HttpRequest) -> HttpResponse:
    """What is no longer one's own to decide is not found; but the words somebody has typed meanwhile are given back."""
    form = DecisionForm(request.POST or None, houses=[])
    if not form.is_bound or not form.typed():
        raise Http404
    context = {"typed": form.typed(), "answer": form.answer()}
    return render(request, "residency/decision_made.html", context, status=404)


def _form(request: HttpRequest, enquiry: Enquiry) -> DecisionForm:
    now = clock.now()
    initial = {"house": enquiry.house.code, "decided_at": now, "moved_in_at": now}
    own = who(request).standing.houses("residency.decide")
    houses = list(House.objects.filter(pk__in=own | {enquiry.house_id}))
    return DecisionForm(request.POST or None, houses=houses, initial=initial)


def _decided(request: HttpRequest, enquiry: Enquiry, decision: Decision, form: DecisionForm) -> HttpResponse:
    """It is decided. Who has typed something else than that meets the decision, and keeps the own words to copy."""
    decision.key = enquiry.key
    if not form.is_bound or (decision.decided_by_id == who(request).pk and form.says(decision)):
        return _after(request, enquiry, decision)
    context = {"enquiry": enquiry, "decision": decision, "typed": form.typed(), "answer": form.answer()}
    return render(request, "residency/decision_made.html", context, status=CONFLICT)


def _after(request: HttpRequest, enquiry: Enquiry, decision: Decision) -> HttpResponse:
    """On to the stay it began, for those who may see it."""
    if decision.admitted and _sees_the_stay(request, enquiry):
        return follow(request, "stay", enquiry.stay.code)
    if not Enquiry.objects.visible_to(who(request), "enquiry.see").filter(pk=enquiry.pk).exists():
        # A delegate decides, or the other house's leader; from then on the case is the house's.
        return follow(request, "enquiries")
    if request.method != "POST":
        return redirect("enquiry", enquiry.code)
    return follow(request, "enquiry", enquiry.code)


def _sees_the_stay(request: HttpRequest, enquiry: Enquiry) -> bool:
    user = who(request)
    return user.standing.may("stay.see") and enquiry.stay.is_within(user.standing.reach("stay.see"))


def _page(request: HttpRequest, enquiry: Enquiry, form: DecisionForm) -> HttpResponse:
    children = list(ChildAssessment.objects.visible_to(who(request), "residency.decide").filter(enquiry=enquiry))
    door.shown(request, children)
    visitation, day = opened(enquiry, "visitation"), clock.today()
    own = enquiry.house_id in who(request).standing.houses("residency.decide")
    context: dict[str, Any] = {
        "enquiry": enquiry,
        "form": form,
        "visitation": visitation,
        "unscreened": visitation is None or not visitation.is_screened,
        "unasked": _unasked(visitation) if visitation else [],
        "unplanned": sum(child.is_assessed and not child.offer for child in children),
        "ages": said_of_age(visitation, children, day),
        "children": children,
        "again": _again(request, visitation),
        "own": own,
        "may_visit": own and who(request).standing.may("visitation.write"),
        "missing": max(0, (enquiry.children_with or 0) - len(children)),
        "week": this_week([enquiry.house], clock.now()),
        "legal": law.reference("decision", day).text,
        "complaint": law.reference("complaint", day).text,
    }
    return render(request, "residency/decision.html", context, status=UNPROCESSABLE if form.errors else 200)


def _unasked(visitation: Visitation) -> list[str]:
    """What nobody has asked her of what a yes is to rest on, in words; her mental health has a sentence of its own."""
    words = {
        "in_target_group": _("om Liva er det rette sted"),
        "violence": _("volden"),
        "safety": _("hvor sikker hun er"),
    }
    return [told for name, told in words.items() if getattr(visitation, name) in UNASKED]


def _again(request: HttpRequest, visitation: Visitation | None) -> dict[str, str] | None:
    """The typed name, and the name of whoever has been here with the number: empty for who may not know it."""
    known = recognised(visitation)
    if visitation is None or known is None or not under_another_name(known, visitation):
        return None
    door.shown(request, [known.resident], purpose=str(_("samme CPR-nummer")))
    return {"typed": visitation.name, "known": known.name if may_name(who(request), known.resident) else ""}
