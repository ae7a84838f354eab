from __future__ import annotations

from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rettesnor.danish import clock, codes
from rettesnor.danish.refused import Overtaken, Refused, SavedBefore
from rettesnor.residency.actions import intake
from rettesnor.residency.children_capacity import this_week
from rettesnor.residency.forms.visitation import AnswerForm, ChildForm, VisitationForm
from rettesnor.residency.models import ChildAssessment, Enquiry, Visitation
from rettesnor.residency.views.enquiry import close_in_age, page_of, read, said_of_age
from rettesnor.residency.views.meanwhile import mark, words_stay
from rettesnor.residency.views.reply import follow
from rettesnor.staff import door
from rettesnor.staff.roles import may, who
from rettesnor.ui.act import CONFLICT, UNPROCESSABLE
from rettesnor.ui.again import saved_before

WOMAN, CHILD = "residency/visitation.html", "residency/child_assessment.html"


@may("visitation.write")
@require_http_methods(["GET", "HEAD", "POST"])
@words_stay(lambda request: VisitationForm(request.POST))
def woman(request: HttpRequest, code: str) -> HttpResponse:
    """The conversation with her, and the way to each child's page."""
    enquiry = door.one(request, Enquiry, code)
    row = Visitation.objects.filter(enquiry=enquiry).select_related("key", "enquiry").first()
    form = VisitationForm(request.POST or None, standing=row, initial=_known(enquiry, row))
    status, met, saved = 200, None, None
    if form.is_valid():
        try:
            saved = intake.save_visitation(
                enquiry, by=who(request), version=form.cleaned_data["version"], **form.said()
            )
        except Overtaken:
            row = Visitation.objects.select_related("key", "enquiry").get(enquiry=enquiry)
            status, met = CONFLICT, form.meet(VisitationForm.of(row), row.version)
            saved = row if met is None else None
        except Refused as refusal:
            form.refuse(refusal)
    if saved is None:
        return _woman_page(request, enquiry, row, form, UNPROCESSABLE if form.errors else status, met)
    messages.success(request, _("Visitationen er gemt."))
    if "child" not in request.POST:
        return follow(request, "enquiry", code)
    # The enquiry's page says it by itself; the child's does not.
    for said in said_of_age(saved, [], clock.today()):
        messages.warning(request, said)
    return follow(request, "child-new", code)


def _known(enquiry: Enquiry, row: Visitation | None) -> dict[str, Any]:
    """What stands; before the first save what the call has told already."""
    if row is not None:
        return VisitationForm.of(row)
    return {"screened_at": clock.now(), "version": 0, "language": enquiry.language}


def _woman_page(
    request: HttpRequest, enquiry: Enquiry, row: Visitation | None, form: VisitationForm, status: int, met: Any
) -> HttpResponse:
    children = list(ChildAssessment.objects.visible_to(who(request), "visitation.write").filter(enquiry=enquiry))
    door.shown(request, children)
    context = {"enquiry": enquiry, "visitation": row, "form": form, "children": children, "met": met}
    context["held"] = mark(who(request), enquiry)
    context["ages"] = said_of_age(row, children, clock.today())
    return render(request, WOMAN, context | {"week": this_week([enquiry.house], clock.now())}, status=status)


@may("residency.decide")
@require_POST
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """The leader answers a doubt; the other house's leader decides, and answers nothing for the house."""
    enquiry = door.one(request, read(request), code)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            intake.answer_doubt(enquiry, by=who(request), **form.said())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Dit svar er gemt."))
            return redirect("enquiry", code)
    return page_of(request, enquiry, answering=form)


