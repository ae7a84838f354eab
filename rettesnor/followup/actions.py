"""Closing a period: from then on its figures stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.followup.counts import Counts
from rettesnor.followup.indicators import COUNTED, Tally, measure
from rettesnor.followup.models import Closing, Measurement
from rettesnor.followup.period import Period, between
from rettesnor.staff.models import Employee, House

CODE_VERSION = "0.1.0"
NEVER = "never"


@transaction.atomic
def close(period: Period, *, by: Employee) -> Closing:
    """Close a quarter that has ended: freeze every indicator that is mature, and earlier ones that have become so."""
    if not period.quarter:
        raise Refused(_("Luk et kvartal ad gangen. Året er lukket, når dets fire kvartaler er det."), "period")
    if not period.has_ended(clock.now()):
        raise Refused(_("{period} er ikke slut endnu.").format(period=period.label), "period")
    if Closing.objects.filter(period=period.key).exists():
        raise Refused(_("{period} er allerede lukket.").format(period=period.label), "period")
    closing = Closing.objects.create(period=period.key, by=by, at=clock.now())
    frozen = freeze(Closing.objects.periods())
    write(by=by, verb="luk", noun="closing", code=period.key, fields={"frosset": frozen})
    return closing


@transaction.atomic
def close_many(periods: Sequence[Period], *, by: Employee) -> int:
    """Close several ended quarters in one go, for a house that begins with a past; how many were closed."""
    closed = Closing.objects.keys()
    wanted = [each for each in periods if each.key not in closed and each.has_ended(clock.now())]
    Closing.objects.bulk_create(Closing(period=each.key, by=by, at=clock.now()) for each in wanted)
    frozen = freeze(Closing.objects.periods())
    write(by=by, verb="luk", noun="closing", fields={"kvartaler": len(wanted), "frosset": frozen})
    return len(wanted)


@transaction.atomic
def freeze_what_has_matured(*, by: Employee) -> int:
    """Freeze what was not mature when its quarter was closed; the number of indicators and quarters frozen."""
    frozen = freeze(Closing.objects.periods())
    if frozen:
        write(by=by, verb="frys", noun="closing", fields={"frosset": frozen})
    return frozen


def freeze(periods: Sequence[Period]) -> int:
    """Store the counts of every closed, mature and not yet stored indicator and quarter: one query an indicator."""
    if not periods:
        return 0
    today, houses = clock.today(), list(House.objects.all())
    stored = set(Measurement.objects.values_list("key", "version", "period").distinct())
    rows: list[Measurement] = []
    frozen = 0
    for counted in COUNTED:
        wanted = [each for each in periods if (counted.key, counted.version, each.key) not in stored]
        if not wanted:
            continue
        table = measure(counted, _whole(wanted), today)
        for each in wanted:
            counts = {house: table.get((house.pk, each.key), Counts()) for house in houses}
            if is_mature(counted, each, counts.values(), today):
                frozen += 1
                rows += [_measurement(counted, house, each, found) for house, found in counts.items()]
    Measurement.objects.bulk_create(rows)
    return frozen


def _whole(periods: Sequence[Period]) -> list[Period]:
    """The quarters from the first to the last, without holes."""
    return between(min(periods), max(periods))


def is_mature(counted: Tally, period: Period, counts: Iterable[Counts], today: date) -> bool:
    """The indicator's own number of days has passed since the quarter ended, or nothing in it is open any more."""
    if today >= period.matures_on(counted.matures_after):
        return True
    return all(found.pending == 0 and found.bands.get(NEVER, 0) == 0 for found in counts)


def _measurement(counted: Tally, house: House, period: Period, counts: Counts) -> Measurement:
    return Measurement(
        key=counted.key,
        version=counted.version,
        house=house,
        period=period.key,
        counts=counts.to_json(),
        computed_at=clock.now(),
        code_version=CODE_VERSION,
    )
