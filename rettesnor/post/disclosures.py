"""What has left the house and is no letter: whole lists, told by the rooms that hand them out.

A room registers itself from its AppConfig; the gate's register of what has left asks it and knows nothing of the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, Protocol


class Disclosed(Protocol):
    """One line of the register, in the words of a letter's; `house` is None for what is of every house."""

    dispatched_at: datetime | None
    prepared_by: Any
    released_by: Any
    sha256: str
    code: str

    @property
    def kind_name(self) -> str: ...

    @property
    def recipient(self) -> str: ...

    @property
    def channel_name(self) -> str: ...


Answer = Callable[[date, date], Iterable[Any]]

_known: dict[str, Answer] = {}


def register(kind: str, answer: Answer) -> None:
    """Let `answer` tell what of this kind left from one day to another, both included. The last one counts."""
    _known[kind] = answer


def left_in(first: date, last: date) -> list[Any]:
    """Everything that left on those days and is no letter."""
    return [each for answer in _known.values() for each in answer(first, last)]
