"""The pages of the log: all of it without content, one's own, and that of a person one looks after."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rettesnor.audit.actions import verify, write
from rettesnor.audit.models import PROVED, Entry, EntryQuerySet
from rettesnor.staff import door, subjects, wording
from rettesnor.staff.forms import LogForm
from rettesnor.staff.models import Employee
from rettesnor.staff.roles import may, who

PER_PAGE = 100


@may("log.see")
@require_safe
def whole(request: HttpRequest) -> HttpResponse:
    """The whole log, newest first. Looking at it is itself written down, with what was asked for."""
    people = list(Employee.objects.values_list("code", "name"))
    form = LogForm(request.GET, people=people, verbs=Entry.objects.verbs())
    asked = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    rows = Entry.objects.newest_first()
    if "dag" in asked:
        rows = rows.in_days(asked["dag"], asked["dag"])
    if "hvem" in asked:
        rows = rows.by(Employee.objects.get(code=asked["hvem"]).pk)
    if "hvad" in asked:
        rows = rows.filter(verb=asked["hvad"])
    context = {"form": form, "proof": _proof(Entry.objects.last_proof()), "query": _query(request)}
    page = _page(request, rows)
    write(by=who(request), verb="læs log", noun="log", fields=asked)
    return render(request, "staff/log.html", {**context, **page}, status=422 if form.errors else 200)


@may("log.see")
@require_POST
def prove(request: HttpRequest) -> HttpResponse:
    """Recompute the whole chain, and write down what came of it."""
    proof = verify()
    write(
        by=who(request),
        verb=PROVED,
        noun="log",
        fields={"lines": proof.lines, "broken": proof.broken, "why": str(proof.why)},
    )
    if proof.broken is None:
        messages.success(request, _("Loggen er hel: {lines} linjer.").format(lines=proof.lines))
    else:
        messages.error(request, _("Loggen er brudt. Sig det til ledelsen i dag."))
    return redirect("log")


@may("log.own")
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What the one who looks has done and looked at."""
    return render(request, "staff/log_own.html", _page(request, Entry.objects.by(who(request).pk).newest_first()))


@may("log.resident")
@require_safe
def about(request: HttpRequest, subject: str) -> HttpResponse:
    """Who has seen or changed what about one woman or child, when and why."""
    model, code = subjects.told_apart(subject)
    person: Any = door.one(request, model, code)
    rows = Entry.objects.about(*person.logged_as).newest_first()
    reach = who(request).standing.reach("log.resident")
    if person.key_id not in reach.cases and person.code not in reach.children:
        # Who reaches her only because she leads the house is watched by somebody else.
        rows = rows.exclude(actor_id=who(request).pk)
    context = {"person": person, **_page(request, rows)}
    titles = dict(Employee.objects.values_list("pk", "title"))
    for line in context["lines"]:
        line["title"] = titles.get(line["entry"].actor_id, "")
    return render(request, "staff/log_about.html", context)


def _page(request: HttpRequest, rows: EntryQuerySet) -> dict[str, Any]:
    page: Page[Entry] = Paginator(rows, PER_PAGE).get_page(request.GET.get("side"))
    return {"page": page, "lines": [_told(entry) for entry in page]}


def _told(entry: Entry) -> dict[str, Any]:
    """One line in Danish. What was typed as a reason for an act stays with those who may read the case."""
    return {
        "entry": entry,
        "noun": wording.noun(entry.noun),
        "about": subjects.shortened(entry.subject) if entry.subject else None,
        "why": wording.purpose(entry.purpose) if entry.purpose in wording.PURPOSES or entry.verb == "opslag" else "",
        "told": wording.purpose(entry.purpose),
    }


def _proof(entry: Entry | None) -> dict[str, Any] | None:
    return {"entry": entry, **json.loads(entry.fields)} if entry is not None else None


def _query(request: HttpRequest) -> str:
    asked = {name: value for name, value in request.GET.items() if name in ("dag", "hvem", "hvad") and value}
    return f"{urlencode(asked)}&" if asked else ""
