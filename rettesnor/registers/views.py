"""Registre: what was brought home, what it says of the goals, and what others have published."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused, SavedBefore
from rettesnor.guideline.models import Wording
from rettesnor.registers import actions
from rettesnor.registers.forms import ImportForm, OutsideForm, WithdrawForm
from rettesnor.registers.models import Bundle, OutsideFigure, Result
from rettesnor.registers.reading import AWAITED, standings
from rettesnor.registers.saying import by_goal
from rettesnor.staff.roles import may, who
from rettesnor.ui.act import UNPROCESSABLE, act, form_page, posted

SHOWN = 10


@may("registers.see")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every goal that waits for the register, the bundles, and the figures of others."""
    wordings = {one.line_id: one for one in Wording.objects.in_force(clock.today())}
    found = standings(AWAITED)
    context = {
        "goals": [(goal, wordings.get(goal), found[goal]) for goal in AWAITED],
        "bundles": Bundle.objects.defer("text").select_related("imported_by").order_by("-imported_at")[:SHOWN],
        "outside": OutsideFigure.objects.in_use().select_related("entered_by"),
        "imports": who(request).standing.may("registers.import"),
        "lists": who(request).standing.may("reports.release"),
    }
    return render(request, "registers/overview.html", context)


@may("registers.see")
@require_safe
def one(request: HttpRequest, bundle: str) -> HttpResponse:
    """One bundle: how it was made, and the lines that follow a goal."""
    return _bundle_page(request, _bundle(bundle))


def _bundle(code: str) -> Bundle:
    return get_object_or_404(Bundle.objects.defer("text").select_related("imported_by", "withdrawn_by"), code=code)


def _bundle_page(request: HttpRequest, bundle: Bundle, form: WithdrawForm | None = None) -> HttpResponse:
    lines = bundle.results.exclude(goal="").order_by("goal", "indicator", "kind", "months", "part", "cohort")
    wordings = {one.line_id: one for one in Wording.objects.in_force(clock.today())}
    imports = who(request).standing.may("registers.import") and bundle.withdrawn_at is None
    context: dict[str, Any] = {
        "bundle": bundle,
        "goals": [
            (goal, wordings.get(goal), [(row, row.cells(bundle.cohorts)) for row in rows])
            for goal, rows in by_goal(list(lines)).items()
        ],
        "hidden": bundle.results.filter(status=Result.HIDDEN).count(),
        "count": bundle.results.count(),
        "form": form or (WithdrawForm() if imports else None),
    }
    return render(request, "registers/bundle.html", context, status=UNPROCESSABLE if form else 200)


@may("registers.import")
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Bring a release home: two files, held against each other before a single figure is read."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            bundle = actions.import_bundle(text=data["bundle"], manifest=data["manifest"], by=who(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Bundtet er hentet ind."))
            return redirect("registers-bundle", bundle.code)
    wrong = bool(form.errors)
    return render(request, "registers/bring.html", {"form": form}, status=UNPROCESSABLE if wrong else 200)


@may("registers.import")
@require_POST
def withdraw(request: HttpRequest, bundle: str) -> HttpResponse:
    """Take a bundle out of use."""
    found, form = _bundle(bundle), WithdrawForm(request.POST)
    if form.is_valid():
        try:
            actions.withdraw_bundle(found, why=form.cleaned_data["why"], by=who(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Bundtet er taget ud af brug."))
            return redirect("registers")
    return _bundle_page(request, found, form)


@may("registers.import")
@form_page
def enter(request: HttpRequest) -> HttpResponse:
    """Write down a published figure."""
    lines = [(one.line_id, f"{one.line_id} {one.short}") for one in Wording.objects.in_force(clock.today())]
    form = OutsideForm(posted(request), lines=lines)

    def do(_data: dict[str, Any]) -> None:
        try:
            actions.enter_figure(by=who(request), **form.said())
        except SavedBefore as before:
            raise SavedBefore(before.row, OutsideForm.of(cast(OutsideFigure, before.row))) from None

    return act(request, form, do, _("Tallet er skrevet ned."), then=("registers",), template="registers/enter.html")


@may("registers.import")
@require_POST
def retire(request: HttpRequest, figure: str) -> HttpResponse:
    """Take a published figure out of use."""
    actions.retire_figure(get_object_or_404(OutsideFigure, code=figure), by=who(request))
    messages.success(request, _("Tallet er taget ud af brug."))
    return redirect("registers")
