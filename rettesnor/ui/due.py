"""What a room would remind of: plain data, so that every room can say it and I dag can order it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

NOW, TODAY, WEEK = "nu", "i dag", "denne uge"


@dataclass(frozen=True)
class Due:
    """One thing that is due.

    item: lasting key "room.kind:code" by which it can be said to be irrelevant · what: what to do, in Danish ·
    who: the row whose person it concerns (has `subjects()`), None for the house itself · called: the alias shown ·
    why: the reason and rule · limit: when it must be done (aware) · url: where it is done · key: the case's data key
    id, under which a reason is sealed.
    """

    item: str
    what: str
    who: Any
    called: str
    why: str
    limit: datetime
    url: str
    key: Any
    lines: Sequence[str] = ()

    def level(self, now: datetime) -> str:
        """Now (the limit is passed or within two hours), today, or this week."""
        left = (self.limit - now).total_seconds()
        if left < 2 * 3600:
            return NOW
        return TODAY if self.limit.date() <= now.date() else WEEK
