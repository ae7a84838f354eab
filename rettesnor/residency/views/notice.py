"""The notice to the municipality: what it will say, and the step that hands it to the gate."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.network.models import Office
from rettesnor.post.models import Document
from rettesnor.residency.actions.notice import note_sent_elsewhere, prepare_notice
from rettesnor.residency.forms.leaving import ElsewhereForm, NoticeForm
from rettesnor.residency.models import Notice
from rettesnor.residency.views.stay import form_page, posted, reaches, who
from rettesnor.staff import door
from rettesnor.staff.roles import may


@may("notice.prepare", "notice.admission")
@form_page
def page(request: HttpRequest, code: str) -> HttpResponse:
    """What the notice will say and when it is due; preparing it hands it to the gate."""
    notice = door.one(request, Notice, code, purpose=str(_("klargøre en orientering")))
    day = clock.today()
    form = NoticeForm(posted(request), offices=Office.objects.alternatives(day), initial={"reason": notice.reason})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                document = prepare_notice(notice, by=who(request), **form.cleaned_data)
            except Refused as refusal:
                form.refuse(refusal)
            else:
                return _prepared(request, document)
    context = _known(request, notice) | {"form": form, "elsewhere": ElsewhereForm()}
    return render(request, "residency/notice.html", context, status=status)


def _prepared(request: HttpRequest, document: Document) -> HttpResponse:
    if document.status == Document.BLOCKED:
        messages.error(request, str(_("Kontrollen standsede brevet: det røber noget, der ikke må forlade huset.")))
    else:
        messages.success(request, str(_("Brevet er klargjort. Nu skal en anden se det igennem og frigive det.")))
    return redirect("post-document", code=document.code)


def _known(request: HttpRequest, notice: Notice) -> dict[str, Any]:
    stay = notice.stay
    office = Office.objects.usual(stay.case_municipality, clock.today()) if stay.case_municipality else None
    return {
        "notice": notice,
        "stay": stay,
        "office": office,
        "document": notice.document if notice.document and notice.document.can_be_recalled else None,
        "children": stay.child_stays.count(),
        "opens_stay": reaches(who(request), "stay.see", stay),
    }


@may("notice.prepare")
@form_page
def elsewhere(request: HttpRequest, code: str) -> HttpResponse:
    """Note a notice that left outside this house's own post."""
    notice = door.one(request, Notice, code, purpose=str(_("notere en orientering som sendt")))
    form = ElsewhereForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                note_sent_elsewhere(notice, by=who(request), **form.cleaned_data)
            except Refused as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, str(_("Det er noteret.")))
                return redirect("notice", code=notice.code)
    context = _known(request, notice) | {"form": form, "heading": _("Sendt uden om systemet")}
    return render(request, "residency/act.html", context, status=status)
