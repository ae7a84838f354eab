"""Invented people: names that nobody has and person numbers that nobody can have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from rettesnor.demo.builder import chances, words
from rettesnor.demo.builder.chances import pick


@dataclass(frozen=True)
class Woman:
    """She as she could tell of herself; without a name she is anonymous."""

    name: str
    cpr: str
    age: int | None
    phone: str
    language: str
    home: str

    @property
    def anonymous(self) -> bool:
        return not self.name


def woman(rng: Random, house: str, day: date) -> Woman:
    language, home = pick(rng, chances.LANGUAGES), pick(rng, chances.HOMES[house])
    span = pick(rng, chances.AGES)
    age = rng.randint(*span) if span else None
    if rng.random() < chances.ANONYMOUS:
        told = None if rng.random() < chances.ANONYMOUS_AGE_UNKNOWN else age
        return Woman("", "", told, "", language, home)
    name = f"{rng.choice(words.FIRST_NAMES)} {rng.choice(words.LAST_NAMES)}"
    number = "" if age is None else cpr(rng, birthday(rng, age, day), woman=True)
    return Woman(name, number, age, phone(rng), language, home)


def birthday(rng: Random, age: int, day: date) -> date:
    """A day on which somebody was born who is `age` on `day`, not the day itself."""
    try:
        oldest = day.replace(year=day.year - age - 1)
    except ValueError:
        oldest = day.replace(year=day.year - age - 1, day=28)
    return oldest + timedelta(days=rng.randint(2, 364))


def cpr(rng: Random, born: date, *, woman: bool) -> str:
    """A number with 60 added to the day: the pattern of a replacement number, so it belongs to nobody."""
    seventh = rng.choice((4, 9)) if born.year >= 2000 else rng.randint(0, 3)
    last = rng.choice((0, 2, 4, 6, 8) if woman else (1, 3, 5, 7, 9))
    return f"{born.day + 60:02}{born:%m%y}{seventh}{rng.randint(0, 99):02}{last}"


def phone(rng: Random) -> str:
    """No Danish number begins with 00."""
    return f"00 {rng.randint(10, 99)} {rng.randint(10, 99)} {rng.randint(10, 99)}"
