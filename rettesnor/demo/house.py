"""LivaShelter (opdigtet): both houses from the first of January 2019 to the day the demo stands on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from random import Random

from django.db import connection, transaction

from rettesnor.audit.actions import Line, write_all
from rettesnor.danish import clock
from rettesnor.demo import centre, evening, july
from rettesnor.demo.builder import aliases, present, rows, years
from rettesnor.demo.builder.chances import on
from rettesnor.demo.builder.forgotten import forgotten, guided_late
from rettesnor.demo.builder.rows import Rows
from rettesnor.demo.builder.story import Story
from rettesnor.demo.cast import build_cast, build_houses
from rettesnor.demo.evening import Act
from rettesnor.followup.actions import close
from rettesnor.followup.period import Period, between, last_ended
from rettesnor.guideline.actions import load_edition
from rettesnor.network.actions import load_offices
from rettesnor.registers.actions import load_outside
from rettesnor.residency.models import Capacity
from rettesnor.staff.models import Employee, House
from rettesnor.vault import codes

CLOSED_AFTER = timedelta(days=18)
"""So long after a quarter's end Anne closes it."""


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
    with codes.seeded(Random(f"{seed} codes")), clock.at(on(day, 0)):  # noqa: S311
        houses = build_houses()
        cast = build_cast(day)
        _opening(houses, cast)
        written = rows.save(_stories(rng, day, scale), houses, cast)
        _know_the_sizes()
        acts = [*_acts(written, day, cast), *evening.acts(rng, day, houses, cast), *july.acts(day, cast)]
        acts += centre.acts(day, houses, cast)
        for at, act in sorted(acts, key=lambda each: each[0]):
            with clock.at(at):
                act()


def _know_the_sizes() -> None:
    """Years of rows came at once: PostgreSQL guesses badly until it has counted them, by a factor of hundreds."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _opening(houses: dict[str, House], cast: dict[str, Employee]) -> None:
    """The document, the offices, and how many children each house could carry as it was decided over the years."""
    with clock.at(years.OPENED):
        load_edition()
        load_offices()
        load_outside()
    for house, by, children, since, reason in (
        ("kbh", "lone", 12, date(2019, 1, 1), "To børnefaglige på deltid."),
        ("kbh", "lone", 10, date(2024, 8, 1), "Én børnefaglig koordinator og en vikar."),
        ("aar", "aksel", 8, date(2019, 1, 1), "Én børnefaglig koordinator."),
    ):
        limit = Capacity(house=houses[house], decided_by=cast[by], children=children, since=since, reason=reason)
        limit.save()


def _stories(rng: Random, day: date, scale: int) -> list[Story]:
    order = aliases.in_order(rng)
    here = present.present(rng, day)
    told = years.history(rng, day, scale) + here + present.waiting(rng, day)
    aliases.give(order, told)
    return sorted(told, key=lambda each: each.call.at)


def _acts(written: Rows, day: date, cast: dict[str, Employee]) -> Iterator[Act]:
    """What goes into the log in the order of time: the cases, month by month, and the closings of the quarters."""
    put_right = [*forgotten(written, day, cast["vera"]), *guided_late(written, day)]
    lines = sorted([*written.lines(), *put_right], key=lambda each: each[0])
    for _month, group in groupby(lines, key=lambda each: each[0].strftime("%Y-%m")):
        found = list(group)
        yield found[-1][0], partial(_log, [line for _at, line in found])
    # The newest quarter that has ended stays open, so that there is one to close.
    for quarter in between(Period.quarter_of(years.OPENED), last_ended(on(day, 0)).previous):
        yield on(quarter.day_after + CLOSED_AFTER, 10), partial(close, quarter, by=cast["anne"])


def _log(lines: list[Line]) -> None:
    write_all(lines, by=None)