@may("visitation.write")
@require_http_methods(["GET", "HEAD", "POST"])
@words_stay(lambda request: ChildForm(request.POST))
def new_child(request: HttpRequest, code: str) -> HttpResponse:
    """Add a child to the enquiry; the same form sent twice is one child."""
    enquiry = door.one(request, Enquiry, code)
    form = ChildForm(request.POST or None, initial={"version": 0, "client_key": uuid4()})
    saved = None
    if form.is_valid():
        form.refuse_blank()
    if form.is_valid():
        try:
            key = form.cleaned_data["client_key"]
            row = intake.assess_child(enquiry, by=who(request), client_key=key, **form.said())
        except SavedBefore as before:
            saved = _saved(request, form, cast(ChildAssessment, before.row))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Barnet er skrevet ind."))
            _say_its_age(request, row, form)
            return follow(request, "child-new" if "another" in request.POST else "visitation", code)
    context = {"enquiry": enquiry, "form": form, "child": None, "back": True, "held": mark(who(request), enquiry)}
    context["saved"] = saved
    status = CONFLICT if saved else UNPROCESSABLE if form.errors else 200
    return render(request, CHILD, context, status=status)


def _say_its_age(request: HttpRequest, row: ChildAssessment, form: ChildForm) -> None:
    """The number tells the age; what does not fit it is asked about at once, for the number may be another child's."""
    chosen = form.cleaned_data["age_group"]
    if row.cpr and chosen and chosen != row.age_group:
        told = _(
            "Efter CPR-nummeret er barnet {age}, ikke {chosen}. Alderen følger nummeret. Se efter, om det er rigtigt."
        )
        ages = {"age": codes.label("child_age_group", row.age_group), "chosen": codes.label("child_age_group", chosen)}
        messages.warning(request, told.format(**ages))
    mother = Visitation.objects.filter(enquiry=row.enquiry).select_related("key").first()
    if mother is not None and _visits(request, row) and row.is_too_old_for(mother, clock.today()):
        messages.warning(request, close_in_age())


def _saved(request: HttpRequest, form: ChildForm, row: ChildAssessment) -> dict[str, object]:
    """The child that this form was saved as, where it says something else now."""
    told = _("Er det et barn mere, så gem igen. Er det det samme barn, så ret det dér, hvor det er gemt.")
    url = resolve_url("child-assessment", row.enquiry.code, row.code)
    door.shown(request, [row])
    return {"both": saved_before(form, ChildForm.of(row)), "again": told, "url": url, "link": _("Ret barnet")}


@may("visitation.write", "child.write")
@require_http_methods(["GET", "HEAD", "POST"])
@words_stay(lambda request: ChildForm(request.POST))
def child(request: HttpRequest, code: str, child: str) -> HttpResponse:
    """One child's page in the visitation, open until somebody has really looked at this child."""
    rows = door.visible(request, ChildAssessment).filter(enquiry__code=code)
    row: ChildAssessment = door.one(request, rows, child)
    form = ChildForm(request.POST or None, standing=row, initial=ChildForm.of(row))
    status, met = 200, None
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            intake.assess_child(row.enquiry, assessment=row, by=who(request), version=version, **form.said())
        except Overtaken:
            row = ChildAssessment.objects.select_related("key", "child", "enquiry").get(pk=row.pk)
            status, met = CONFLICT, form.meet(ChildForm.of(row), row.version)
        except Refused as refusal:
            form.refuse(refusal)
        if met is None and not form.errors:
            messages.success(request, _("Vurderingen af barnet er gemt."))
            _say_its_age(request, row, form)
            return follow(request, *_onward(request, row))
    context = {"enquiry": row.enquiry, "form": form, "child": row, "met": met, "back": _visits(request, row)}
    context["held"] = mark(who(request), row.enquiry)
    return render(request, CHILD, context, status=UNPROCESSABLE if form.errors else status)


def _onward(request: HttpRequest, row: ChildAssessment) -> tuple[str, ...]:
    """Back to the visitation while it is open; for the child's own adult, to the child."""
    if _visits(request, row):
        return ("visitation", row.enquiry.code)
    if row.child is not None and who(request).standing.may("child.see"):
        return ("child", row.child.code)
    return ("enquiry", row.enquiry.code)


def _visits(request: HttpRequest, row: ChildAssessment) -> bool:
    open_ = Enquiry.objects.visible_to(who(request), "visitation.write").filter(pk=row.enquiry_id, decision=None)
    return open_.exists()
