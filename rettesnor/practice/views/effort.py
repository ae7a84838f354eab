from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from rettesnor.danish import clock, codes
from rettesnor.danish.refused import Overtaken, Refused, SavedBefore
from rettesnor.practice import actions, lines, whom
from rettesnor.practice.forms import CorrectionForm, EffortForm
from rettesnor.practice.models import Effort, EffortQuerySet, WellBeing
from rettesnor.practice.whom import Person
from rettesnor.residency.models import Child, ChildStay, Stay
from rettesnor.staff import door, roles
from rettesnor.staff.models import Employee
from rettesnor.staff.roles import may
from rettesnor.ui.act import CONFLICT, UNPROCESSABLE
from rettesnor.ui.again import both, saved_before

Kept = TypeVar("Kept", Effort, WellBeing)
"""A row that is never overwritten: a correction points at the one it replaces."""

A_PAGE = 30
JUST_NOW = 3


@may("practice.record")
@require_safe
def who(request: HttpRequest) -> HttpResponse:
    """The first movement: for whom?"""
    user = roles.who(request)
    stays = door.page(request, whom.women(user))
    child_stays = door.page(request, whom.their_stays(whom.children(user)))
    people = whom.listed(stays, child_stays)
    context = {
        "here": [person for person in people if person.present],
        "moved": [person for person in people if not person.present],
    }
    return render(request, "practice/who.html", context)


@may("practice.record")
@require_http_methods(["GET", "HEAD", "POST"])
def woman(request: HttpRequest, code: str) -> HttpResponse:
    """The second and third movement, for a woman: what, and how it went."""
    return _record(request, Person(door.one(request, Stay, code)))


@may("practice.record")
@require_http_methods(["GET", "HEAD", "POST"])
def child(request: HttpRequest, code: str) -> HttpResponse:
    """The same for a child."""
    own = present(door.one(request, whom.children(roles.who(request)), code))
    return _record(request, Person(own.stay, own.child))


def _record(request: HttpRequest, person: Person) -> HttpResponse:
    user = roles.who(request)
    offered = lines.offered(user, for_child=person.child is not None, on=clock.today())
    form = EffortForm(request.POST or None, lines=offered)
    saved = None
    if form.is_valid():
        try:
            effort = actions.record(stay=person.stay, child=person.child, by=user, **form.cleaned_data)
        except SavedBefore as before:
            saved = _saved(request, form, cast(Effort, before.row), before.standing)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("Gemt som {status}. Registrér en til, hvis der er mere.").format(status=_status(effort))
            )
            return redirect(person.url)
    context = {"form": form, "person": person, "just_now": _just_now(person, user), "saved": saved}
    part = "practice/record.html#beside" if _asks_for_part(request) else "practice/record.html"
    return render(request, part, context, status=CONFLICT if saved else UNPROCESSABLE if form.errors else 200)


def _saved(request: HttpRequest, form: EffortForm, effort: Effort, standing: Mapping[str, Any]) -> dict[str, object]:
    """What this form was saved as, where it says something else now."""
    told = _("Er det også sket, så gem igen: så står begge dele. Er det den samme indsats, så ret den, der er gemt.")
    door.shown(request, [effort])
    url = reverse("effort-correct", args=[effort.code])
    return {"both": saved_before(form, standing), "again": told, "url": url, "link": _("Ret indsatsen")}


def _just_now(person: Person, user: Employee) -> list[dict[str, Any]]:
    """What one has recorded today for this person, so that a slip is seen and put right at once."""
    rows = Effort.objects.of_stay(person.stay).filter(child=person.child, by=user).standing().whole()
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return _worded(list(rows.filter(recorded_at__gte=today).order_by("-recorded_at")[:JUST_NOW]), user)


@may("practice.correct")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """Put one's effort right, say what became of a plan, or take it back."""
    user = roles.who(request)
    effort = door.one(request, Effort, code)
    offered = lines.offered(user, for_child=effort.child is not None, on=clock.today())
    form = CorrectionForm(request.POST or None, lines=offered, effort=effort)
    if form.is_valid():
        try:
            actions.correct(effort, by=user, **form.cleaned_data)
        except Overtaken:
            return _correction(request, form, effort, overtaken=True)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Rettet. Det, der stod før, er gemt ved siden af."))
            return redirect(_efforts_url(effort))
    return _correction(request, form, effort)


