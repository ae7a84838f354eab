"""A child's own page: it begins with the child's own words."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from rettesnor.danish import clock
from rettesnor.residency.actions.child import write_words
from rettesnor.residency.actions.identity import name_child
from rettesnor.residency.actions.leaving import consider_child
from rettesnor.residency.actions.same_child import asked, join, known_by
from rettesnor.residency.forms.leaving import ConsiderForm, WordsForm
from rettesnor.residency.forms.stay import ChildIdentityForm
from rettesnor.residency.models import Child, ChildAssessment, ChildIdentity, ChildStay
from rettesnor.residency.views.act import act_on_child
from rettesnor.staff import door
from rettesnor.staff.models import Assignment, Employee
from rettesnor.staff.roles import may, who
from rettesnor.ui.act import form_page, posted

BUTTONS = (
    "child.write",
    "aftercare.write",
    "identity.write",
    "practice.record",
    "wellbeing.write",
    "log.resident",
    "stay.see",
)


@may("child.see")
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about one child that this user may see."""
    child = door.one(request, Child, code)
    user = who(request)
    stays = list(child.stays.select_related("key", "stay", "stay__resident", "stay__house").order_by("-moved_in_at"))
    allowed = {verb.replace(".", "_"): _reaches(user, verb, child, stays) for verb in BUTTONS}
    knows = child.code in user.standing.children or child.key_id in user.standing.women
    context: dict[str, Any] = {
        "child": child,
        "identity": _identity(child) if knows else None,
        "also_called": _also_called(child) if knows else [],
        "knows": knows,
        "came": any(stayed.stay.never_came_at is None for stayed in stays),
        "earlier": list(child.earlier_words.select_related("key")) if knows else [],
        "stays": stays,
        "assessments": _assessments(child) if knows else None,
        "assessed_here": _may_be_assessed(user, child) if knows and allowed["child_write"] else frozenset(),
        "people": list(Assignment.objects.in_force(clock.now()).filter(child=child.code).select_related("employee")),
        "may": allowed,
        "considers": allowed["child_write"] or allowed["aftercare_write"],
        "reads_efforts": user.standing.may("practice.see"),
    }
    return render(request, "residency/child.html", context)


def _reaches(user: Employee, verb: str, child: Child, stays: list[ChildStay]) -> bool:
    if not user.standing.may(verb):
        return False
    return child.is_within(user.standing.reach(verb), [stayed.stay for stayed in stays])


def _identity(child: Child) -> ChildIdentity | None:
    return ChildIdentity.objects.filter(child=child).select_related("key").first()


def _also_called(child: Child) -> list[ChildIdentity]:
    """What else it was called while it was written down twice."""
    return list(ChildIdentity.objects.filter(child__same_as=child).select_related("key"))


def _assessments(child: Child) -> list[ChildAssessment]:
    return list(child.assessments.select_related("key", "assessed_by", "enquiry").order_by("-assessed_at"))


def _may_be_assessed(user: Employee, child: Child) -> frozenset[int]:
    """The assessments of the child that this user may write on."""
    rows = ChildAssessment.objects.visible_to(user, "child.write").filter(child=child)
    return frozenset(rows.values_list("pk", flat=True))


@may("child.write")
@form_page
def words(request: HttpRequest, code: str) -> HttpResponse:
    """Write down what the child says, in the child's words."""
    child = door.one(request, Child, code, purpose=str(_("skrive barnets egne ord")))
    form = WordsForm(posted(request), initial=WordsForm.of(child))

    def do(data: dict[str, Any]) -> None:
        write_words(child, by=who(request), **data)

    def standing() -> tuple[dict[str, Any], int]:
        now = WordsForm.of(Child.objects.select_related("key").get(pk=child.pk))
        return now, now["version"]

    page = {"heading": _("Barnets egne ord"), "standing": standing}
    return act_on_child(request, child, form, do, _("Barnets ord er gemt."), **page)


@may("identity.write")
@form_page
def identity(request: HttpRequest, code: str) -> HttpResponse:
    """Write down who the child is, and where it goes to school or day care."""
    child = door.one(request, Child, code, purpose=str(_("skrive barnets navn")))
    known = _identity(child)
    kept = known.cpr if known else ""
    form = ChildIdentityForm(posted(request), initial=ChildIdentityForm.of(known), kept=kept)
    done = [_("Barnets navn er gemt.")]

    def do(data: dict[str, Any]) -> None:
        typed = data | {"number": data["number"].digits if data["number"] else kept}
        if _name(request, child, typed):
            done[:] = [_("De to er nu ét barn.")]

    def now() -> Child:
        return Child.objects.with_code(child.code).get()

    def standing() -> tuple[dict[str, Any], int]:
        stands = ChildIdentityForm.of(_identity(now()))
        return stands, stands["version"]

    page = {"heading": _("Hvem er barnet?"), "standing": standing, "then": lambda: ("child", now().code)}
    return act_on_child(request, child, form, do, lambda: done[0], **page)


def _name(request: HttpRequest, child: Child, typed: dict[str, Any]) -> bool:
    """Write the name. Where the number is one that a child of hers was here with before, it is asked whether this is
    the same child; of one whom the user may not reach nothing is told. Have two become one?"""
    ticked = typed.pop("same_child", False)
    known = known_by(child, typed["number"], door.visible(request, Child))
    if known is None:
        name_child(child, by=who(request), **typed)
    elif ticked:
        join(child, known, by=who(request), **typed)
    else:
        question = asked(child, known, typed["number"])
        door.shown(request, [known], purpose=str(_("samme CPR-nummer")))
        raise question
    return known is not None


@may("child.write", "aftercare.write")
@form_page
def consider(request: HttpRequest, code: str, childstay: str) -> HttpResponse:
    """What follow-up this child is offered after the stay."""
    child = door.one(request, Child, code, purpose=str(_("overveje opfølgning")))
    stayed = ChildStay.objects.filter(child=child, code=childstay).select_related("key", "child").first()
    if stayed is None:
        raise Http404
    form = ConsiderForm(posted(request), initial=ConsiderForm.of(stayed))

    def do(data: dict[str, Any]) -> None:
        consider_child(stayed, by=who(request), **data)

    def standing() -> tuple[dict[str, Any], int]:
        now = ConsiderForm.of(ChildStay.objects.select_related("key").get(pk=stayed.pk))
        return now, now["version"]

    page = {"heading": _("Opfølgning efter opholdet"), "standing": standing}
    return act_on_child(request, child, form, do, _("Opfølgningen er skrevet."), **page)
