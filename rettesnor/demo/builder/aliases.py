"""Who carries which word on the board, by the rule of residency/aliases.py: a word rests after she has left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from random import Random

from rettesnor.demo.builder.story import Living, Story
from rettesnor.residency.aliases import WORDS
from rettesnor.residency.models.stay import ARCHIVED_AFTER


def in_order(rng: Random) -> list[str]:
    """Every word once, in the order in which they are given."""
    order = list(WORDS)
    rng.shuffle(order)
    return order


def give(order: list[str], told: list[Story]) -> None:
    """Give each woman a word that nobody else carries, in the order in which they move in; who comes back keeps hers
    if it is still hers to have."""
    lived = [(each, each.living) for each in told if each.living is not None]
    resting: dict[str, datetime | None] = {}
    for place, (each, living) in enumerate(sorted(lived, key=lambda pair: pair[1].moved_in_at)):
        before = each.before.stay if each.before else None
        if before is not None and _free(before.alias, resting, living):
            living.alias = before.alias
        else:
            living.alias = next(word for word in _words(order, place) if _free(word, resting, living))
        if before is not None:
            before.alias = living.alias  # one woman, one word: the newest
        resting[living.alias] = _rests(each, living)


def _rests(told: Story, living: Living) -> datetime | None:
    """Until when she stands in somebody's list; None: still."""
    ends = [task.until for task in living.tasks]
    if told.left_at is None or None in ends:
        return None
    return max([told.left_at + ARCHIVED_AFTER, *(end for end in ends if end)])


def _words(order: list[str], place: int) -> Iterator[str]:
    """From the next word on, all of them; then all of them numbered."""
    for lap in count(1):
        for n in range(len(order)):
            word = order[(place + n) % len(order)]
            yield word if lap == 1 else f"{word} {lap}"


def _free(word: str, resting: dict[str, datetime | None], living: Living) -> bool:
    until = resting.get(word, living.moved_in_at)
    return until is not None and until <= living.moved_in_at
