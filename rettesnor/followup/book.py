"""The frozen figures as a page reads them: fetched once, put together into spans of time, shown to one reader."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from rettesnor.followup import reading
from rettesnor.followup.counts import Counts, together
from rettesnor.followup.indicators import NOES_BY_REASON, Card
from rettesnor.followup.indicators.card import SENSITIVE, Tally, Words
from rettesnor.followup.models import Measurement
from rettesnor.followup.period import Period
from rettesnor.followup.reading import BOTH, OTHER_HOUSE, Shown
from rettesnor.staff.models import Employee, House


@dataclass(frozen=True)
class Reader:
    """Who reads figures: the houses whose closed figures they may see, both together, and the houses they lead."""

    houses: tuple[House, ...]
    both: bool
    led: tuple[House, ...]

    @classmethod
    def of(cls, user: Employee) -> Reader:
        known = list(House.objects.all())
        closed, live = user.standing.reach("followup.closed"), user.standing.reach("followup.live")
        houses = tuple(house for house in known if closed.everywhere or house.pk in closed.houses)
        led = tuple(house for house in known if live.everywhere or house.pk in live.houses)
        return cls(houses, both=len(houses) == len(known) > 1, led=led)

    @property
    def would_subtract(self) -> bool:
        """Do they read one house exactly, and so the other wherever both together are told?"""
        return 0 < len(self.led) < len(self.houses)

    @property
    def places(self) -> list[House | None]:
        """Where figures are read: each house, and both (None) for those who reach both."""
        return [*self.houses, *([None] if self.both else [])]


def place_name(place: House | None) -> str:
    return place.name if place else _("Begge huse")


@dataclass(frozen=True)
class Span:
    """A quarter, or a calendar year made of quarters."""

    quarters: tuple[Period, ...]
    label: str
    short: str

    @classmethod
    def quarter(cls, period: Period) -> Span:
        return cls((period,), period.label, period.short)

    @classmethod
    def year(cls, number: int) -> Span:
        period = Period(number)
        return cls(period.quarters, period.label, period.short)

    def back(self) -> Span:
        """The span of the same length before it."""
        first = self.quarters[0]
        return Span.quarter(first.previous) if len(self.quarters) == 1 else Span.year(first.year - 1)


Table = dict[Period, dict[int, str]]
"""By quarter and house what was frozen, as it is written; it is read when somebody wants to know (`Book.frozen`)."""

LATELY = 12
"""So many closed quarters hold the newest whole year and the year before, also where a figure waits to mature."""


def lately(closed: Sequence[Period]) -> Sequence[Period]:
    """The newest of the closed quarters (in order): all that a page needs that shows newest figures alone."""
    return closed[-LATELY:]


class Book:
    """Every frozen count of some indicators, read in one query; live counts can be laid in beside them."""

    def __init__(self, things: Iterable[Tally], periods: Sequence[Period] | None = None) -> None:
        self.things = {thing.key: thing for thing in (*things, NOES_BY_REASON)}
        self.periods = periods

    @cached_property
    def tables(self) -> dict[tuple[str, int], Table]:
        rows = Measurement.objects.of(self.things, self.periods).annotate(written=Cast("counts", TextField()))
        tables: dict[tuple[str, int], Table] = {}
        for key, version, period, house, written in rows.values_list("key", "version", "period", "house", "written"):
            assert house is not None  # noqa: S101 - `of` leaves out the rows of both houses
            tables.setdefault((key, version), {}).setdefault(Period.parse(period), {})[house] = written
        return tables

    def table(self, thing: Tally) -> Table:
        return self.tables.get((thing.key, thing.version), {})

    def frozen(self, thing: Tally, quarter: Period) -> dict[int, Counts]:
        """The counts of each house in a quarter that is frozen."""
        found = self.table(thing)[quarter]
        return {house: Counts.from_json(json.loads(written)) for house, written in found.items()}

    def spans(self, card: Card, *, years: bool) -> list[Span]:
        """The spans a card is read in, oldest first: quarters or years; about persons years alone."""
        return list(self._newest_first(card, years=years))[::-1]

    def newest(self, card: Card) -> Span | None:
        """The last of `spans`, without making the others."""
        return next(self._newest_first(card), None)

    def _newest_first(self, card: Card, *, years: bool = False) -> Iterator[Span]:
        frozen = sorted(self.table(card), reverse=True)
        if years or card.by_year:
            found = map(Span.year, dict.fromkeys(period.year for period in frozen))
        else:
            found = map(Span.quarter, frozen)
        return (span for span in found if self.has(card, span))

    def has(self, thing: Tally, span: Span) -> bool:
        frozen = self.table(thing)
        return all(quarter in frozen for quarter in span.quarters)

    def counts(self, thing: Tally, span: Span) -> dict[int, Counts]:
        return _summed([self.frozen(thing, quarter) for quarter in span.quarters])

    def shown(self, card: Card, span: Span, reader: Reader) -> dict[House | None, Shown]:
        """What the reader sees of a span in each place: exact in a house that is led, else by the rule inside."""
        quarters = [self.frozen(card, quarter) for quarter in span.quarters]
        exact = _summed(quarters)
        ruled = reading.year(card, quarters) if len(quarters) > 1 else reading.inside(card, exact)
        if card.about == SENSITIVE and reader.would_subtract:
            ruled[BOTH] = Shown(why=OTHER_HOUSE)
        return {
            place: reading.live(card, exact[place.pk]) if place in reader.led else ruled[place.pk if place else BOTH]
            for place in reader.places
            if place is None or place.pk in exact
        }

    def beside(self, card: Card, span: Span, place: House | None, reader: Reader) -> list[tuple[Words, int | None]]:
        """The noes that stand beside a figure in one place; None where they are too few to show."""
        if not card.beside or not self.has(NOES_BY_REASON, span):
            return []
        table = self.counts(NOES_BY_REASON, span)
        told = [(words, _noes(table, codes, place, reader)) for words, codes in card.beside]
        if place in reader.led or len(span.quarters) == 1:
            return told
        # A year beside its quarters would tell what a hidden quarter was.
        each = [self.counts(NOES_BY_REASON, Span.quarter(quarter)) for quarter in span.quarters]
        hidden = any(_noes(table, (), place, reader) is None for table in each)
        return [(words, None) for words, _count in told] if hidden else told


def _summed(quarters: Sequence[Mapping[int, Counts]]) -> dict[int, Counts]:
    """The counts of each house over the quarters together."""
    return {house: together(quarter[house] for quarter in quarters) for house in quarters[0]}


def _noes(table: Mapping[int, Counts], codes: Sequence[str], place: House | None, reader: Reader) -> int | None:
    numbers = {house: (noes(counts, codes), counts.yes) for house, counts in table.items()}
    if place in reader.led and place is not None:
        return numbers[place.pk][0]
    return reading.number_beside(numbers)[place.pk if place else BOTH]


def noes(counts: Counts, codes: Sequence[str]) -> int:
    """How many noes for the reasons; for all, where none is named."""
    return sum(counts.bands.get(code, 0) for code in codes) if codes else counts.yes
