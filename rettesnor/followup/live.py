"""The house as it stands now, for the one who leads it; and what has not been closed or frozen yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F

from rettesnor.danish import clock
from rettesnor.followup import reading
from rettesnor.followup.book import Book, noes
from rettesnor.followup.counts import Counts
from rettesnor.followup.figures import facts_of, said_noes, say
from rettesnor.followup.indicators import NOES_BY_REASON, Card, measure
from rettesnor.followup.indicators.card import Tally
from rettesnor.followup.models import Closing, Measurement
from rettesnor.followup.period import Period, between, last_ended
from rettesnor.residency.models import Enquiry
from rettesnor.staff import limits
from rettesnor.staff.models import House

QUARTERS = 5
"""So many quarters a leader sees as they stand: the running one and a year back."""


@dataclass(frozen=True)
class Now:
    """One quarter of one house as it stands: the finding, and what stands beside it."""

    house: House
    period: Period
    words: str
    facts: list[tuple[str, str]]


def now(card: Card, houses: Sequence[House]) -> list[Now]:
    """The running quarter of each house: one query."""
    running = Period.quarter_of(clock.today())
    table = measure(card, [running], clock.today())
    return [_now(card, house, running, table, {}) for house in houses]


def quarters(card: Card, houses: Sequence[House]) -> list[tuple[House, list[Now]]]:
    """The latest quarters of each house, newest first: one query, and one for the noes beside."""
    running = Period.quarter_of(clock.today())
    spans = between(running.later(1 - QUARTERS), running)
    table = measure(card, spans, clock.today())
    refused = measure(NOES_BY_REASON, spans, clock.today()) if card.beside else {}
    return [(house, [_now(card, house, span, table, refused) for span in reversed(spans)]) for house in houses]


Table = dict[tuple[int, str], Counts]


def _now(card: Card, house: House, period: Period, table: Table, refused: Table) -> Now:
    shown = reading.live(card, table.get((house.pk, period.key), Counts()))
    facts = facts_of(card, shown)
    if card.is_description:
        facts = [(str(words), str(count)) for words, count in shown.split] + facts
    no = refused.get((house.pk, period.key), Counts())
    beside = said_noes([(words, noes(no, codes)) for words, codes in card.beside]) if refused else []
    return Now(house, period, say(card, shown), facts + beside)


def closable(moment: datetime) -> list[Period]:
    """The quarters that have ended and are not closed, oldest first, since the first enquiry.

    A call that is said to have come long before anybody wrote it down opens no quarter: its date is a slip of the pen.
    """
    soon = timedelta(days=limits.value("enquiry.afterwards", clock.day_of(moment)))
    calls = Enquiry.objects.filter(received_at__gte=F("entered_at") - soon)
    first = calls.order_by("received_at").values_list("received_at", flat=True).first()
    if first is None:
        return []
    begun = Period.quarter_of(clock.day_of(first))
    closed = set(Closing.objects.periods())
    return [period for period in between(begun, last_ended(moment)) if period not in closed]


@dataclass(frozen=True)
class Waiting:
    """What of an indicator is closed and not frozen: quarters that ripen on a day to come, and those that are ripe.

    Ripe quarters wait for somebody to freeze them: the last day has come, or the definition is a new one.
    """

    card: Tally
    ripening: list[tuple[Period, date]]
    ripe: list[Period]


def waiting(card: Card, book: Book) -> Waiting:
    """The closed quarters in which an indicator is not frozen yet."""
    frozen = book.table(card)
    return _waiting(card, [period for period in Closing.objects.periods() if period not in frozen])


def waiting_everywhere(things: Sequence[Tally]) -> list[Waiting]:
    """Everything that is closed and not frozen yet, by what is counted."""
    stored = set(Measurement.objects.order_by().values_list("key", "version", "period").distinct())
    closed = Closing.objects.periods()
    found = [_waiting(t, [each for each in closed if (t.key, t.version, each.key) not in stored]) for t in things]
    return [one for one in found if one.ripening or one.ripe]


def _waiting(thing: Tally, periods: Sequence[Period]) -> Waiting:
    days = [(period, period.matures_on(thing.matures_after)) for period in periods]
    today = clock.today()
    return Waiting(thing, [one for one in days if one[1] > today], [period for period, day in days if day <= today])
