"""The document, read: Rettesnoren whole, and one line of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused, SavedBefore
from rettesnor.followup import drilling
from rettesnor.followup.book import Book, Reader
from rettesnor.followup.figures import figure
from rettesnor.followup.forms import NoteForm
from rettesnor.followup.indicators import of_line
from rettesnor.followup.lines import Margins, chapters, roles_of
from rettesnor.followup.models import Closing
from rettesnor.followup.period import Period
from rettesnor.guideline.actions import add_note
from rettesnor.guideline.models import Line, Wording
from rettesnor.guideline.words import words
from rettesnor.registers.reading import AWAITED, standings
from rettesnor.staff.roles import may, who
from rettesnor.ui.act import CONFLICT, ONE_MORE, UNPROCESSABLE
from rettesnor.ui.again import saved_before

RECORDS_REACH = 4
"""So many quarters of records behind a line are listed, the running one included."""


def _reader(request: HttpRequest) -> Reader | None:
    """Who reads figures here; None for one who reads the text alone."""
    user = who(request)
    return Reader.of(user) if user.standing.may("followup.closed") else None


@may("guideline.see")
@require_safe
def guideline(request: HttpRequest) -> HttpResponse:
    """Rettesnoren: reads like the document; beside each line what was done and what it shows."""
    reader = _reader(request)
    context = {
        "chapters": chapters(clock.today(), reader),
        "reader": reader,
        "period": Closing.objects.newest() if reader else None,
    }
    return render(request, "followup/guideline.html", context)


@may("guideline.see")
@require_safe
def line(request: HttpRequest, key: str) -> HttpResponse:
    """One line: its wording and the earlier ones, its cards and figures, how each house does it."""
    return _page(request, _line(key))


def _line(key: str) -> Line:
    found = Line.objects.select_related("area").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, found: Line, form: NoteForm | None = None, saved: dict[str, Any] | None = None
) -> HttpResponse:
    wordings = list(Wording.objects.of(found).select_related("edition"))
    today = clock.today()
    current = next((each for each in wordings if each.valid_from <= today), None)
    if current is None:
        raise Http404
    noting = who(request).standing.houses("guideline.note")
    context: dict[str, Any] = {
        "line": found,
        "wording": current,
        "earlier": [each for each in wordings if each.valid_from < current.valid_from],
        "roles": roles_of(current),
        "words": words(today, found.awaits) if found.awaits else [],
        "notes": list(found.notes.newest().select_related("house", "by")),
        "form": form or (NoteForm(houses=noting) if noting else None),
        "saved": saved,
        **_figures(request, found, current),
    }
    status = CONFLICT if saved else UNPROCESSABLE if form else 200
    return render(request, "followup/line.html", context, status=status)


def _figures(request: HttpRequest, found: Line, current: Wording) -> dict[str, Any]:
    """The cards of a line, and for a reader of figures what they and the margin show."""
    reader, cards = _reader(request), of_line(found.pk)
    context: dict[str, Any] = {"cards": cards, "reader": reader}
    if reader is None:
        return context
    book = Book(cards)
    # Both houses together here; the houses apart stand on the figure's own page.
    place = reader.places[-1] if reader.places else None
    context["figures"] = [(card, figure(card, book, reader, place)) for card in cards] if reader.places else []
    context["margin"] = Margins(reader).of(found, current)
    context["standing"] = standings([found.pk])[found.pk] if found.pk in AWAITED else None
    context["led"] = reader.led if who(request).standing.may("guideline.records") else ()
    context["now"] = Period.quarter_of(clock.today())
    return context


@may("guideline.note")
@require_POST
def note(request: HttpRequest, key: str) -> HttpResponse:
    """Note how one's own house does a line."""
    found = _line(key)
    form = NoteForm(request.POST, houses=who(request).standing.houses("guideline.note"))
    if form.is_valid():
        try:
            add_note(found, by=who(request), **form.cleaned_data)
        except SavedBefore as before:
            return _page(request, found, form, {"both": saved_before(form, before.standing), "again": ONE_MORE})
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, str(_("Noten er gemt.")))
            return redirect("line", key=found.pk)
    return _page(request, found, form)


@may("guideline.records")
@require_safe
def records(request: HttpRequest, key: str) -> HttpResponse:
    """The recorded efforts behind a line in the houses one leads: numbered, without names."""
    found, user = _line(key), who(request)
    last = Period.quarter_of(clock.today())
    first = last.later(1 - RECORDS_REACH)
    reach = user.standing.reach("guideline.records").houses
    houses = [house for house in Reader.of(user).houses if house.pk in reach]
    lists = [(house, drilling.of_line(found.pk, house, first, last, user)) for house in houses]
    told = {"hus": [house.code for house in houses], "fra": first.key, "til": last.key}
    write(by=user, verb="liste", noun="line", code=found.pk, fields=told)
    context = {"line": found, "wording": Wording.objects.of(found).first(), "lists": lists, "first": first}
    return render(request, "followup/records.html", context)
