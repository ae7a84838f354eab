"""Many women who have lived here, put down as rows: house, number, in and out. Numbers are invented (day 61-91)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from rettesnor.danish import clock
from rettesnor.residency.models import Identity, Resident, Stay
from rettesnor.staff.models import Employee, House
from rettesnor.vault.models import DataKey

Lived = tuple[str, str, date, date | None]
"""Her number ("" for one who has given none), the house, the day she moved in, the day she left."""


def number(nth: int) -> str:
    """The nth invented woman's number."""
    day, rest = 61 + nth % 28, nth // 28
    month, rest = 1 + rest % 12, rest // 12
    return f"{day}{month:02d}{40 + rest % 60:02d}-{2 * (rest // 60):04d}"


def put(lived: Iterable[Lived], *, by: Employee, anonymous: bool = False) -> list[Stay]:
    """One stay for each; a number met twice is the same woman."""
    houses = {house.code: house for house in House.objects.all()}
    women: dict[str, Resident] = {}
    stays = []
    for nth, (her, house, since, until) in enumerate(lived):
        if not her or her not in women:
            women[her or f"none {nth}"] = Resident(key=DataKey.objects.unsaved(), alias=f"Alias {nth}")
        resident = women[her or f"none {nth}"]
        resident.anonymous = anonymous
        stay = Stay(key=resident.key, resident=resident, house=houses[house], first_house=houses[house])
        stay.decided_at = stay.moved_in_at = at(since)
        stay.decided_by, stay.left_at = by, at(until) if until else None
        stay.anonymous = anonymous
        stays.append(stay)
    _save(women, stays)
    return stays


def _save(women: dict[str, Resident], stays: list[Stay]) -> None:
    DataKey.objects.bulk_create([each.key for each in women.values()])
    Resident.objects.bulk_create(women.values())
    named = []
    for her, resident in women.items():
        if not her.startswith("none"):
            identity = Identity(resident=resident, key=resident.key)
            identity.name, identity.cpr = "Prøve Opdigtet", her
            named.append(identity)
    Identity.objects.bulk_create(named)
    Stay.objects.bulk_create(stays)


def at(day: date) -> datetime:
    return datetime.combine(day, time(12), clock.CPH)
