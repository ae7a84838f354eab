from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.post import actions, disclosures, sources
from rettesnor.post.forms import DispatchForm, PeriodForm, RecallForm
from rettesnor.post.models import Document, DocumentQuerySet
from rettesnor.staff import door
from rettesnor.staff.models import Employee
from rettesnor.staff.roles import may, who


@may("post.see", "post.release", "post.register")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What waits, what is stopped, and the register of what has left. Names nobody, so no look-up is written."""
    period = PeriodForm(request.GET or None)
    first, last = period.days()
    rows = cast(DocumentQuerySet, door.visible(request, Document)).listed()
    works = request.verbs != ["post.register"]  # type: ignore[attr-defined]
    context: dict[str, Any] = {"period": period, "first": first, "last": last, "works": works}
    letters = list(rows.left_in(first, last))
    context |= {"opens": _opens(request, letters), "lists": who(request).standing.may("reports.release")}
    context["left"] = sorted([*letters, *_lists(request, first, last)], key=_left_at, reverse=True)
    if works:
        context["awaiting"] = list(rows.awaiting_release())
        context["blocked"] = list(rows.blocked())
        context["released"] = list(rows.awaiting_dispatch())
    return render(request, "post/overview.html", context, status=422 if period.errors else 200)


def _lists(request: HttpRequest, first: date, last: date) -> list[Any]:
    """What left and is no letter, for whoever reads the register of it."""
    return disclosures.left_in(first, last) if who(request).standing.may("post.register") else []


def _left_at(each: Any) -> datetime:
    return cast(datetime, each.dispatched_at)


def _opens(request: HttpRequest, left: list[Document]) -> set[str]:
    """Those of the register that this user may still open."""
    user = who(request)
    if not (left and user.standing.may("post.see")):
        return set()
    rows = Document.objects.visible_to(user, "post.see").filter(pk__in=[letter.pk for letter in left])
    return set(rows.values_list("code", flat=True))


@may("post.see", "post.release")
@require_safe
def document(request: HttpRequest, code: str) -> HttpResponse:
    """One letter: to whom, about whom, why, what has been done, and what may be done now."""
    return _page(request, _one(request, code, _("se brevet")))


@may("post.see", "post.release")
@require_safe
def content(request: HttpRequest, code: str) -> HttpResponse:
    """The finished letter itself, to read before it is released."""
    letter = _one(request, code, _("læse brevet"))
    answer = HttpResponse(letter.content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{letter.filename}"'
    return answer


@may("post.release")
@require_POST
def release(request: HttpRequest, code: str) -> HttpResponse:
    letter = _one(request, code, _("frigive brevet"))
    try:
        actions.release(letter, by=who(request), forbidden=sources.forbidden_for(letter))
    except Refused as refusal:
        letter = Document.objects.select_related("key", "house").get(pk=letter.pk)
        return _page(request, letter, refusal=refusal.message)
    messages.success(request, _("Brevet er frigivet. Det skal stadig sendes."))
    return redirect("post-document", code=code)


@may("post.dispatch")
@require_POST
def dispatch(request: HttpRequest, code: str) -> HttpResponse:
    letter = _one(request, code, _("notere, at brevet er sendt"))
    form = DispatchForm(request.POST)
    if form.is_valid():
        try:
            actions.mark_dispatched(letter, **form.cleaned_data, by=who(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Brevet er noteret som sendt."))
            return redirect("post-document", code=code)
    return _page(request, letter, dispatch_form=form)


@may("post.release", "post.dispatch")
@require_POST
def recall(request: HttpRequest, code: str) -> HttpResponse:
    letter = _one(request, code, _("trække brevet tilbage"))
    form = RecallForm(request.POST)
    if form.is_valid():
        try:
            actions.recall(letter, **form.cleaned_data, by=who(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Brevet er trukket tilbage."))
            return redirect("post-document", code=code)
    return _page(request, letter, recall_form=form)


def _one(request: HttpRequest, code: str, purpose: object) -> Document:
    rows = door.visible(request, Document).select_related(
        "key", "house", "prepared_by", "released_by", "dispatched_by", "recalled_by"
    )
    return door.one(request, rows, code, purpose=str(purpose))


def _page(request: HttpRequest, letter: Document, **refused: Any) -> HttpResponse:
    """The page of one letter; with a refusal or a form that was refused it answers 422 and keeps what was typed."""
    user = who(request)
    releases, dispatches = _reaches(user, "post.release", letter), _reaches(user, "post.dispatch", letter)
    context = {
        "letter": letter,
        "outdated": sources.outdated(letter),
        "previous": Document.objects.listed().sent_to(letter.recipient, letter.department).first(),
        "may_release": releases and letter.status == Document.READY and letter.prepared_by_id != user.pk,
        "own": letter.status == Document.READY and letter.prepared_by_id == user.pk,
        "may_dispatch": dispatches and letter.status == Document.RELEASED,
        "may_recall": (releases or dispatches) and letter.can_be_recalled,
        "dispatch_form": DispatchForm(initial={"at": clock.now()}),
        "recall_form": RecallForm(),
    }
    return render(request, "post/document.html", context | refused, status=422 if refused else 200)


def _reaches(user: Employee, verb: str, letter: Document) -> bool:
    return Document.objects.visible_to(user, verb).filter(pk=letter.pk).exists()
