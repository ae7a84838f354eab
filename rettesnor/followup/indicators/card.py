"""What an indicator is: a card that people read, and the rows it is counted from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet
from django.utils.functional import Promise

from rettesnor.followup.counts import Counts, fold
from rettesnor.followup.period import Period

Words = str | Promise
Rows = Callable[[Sequence[Period], date], "QuerySet[Any]"]
"""The rows of some quarters as they stand on a day, annotated with unit_house (id), unit_period (key), unit_day,
unit_stay (code of the stay, or None), answer, band and other (see `Counts`)."""

PROCESS, PERSON, SENSITIVE = "process", "person", "sensitive"


@dataclass(frozen=True)
class Tally:
    """Something counted beside the indicators, frozen with them: a name, a version, and its rows."""

    key: str
    version: int
    rows: Rows
    matures_after: timedelta = timedelta(0)


@dataclass(frozen=True)
class Card(Tally):
    """An indicator as the page prints it, and as it is counted: one object, so that they cannot drift apart.

    line: the line of the document it belongs to · kind: process, outcome or description, in words · about: which of the
    three small-number classes · counter: key of the indicator that would expose a false improvement, or `counter_why`
    none is needed · shape: share, bands (a share whose misses are split too) or split (a description without hits) ·
    bands: code -> words, in order · coarser: ever coarser ways to merge the bands of a split, words -> codes ·
    proxy: the line's own figure is missing and this stands apart from it · beside: noes shown with the figure, by
    reason (no reason: all of them).
    """

    line: str = ""
    title: Words = ""
    question: Words = ""
    numerator: Words = ""
    denominator: Words = ""
    unit: Words = ""
    cohort: Words = ""
    kind: Words = ""
    about: str = PROCESS
    misleads: Words = ""
    counter: str = ""
    counter_why: Words = ""
    shape: str = "share"
    hit: Words = ""
    miss: Words = ""
    not_recorded: Words = ""
    not_relevant: Words = ""
    other_reading: Words = ""
    bands: Mapping[str, Words] = field(default_factory=dict)
    coarser: Sequence[Mapping[Words, Sequence[str]]] = ()
    proxy: Words = ""
    beside: Sequence[tuple[Words, Sequence[str]]] = ()
    sources: Sequence[Words] = ()

    @property
    def by_year(self) -> bool:
        """Figures about persons are shown for calendar years alone: never a quarter, never spans that overlap."""
        return self.about != PROCESS

    @property
    def is_description(self) -> bool:
        return self.shape == "split"

    @property
    def printed(self) -> dict[str, Words]:
        """The card as `ui/definition.html` prints it."""
        names = ("title", "question", "numerator", "denominator", "unit", "cohort", "kind", "misleads", "key")
        plain: dict[str, Words] = {name: getattr(self, name) for name in names}
        return plain | {"version": str(self.version), "counter": self.counter or self.counter_why}


def measure(counted: Tally, quarters: Sequence[Period], on: date) -> dict[tuple[int, str], Counts]:
    """Count everything of some quarters (in order, without holes) in one query: (house id, period key) -> counts."""
    statement, given = question(counted.rows, tuple(quarters), on)
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return fold(cursor.fetchall())


@lru_cache(maxsize=128)
def question(rows: Rows, quarters: tuple[Period, ...], on: date) -> tuple[str, tuple[Any, ...]]:
    """The statement that counts, and what is put into it: nobody's rows, so it is written once and asked often.

    Django takes longer to write it than the database takes to answer.
    """
    cells = rows(quarters, on).order_by().values_list("unit_house", "unit_period", "answer", "band", "other")
    statement: tuple[str, tuple[Any, ...]] = cells.annotate(count=Count("pk")).query.sql_with_params()
    return statement
