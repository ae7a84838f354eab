"""Local definitions: what the unclear words of the document mean here, decided by the working group or a leader."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from rettesnor.danish import clock
from rettesnor.followup.forms import DefinitionForm
from rettesnor.guideline.actions import decide_definition
from rettesnor.guideline.words import Word, words
from rettesnor.staff.roles import may, who
from rettesnor.ui.act import act, form_page, posted


def _decides(request: HttpRequest) -> bool:
    return who(request).standing.may("guideline.define")


@may("guideline.see")
@require_safe
def definitions(request: HttpRequest) -> HttpResponse:
    """Every word that needs a meaning of our own, and what it means now."""
    told = words(clock.today())
    context = {"words": told, "open": sum(word.is_open for word in told), "decides": _decides(request)}
    return render(request, "followup/definitions.html", context)


@may("guideline.see")
@require_safe
def definition(request: HttpRequest, number: int) -> HttpResponse:
    """One word, with everything that was decided about it."""
    return render(request, "followup/definition.html", {"word": _word(number), "decides": _decides(request)})


@may("guideline.define")
@form_page
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Write down what a word means from a day on."""
    word = _word(number)
    first = {"answer": word.now.answer if word.now else word.proposal, "valid_from": clock.today()}
    form = DefinitionForm(posted(request), initial=first)

    def do(data: dict[str, Any]) -> None:
        decide_definition(number, by=who(request), **data)

    page: dict[str, Any] = {"then": ("definition", str(number)), "template": "followup/definition_decide.html"}
    return act(request, form, do, _("Beslutningen er skrevet."), word=word, **page)


def _word(number: int) -> Word:
    found = words(clock.today(), [number])
    if not found:
        raise Http404
    return found[0]
