"""What other rooms have recorded of a stay while she lived here, asked without knowing which rooms.

A room that records about stays says so from its AppConfig: `residency` knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from rettesnor.residency.models import ChildStay, Move, Stay

Latest = Callable[[Stay], date | None]
Rows = Callable[[], QuerySet[Any]]
_asked: dict[str, Latest] = {}
_signs: dict[str, Rows] = {}


def register(what: str, latest: Latest) -> None:
    """Let `latest` tell the last day on which something of this kind stands recorded while she lived here."""
    _asked[what] = latest


def register_sign(what: str, rows: Rows) -> None:
    """Let `rows` give what can only stand recorded of somebody who came, of the stay that is `OuterRef("pk")`."""
    _signs[what] = rows


def latest_day(stay: Stay) -> date | None:
    """The last day on which anything stands recorded of the stay itself; None if nothing does."""
    return max(filter(None, (latest(stay) for latest in _asked.values())), default=None)


def been_here() -> ExpressionWrapper[Any]:
    """Does anything tell that she, or a child of hers, has been here? Asked along with the stays themselves."""
    return ExpressionWrapper(reduce(or_, (Q(Exists(rows())) for rows in _signs.values())), output_field=BooleanField())


def _moves() -> QuerySet[Move]:
    return Move.objects.between_houses().filter(stay=OuterRef("pk"))


def _children() -> QuerySet[ChildStay]:
    """One that came by itself, or has left by itself."""
    own = Q(moved_in_at__gt=F("stay__moved_in_at")) | Q(left_at__isnull=False)
    return ChildStay.objects.filter(own, stay=OuterRef("pk"))


register_sign("move", _moves)
register_sign("child", _children)
