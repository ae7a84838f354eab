"""What was done for a woman and her children while they lived in the house, by chance.

Efforts are kept by the lines of the document, so there are none before the document was in force.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from rettesnor.demo.builder import chances, words
from rettesnor.demo.builder.chances import pick, sentence
from rettesnor.demo.builder.story import Done, Living, Story, Wellbeing
from rettesnor.demo.builder.women import CONTACT, COORDINATOR

DOCUMENT_FROM = date(2025, 1, 1)
WORKERS = {"kbh": "karen", "aar": "tove"}
HER_LINES = {
    "OTH-A1": 16, "AGE-A1": 14, "OTH-A2": 12, "EDU-A1": 9, "EDU-A2": 7, "EDU-A3": 7, "EDU-A6": 5, "EDU-A7": 5,
    "EDU-A4": 3, "EDU-A5": 4, "ORI-A1": 5, "ORI-A2": 6, "PSY-A3": 5, "CRI-A2": 5, "PLA-A2": 6, "PLA-A3": 3,
}  # fmt: skip
CHILD_LINES = {"CHI-A8": 26, "CHI-A7": 20, "CHI-A5": 14, "CHI-A10": 16, "CHI-A9": 12, "CHI-A11": 12}
PSYCHOLOGISTS = ("OTH-A2", "PLA-A2")


def live(rng: Random, told: Story, until: date) -> None:
    """Efforts and well-being notes of the whole stay, at the latest on the day before `until`."""
    living = told.stay
    first = max(living.moved_in_at.date(), DOCUMENT_FROM)
    last = min(told.left_at.date() if told.left_at else until, until - timedelta(days=1))
    if last < first:
        return
    days = (last - first).days
    for _each in range(chances.how_many(rng, 1.5 + min(days / 9, 14))):
        living.done.append(_for_her(rng, told, _day(rng, first, last), until))
    for number in range(len(told.children)):
        for _each in range(chances.how_many(rng, 1 + min(days / 13, 8))):
            living.done.append(_for_child(rng, told, number, _day(rng, first, last), until))
        _notes(rng, told, number, first, last)
    _aftercare(told, until)
    living.done.sort(key=lambda each: each.on)
    living.wellbeing.sort(key=lambda each: (each.on, each.child))


def _day(rng: Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randint(0, (last - first).days))


def _house(living: Living, home: str, day: date) -> str:
    return living.moves[0].to if living.moves and living.moves[0].at.date() <= day else home


def _for_her(rng: Random, told: Story, day: date, until: date) -> Done:
    line, house = pick(rng, HER_LINES), _house(told.stay, told.call.house, day)
    by = CONTACT[house] if rng.random() < 0.6 else WORKERS[house]
    if line in PSYCHOLOGISTS and house == "kbh":
        by = "pia"
    done = Done(line, _status(rng, day, until), _at(rng, day, told), by)
    done.note = sentence(rng, words.NOTES, 0.4)
    language = told.said.fields["language"]
    if language not in ("da", "ikke_spurgt"):
        done.language = language
        done.interpreter = pick(rng, chances.INTERPRETED)
    return done


def _for_child(rng: Random, told: Story, number: int, day: date, until: date) -> Done:
    house = _house(told.stay, told.call.house, day)
    line = pick(rng, CHILD_LINES)
    by = COORDINATOR[house] if rng.random() < 0.7 or line in ("CHI-A5", "CHI-A7", "CHI-A9") else WORKERS[house]
    done = Done(line, _status(rng, day, until), _at(rng, day, told), by, number)
    done.note = sentence(rng, words.CHILD_NOTES, 0.4)
    return done


def _status(rng: Random, day: date, until: date) -> str:
    """A plan that has passed was carried out or given up long ago; only fresh ones still stand as plans."""
    status = pick(rng, chances.STATUSES)
    return "udfoert" if status == "planlagt" and day < until - timedelta(days=2) else status


def _at(rng: Random, day: date, told: Story) -> datetime:
    """Some hour of the day while she lived there."""
    at = chances.on(day, rng.randint(9, 20), rng.choice((0, 10, 20, 30, 45)))
    return max(at, told.stay.moved_in_at)


def _notes(rng: Random, told: Story, number: int, first: date, last: date) -> None:
    """A well-being note about every third week; in every fourth stay nobody finds the time."""
    day = first + timedelta(days=rng.randint(2, 9))
    while day <= last:
        if rng.random() < 0.75:
            odds = chances.SCALE if (day - first).days < 21 else chances.LATER_SCALE
            scale = {theme: pick(rng, odds) for theme in chances.THEMES if rng.random() < 0.8}
            note = Wellbeing(number, day, COORDINATOR[_house(told.stay, told.call.house, day)], scale)
            note.observation = rng.choice(words.SEEN_AGAIN)
            note.own_words = sentence(rng, words.CHILD_WORDS, 0.4)
            told.stay.wellbeing.append(note)
        day += timedelta(days=rng.randint(16, 30))


def _aftercare(told: Story, until: date) -> None:
    """A talk that was held is an effort of the document."""
    for talk in told.stay.ending.talks if told.stay.ending else ():
        if talk.held_at is not None and DOCUMENT_FROM <= talk.held_at.date() < until:
            line = "OTH-A3" if talk.child is None else "CHI-A3"
            told.stay.done.append(Done(line, "udfoert", talk.held_at, talk.by, talk.child))
