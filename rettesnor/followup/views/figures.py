"""Every indicator, one of them, and the rows behind it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.followup import drilling, live
from rettesnor.followup.book import Book, Reader, lately, place_name
from rettesnor.followup.figures import figure, newest, rule_of
from rettesnor.followup.indicators import CARDS, Card
from rettesnor.followup.models import Closing
from rettesnor.followup.period import Period
from rettesnor.registers.reading import AWAITED, standings
from rettesnor.staff.models import Employee, House
from rettesnor.staff.roles import may, who

YEARS = "aar"


def _card(key: str) -> Card:
    if key not in CARDS:
        raise Http404
    return CARDS[key]


@may("followup.closed")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every indicator with its newest closed figure; beside it, for a leader, the house as it stands now."""
    user = who(request)
    reader, closed = Reader.of(user), Closing.objects.periods()
    book = Book(CARDS.values(), lately(closed))
    rows = [
        {
            "card": card,
            "closed": [(place_name(place), place, *newest(card, book, reader, place)) for place in reader.places],
            "live": live.now(card, reader.led) if reader.led else [],
        }
        for card in CARDS.values()
    ]
    context = {
        "rows": rows,
        "period": max(closed, default=None),
        "now": Period.quarter_of(clock.today()),
        "closes": user.standing.may("followup.close"),
        "levels": {goal for goal, standing in standings(_waiting_for_a_level()).items() if standing.has_level},
    }
    return render(request, "followup/overview.html", context)


def _waiting_for_a_level() -> list[str]:
    return [card.line for card in CARDS.values() if card.proxy]


@may("followup.closed")
@require_safe
def one(request: HttpRequest, key: str) -> HttpResponse:
    """One indicator: the closed figures this user may see, by quarter or year; for a leader also as it stands now."""
    card, reader = _card(key), Reader.of(who(request))
    book, years = Book([card]), request.GET.get("vis") == YEARS
    context: dict[str, Any] = {
        "card": card,
        "years": years,
        "figures": [figure(card, book, reader, place, years=years) for place in reader.places],
        "lives": live.quarters(card, reader.led) if reader.led else [],
        "waiting": live.waiting(card, book),
        "rule": rule_of(card),
        "standing": standings([card.line])[card.line] if card.line in AWAITED else None,
        "drills": who(request).standing.may("followup.rows"),
    }
    return render(request, "followup/one.html", context)


@may("followup.rows")
@require_safe
def rows(request: HttpRequest, key: str, house: str, period: str) -> HttpResponse:
    """The numbered rows behind a figure of a house one leads; opening one is a look-up of its own."""
    card, user = _card(key), who(request)
    led, span = _led(user, house), _quarter(period)
    found = drilling.behind(card, led, span, user)
    told = {"hus": led.code, "periode": span.key}
    write(by=user, verb="liste", noun="indikator", code=card.key, fields=told)
    context = {"card": card, "rows": found, "period": span, "house": led}
    return render(request, "followup/rows.html", context)


def _led(user: Employee, code: str) -> House:
    """The house, if its rows are within reach; stranger and missing are the same."""
    found = House.objects.filter(code=code, pk__in=user.standing.reach("followup.rows").houses).first()
    if found is None:
        raise Http404
    return found


def _quarter(key: str) -> Period:
    try:
        period = Period.parse(key)
    except ValueError:
        raise Http404 from None
    if not period.quarter:
        raise Http404
    return period
