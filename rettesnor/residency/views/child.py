"""A child's own page: it begins with the child's own words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions.child import write_words
from rettesnor.residency.actions.leaving import consider_child
from rettesnor.residency.forms.leaving import ConsiderForm, WordsForm
from rettesnor.residency.models import Child, ChildIdentity, ChildStay
from rettesnor.residency.views.stay import form_page, posted, who
from rettesnor.staff import door
from rettesnor.staff.models import Assignment, Employee
from rettesnor.staff.roles import may


def reaches(user: Employee, verb: str, child: Child) -> bool:
    return user.standing.may(verb) and Child.objects.visible_to(user, verb).filter(pk=child.pk).exists()


@may("child.see")
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about one child that this user may see."""
    child = door.one(request, Child, code)
    user = who(request)
    tasks = Assignment.objects.in_force(clock.now()).filter(child=child.code).select_related("employee")
    knows = child.code in user.standing.children or child.key_id in user.standing.women
    leads = reaches(user, "identity.see", child) and not child.resident.protected
    identity = ChildIdentity.objects.filter(child=child).select_related("key").first() if knows or leads else None
    context: dict[str, Any] = {
        "child": child,
        "identity": identity,
        "stays": list(child.stays.select_related("key", "stay", "stay__house").order_by("-moved_in_at")),
        "assessments": list(child.assessments.select_related("key", "assessed_by").order_by("-assessed_at")),
        "people": list(tasks),
        "writes": reaches(user, "child.write", child),
        "records": reaches(user, "practice.record", child),
        "notes": reaches(user, "wellbeing.write", child),
        "logs": reaches(user, "log.resident", child),
    }
    return render(request, "residency/child.html", context)


@may("child.write")
@form_page
def words(request: HttpRequest, code: str) -> HttpResponse:
    """Write down what the child says, in the child's words."""
    child = door.one(request, Child, code, purpose=str(_("skrive barnets egne ord")))
    form = WordsForm(posted(request), initial={"own_words": child.own_words})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            write_words(child, own_words=form.cleaned_data["own_words"], by=who(request))
            messages.success(request, str(_("Barnets ord er gemt.")))
            return redirect("child", code=child.code)
        status = 422
    context = {"form": form, "child": child, "heading": _("Barnets egne ord")}
    return render(request, "residency/child_act.html", context, status=status)


@may("child.write", "stay.leave")
@form_page
def consider(request: HttpRequest, code: str, childstay: str) -> HttpResponse:
    """What follow-up this child is offered after the stay."""
    child = door.one(request, Child, code, purpose=str(_("overveje opfølgning")))
    stayed = ChildStay.objects.filter(child=child, code=childstay).select_related("key", "child").first()
    form = ConsiderForm(posted(request))
    status = 200
    if request.method == "POST" and stayed is not None:
        if form.is_valid():
            try:
                consider_child(stayed, by=who(request), **form.cleaned_data)
            except Refused as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, str(_("Opfølgningen er skrevet.")))
                return redirect("child", code=child.code)
        status = 422
    context = {"form": form, "child": child, "heading": _("Opfølgning efter opholdet")}
    return render(request, "residency/child_act.html", context, status=status)
