"""Closing a period: from then on its figures stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.followup.indicators import CARDS
from rettesnor.followup.indicators.card import Card, Counts
from rettesnor.followup.models import Closing, Measurement
from rettesnor.followup.period import Period, parse
from rettesnor.staff.models import Employee, House

CODE_VERSION = "0.1.0"
EMPTY: Counts = {"hits": 0, "of": 0, "unknown": 0}


@transaction.atomic
def close(period: Period, *, by: Employee) -> Closing:
    """Close a quarter that has ended: freeze every indicator that is mature, and earlier ones that have become so."""
    if not period.quarter:
        raise Refused(_("Luk et kvartal ad gangen. Året er lukket, når dets fire kvartaler er det."), "period")
    if not period.has_ended(clock.today()):
        raise Refused(_("{period} er ikke slut endnu.").format(period=period.label), "period")
    if Closing.objects.filter(period=period.key).exists():
        raise Refused(_("{period} er allerede lukket.").format(period=period.label), "period")
    closing = Closing.objects.create(period=period.key, by=by, at=clock.now())
    frozen = freeze([parse(key) for key in sorted(Closing.objects.keys())])
    write(by=by, verb="luk", noun="closing", code=period.key, fields={"frosset": frozen})
    return closing


@transaction.atomic
def freeze_what_has_matured(*, by: Employee) -> int:
    """Freeze what was not mature when its quarter was closed; the number of indicators and quarters frozen."""
    frozen = freeze([parse(key) for key in sorted(Closing.objects.keys())])
    if frozen:
        write(by=by, verb="frys", noun="closing", fields={"frosset": frozen})
    return frozen


def freeze(periods: Iterable[Period]) -> int:
    """Store the counts of every closed, mature and not yet stored indicator and quarter: one query an indicator."""
    today, houses = clock.today(), list(House.objects.all())
    stored = set(Measurement.objects.values_list("key", "version", "period").distinct())
    rows: list[Measurement] = []
    frozen = 0
    for card in CARDS.values():
        wanted = [period for period in periods if (card.key, card.version, period.key) not in stored]
        if not wanted:
            continue
        table = card.counts(today)
        for period in wanted:
            counts = {house: table.get((house.pk, period.key), EMPTY) for house in houses}
            if is_mature(card, period, counts.values(), today):
                frozen += 1
                rows += [_measurement(card, house, period, found) for house, found in counts.items()]
    Measurement.objects.bulk_create(rows)
    return frozen


def is_mature(card: Card, period: Period, counts: Iterable[Counts], today: date) -> bool:
    """Nothing is pending any more, or the card's own number of days has passed since the quarter ended."""
    if today >= matures_on(card, period):
        return True
    return bool(card.pending) and all(found.get(card.pending, 0) == 0 for found in counts)


def matures_on(card: Card, period: Period) -> date:
    return period.after + timedelta(days=card.matures_after)


def _measurement(card: Card, house: House, period: Period, counts: Counts) -> Measurement:
    return Measurement(
        key=card.key,
        version=card.version,
        house=house,
        period=period.key,
        counts=counts,
        computed_at=clock.now(),
        code_version=CODE_VERSION,
    )
