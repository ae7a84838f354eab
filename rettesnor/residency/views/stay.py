"""The pages of a stay: the woman, her children, her people, her dates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions import stay as verbs
from rettesnor.residency.forms.leaving import child_choices
from rettesnor.residency.forms.stay import (
    ActForm,
    AssignForm,
    CorrectForm,
    IdentityForm,
    MoveForm,
    MunicipalityForm,
    RevealForm,
)
from rettesnor.residency.models import Child, Identity, Stay
from rettesnor.residency.people_of import colleagues, contact_people
from rettesnor.staff import door
from rettesnor.staff.models import Assignment, Employee
from rettesnor.staff.roles import may

form_page = require_http_methods(["GET", "HEAD", "POST"])


def who(request: HttpRequest) -> Employee:
    return cast(Employee, request.user)


def reaches(user: Employee, verb: str, stay: Stay) -> bool:
    """May this user do `verb` on this very stay?"""
    return user.standing.may(verb) and Stay.objects.visible_to(user, verb).filter(pk=stay.pk).exists()


def identity_for(user: Employee, stay: Stay) -> Identity | None:
    """Who she is, for those who may know: of a specially protected woman only her own contact person."""
    if stay.resident.protected and stay.key_id not in user.standing.women:
        return None
    if not reaches(user, "identity.see", stay):
        return None
    return Identity.objects.filter(resident=stay.resident).select_related("key").first()


def children_for(request: HttpRequest, stay: Stay) -> list[Child]:
    """The children of a stay that this user may see, each look-up written."""
    user = who(request)
    if not user.standing.may("child.see"):
        return []
    rows = Child.objects.visible_to(user, "child.see").filter(stays__stay=stay).order_by("pk")
    children = list(rows)
    door.shown(request, children)
    return children


@may("stay.see")
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about one stay that this user may see."""
    stay = door.one(request, Stay, code)
    user = who(request)
    verbs_here = ("stay.write", "stay.leave", "stay.assign", "identity.write", "log.resident", "practice.record")
    allowed = {verb.replace(".", "_"): reaches(user, verb, stay) for verb in verbs_here}
    identity = identity_for(user, stay)
    context: dict[str, Any] = {
        "stay": stay,
        "identity": identity,
        "children": children_for(request, stay),
        "people": contact_people(stay),
        "reveal": RevealForm() if identity and identity.cpr and reaches(user, "cpr.reveal", stay) else None,
        "may": allowed,
        "assigns": allowed["stay_write"] or allowed["stay_assign"],
    }
    if allowed["stay_write"] or allowed["stay_leave"]:
        context |= _dealings(stay)
    return render(request, "residency/stay.html", context)


def _dealings(stay: Stay) -> dict[str, Any]:
    """What only those who work with the case itself see: notices, moves, corrections, leaving."""
    return {
        "works": True,
        "notices": list(stay.notices.select_related("document").order_by("triggered_on")),
        "moves": list(stay.moves.select_related("key", "from_house", "to_house", "by")),
        "corrections": list(stay.corrections.select_related("key", "by")),
        "leaving": getattr(stay, "leaving", None),
        "talks": list(stay.talks.select_related("key", "child")),
    }


def act(
    request: HttpRequest, stay: Stay, form: ActForm, do: Callable[[dict[str, Any]], object], said: object, **page: Any
) -> HttpResponse:
    """One form, one verb: what is refused comes back beside its field (422), what is done goes to the stay."""
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                do(form.cleaned_data)
            except Refused as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, str(said))
                return redirect(page.get("then") or "stay", **(page.get("then_with") or {"code": stay.code}))
        status = 422
    context = {"form": form, "stay": stay, **page}
    return render(request, page.get("template", "residency/act.html"), context, status=status)


def posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@may("identity.write")
@form_page
def identity(request: HttpRequest, code: str) -> HttpResponse:
    """Write down who she is: names an anonymous woman, or puts a name right."""
    stay = door.one(request, Stay, code, purpose=str(_("skrive hendes navn")))
    known = Identity.objects.filter(resident=stay.resident).select_related("key").first()
    initial = {"name": known.name, "phone": known.phone} if known else {}
    form = IdentityForm(posted(request), initial=initial)

    def do(data: dict[str, Any]) -> None:
        number = data["number"].digits if data["number"] else (known.cpr if known else "")
        verbs.name_her(stay.resident, name=data["name"], number=number, phone=data["phone"], by=who(request))

    note = _("Det, der er sendt anonymt, bliver ved med at være anonymt.") if stay.anonymous else ""
    return act(request, stay, form, do, _("Navnet er gemt."), heading=_("Hvem er hun?"), note=note)


