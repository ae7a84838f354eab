from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.followup import actions, drilling, reading
from rettesnor.followup.counts import Counts
from rettesnor.followup.figures import Book, beside, figure, rule_in_words, said
from rettesnor.followup.forms import CloseForm, NoteForm
from rettesnor.followup.indicators import CARDS, measure
from rettesnor.followup.indicators.card import Card
from rettesnor.followup.lines import chapters, last_closed, of_line, rows_behind, why_none
from rettesnor.followup.models import Baseline, Closing
from rettesnor.followup.period import Period, between, last_ended
from rettesnor.guideline.actions import add_note
from rettesnor.guideline.models import Line, LocalDefinition, Wording
from rettesnor.residency.models import Stay
from rettesnor.staff import door
from rettesnor.staff.models import Employee, House
from rettesnor.staff.roles import may

OLDEST = 6


def _who(request: HttpRequest) -> Employee:
    return cast(Employee, request.user)


def _card(key: str) -> Card:
    if key not in CARDS:
        raise Http404
    return CARDS[key]


def _houses(user: Employee, verb: str) -> list[House]:
    """The houses whose figures the verb reaches."""
    reach = user.standing.reach(verb)
    houses = House.objects.all()
    return list(houses if reach.everywhere else houses.filter(pk__in=reach.houses))


@may("guideline.see")
@require_safe
def guideline(request: HttpRequest) -> HttpResponse:
    """Rettesnoren: reads like the document; beside each line what was done and what it shows."""
    figures = _who(request).standing.may("followup.closed")
    context = {"chapters": chapters(clock.today(), figures=figures), "figures": figures, "period": last_closed()}
    return render(request, "followup/guideline.html", context)


@may("guideline.see")
@require_safe
def line(request: HttpRequest, key: str) -> HttpResponse:
    """One line: its wording and the earlier ones, its cards and figures, how each house does it."""
    return _line_page(request, get_object_or_404(Line, pk=key))


def _line_page(request: HttpRequest, found: Line, form: NoteForm | None = None) -> HttpResponse:
    user = _who(request)
    sees = user.standing.may("followup.closed")
    book = Book() if sees else None
    led = user.standing.houses("guideline.note")
    context: dict[str, Any] = {
        "line": found,
        "wordings": list(Wording.objects.of(found).select_related("edition")),
        "cards": of_line(found.pk),
        "figures": [figure(card, book, None) for card in of_line(found.pk)] if book else [],
        "why_none": why_none(found),
        "baseline": Baseline.objects.filter(line=found.pk).order_by("-entered_at").first(),
        "awaits": list(LocalDefinition.objects.filter(number__in=found.awaits).order_by("number")),
        "notes": list(found.notes.newest().select_related("house", "by")),  # type: ignore[attr-defined]
        "form": form or (NoteForm(houses=led) if led else None),
        "sees_rows": user.standing.may("guideline.records"),
        "sees": sees,
    }
    return render(request, "followup/line.html", context, status=422 if form else 200)


@may("guideline.note")
@require_POST
def note(request: HttpRequest, key: str) -> HttpResponse:
    """Note how one's own house does a line."""
    found = get_object_or_404(Line, pk=key)
    form = NoteForm(request.POST, houses=_who(request).standing.houses("guideline.note"))
    if form.is_valid():
        try:
            add_note(found, by=_who(request), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, str(_("Noten er gemt.")))
            return redirect("line", key=found.pk)
    return _line_page(request, found, form)


@may("guideline.records")
@require_safe
def records(request: HttpRequest, key: str) -> HttpResponse:
    """The recorded efforts behind a line in the leader's own house, by alias."""
    found = get_object_or_404(Line, pk=key)
    efforts = rows_behind(found, _who(request))
    door.shown(request, [effort.child or effort.stay for effort in efforts], purpose="records")
    return render(request, "followup/records.html", {"line": found, "efforts": efforts})


@may("followup.closed")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every indicator with its newest closed figure; beside it, for a leader, the house as it stands now."""
    user, book = _who(request), Book()
    led = _houses(user, "followup.live") if user.standing.may("followup.live") else []
    now = Period.quarter_of(clock.today())
    rows = [
        {
            "card": card,
            "figure": figure(card, book, None),
            "live": [(house, _live(card, house, now)) for house in led],
        }
        for card in CARDS.values()
    ]
    context = {
        "rows": rows,
        "period": last_closed(),
        "now": now,
        "led": led,
        "closes": user.standing.may("followup.close"),
    }
    return render(request, "followup/overview.html", context)


def _live(card: Card, house: House, period: Period) -> str:
    """The leader's own house as it stands now, in one sentence."""
    return said(reading.live(card, measure(card, [period], clock.today()).get((house.pk, period.key), Counts())))


