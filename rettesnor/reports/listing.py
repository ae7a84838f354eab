"""The resident list itself: one row for each time a woman lived in one of the houses, as it can be told today.

Plain text in columns parted by tabulators, with Statistics Denmark's own names: PNR, HUS, INDFLYT, UDFLYT. There the
number is replaced by the project's key; then `dkcohort` reads the list as the study's own centres.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Prefetch

from rettesnor.danish import clock, cpr
from rettesnor.residency.models import Move, Stay
from rettesnor.staff.models import House

COLUMNS = ("PNR", "HUS", "INDFLYT", "UDFLYT")


@dataclass(frozen=True, order=True)
class Row:
    """She lived in this house from one day to another; `until` is None where she still did on the list's last day."""

    number: str
    house: str
    since: date
    until: date | None = field(compare=False)


@dataclass(frozen=True)
class Listing:
    """The rows of a period, whom they are about, and the stays that had to be left out."""

    rows: tuple[Row, ...]
    subjects: tuple[str, ...]
    anonymous: int
    unnumbered: int

    @property
    def content(self) -> bytes:
        lines = ["\t".join(COLUMNS), *map(_written, self.rows)]
        return ("\r\n".join(lines) + "\r\n").encode("ascii")

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Rows by house and by year of moving in: what can be judged without seeing one number."""
        houses = Counter(row.house for row in self.rows)
        years = Counter(str(row.since.year) for row in self.rows)
        return {"houses": dict(sorted(houses.items())), "years": dict(sorted(years.items()))}


def _written(row: Row) -> str:
    return "\t".join([row.number, row.house, row.since.isoformat(), row.until.isoformat() if row.until else ""])


def listing(first: date, last: date) -> Listing:
    """Everybody who lived here on one of the days; a stay that went on after the last of them has no end."""
    houses = dict(House.objects.values_list("pk", "code"))
    rows: dict[tuple[str, str, date], Row] = {}
    subjects, anonymous, unnumbered = set[str](), 0, 0
    for stay in _stays(first, last):
        number = "" if stay.anonymous else _number(stay)
        if not number:
            anonymous, unnumbered = anonymous + stay.anonymous, unnumbered + (not stay.anonymous)
            continue
        for row in _rows(stay, number, houses, last):
            if row.until is None or row.until >= first:
                key = (row.number, row.house, row.since)
                rows[key] = _longer(row, rows.get(key))
                subjects.add(stay.resident.subject)
    return Listing(tuple(sorted(rows.values())), tuple(sorted(subjects)), anonymous, unnumbered)


def _stays(first: date, last: date) -> Iterable[Stay]:
    begins = datetime.combine(first, time(), clock.CPH)
    ends = datetime.combine(last + timedelta(days=1), time(), clock.CPH)
    moves = Move.objects.only("stay_id", "at", "from_house_id", "to_house_id").order_by("at", "pk")
    rows = Stay.objects.lived_between(begins, ends).order_by("moved_in_at", "pk")
    return rows.select_related("key", "resident", "resident__identity", "resident__identity__key").prefetch_related(
        Prefetch("moves", moves)
    )


def _number(stay: Stay) -> str:
    """Ten digits, or nothing where she has not given a number."""
    identity = getattr(stay.resident, "identity", None)
    if identity is None or not identity.cpr:
        return ""
    return cpr.parse(identity.cpr).digits


def _rows(stay: Stay, number: str, houses: dict[int, str], last: date) -> Iterator[Row]:
    """One row for each house she lived in: the register, too, has a stay at each."""
    since, house = clock.day_of(stay.moved_in_at), stay.first_house_id
    for move in stay.moves.all():
        if move.to_house_id == house or clock.day_of(move.at) > last:
            continue
        if clock.day_of(move.at) > since:
            yield Row(number, houses[house], since, clock.day_of(move.at))
        since, house = clock.day_of(move.at), move.to_house_id
    left = clock.day_of(stay.left_at) if stay.left_at is not None else None
    yield Row(number, houses[house], since, None if left is None or left > last else left)


def _longer(row: Row, other: Row | None) -> Row:
    """Of two rows that begin alike the one that ends later."""
    if other is None or row.until is None:
        return row
    return other if other.until is None or other.until > row.until else row