@may("cpr.reveal")
@require_POST
def reveal(request: HttpRequest, code: str) -> HttpResponse:
    """Show the whole number once, with the purpose in the log."""
    stay = door.one(request, Stay, code, purpose=str(_("vise CPR-nummeret")))
    form = RevealForm(request.POST)
    number = ""
    if form.is_valid() and identity_for(who(request), stay) is not None:
        try:
            number = verbs.reveal_cpr(stay.resident, purpose=form.cleaned_data["purpose"], by=who(request))
        except Refused as refusal:
            form.refuse(refusal)
    context = {"stay": stay, "form": form, "number": number}
    return render(request, "residency/cpr.html", context, status=200 if number else 422)


@may("stay.write", "stay.assign")
@form_page
def assign(request: HttpRequest, code: str) -> HttpResponse:
    """Give somebody the task for her or for one of the children."""
    stay = door.one(request, Stay, code, purpose=str(_("vælge kontaktpersoner")))
    children = list(Child.objects.filter(stays__stay=stay).select_related("key", "resident").order_by("pk"))
    door.shown(request, children)
    form = AssignForm(posted(request), children=child_choices(children), staff=colleagues(stay.house, clock.today()))

    def do(data: dict[str, Any]) -> None:
        child = next((one for one in children if one.code == data["child"]), None)
        employee = Employee.objects.get(code=data["employee"])
        verbs.assign(stay, employee=employee, kind=data["kind"], child=child, by=who(request))

    people = contact_people(stay)
    return act(request, stay, form, do, _("Opgaven er givet."), heading=_("Kontaktpersoner"), people=people, ends=True)


@may("stay.write", "stay.assign")
@require_POST
def unassign(request: HttpRequest, code: str, task: int) -> HttpResponse:
    """End a task: the case closes to that person at once."""
    stay = door.one(request, Stay, code, purpose=str(_("vælge kontaktpersoner")))
    found = Assignment.objects.in_force(clock.now()).filter(case=stay.key, pk=task).first()
    if found is not None:
        verbs.end_assignment(found, by=who(request))
        messages.success(request, str(_("Opgaven er afsluttet.")))
    return redirect("stay-assign", code=stay.code)


@may("stay.write")
@form_page
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Move her to the other house or another room; the same stay goes on."""
    stay = door.one(request, Stay, code, purpose=str(_("flytte hende")))
    form = MoveForm(posted(request), initial={"at": clock.now(), "room": stay.room, "to_house": stay.house_id})

    def do(data: dict[str, Any]) -> None:
        verbs.move(stay, by=who(request), **data)

    return act(request, stay, form, do, _("Flytningen er skrevet."), heading=_("Flyt"), then="home", then_with={})


@may("stay.write")
@form_page
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """Put a wrong date right, with the reason."""
    stay = door.one(request, Stay, code, purpose=str(_("rette en dato")))
    form = CorrectForm(posted(request))

    def do(data: dict[str, Any]) -> None:
        verbs.correct_date(stay, by=who(request), **data)

    return act(request, stay, form, do, _("Datoen er rettet."), heading=_("Ret en dato"), dates=True)


@may("stay.write")
@form_page
def municipality(request: HttpRequest, code: str) -> HttpResponse:
    """The three municipalities of a stay."""
    stay = door.one(request, Stay, code, purpose=str(_("vælge kommuner")))
    names = ("case_municipality", "home_municipality", "municipality_after")
    form = MunicipalityForm(posted(request), initial={name: getattr(stay, name) for name in names})

    def do(data: dict[str, Any]) -> None:
        verbs.set_municipalities(stay, by=who(request), **data)

    return act(request, stay, form, do, _("Kommunerne er gemt."), heading=_("Kommuner"))


@may("stay.write")
@require_POST
def protect(request: HttpRequest, code: str) -> HttpResponse:
    """Give her special protection, or end it."""
    stay = door.one(request, Stay, code, purpose=str(_("særlig beskyttelse")))
    verbs.protect(stay.resident, protected=not stay.resident.protected, by=who(request))
    messages.success(request, str(_("Beskyttelsen er ændret.")))
    return redirect("stay", code=stay.code)