@may("followup.closed")
@require_safe
def one(request: HttpRequest, key: str) -> HttpResponse:
    """One indicator: closed figures of the houses this user may see and of both together; live ones for a leader."""
    card, user, book = _card(key), _who(request), Book()
    houses = _houses(user, "followup.closed")
    led = _houses(user, "followup.live") if user.standing.may("followup.live") else []
    context = {
        "card": card,
        "counter": CARDS.get(card.counter),
        "figures": [figure(card, book, None), *[figure(card, book, house) for house in houses]],
        "lives": _live_rows(card, led) if led else [],
        "rule": rule_in_words(card),
        "drills": user.standing.may("followup.rows"),
    }
    return render(request, "followup/one.html", context)


def _live_rows(card: Card, houses: list[House]) -> list[dict[str, Any]]:
    """The leader's own house quarter by quarter, exact and as it stands now: one query."""
    now = Period.quarter_of(clock.today())
    spans = between(now.later(1 - OLDEST), now)
    table = measure(card, spans, clock.today())
    lives = []
    for house in houses:
        rows = []
        for each in reversed(spans):
            shown = reading.live(card, table.get((house.pk, each.key), Counts()))
            rows.append({"period": each, "said": said(shown), "beside": beside(card, shown), "split": shown.bands})
        lives.append({"house": house, "rows": rows})
    return lives


@may("followup.rows")
@require_safe
def rows(request: HttpRequest, key: str, house: str, period: str) -> HttpResponse:
    """The code-numbered rows behind a figure of the leader's own house; opening one is a look-up of its own."""
    card = _card(key)
    led = {one.code: one for one in _houses(_who(request), "followup.rows")}
    try:
        span = Period.parse(period)
    except ValueError:
        raise Http404 from None
    if house not in led:
        raise Http404
    found = drilling.rows(card, led[house].pk, span, clock.today())
    opens = Stay.objects.visible_to(_who(request), "stay.see").filter(code__in=[row.stay for row in found if row.stay])
    write(by=_who(request), verb="liste", noun="indikator", code=card.key, fields={"hus": house, "periode": period})
    context = {
        "card": card,
        "rows": found,
        "opens": set(opens.values_list("code", flat=True)),
        "period": span,
        "house": led[house],
    }
    return render(request, "followup/rows.html", context)


def _closable() -> list[Period]:
    """The quarters that have ended and are not closed, oldest first."""
    closed = Closing.objects.keys()
    first = Stay.objects.order_by("decided_at").values_list("decided_at", flat=True).first()
    if first is None:
        return []
    begun, ended = Period.quarter_of(first.astimezone(clock.CPH).date()), last_ended(clock.now())
    return [each for each in between(begun, ended) if each.key not in closed]


@may("followup.close")
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    """Close a quarter: what will be frozen, and what is not mature yet."""
    periods = _closable()
    form = CloseForm(request.POST if request.method == "POST" else None, periods=periods)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.close(Period.parse(form.cleaned_data["period"]), by=_who(request))
            except Refused as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, str(_("Perioden er lukket. Dens tal ændrer sig ikke mere.")))
                return redirect("followup")
    context = {"form": form, "periods": periods, "cards": CARDS.values(), "waiting": _waiting()}
    return render(request, "followup/close.html", context, status=status)


@may("followup.close")
@require_POST
def freeze(request: HttpRequest) -> HttpResponse:
    """Freeze what was not mature when its quarter was closed."""
    frozen = actions.freeze_what_has_matured(by=_who(request))
    messages.success(request, str(_("Frosset: {number}.")).format(number=frozen))
    return redirect("close-period")


def _waiting() -> list[tuple[Card, Period, Any]]:
    """Closed quarters in which an indicator is not frozen yet, and the day it matures at the latest."""
    book = Book()
    return [
        (card, period, period.matures_on(card.matures_after))
        for card in CARDS.values()
        for period in Closing.objects.periods()
        if period.key not in book.frozen(card)
    ]
