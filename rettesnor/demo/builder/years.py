"""The years before: admissions and calls spread over every day since the houses opened in the demo."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from rettesnor.demo.builder import chances, women
from rettesnor.demo.builder.calls import other_call
from rettesnor.demo.builder.life import live
from rettesnor.demo.builder.present import PRESENT
from rettesnor.demo.builder.story import Story

OPENED = date(2019, 1, 1)
WOMEN_A_YEAR = 60
CALLS_A_WOMAN = 4.6
RETURNS = 0.11
LATELY = timedelta(days=100)
"""In the last hundred days those told by hand make a good part of the admissions."""


def history(rng: Random, day: date, scale: int) -> list[Story]:
    """Every case of both houses from the opening until the day before `day`, in the order of the calls."""
    told: list[Story] = []
    left: list[Story] = []
    for number in range((day - OPENED).days - 1):
        today = OPENED + timedelta(days=number)
        for house in ("kbh", "aar"):
            told += _admissions(rng, house, today, day, scale, left)
            told += [other_call(rng, house, today) for _ in range(_times(rng, _expected(scale) * CALLS_A_WOMAN))]
    return sorted(told, key=lambda each: each.call.at)


def _expected(scale: int) -> float:
    return WOMEN_A_YEAR * scale / 365.25


def _times(rng: Random, expected: float) -> int:
    return chances.how_many(rng, expected)


def _admissions(rng: Random, house: str, today: date, day: date, scale: int, left: list[Story]) -> list[Story]:
    expected = _expected(scale)
    if day - today < LATELY:
        expected -= _expected(1) * 0.4
    told = []
    for _each in range(_times(rng, expected)):
        each = women.story(rng, house, today, _one_who_left(rng, left, today))
        if each.stay.moved_in_at.date() >= day - timedelta(days=1):
            continue
        _tell(rng, each, day, stays=rng.random() < _still_here(scale, today, day))
        told.append(each)
        if each.left_at is not None and each.said.fields["cpr"]:
            left.append(each)
    return told


def _tell(rng: Random, each: Story, day: date, *, stays: bool) -> None:
    if rng.random() < 0.02:
        women.correct(rng, each)
    if stays:
        women.tasks(rng, each)
    else:
        women.finish(rng, each, day)
    live(rng, each, day)


def _still_here(scale: int, today: date, day: date) -> float:
    """At a larger scale more women live here now than those told by hand: the share of recent stays that run on."""
    if scale == 1 or day - today >= LATELY:
        return 0.0
    return len(PRESENT) * (scale - 1) / (2 * _expected(scale) * LATELY.days)


def _one_who_left(rng: Random, left: list[Story], today: date) -> Story | None:
    """Now and then somebody comes back; each comes back once at most."""
    if not left or rng.random() >= RETURNS:
        return None
    place = rng.randrange(len(left))
    before = left[place]
    if before.left_at is None or before.left_at.date() > today - timedelta(days=20) or before.before is not None:
        return None
    if today - before.left_at.date() > timedelta(days=1500):
        return None
    return left.pop(place)
