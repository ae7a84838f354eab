"""The page of a stay: the woman, her children, her people, what is owed; and who she is."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions import stay as verbs
from rettesnor.residency.actions.anonymous import make_anonymous
from rettesnor.residency.actions.early_notice import admitted_otherwise, told_otherwise
from rettesnor.residency.actions.identity import under_age
from rettesnor.residency.actions.late_talk import can_be_held, hold_talk_here, still_open
from rettesnor.residency.forms.stay import IdentityForm, RevealForm
from rettesnor.residency.forms.visitation import LateTalkForm
from rettesnor.residency.models import Child, ChildStay, Identity, Leaving, Lifting, Notice, Stay, Visitation
from rettesnor.residency.people_of import contact_people
from rettesnor.residency.recorded import been_here
from rettesnor.residency.views.act import act_on_stay
from rettesnor.staff import door
from rettesnor.staff.models import Employee
from rettesnor.staff.roles import may, who
from rettesnor.ui.act import UNPROCESSABLE, form_page, posted
from rettesnor.ui.again import ActForm

UNDER_AGE = _(
    "Efter CPR-nummeret er hun under 18 år. Det stopper ikke opholdet, men tal med lederen om underretning, "
    "og om hvem der har forældremyndigheden."
)

BUTTONS = (
    "stay.write",
    "stay.leave",
    "aftercare.write",
    "stay.assign",
    "enquiry.see",
    "identity.write",
    "notice.prepare",
    "post.see",
    "log.resident",
    "practice.record",
)

WHEN = ("code", "moved_in_at", "left_at", "never_came_at")


def reaches(user: Employee, verb: str, stay: Stay) -> bool:
    """May this user do `verb` on this very stay?"""
    return user.standing.may(verb) and stay.is_within(user.standing.reach(verb))


def knows_her(user: Employee, stay: Stay) -> bool:
    """May this user know who she is? Of a specially protected woman only her own contact person may."""
    if stay.resident.protected and not reaches(user, "identity.write", stay):
        return False
    return reaches(user, "identity.see", stay)


def identity_for(user: Employee, stay: Stay) -> Identity | None:
    """Who she is, for those who may know."""
    if not knows_her(user, stay):
        return None
    return _known(stay)


def children_for(request: HttpRequest, stay: Stay) -> list[Child]:
    """The children of a stay that this user may see, with when each left it (`gone_at`); each look-up written."""
    children = _children_of(who(request), stay)
    door.shown(request, children)
    return children


def _children_of(user: Employee, stay: Stay) -> list[Child]:
    if not user.standing.may("child.see"):
        return []
    left = ChildStay.objects.filter(stay=stay, child=OuterRef("pk")).values("left_at")[:1]
    rows = Child.objects.visible_to(user, "child.see").filter(stays__stay=stay).annotate(gone_at=Subquery(left))
    return list(rows.order_by("pk"))


@may("stay.see")
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about one stay that this user may see."""
    rows = door.visible(request, Stay).select_related("enquiry__visitation__key").annotate(been_here=been_here())
    user = who(request)
    stay, children = door.one_with(request, rows, code, partial(_children_of, user))
    allowed = {verb.replace(".", "_"): reaches(user, verb, stay) for verb in BUTTONS}
    identity = identity_for(user, stay)
    context: dict[str, Any] = {
        "stay": stay,
        "identity": identity,
        "children": children,
        "some_here": any(child.gone_at is None for child in children),  # type: ignore[attr-defined]
        "some_gone": any(child.gone_at is not None for child in children),  # type: ignore[attr-defined]
        "people": contact_people(stay, children),
        "reveal": RevealForm() if identity and identity.cpr and reaches(user, "cpr.reveal", stay) else None,
        "may": allowed,
        "assigns": stay.never_came_at is None and (allowed["stay_write"] or allowed["stay_assign"]),
        "lifting": Lifting.objects.waiting_for(stay.resident) if stay.resident.protected else None,
        "answers": user.standing.may("protection.answer"),
        "reads_efforts": user.standing.may("practice.see"),
    }
    if allowed["stay_write"] or allowed["stay_leave"]:
        context |= _dealings(stay)
        context |= _notices(stay, context["leaving"])
        others = Stay.objects.visible_to(user, "stay.see").filter(resident=stay.resident).exclude(pk=stay.pk)
        context["other_stays"] = list(others.order_by("-moved_in_at").select_related(None).only(*WHEN))
    if identity or context.get("works"):
        context["under_age"] = _under_age(stay, identity or _known(stay))
    return render(request, "residency/stay.html", context)


def _under_age(stay: Stay, known: Identity | None) -> bool:
    """By her number; while none is known, by what she said when she came."""
    young = under_age(known, clock.today())
    return stay.left_at is None and stay.age_group == "under_18" if young is None else young


def _dealings(stay: Stay) -> dict[str, Any]:
    """What only those who work with the case itself see: her words, moves, corrections, leaving."""
    told = getattr(stay.enquiry, "visitation", None)
    held_here = stay.enquiry is not None and can_be_held(stay, told)
    leaving = Leaving.objects.filter(stay=stay).select_related("key", "aftercare_decided_by", "guided_by").first()
    return {
        "works": True,
        "own_words": told.own_words if told else "",
        "told_on": told.words_at if told else None,
        "unscreened": held_here and not (told and told.is_screened),
        "held_here": held_here,
        "doubted": bool(told and told.in_doubt_here),
        "leader_said": told.leader_answer if told and "mental_health" in told.afterwards else "",
        "moves": list(stay.moves.select_related("key", "from_house", "to_house", "by")),
        "corrections": list(stay.corrections.select_related("key", "by")),
        "leaving": leaving,
        "earlier_leavings": list(leaving.earlier.select_related("key", "replaced_by")) if leaving else [],
        "talks": list(stay.talks.select_related("key", "child")),
    }