def _correction(request: HttpRequest, form: CorrectionForm, effort: Effort, *, overtaken: bool = False) -> HttpResponse:
    """The form; where another has put the effort right meanwhile, with both texts, to be saved on top of that."""
    now, met = effort, None
    if overtaken:
        now = actions.newest(effort)
        door.shown(request, [now])
        met = both(form, CorrectionForm.of(now))
    context = {"form": form, "effort": now, "person": Person(effort.stay, effort.child), "back": _efforts_url(effort)}
    context |= {"action": reverse("effort-correct", args=[now.code]), "met": met}
    status = CONFLICT if overtaken else UNPROCESSABLE if form.errors else 200
    return render(request, "practice/correct.html", context, status=status)


@may("practice.see")
@require_safe
def stay_efforts(request: HttpRequest, code: str) -> HttpResponse:
    """What was done during a stay: for her, and for the children one may see."""
    user = roles.who(request)
    stay = door.one(request, Stay.objects.visible_to(user, "stay.see"), code)
    rows = cast(EffortQuerySet, door.visible(request, Effort)).of_stay(stay)
    record = user.standing.may("practice.record") and whom.women(user).filter(pk=stay.pk).exists()
    return _efforts(request, Person(stay), rows, may_record=record)


@may("practice.see")
@require_safe
def child_efforts(request: HttpRequest, code: str) -> HttpResponse:
    """What was done for a child."""
    user = roles.who(request)
    own = present(door.one(request, whom.children(user, "practice.see"), code))
    rows = cast(EffortQuerySet, door.visible(request, Effort)).of_child(own.child)
    record = user.standing.may("practice.record") and whom.children(user).filter(pk=own.child_id).exists()
    return _efforts(request, Person(own.stay, own.child), rows, may_record=record)


def _efforts(request: HttpRequest, person: Person, rows: EffortQuerySet, *, may_record: bool) -> HttpResponse:
    current = rows.filter(corrected_by=None)
    page: Page[Effort] = Paginator(current, A_PAGE).get_page(request.GET.get("side"))
    shown = list(page.object_list)
    corrected = any(effort.corrects_id for effort in shown)
    efforts = _with_earlier(shown, list(rows.exclude(corrected_by=None)) if corrected else [], roles.who(request))
    door.shown(request, shown)
    context = {"person": person, "page": page, "efforts": efforts, "may_record": may_record}
    part = "practice/efforts.html#list" if _asks_for_part(request) else "practice/efforts.html"
    return render(request, part, context)


def _with_earlier(shown: list[Effort], replaced: list[Effort], user: Employee) -> list[dict[str, Any]]:
    """Each effort, and beside it what stood there before, the latest first, as far as this reader may read it."""
    told = {one["row"].pk: one for one in _worded([*shown, *replaced], user)}
    known = {effort.pk: effort for effort in replaced}
    return [{**told[effort.pk], "earlier": [told[old.pk] for old in replaced_by(effort, known)]} for effort in shown]


def _worded(efforts: list[Effort], user: Employee) -> list[dict[str, Any]]:
    """Each effort with its line in words, and whether this reader may read its text and put it right."""
    called = lines.shorts(clock.today()) if efforts else {}
    reads = user.standing.may("practice.reserved")
    mine = Effort.objects.visible_to(user, "practice.correct") if efforts else Effort.objects.none()
    open_to = set(mine.filter(pk__in=[effort.pk for effort in efforts]).values_list("pk", flat=True))
    return [
        {
            "row": effort,
            "line": called.get(effort.line, effort.line),
            "note": effort.note if reads or not effort.reserved else "",
            "closed": effort.reserved and not reads,
            "may_correct": effort.pk in open_to and not effort.withdrawn,
        }
        for effort in efforts
    ]


def replaced_by(row: Kept, known: Mapping[int, Kept]) -> list[Kept]:
    """Those among `known` that the row stands instead of, the latest first."""
    earlier: list[Kept] = []
    while row.corrects_id is not None and row.corrects_id in known:
        row = known[row.corrects_id]
        earlier.append(row)
    return earlier


def present(found: Child) -> ChildStay:
    own = whom.of_child(found)
    if own is None:
        raise Http404
    return own


def _efforts_url(effort: Effort) -> str:
    if effort.child:
        return reverse("child-efforts", args=[effort.child.code])
    return reverse("stay-efforts", args=[effort.stay.code])


def _asks_for_part(request: HttpRequest) -> bool:
    """Does a page on the screen ask for a part of this one? Going back in the browser asks for the whole."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def _status(effort: Effort) -> str:
    return codes.label("effort_status", effort.status).lower()
