"""The notice to the municipality: what it will say, and the step that hands it to the gate."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rettesnor.danish import clock, dates
from rettesnor.danish.refused import Refused
from rettesnor.network.models import Office
from rettesnor.post.models import Document
from rettesnor.residency.actions.early_notice import (
    admitted_otherwise,
    tell_again,
    tell_before_she_leaves,
    told_otherwise,
)
from rettesnor.residency.actions.leaving import plan_of
from rettesnor.residency.actions.named import count_unnamed
from rettesnor.residency.actions.notice import correct_sent_day, note_sent_elsewhere, prepare_notice, preview, warnings
from rettesnor.residency.forms.leaving import ElsewhereForm, NoticeForm, SentDayForm
from rettesnor.residency.models import Correction, Notice, Stay
from rettesnor.residency.views.stay import reaches
from rettesnor.staff import door
from rettesnor.staff.roles import may, who
from rettesnor.ui.act import UNPROCESSABLE, act, form_page, posted


@may("notice.prepare", "notice.admission")
@form_page
def page(request: HttpRequest, code: str) -> HttpResponse:
    """What the notice will say and when it is due; preparing it hands it to the gate."""
    notice = door.one(request, Notice, code, purpose=_("klargøre en orientering"))
    offices = Office.objects.alternatives(clock.today())
    form = NoticeForm(posted(request), offices=offices, initial={"reason": notice.reason})
    if form.is_valid():
        try:
            _warn(notice, form.cleaned_data["reason"])
            document = prepare_notice(notice, by=who(request), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
            notice.refresh_from_db(fields=["document", "sent_on", "not_owed_why"])  # another may have been quicker
        else:
            return _prepared(request, document)
    context = _known(request, notice) | {"form": form, "letter": preview(notice)}
    return render(request, "residency/notice.html", context, status=UNPROCESSABLE if form.errors else 200)


def _warn(notice: Notice, reason: str) -> None:
    found = warnings(notice, reason)
    if found:
        told = _("Teksten røber {what}. Skriv den om, så den ikke gør.").format(what=", ".join(found))
        raise Refused(told, "reason")


def _prepared(request: HttpRequest, document: Document) -> HttpResponse:
    if document.status == Document.BLOCKED:
        messages.error(request, _("Kontrollen standsede brevet: det røber noget, der ikke må forlade huset."))
    else:
        messages.success(request, _("Brevet er klargjort. Nu skal en anden se det igennem og frigive det."))
    return redirect("post-document", code=document.code)


def _known(request: HttpRequest, notice: Notice) -> dict[str, Any]:
    stay, user = notice.stay, who(request)
    office = Office.objects.usual(stay.case_municipality, clock.today()) if stay.case_municipality else None
    return {
        "notice": notice,
        "stay": stay,
        "office": office,
        "document": notice.document if notice.letter_waits else None,
        "sent": _letter_that_left(request, notice),
        "children": stay.child_stays.count(),
        "unnamed": count_unnamed(stay) if notice.sent_on is None else 0,
        "opens_stay": reaches(user, "stay.see", stay),
        "writes_stay": reaches(user, "stay.write", stay),
        "noting": reaches(user, "notice.prepare", stay),
        "leaves": reaches(user, "stay.leave", stay),
        "corrections": _days_before(notice) if notice.sent_on else [],
        **_otherwise(notice),
    }


def _letter_that_left(request: HttpRequest, notice: Notice) -> str | None:
    """The code of the letter that was sent, for one who may still read it."""
    user = who(request)
    if notice.sent_on is None or not user.standing.may("post.see"):
        return None
    letters = Document.objects.visible_to(user, "post.see").filter(notice=notice)
    return letters.values_list("code", flat=True).first()


def _days_before(notice: Notice) -> list[Correction]:
    """The days that stood there before."""
    return list(notice.stay.corrections.filter(field=Correction.SENT + notice.code).select_related("key", "by"))


def _otherwise(notice: Notice) -> dict[str, Any]:
    """What the municipality was told of her coming or leaving and is not so, on the pages of those notices."""
    stay = notice.stay
    if stay.never_came_at is not None:
        return {}
    if notice.kind == Notice.ADMISSION:
        return {"otherwise": admitted_otherwise([notice])}
    plan = plan_of(stay)
    others = list(stay.notices.all())
    told = told_otherwise(stay, others, plan.planned_on if plan else None)
    further = next((one for one in others if one.kind == Notice.CHANGED and one.sent_on is None), None)
    return {
        "otherwise": told,
        "further": further if further != notice else None,
        "tells_again": notice.can_be_mended and not notice.has_passed,
    }


@may("notice.prepare")
@require_POST
def early(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the notice of discharge before she leaves."""
    stay = door.one(request, Stay, code, purpose=_("orientere kommunen, før hun flytter"))
    try:
        notice = tell_before_she_leaves(stay, by=who(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("stay", stay.code)
    return redirect("notice", notice.code)


@may("notice.prepare")
@require_POST
def again(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a further letter, with the right day."""
    notice = door.one(request, Notice, code, purpose=_("skrive den rigtige dag til kommunen"))
    try:
        notice = tell_again(notice, by=who(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("notice", notice.code)


@may("notice.prepare")
@form_page
def elsewhere(request: HttpRequest, code: str) -> HttpResponse:
    """Note a notice that left outside this house's own post."""
    notice = door.one(request, Notice, code, purpose=_("notere en orientering som sendt"))
    form = ElsewhereForm(posted(request))

    def do(data: dict[str, Any]) -> None:
        note_sent_elsewhere(notice, by=who(request), **data)

    page: dict[str, Any] = {
        "stay": notice.stay,
        "heading": _("Sendt uden om systemet"),
        "template": "residency/act.html",
    }
    return act(request, form, do, _("Det er noteret."), then=("notice", notice.code), **page)


@may("notice.prepare")
@form_page
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """A wrong day was noted of a notice that was sent by hand."""
    notice = door.one(request, Notice, code, purpose=_("rette, hvornår kommunen fik besked"))
    if not notice.noted_by_hand and request.method != "POST":
        return redirect("notice", code)
    form = SentDayForm(posted(request))

    def do(data: dict[str, Any]) -> None:
        correct_sent_day(notice, by=who(request), **data)

    day = dates.say(notice.sent_on) if notice.sent_on else ""
    note = _("Nu står der, at kommunen fik besked {day}.").format(day=day) if day else ""
    page: dict[str, Any] = {"stay": notice.stay, "heading": _("Ret dagen"), "note": note}
    page |= {"template": "residency/act.html", "then": ("notice", notice.code)}
    return act(request, form, do, _("Dagen er rettet."), **page)
