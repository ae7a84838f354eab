"""The spans of time the figures are counted in: quarters, and years made of quarters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.db.models import CharField, DateTimeField, F, Func, Q
from django.utils.translation import gettext as _

from rettesnor.danish import clock

_KEY = re.compile(r"(?P<year>20[0-9]{2})(?:K(?P<quarter>[1-4]))?")


@dataclass(frozen=True, order=True)
class Period:
    """A calendar quarter, or a whole year (`quarter` 0), from Danish midnight to Danish midnight."""

    year: int
    quarter: int = 0

    @classmethod
    @cache
    def parse(cls, key: str) -> Period:
        """Read "2026K1" or "2026". Raises ValueError for anything else."""
        found = _KEY.fullmatch(key)
        if found is None:
            raise ValueError(f"{key!r} is neither a quarter nor a year")
        return cls(int(found["year"]), int(found["quarter"] or 0))

    @classmethod
    def quarter_of(cls, day: date) -> Period:
        return cls(day.year, (day.month + 2) // 3)

    @property
    def key(self) -> str:
        return f"{self.year}K{self.quarter}" if self.quarter else str(self.year)

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.quarter - 2 if self.quarter else 1, 1)

    @property
    def day_after(self) -> date:
        """The first day that is no longer in it."""
        return self.next.first_day

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first_day, time(), clock.CPH)

    @property
    def ends(self) -> datetime:
        """The first moment that is no longer in it."""
        return datetime.combine(self.day_after, time(), clock.CPH)

    @property
    def label(self) -> str:
        if not self.quarter:
            return str(self.year)
        return _("{quarter}. kvartal {year}").format(quarter=self.quarter, year=self.year)

    @property
    def short(self) -> str:
        """The label that fits under a point of a drawing."""
        return (
            _("{quarter}. kv. {year}").format(quarter=self.quarter, year=self.year % 100) if self.quarter else self.key
        )

    @property
    def next(self) -> Period:
        return self.later(1)

    @property
    def previous(self) -> Period:
        return self.later(-1)

    @property
    def quarters(self) -> tuple[Period, ...]:
        return (self,) if self.quarter else tuple(Period(self.year, number) for number in (1, 2, 3, 4))

    def later(self, count: int) -> Period:
        """So many quarters (or years) later; earlier where negative."""
        if not self.quarter:
            return Period(self.year + count)
        years, quarter = divmod(self.quarter - 1 + count, 4)
        return Period(self.year + years, quarter + 1)

    def has_ended(self, moment: datetime) -> bool:
        return self.ends <= moment

    def matures_on(self, after: timedelta) -> date:
        """The day from which everything that belongs to the period can be known."""
        return self.day_after + after


def between(first: Period, last: Period) -> list[Period]:
    """Every quarter from `first` to `last`, both included."""
    found = []
    while first <= last:
        found.append(first)
        first = first.next
    return found


def last_ended(moment: datetime) -> Period:
    """The newest quarter that lies wholly before the moment."""
    return Period.quarter_of(clock.day_of(moment)).previous


class Bucket(Func):
    """Which of the quarters (in order, without holes) a moment falls in, asked by halves: five comparisons, not thirty.

    Written as SQL at once: Django would resolve every limit as an expression, which takes longer than the counting.
    """

    def __init__(self, moment: F, limits: tuple[tuple[str, date | datetime], ...]) -> None:
        super().__init__(moment, output_field=CharField())
        self.limits = limits

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        """limits: (key, the first day or moment after it) of each quarter."""
        moment, given = compiler.compile(self.source_expressions[0])
        stored = [(key, _stored(end, connection)) for key, end in self.limits]
        sql, params = _halved(moment, list(given), stored)
        return sql, tuple(params)


def _halved(moment: str, given: list[Any], limits: list[tuple[str, Any]]) -> tuple[str, list[Any]]:
    if len(limits) == 1:
        return "%s", [limits[0][0]]
    half = len(limits) // 2
    before, first = _halved(moment, given, limits[:half])
    after, second = _halved(moment, given, limits[half:])
    return f"CASE WHEN {moment} < %s THEN {before} ELSE {after} END", [*given, limits[half - 1][1], *first, *second]


def _stored(end: date | datetime, connection: Any) -> Any:
    if isinstance(end, datetime):
        return connection.ops.adapt_datetimefield_value(end)
    return connection.ops.adapt_datefield_value(end)


class Later(Func):
    """A moment, and so many whole seconds after it; by the database alone, where Django would call back for each row
    on SQLite.
    """

    def __init__(self, moment: F, after: timedelta) -> None:
        super().__init__(moment, output_field=DateTimeField())
        self.seconds = int(after.total_seconds())

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        moment, given = compiler.compile(self.source_expressions[0])
        return f"(({moment}) + INTERVAL '{self.seconds} seconds')", tuple(given)

    def as_sqlite(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        """Moments are text there, and `datetime` drops what is smaller than a second: it is laid on again."""
        moment, given = compiler.compile(self.source_expressions[0])
        whole = f"datetime(substr({moment}, 1, 19), '{self.seconds} seconds')"
        return f"({whole} || substr({moment}, 20))", (*given, *given)


def bucket(field: str, quarters: Sequence[Period], *, days: bool = False) -> Bucket:
    """Say in SQL which of the quarters (in order, without holes) a moment falls in; `days` for a field of dates.

    Limits are compared, not truncated: Danish midnight and summer time are already in them, on every database. Only
    for rows `within` the same quarters.
    """
    return Bucket(F(field), tuple((each.key, each.day_after if days else each.ends) for each in quarters))


def within(field: str, quarters: Sequence[Period], *, days: bool = False) -> Q:
    """The rows whose moment falls in any of the quarters."""
    first, last = quarters[0], quarters[-1]
    if days:
        return Q(**{f"{field}__gte": first.first_day, f"{field}__lt": last.day_after})
    return Q(**{f"{field}__gte": first.begins, f"{field}__lt": last.ends})
