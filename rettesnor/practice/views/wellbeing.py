"""How a child is doing: the notes, a new one, and one put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from rettesnor.danish.refused import Overtaken, Refused, SavedBefore
from rettesnor.practice import actions, whom
from rettesnor.practice.forms import WellBeingCorrectionForm, WellBeingForm
from rettesnor.practice.models import WellBeing
from rettesnor.practice.views.effort import A_PAGE, present, replaced_by
from rettesnor.residency.models import Child
from rettesnor.staff import door
from rettesnor.staff.models import Employee
from rettesnor.staff.roles import may, who
from rettesnor.ui.act import CONFLICT, UNPROCESSABLE
from rettesnor.ui.again import both, saved_before

NOTED = ("on", "observation", "own_words")


@dataclass(frozen=True)
class Note:
    """A note as it stands, with those it has replaced, the latest first."""

    row: WellBeing
    earlier: list[WellBeing]


@may("wellbeing.see")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The earlier notes, and a new one for those who write."""
    user = who(request)
    if request.method == "POST" and not user.standing.may("wellbeing.write"):
        raise PermissionDenied
    verb = "wellbeing.write" if request.method == "POST" else "wellbeing.see"
    own = present(door.one(request, whom.children(user, verb), code))
    form = WellBeingForm(request.POST or None) if _writes(user, own.child) else None
    saved = None
    if form is not None and form.is_valid():
        said = {name: form.cleaned_data[name] for name in (*NOTED, "client_key")}
        try:
            actions.note_wellbeing(own, by=user, scale=form.scale, **said)
        except SavedBefore as before:
            saved = _saved(form, cast(WellBeing, before.row))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Notatet er gemt."))
            return redirect("wellbeing", own.child.code)
    context = {"form": form, "child": own.child, "notes": notes_of(user, own.child), "saved": saved}
    status = CONFLICT if saved else UNPROCESSABLE if form and form.errors else 200
    return render(request, "practice/wellbeing.html", context, status=status)


def _saved(form: WellBeingForm, note: WellBeing) -> dict[str, object]:
    """What this form was saved as, where it says something else now. It stands among the notes of the page too."""
    told = _("Er det et notat mere, så gem igen. Er det det samme notat, så ret det, der er gemt.")
    url = reverse("wellbeing-correct", args=[note.code])
    return {"both": saved_before(form, WellBeingForm.of(note)), "again": told, "url": url, "link": _("Ret notatet")}


@may("wellbeing.write")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """Put a note right, or take it back; what stood there can still be read."""
    note = door.one(request, WellBeing, code)
    child = note.child_stay.child
    form = WellBeingCorrectionForm(request.POST or None, initial=WellBeingForm.of(note))
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in (*NOTED, "reason", "withdrawn")}
        try:
            actions.correct_wellbeing(note, by=who(request), scale=form.scale, **said)
        except Overtaken:
            return _correction(request, form, note, overtaken=True)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Rettet. Det, der stod før, er gemt ved siden af."))
            return redirect("wellbeing", child.code)
    return _correction(request, form, note)


def _correction(
    request: HttpRequest, form: WellBeingCorrectionForm, note: WellBeing, *, overtaken: bool = False
) -> HttpResponse:
    """The form; where another has put the note right meanwhile, with both texts, to be saved on top of that."""
    now, met = note, None
    if overtaken:
        now = actions.newest(note)
        door.shown(request, [now])
        met = both(form, WellBeingCorrectionForm.of(now))
    context = {"form": form, "child": note.child_stay.child, "note": now, "met": met}
    context["action"] = reverse("wellbeing-correct", args=[now.code])
    status = CONFLICT if overtaken else UNPROCESSABLE if form.errors else 200
    return render(request, "practice/wellbeing_correct.html", context, status=status)


def notes_of(user: Employee, child: Child) -> list[Note]:
    """The notes on the child that this person may read, each with those it has replaced."""
    rows = list(WellBeing.objects.visible_to(user, "wellbeing.see").of_child(child))
    known, replaced = {row.pk: row for row in rows}, {row.corrects_id for row in rows}
    return [Note(row, replaced_by(row, known)) for row in rows if row.pk not in replaced][:A_PAGE]


def _writes(user: Employee, child: Child) -> bool:
    return whom.children(user, "wellbeing.write").filter(pk=child.pk).exists()
