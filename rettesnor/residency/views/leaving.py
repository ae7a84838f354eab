"""Leaving: the plan, the day, and what was agreed about the time after."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from rettesnor.danish import clock
from rettesnor.residency.actions import after_leaving as after
from rettesnor.residency.actions import leaving as verbs
from rettesnor.residency.actions.guidance import guide_after_leaving
from rettesnor.residency.forms.leaving import (
    CorrectLeavingForm,
    LeaveForm,
    PrepareForm,
    TalkDoneForm,
    TalkForm,
    UndoLeavingForm,
)
from rettesnor.residency.forms.stay import child_choices
from rettesnor.residency.models import FollowUpTalk, Leaving, Stay
from rettesnor.residency.views.act import act_on_stay
from rettesnor.residency.views.enquiry import guidance_form
from rettesnor.residency.views.stay import children_for, reaches
from rettesnor.staff import door
from rettesnor.staff.roles import may, who
from rettesnor.ui.act import CONFLICT, form_page, posted


def _address_kept(plan: Leaving | None) -> dict[str, str]:
    """Whoever may not read where she is going does not wipe it out either."""
    return {"next_address": plan.next_address if plan else ""}


@may("stay.leave")
@form_page
def prepare(request: HttpRequest, code: str) -> HttpResponse:
    """The plan for moving out."""
    stay = door.one(request, Stay, code, purpose=str(_("forberede udflytning")))
    if stay.left_at is not None and request.method != "POST":
        return redirect("stay", code)
    plan = verbs.plan_of(stay)
    knows = reaches(who(request), "aftercare.write", stay)
    form = PrepareForm(
        posted(request), initial={"prepared_on": clock.today()} | PrepareForm.of(plan), whereabouts=knows
    )

    def do(data: dict[str, Any]) -> None:
        verbs.prepare_leaving(stay, by=who(request), **_address_kept(plan) | data)

    def standing() -> tuple[dict[str, Any], int]:
        now = PrepareForm.of(verbs.plan_of(stay))
        return now, now["version"]

    heading = _("Forbered udflytning")
    return act_on_stay(request, stay, form, do, _("Planen er gemt."), heading=heading, lead=True, standing=standing)


@may("stay.leave")
@form_page
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """She has left."""
    stay = door.one(request, Stay, code, purpose=str(_("registrere udflytning")))
    if stay.left_at is not None and request.method != "POST":
        return redirect("stay", code)
    if stay.left_at is not None and stay.never_came_at is None:
        return _corrected(request, stay, overtaken=True)
    plan = verbs.plan_of(stay)
    initial = {"left_at": clock.now()} | LeaveForm.of(stay, plan)
    form = LeaveForm(posted(request), initial=initial, whereabouts=reaches(who(request), "aftercare.write", stay))

    def do(data: dict[str, Any]) -> None:
        verbs.leave(stay, by=who(request), **_address_kept(plan) | data)

    def standing() -> tuple[dict[str, Any], int]:
        now = LeaveForm.of(Stay.objects.get(pk=stay.pk), verbs.plan_of(stay))
        return now, now["version"]

    return act_on_stay(request, stay, form, do, _owed_then(stay), heading=_("Udflytning"), standing=standing)


def _owed_then(stay: Stay) -> object:
    """What is said when it is done: is the municipality still to be told?"""

    def said() -> str:
        told = stay.notices.filter(kind="discharge").exclude(sent_on=None).exists()
        if told:
            return str(_("Udflytningen er registreret. Kommunen er orienteret i forvejen."))
        return str(_("Udflytningen er registreret. Orienteringen om udskrivning skal nu sendes."))

    return lazy(said, str)()


@may("stay.leave")
@form_page
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """What was written when she left was wrong."""
    stay = door.one(request, Stay, code, purpose=str(_("rette udflytningen")))
    if (stay.left_at is None or stay.never_came_at) and request.method != "POST":
        return redirect("stay", code)
    return _corrected(request, stay, overtaken=False)


def _corrected(request: HttpRequest, stay: Stay, *, overtaken: bool) -> HttpResponse:
    """`overtaken`: somebody else has written that she left while this was typed; both texts are met, none is lost."""
    plan = verbs.plan_of(stay)
    knows = reaches(who(request), "aftercare.write", stay)
    form = CorrectLeavingForm(posted(request), initial=CorrectLeavingForm.of(plan), whereabouts=knows)

    def do(data: dict[str, Any]) -> None:
        after.correct_leaving(stay, by=who(request), **_address_kept(plan) | data)

    def standing() -> tuple[dict[str, Any], int]:
        now = CorrectLeavingForm.of(verbs.plan_of(stay))
        return now, now["version"]

    page = {"heading": _("Ret det, der blev skrevet ved udflytningen"), "standing": standing}
    if not overtaken:
        return act_on_stay(request, stay, form, do, _("Udflytningen er rettet."), **page)
    form.is_valid()
    met = form.meet(*standing())
    context = {"stay": stay, "form": form, "met": met, "action": reverse("leaving-correct", args=[stay.code])}
    return render(request, "residency/act.html", {**page, **context}, status=CONFLICT)


@may("stay.leave")
@form_page
def undo(request: HttpRequest, code: str) -> HttpResponse:
    """She has not left after all."""
    stay = door.one(request, Stay, code, purpose=str(_("fortryde udflytningen")))
    if (stay.left_at is None or stay.never_came_at) and request.method != "POST":
        return redirect("stay", code)
    form = UndoLeavingForm(posted(request))

    def do(data: dict[str, Any]) -> None:
        after.undo_leaving(stay, by=who(request), **data)

    note = _("Hun og de børn, der flyttede sammen med hende, står som boende her igen. Planen bliver stående.")
    again = _("Udflytningen er fortrudt med den første begrundelse, og den bliver stående.")
    page = {"heading": _("Hun er ikke flyttet"), "note": note, "again": again}
    return act_on_stay(request, stay, form, do, _("Udflytningen er fortrudt. Hun bor her."), **page)


@may("stay.leave")
@form_page
def guidance(request: HttpRequest, code: str) -> HttpResponse:
    """She has been told how to complain of being discharged: written down when it was forgotten with it."""
    stay = door.one(request, Stay, code, purpose=str(_("klagevejledning")))
    form = guidance_form(stay.house_id, who(request), posted(request))

    def do(_data: dict[str, Any]) -> None:
        guide_after_leaving(stay, by=who(request), **form.said())

    said = _("Klagevejledningen er skrevet ned.")
    return act_on_stay(request, stay, form, do, said, heading=_("Klagevejledning"))


@may("aftercare.write")
@form_page
def talk(request: HttpRequest, code: str) -> HttpResponse:
    """Agree on a talk after the stay."""
    stay = door.one(request, Stay, code, purpose=str(_("aftale en samtale")))
    children = children_for(request, stay)
    form = TalkForm(posted(request), children=child_choices(children))

    def do(data: dict[str, Any]) -> None:
        wanted = data.pop("child")
        child = next((one for one in children if one.code == wanted), None)
        verbs.agree_talk(stay, by=who(request), child=child, **data)

    heading = _("Aftal en samtale efter opholdet")
    again = _("Er det en samtale mere, så gem igen. Gælder den første ikke længere, så skriv det på opholdets side.")
    return act_on_stay(request, stay, form, do, _("Samtalen er aftalt."), heading=heading, again=again)


@may("aftercare.write")
@form_page
def talk_done(request: HttpRequest, code: str) -> HttpResponse:
    """An agreed talk: how she is reached, and how it ended."""
    found = door.one(request, FollowUpTalk, code, purpose=str(_("opfølgende samtale")))
    form = TalkDoneForm(posted(request), initial={"held_at": None})

    def do(data: dict[str, Any]) -> None:
        if data["held_at"]:
            verbs.hold_talk(found, held_at=data["held_at"], by=who(request))
        else:
            verbs.drop_talk(found, why=data["why"], by=who(request))

    page = {"heading": _("Den aftalte samtale"), "template": "residency/talk.html", "talk": found}
    return act_on_stay(request, found.stay, form, do, _("Samtalen er skrevet."), **page)
