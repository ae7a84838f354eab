"""Closing a quarter: from then on its figures stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.followup.counts import Counts, together
from rettesnor.followup.indicators import COUNTED, Tally, measure
from rettesnor.followup.models import Closing, Measurement
from rettesnor.followup.period import Period, between
from rettesnor.staff.models import Employee, House


@transaction.atomic
def close(period: Period, *, by: Employee) -> Closing:
    """Close a quarter that has ended: freeze what is mature in it, and what has matured in earlier ones since.

    Raises Refused for a year, for a quarter that still runs, and for one that is closed already.
    """
    if not period.quarter:
        raise Refused(_("Luk et kvartal ad gangen. Året er lukket, når dets fire kvartaler er det."), "period")
    if not period.has_ended(clock.now()):
        raise Refused(_("{period} er ikke slut endnu.").format(period=period.label), "period")
    closing = _closed(period, by)
    frozen = freeze(Closing.objects.periods(), clock.today())
    write(by=by, verb="luk", noun="closing", code=period.key, fields={"frosset": frozen})
    return closing


@transaction.atomic
def close_many(periods: Sequence[Period], *, by: Employee) -> int:
    """Close several ended quarters in one go, for a house that begins with a past; returns how many were closed."""
    closed = set(Closing.objects.periods())
    wanted = [period for period in periods if period not in closed and period.has_ended(clock.now())]
    Closing.objects.bulk_create(Closing(period=period.key, by=by, at=clock.now()) for period in wanted)
    frozen = freeze(Closing.objects.periods(), clock.today())
    keys = [period.key for period in wanted]
    write(by=by, verb="luk", noun="closing", fields={"kvartaler": keys, "frosset": len(frozen)})
    return len(wanted)


@transaction.atomic
def freeze_what_has_matured(*, by: Employee) -> int:
    """Freeze what was not mature when its quarter was closed; returns how many figures were frozen."""
    frozen = freeze(Closing.objects.periods(), clock.today())
    if frozen:
        write(by=by, verb="frys", noun="closing", fields={"frosset": frozen})
    return len(frozen)


def _closed(period: Period, by: Employee) -> Closing:
    try:
        with transaction.atomic():
            return Closing.objects.create(period=period.key, by=by, at=clock.now())
    except IntegrityError:
        raise Refused(_("{period} er allerede lukket.").format(period=period.label), "period") from None


def freeze(periods: Sequence[Period], on: date) -> list[str]:
    """Store what is closed, mature on the day and not stored yet: one query a thing counted, whatever its size.

    Returns what was frozen, as "CHI-A1 2026K1".
    """
    houses = list(House.objects.all())
    stored = set(Measurement.objects.order_by().values_list("key", "version", "period").distinct())
    rows: list[Measurement] = []
    told = []
    for counted in COUNTED:
        wanted = [period for period in periods if (counted.key, counted.version, period.key) not in stored]
        for period, found in counted_in(counted, wanted, houses, on).items():
            if is_mature(counted, period, found.values(), on):
                told.append(f"{counted.key} {period.key}")
                rows += _measurements(counted, period, found, houses)
    Measurement.objects.bulk_create(rows)
    return told


def counted_in(
    counted: Tally, periods: Sequence[Period], houses: Sequence[House], on: date
) -> dict[Period, dict[int, Counts]]:
    """The counts of each house in each of the quarters, as they stand on the day: one query."""
    if not periods:
        return {}
    table = measure(counted, between(min(periods), max(periods)), on)
    return {period: {house.pk: table.get((house.pk, period.key), Counts()) for house in houses} for period in periods}


def is_mature(counted: Tally, period: Period, counts: Iterable[Counts], on: date) -> bool:
    """Nothing waits for its limit any more, or so long has passed that everything can be known."""
    return on >= period.matures_on(counted.matures_after) or not any(found.pending for found in counts)


@dataclass(frozen=True)
class Plan:
    """What closing a quarter today would freeze, and what must wait until which day."""

    period: Period
    ready: list[Tally]
    waiting: list[tuple[Tally, date]]


def plans(periods: Sequence[Period], things: Sequence[Tally], on: date) -> list[Plan]:
    """A plan for each of the quarters; only what can be immature is counted."""
    houses = list(House.objects.all())
    immature: dict[tuple[str, Period], date] = {}
    for counted in things:
        young = [period for period in periods if on < period.matures_on(counted.matures_after)]
        for period, found in counted_in(counted, young, houses, on).items():
            if not is_mature(counted, period, found.values(), on):
                immature[counted.key, period] = period.matures_on(counted.matures_after)
    return [
        Plan(
            period,
            [counted for counted in things if (counted.key, period) not in immature],
            [(counted, immature[counted.key, period]) for counted in things if (counted.key, period) in immature],
        )
        for period in periods
    ]


def _measurements(
    counted: Tally, period: Period, found: dict[int, Counts], houses: Sequence[House]
) -> list[Measurement]:
    def row(house: House | None, counts: Counts) -> Measurement:
        return Measurement(
            key=counted.key,
            version=counted.version,
            house=house,
            period=period.key,
            counts=counts.to_json(),
            computed_at=clock.now(),
            code_version=_code_version(),
        )

    return [*(row(house, found[house.pk]) for house in houses), row(None, together(found.values()))]


def _code_version() -> str:
    try:
        return version("rettesnor")
    except PackageNotFoundError:
        return "0.1.0"