def _notices(stay: Stay, leaving: Leaving | None) -> dict[str, Any]:
    """The notices, what the municipality was told that is not so, and whether it can be told before she leaves."""
    notices = list(stay.notices.select_related("key", "document").order_by("triggered_on", "pk"))
    kinds = {notice.kind for notice in notices if notice.kind != Notice.CHANGED or notice.sent_on is None}
    planned_on = leaving.planned_on if leaving else None
    coming = stay.left_at is None and planned_on is not None and planned_on >= clock.today()
    return {
        "notices": notices,
        "otherwise": told_otherwise(stay, notices, planned_on),
        "admitted_otherwise": admitted_otherwise(notices),
        "mended": next((one for one in notices if one.can_be_mended and Notice.CHANGED not in kinds), None),
        "tells_before": coming and Notice.DISCHARGE not in kinds,
    }


@may("identity.write")
@form_page
def identity(request: HttpRequest, code: str) -> HttpResponse:
    """Write down who she is: names an anonymous woman, or puts a name right."""
    stay = door.one(request, Stay, code, purpose=str(_("skrive hendes navn")))
    known = _known(stay)
    kept = known.cpr if known else ""
    form = IdentityForm(posted(request), initial=IdentityForm.of(known), kept=kept)

    def do(data: dict[str, Any]) -> None:
        said = data | {"number": data["number"].digits if data["number"] else kept}
        verbs.name_her(stay.resident, by=who(request), **said)
        if under_age(_known(stay), clock.today()):
            messages.warning(request, str(UNDER_AGE))

    def standing() -> tuple[dict[str, Any], int]:
        now = IdentityForm.of(_known(stay))
        return now, now["version"]

    note = _("Det, der er sendt anonymt, bliver ved med at være anonymt.") if stay.anonymous else ""
    page = {"heading": _("Hvem er hun?"), "note": note, "standing": standing}
    return act_on_stay(request, stay, form, do, _("Navnet er gemt."), **page)


@may("identity.write")
@form_page
def anonymous(request: HttpRequest, code: str) -> HttpResponse:
    """She came in haste and does not want to give her name."""
    stay = door.one(request, Stay, code, purpose=str(_("gøre opholdet anonymt")))

    def do(_data: dict[str, Any]) -> None:
        make_anonymous(stay, by=who(request))

    note = _(
        "Så gemmer vi hverken navn eller CPR-nummer på hende eller børnene, og brevet til kommunen nævner ingen. Navne "
        "og numre på børnene, der står her nu, slettes. Vil hun senere sige sit navn, kan det skrives."
    )
    page = {"heading": _("Vil hun være anonym?"), "note": note, "verb": _("Gør opholdet anonymt")}
    return act_on_stay(request, stay, ActForm(posted(request)), do, _("Opholdet er anonymt."), **page)


@may("stay.write")
@form_page
def screening(request: HttpRequest, code: str) -> HttpResponse:
    """The conversation that nobody had time for before she came."""
    stay = door.one(request, Stay, code, purpose=str(_("tale med hende, efter hun kom")))
    talks = Visitation.objects.filter(enquiry__stay=stay).select_related("key")
    talk = talks.first()
    if stay.enquiry_id is None or not can_be_held(stay, talk):
        told = _("Hun er screenet, før hun kom, eller hun bor her ikke nu. Der er intet at skrive.")
        messages.info(request, str(told))
        return redirect("stay", code)
    now = {"screened_at": clock.now(), "version": talk.version if talk else 0, "language": stay.language}
    initial = now | (LateTalkForm.of(talk) if talk and talk.afterwards_at else {})
    form = LateTalkForm(posted(request), standing=talk, initial=initial, open_answers=still_open(talk))

    def do(data: dict[str, Any]) -> None:
        hold_talk_here(stay, by=who(request), version=data["version"], **form.said())

    def standing() -> tuple[dict[str, Any], int]:
        now = talks.get()
        return LateTalkForm.of(now), now.version

    note = (
        _("Det, der var besvaret, før der blev sagt ja, bliver stående og kan læses på henvendelsen.") if talk else ""
    )
    heading = _("Samtalen, der blev holdt her") if talk and talk.afterwards else _("Samtalen, der ikke blev holdt")
    page = {"heading": heading, "note": note, "standing": standing}
    return act_on_stay(request, stay, form, do, _("Samtalen er gemt."), **page)


def _known(stay: Stay) -> Identity | None:
    return Identity.objects.filter(resident=stay.resident).select_related("key").first()


@may("cpr.reveal")
@require_POST
def reveal(request: HttpRequest, code: str) -> HttpResponse:
    """Show the whole number once, with the purpose in the log."""
    stay = door.one(request, Stay, code, purpose=str(_("vise CPR-nummeret")))
    form = RevealForm(request.POST)
    number = ""
    if form.is_valid():
        try:
            number = verbs.reveal_cpr(stay.resident, purpose=form.cleaned_data["purpose"], by=who(request))
        except Refused as refusal:
            form.refuse(refusal)
    context = {"stay": stay, "form": form, "number": number}
    return render(request, "residency/cpr.html", context, status=200 if number else UNPROCESSABLE)
