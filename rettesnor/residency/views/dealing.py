"""What is done with a stay while it runs: people, moves, dates, municipalities, what must be known."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from rettesnor.danish import clock
from rettesnor.residency.actions import child as verbs_of_child
from rettesnor.residency.actions import stay as verbs
from rettesnor.residency.actions.child import bring_child
from rettesnor.residency.forms.stay import (
    AssignForm,
    BringForm,
    ChildBackForm,
    ChildLeavesForm,
    CorrectForm,
    MoveForm,
    MunicipalityForm,
    NotesForm,
    child_choices,
)
from rettesnor.residency.models import Child, ChildStay, Stay
from rettesnor.residency.people_of import colleagues, contact_people
from rettesnor.residency.views.act import act_on_stay
from rettesnor.residency.views.stay import children_for, reaches
from rettesnor.staff import door
from rettesnor.staff.models import Assignment, Employee, House
from rettesnor.staff.roles import may, who
from rettesnor.ui.act import form_page, posted


@may("stay.write", "stay.assign")
@form_page
def assign(request: HttpRequest, code: str) -> HttpResponse:
    """Give somebody the task for her or for one of the children."""
    stay = door.one(request, Stay, code, purpose=str(_("vælge kontaktpersoner")))
    children = children_for(request, stay)
    form = AssignForm(posted(request), children=child_choices(children), staff=colleagues(stay.house, clock.today()))

    def do(data: dict[str, Any]) -> None:
        child = next((one for one in children if one.code == data["child"]), None)
        employee = Employee.objects.get(code=data["employee"])
        verbs.assign(stay, employee=employee, kind=data["kind"], child=child, by=who(request))

    people = contact_people(stay, children)
    page = {"heading": _("Kontaktpersoner"), "people": people, "then": lambda: _onward(who(request), stay)}
    return act_on_stay(request, stay, form, do, _("Opgaven er givet."), **page)


def _onward(user: Employee, stay: Stay) -> tuple[str, ...]:
    """Back to the stay's people; or home, if one has just handed over one's own task and the case is closed to one."""
    now = _as_of_now(user)
    still = reaches(now, "stay.write", stay) or reaches(now, "stay.assign", stay)
    return ("stay-assign", stay.code) if still else ("home",)


def _as_of_now(user: Employee) -> Employee:
    """The same person after a task has changed: standing is read once for each object, and this one's is of before."""
    return Employee.objects.get(pk=user.pk)


@may("stay.write", "stay.assign")
@require_POST
def unassign(request: HttpRequest, code: str) -> HttpResponse:
    """End a task: the case closes to that person at once."""
    stay = door.one(request, Stay, code, purpose=str(_("vælge kontaktpersoner")))
    task = request.POST.get("task", "")
    tasks = Assignment.objects.in_force(clock.now()).filter(case=stay.key).select_related("employee")
    found = next((one for one in tasks if str(one.pk) == task), None)
    if found is not None:
        verbs.end_assignment(found, by=who(request))
        messages.success(request, str(_("Opgaven er afsluttet.")))
    return redirect(*_onward(who(request), stay))


