"""LivaShelter (opdigtet): both houses from the first of January 2019 to the day the demo stands on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from random import Random

from django.db import transaction

from rettesnor.audit.actions import Line, write_all
from rettesnor.danish import clock
from rettesnor.demo import evening
from rettesnor.demo.builder import present, rows, women, years
from rettesnor.demo.cast import build_cast, build_houses
from rettesnor.guideline.actions import load_edition
from rettesnor.network.actions import load_offices
from rettesnor.residency.models import Capacity
from rettesnor.staff.models import Employee, House
from rettesnor.vault import codes

NAME = "LivaShelter (opdigtet)"


class AlreadyBuilt(Exception):
    """There is a house in this database."""


@transaction.atomic
def build(day: date, seed: int = 1, scale: int = 1) -> None:
    """Build the house as it stands on the morning of `day`: the same for the same seed, day and scale.

    Only keys, and what is sealed with them, are new each time. Raises AlreadyBuilt if there is a house.
    """
    if House.objects.exists():
        raise AlreadyBuilt
    rng = Random(seed)  # noqa: S311  (nothing secret hangs on it)
    with codes.seeded(Random(f"{seed} codes")), clock.at(day - timedelta(days=1)):  # noqa: S311
        houses = build_houses()
        cast = build_cast(day)
        load_edition()
        load_offices()
        _capacities(houses, cast)
        written = rows.save(_stories(rng, day, scale), houses, cast)
        _log(written.lines())
        evening.happen(rng, day, houses, cast)


def _stories(rng: Random, day: date, scale: int) -> list[rows.Story]:
    aliases = women.aliases(rng, laps=1 if scale == 1 else 40)
    here = present.present(rng, day, aliases)
    told = years.history(rng, day, scale, aliases) + here + present.waiting(rng, day)
    return sorted(told, key=lambda each: each.call.at)


def _capacities(houses: dict[str, House], cast: dict[str, Employee]) -> None:
    """How many children each house could carry, as it was decided over the years."""
    for house, by, children, since, reason in (
        ("kbh", "lone", 12, date(2019, 1, 1), "To børnefaglige på deltid."),
        ("kbh", "lone", 10, date(2024, 8, 1), "Én børnefaglig koordinator og en vikar."),
        ("aar", "aksel", 8, date(2019, 1, 1), "Én børnefaglig koordinator."),
    ):
        Capacity.objects.create(house=houses[house], decided_by=cast[by], children=children, since=since, reason=reason)


def _log(lines: Iterable[tuple[datetime, Line]]) -> None:
    """One line for each case, a month at a time, by the system itself: so the log says what was built."""
    ordered = sorted(lines, key=lambda each: each[0])
    for _month, group in groupby(ordered, key=lambda each: each[0].strftime("%Y-%m")):
        found = list(group)
        with clock.at(found[-1][0]):
            write_all([line for _at, line in found], by=None)
