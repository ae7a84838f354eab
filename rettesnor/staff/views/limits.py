"""Grænser: every limit that is the centre's own, what it is, since when, and who decided it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from rettesnor.danish import clock
from rettesnor.staff.actions.limits import decide_limit
from rettesnor.staff.forms import LimitForm
from rettesnor.staff.limits import LIMITS, UNITS, Limit, said
from rettesnor.staff.models import LimitDecision
from rettesnor.staff.roles import may, who
from rettesnor.ui.act import act, form_page, posted


@dataclass(frozen=True)
class Told:
    """One limit as it stands on a day: what counts, what is decided for later, and what counted before."""

    limit: Limit
    now: LimitDecision | None
    later: list[LimitDecision]
    before: list[LimitDecision]

    @classmethod
    def on(cls, day: date, limit: Limit, decided: list[LimitDecision]) -> Told:
        """`decided` is every decision on it, the one that counts longest ahead first."""
        later = [row for row in decided if row.since > day]
        begun = [row for row in decided if row.since <= day]
        return cls(limit, begun[0] if begun else None, later[::-1], begun[1:])

    @property
    def value(self) -> str:
        return self.now.said if self.now else said(self.limit.default, self.limit.unit)

    @property
    def all(self) -> list[LimitDecision]:
        """Every decision, the newest first."""
        return [*self.later[::-1], *([self.now] if self.now else []), *self.before]

    @property
    def proposed(self) -> str:
        """What was proposed before anybody decided."""
        return said(self.limit.default, self.limit.unit)


@may("limits.see")
@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """Every limit of the centre's own."""
    decided, today = LimitDecision.objects.by_key(), clock.today()
    told = [Told.on(today, limit, decided.get(key, [])) for key, limit in LIMITS.items()]
    return render(request, "staff/limits.html", {"limits": told, "decides": _decides(request)})


@may("limits.see")
@require_safe
def limit(request: HttpRequest, limit: str) -> HttpResponse:
    """One limit with its history."""
    return render(request, "staff/limit.html", {"told": _told(limit), "decides": _decides(request)})


@may("limits.decide")
@form_page
def decide(request: HttpRequest, limit: str) -> HttpResponse:
    """Decide a new number from a day on."""
    told = _told(limit)
    form = LimitForm(posted(request), unit=UNITS[told.limit.unit], initial={"since": clock.today()})

    def do(data: dict[str, Any]) -> None:
        decide_limit(limit, by=who(request), **data)

    then, template = ("limit", limit), "staff/limit_decide.html"
    return act(request, form, do, _("Grænsen er besluttet."), then=then, template=template, told=told)


def _told(key: str) -> Told:
    if key not in LIMITS:
        raise Http404
    decided = LimitDecision.objects.filter(key=key).by_key()
    return Told.on(clock.today(), LIMITS[key], decided.get(key, []))


def _decides(request: HttpRequest) -> bool:
    return who(request).standing.may("limits.decide")
