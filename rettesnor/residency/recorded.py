"""What other rooms have recorded of a stay while she lived here, asked without knowing which rooms.

A room that records about stays says so from its AppConfig: `residency` knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from rettesnor.danish import dates
from rettesnor.danish.refused import Refused
from rettesnor.residency.models import ChildStay, Move, Stay

Outside = Callable[[Stay], set[tuple[date, str]]]
Rows = Callable[[], QuerySet[Any]]
_asked: dict[str, Outside] = {}
_signs: dict[str, Rows] = {}


def register(what: str, outside: Outside) -> None:
    """Let `outside` tell what stands recorded, by its day and its code, on days that lie outside the stay, or the
    child's stay, as the database has it."""
    _asked[what] = outside


def register_sign(what: str, rows: Rows) -> None:
    """Let `rows` give what can only stand recorded of somebody who came, of the stay that is `OuterRef("pk")`."""
    _signs[what] = rows


@contextmanager
def kept_within(stay: Stay, field: str) -> Iterator[None]:
    """The dates that are written here leave nothing recorded outside the stay; raises Refused with a day of it.

    It could not be put right any more. What lay outside before holds nobody back: that may be what is being mended.
    Inside a transaction: the dates are written before they are judged.
    """
    before = _outside(stay)
    yield
    if left_out := _outside(stay) - before:
        told = _(
            "Der er registreret noget om opholdet {day}, som så ville ligge uden for det. Er den dag forkert, så ret "
            "den først."
        )
        raise Refused(told.format(day=dates.say(max(left_out)[0])), field)


def _outside(stay: Stay) -> set[tuple[date, str]]:
    return {row for outside in _asked.values() for row in outside(stay)}


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
