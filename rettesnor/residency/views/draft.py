from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from rettesnor.danish.refused import Refused
from rettesnor.residency.actions import intake
from rettesnor.residency.forms.enquiry import NewEnquiryForm
from rettesnor.residency.models import Draft, Enquiry
from rettesnor.staff.models import Employee
from rettesnor.staff.roles import may, who
from rettesnor.ui.act import UNPROCESSABLE

FORM = "enquiry-new"
TYPED = ("story", "whereabouts", "call_back", "caller_name", "helped_to")
"""The fields one types words into."""
NOT_TYPED = ("csrfmiddlewaretoken", "draft")


@may("enquiry.take")
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what is being typed; sent by script while one types. The answer's X-Draft is the draft's code.

    What comes in after the call itself was saved, from the same form, is not kept a second time; but words that are
    not in what was saved are.
    """
    if _stands_saved(request):
        return HttpResponse(status=204)
    typed = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_TYPED}
    code = request.POST.get("draft", "").replace("\x00", "")
    try:
        draft = intake.save_draft(form=FORM, body=json.dumps(typed), by=who(request), code=code)
    except Refused as refusal:
        return HttpResponse(refusal.message, status=UNPROCESSABLE, content_type="text/plain; charset=utf-8")
    if _stands_saved(request):
        # The call was saved while these words were on their way: asked after the draft stands, one of the two sees it.
        let_go(who(request), draft.code, request.POST.get("client_key", ""))
        return HttpResponse(status=204)
    return HttpResponse(status=204, headers={"X-Draft": draft.code})


def _stands_saved(request: HttpRequest) -> bool:
    """Has the call been saved from this very form, and does everything stand in it that is typed now?"""
    saved = Enquiry.objects.sent_in(request.POST.get("client_key", ""), who(request))
    form = NewEnquiryForm(request.POST, houses=[])
    form.is_valid()
    return saved is not None and intake.stands_in(saved, {name: form[name].value() or "" for name in TYPED})


@may("enquiry.take")
@require_POST
def drop(request: HttpRequest, code: str) -> HttpResponse:
    draft = own_draft(who(request), code)
    if draft is None:
        raise Http404
    intake.take_over_draft(draft, by=who(request))
    return redirect("enquiry-new")


def own_draft(user: Employee, code: str) -> Draft | None:
    return Draft.objects.own(user, FORM).filter(code=code).first() if code else None


def let_go(user: Employee, code: str, client_key: object) -> None:
    """The call is saved: every draft of that form goes, also one whose code never came back to the page."""
    for draft in Draft.objects.own(user, FORM):
        if draft.code == code or typed_before(draft).get("client_key") == str(client_key):
            intake.take_over_draft(draft, by=user)


def typed_before(draft: Draft) -> dict[str, Any]:
    """What a draft holds, as a form's initial values."""
    data = QueryDict(mutable=True)
    for name, values in json.loads(draft.body).items():
        data.setlist(name, values)
    return {**data.dict(), "draft": draft.code}
