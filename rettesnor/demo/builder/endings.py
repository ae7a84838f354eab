"""How a stay ends, by chance: prepared or sudden, where she goes, and what is agreed about the time after."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from rettesnor.demo.builder import chances, words
from rettesnor.demo.builder.chances import pick, sentence
from rettesnor.demo.builder.story import Ending, Story, Talk
from rettesnor.residency.actions.tasks import WITH_US

TALKS_AFTER = (30, 91, 182)
"""Days after moving out at which talks are usually agreed."""


def ending(rng: Random, told: Story, left: datetime, by: str, until: date) -> Ending:
    days = (left.date() - told.stay.moved_in_at.date()).days
    kind = pick(rng, chances.ENDINGS) if days > 1 else pick(rng, {"aftalt": 55, "uventet": 40, "behov_stoerre": 5})
    sudden = kind == "uventet"
    prepared = None if sudden else max(left.date() - timedelta(days=rng.randint(1, 40)), told.stay.moved_in_at.date())
    made = Ending(left, by, prepared, None if sudden else left.date(), kind, destination(rng, days))
    made.aftercare = pick(rng, chances.LEFT_SUDDENLY if sudden else chances.AFTERCARE) or "ikke_spurgt"
    if made.aftercare not in ("ikke_naaet", "ikke_spurgt"):
        made.aftercare_decided_on = left.date()
    if made.destination in ("ny_egen_bolig", "tidligere_egen_bolig", "familie") and rng.random() < 0.5:
        made.next_address = rng.choice(words.ADDRESSES)
    made.municipality_after = told.stay.home_municipality if rng.random() < 0.7 else ""
    made.agreed = sentence(rng, words.AGREED, 0.5) if made.aftercare in WITH_US else ""
    made.reason = _reason(rng, made)
    _children(rng, told, made)
    _talks(rng, told, made, until)
    return made


def destination(rng: Random, days: int) -> str:
    back = next(share for limit, share in chances.BACK if days <= limit)
    return "tilbage_til_udoever" if rng.random() < back else pick(rng, chances.DESTINATIONS)


def _reason(rng: Random, made: Ending) -> str:
    if made.kind in ("imod_oenske", "bortvist", "behov_stoerre"):
        return words.NEED_TOO_GREAT
    if made.kind == "uventet":
        return words.LEFT_SUDDENLY
    return sentence(rng, words.LEFT_FOR.get(made.destination, words.UNSAID), 0.4)


def _children(rng: Random, told: Story, made: Ending) -> None:
    for _child in told.children:
        follow_up = "" if made.kind == "uventet" and rng.random() < 0.4 else pick(rng, chances.CHILD_AFTERCARE)
        note = "Har fundet ro og har sin egen lærer at tale med." if follow_up == "ikke_behov" else ""
        made.follow_up.append((follow_up, note))


def _talks(rng: Random, told: Story, made: Ending, until: date) -> None:
    """One to three talks for her, and one for each child that has follow-up with us."""
    safe = pick(rng, {key: odds for key, odds in chances.SAFE.items() if key != "ikke_spurgt"})
    contact = sentence(rng, words.RESIDENCE_CONTACT, 0.4)
    if made.aftercare in WITH_US:
        for after in TALKS_AFTER[: rng.randint(1, 3)]:
            made.talks.append(_talk(rng, made, after, safe, contact, None, until))
    for number, (follow_up, _note) in enumerate(made.follow_up):
        if follow_up == "liva":
            made.talks.append(_talk(rng, made, TALKS_AFTER[0], safe, contact, number, until))


def _talk(rng: Random, made: Ending, after: int, safe: str, contact: str, child: int | None, until: date) -> Talk:
    assert made.at is not None  # noqa: S101  (talks are agreed for after a stay that has ended)
    due = made.at.date() + timedelta(days=after)
    talk = Talk(due, made.by, made.at, safe, contact, child)
    held = chances.in_the_day(rng, due + timedelta(days=rng.randint(-4, 6)))
    became = pick(rng, {"held": 66, "dropped": 26, "open": 8})
    if became == "dropped" and due < until:
        talk.dropped_why = rng.choice(words.DROPPED)
    elif became == "held" and held.date() < until:
        talk.held_at = held
    elif due < until - timedelta(days=60):
        talk.dropped_why = words.DROPPED[0]
    return talk