@may("stay.write")
@form_page
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Move her to the other house or another room; the same stay goes on."""
    stay = door.one(request, Stay, code, purpose=str(_("flytte hende")))
    form = MoveForm(posted(request), initial={"at": clock.now(), "to_house": stay.house.code})
    form.offer(list(House.objects.all()))

    def do(data: dict[str, Any]) -> None:
        verbs.move(stay, by=who(request), **data)

    def then() -> tuple[str, ...]:
        return ("stay", stay.code) if reaches(_as_of_now(who(request)), "stay.see", stay) else ("home",)

    return act_on_stay(request, stay, form, do, _("Flytningen er skrevet."), heading=_("Flyt"), then=then)


@may("stay.write")
@form_page
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """Put a wrong date right, with the reason."""
    stay = door.one(request, Stay, code, purpose=str(_("rette en dato")))
    mine = stay.child_stays.filter(child__in=children_for(request, stay)).select_related("child").order_by("pk")
    moves = stay.moves.between_houses().select_related("to_house")
    others = CorrectForm.others(list(mine), list(moves))
    form = CorrectForm(posted(request), left=stay.left_at is not None, others=others)

    def do(data: dict[str, Any]) -> None:
        verbs.correct_date(stay, by=who(request), **data)

    return act_on_stay(request, stay, form, do, _("Datoen er rettet."), heading=_("Ret en dato"), dates=True)


@may("stay.write")
@form_page
def municipality(request: HttpRequest, code: str) -> HttpResponse:
    """The three municipalities of a stay."""
    stay = door.one(request, Stay, code, purpose=str(_("vælge kommuner")))
    form = MunicipalityForm(posted(request), initial=MunicipalityForm.of(stay))

    def do(data: dict[str, Any]) -> None:
        verbs.set_municipalities(stay, by=who(request), **data)

    def standing() -> tuple[dict[str, Any], int]:
        now = MunicipalityForm.of(Stay.objects.get(pk=stay.pk))
        return now, now["version"]

    return act_on_stay(request, stay, form, do, _("Kommunerne er gemt."), heading=_("Kommuner"), standing=standing)


@may("stay.write")
@form_page
def notes(request: HttpRequest, code: str) -> HttpResponse:
    """The room, what everybody on shift must know, what is asked kindly in the first week."""
    stay = door.one(request, Stay, code, purpose=str(_("skrive om opholdet")))
    form = NotesForm(posted(request), initial=NotesForm.of(stay))

    def do(data: dict[str, Any]) -> None:
        verbs.note_stay(stay, by=who(request), version=data.pop("version"), **data)

    def standing() -> tuple[dict[str, Any], int]:
        now = Stay.objects.select_related("key").get(pk=stay.pk)
        return NotesForm.of(now), now.version

    return act_on_stay(request, stay, form, do, _("Gemt."), heading=_("Om hende og opholdet"), standing=standing)


@may("stay.write")
@form_page
def bring(request: HttpRequest, code: str) -> HttpResponse:
    """A child that comes later than its mother."""
    stay = door.one(request, Stay, code, purpose=str(_("skrive et barn ind")))
    form = BringForm(posted(request), anonymous=stay.anonymous, initial={"moved_in_at": clock.now()})

    def do(data: dict[str, Any]) -> None:
        bring_child(stay, by=who(request), **data)

    def again(stayed: ChildStay) -> dict[str, object]:
        told = _("Er det et barn mere, så gem igen. Er det det samme barn, så ret det på barnets side.")
        return {"again": told, "url": resolve_url("child", stayed.child.code), "link": _("Se barnet")}

    said = _("Barnet er skrevet ind. Vælg barnets børnefaglige koordinator.")
    return act_on_stay(
        request, stay, form, do, said, heading=_("Et barn mere"), then=("stay-assign", stay.code), again=again
    )


@may("stay.write")
@form_page
def child_leaves(request: HttpRequest, code: str) -> HttpResponse:
    """A child moves out before its mother."""
    stay = door.one(request, Stay, code, purpose=str(_("skrive, at et barn flytter")))
    children = _children_of(request, stay, here=True)
    if not children and request.method != "POST":
        return redirect("stay", code)
    form = ChildLeavesForm(posted(request), children=children, initial={"left_at": clock.now()})

    def do(data: dict[str, Any]) -> None:
        verbs_of_child.child_leaves(stay, by=who(request), **data)

    said = _("Barnet er flyttet. Overvej, om barnet skal følges op.")
    return act_on_stay(request, stay, form, do, said, heading=_("Et barn flytter"))


@may("stay.write")
@form_page
def child_back(request: HttpRequest, code: str) -> HttpResponse:
    """A child that moved out lives here again."""
    stay = door.one(request, Stay, code, purpose=str(_("skrive, at et barn er her igen")))
    children = _children_of(request, stay, here=False)
    if not children and request.method != "POST":
        return redirect("stay", code)
    form = ChildBackForm(posted(request), children=children)

    def do(data: dict[str, Any]) -> None:
        verbs_of_child.child_is_back(stay, by=who(request), **data)

    return act_on_stay(request, stay, form, do, _("Barnet bor her igen."), heading=_("Et barn er her igen"))


def _children_of(request: HttpRequest, stay: Stay, *, here: bool) -> list[ChildStay]:
    """The children one may see, who live here, or who have moved out while their mother lives here; looked up."""
    seen = Child.objects.visible_to(who(request), "child.see").order_by().values("pk")
    mine = stay.child_stays.filter(child__in=seen, left_at__isnull=here)
    rows = list(mine.select_related("key", "child").order_by("pk"))
    door.shown(request, rows)
    return rows
