"""Who lives in the house on the day the demo stands on: told by hand, so that each of the cast has something to see.

Everything has happened before midnight of that day, so that the house is the same at every hour of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from rettesnor.danish import workdays
from rettesnor.demo.builder import chances, persons, words
from rettesnor.demo.builder.calls import LEADER, TAKERS, call_fields, screening
from rettesnor.demo.builder.life import live
from rettesnor.demo.builder.persons import Woman
from rettesnor.demo.builder.story import Call, ChildTold, Done, Ending, Living, Moved, Ruling, Story, Task
from rettesnor.demo.builder.women import CONTACT, COORDINATOR, assess, child

AMINA = "Amina Opdigtet"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Here:
    """One woman: what the demo tells of her. `days` ago she moved in; `children` by name and age."""

    label: str
    house: str
    days: int
    name: str
    age: int
    children: tuple[tuple[str, int], ...] = ()
    language: str = "da"
    home: str = ""
    protected: bool = False
    contact: bool = True
    psychologist: bool = False
    notice_sent: bool = True
    must_know: str = ""
    own_words: str = ""


PRESENT = (
    Here("amina", "kbh", 41, AMINA, 31, (("Yusuf", 7), ("Maryam", 4)), "ar", "0101",
         notice_sent=False, psychologist=True,
         must_know="Svarer kun på opkald, når hun selv har ringet først.",
         own_words="Jeg vil bo et sted, hvor børnene kan sove, og hvor jeg selv bestemmer, hvem der har nøglen."),
    Here("anonymous", "kbh", 24, "", 28, home="0167"),
    Here("protected", "kbh", 96, "Petra Maskegaard", 44, (("Otto", 13),), protected=True, home="0230"),
    Here("due", "kbh", 0, "Hanne Fabel", 36, (("Rosa", 2),), home="0159", notice_sent=False),
    Here("waiting", "kbh", 2, "Leyla Novelle", 27, (("Malik", 1),), home="0147", notice_sent=False),
    Here("leaving", "kbh", 133, "Birgit Kulisse", 52, home="0101"),
    Here("night", "kbh", 1, "Iman Teaterø", 33, (("Hamza", 6),), "so", "0173", contact=False, notice_sent=False),
    Here("moved", "kbh", 68, "Olena Kapitelsen", 39, (("Sara", 9), ("Noah", 9)), "uk", "0751"),
    Here("long", "kbh", 187, "Vibeke Sagnskov", 58, psychologist=True, home="0101"),
    Here("ullas", "aar", 33, "Dalia Rimsen", 29, (("Bilal", 5), ("Dina", 3)), "ar", "0751"),
    Here("aar-2", "aar", 12, "Signe Bogmærke", 24, (("Storm", 1),), home="0740"),
    Here("aar-3", "aar", 3, "Maja Luftkastel", 35, home="0615", notice_sent=False),
    Here("aar-4", "aar", 77, "Farah Vandmærke", 41, (("Kian", 11), ("Layla", 8)), "fa", "0751"),
    Here("aar-5", "aar", 54, "", 0, home="0791"),
    Here("aar-6", "aar", 111, "Trine Digtsen", 46, home="0746"),
    Here("aar-7", "aar", 1, "Yasmin Gådekær", 31, (("Jana", 4),), "tr", "0751", contact=False, notice_sent=False),
)  # fmt: skip


def present(rng: Random, day: date) -> list[Story]:
    """Everyone who lives in the two houses on `day`, with what was done for them."""
    told = [_story(rng, here, day) for here in PRESENT]
    for each in told:
        live(rng, each, day)
    return sorted(told, key=lambda each: each.call.at)


def waiting(rng: Random, day: date) -> list[Story]:
    """Calls of the last evening that wait: one with a doubt for the leader, one to be rung back, one in Aarhus."""
    doubt = _call(rng, "kbh", chances.on(day - DAY, 21, 40), persons.woman(rng, "kbh", day), "vera", "visitation")
    her = Woman("Samira Ordland", persons.cpr(rng, persons.birthday(rng, 38, day), woman=True), 38,
                persons.phone(rng), "en", "0101")  # fmt: skip
    said = screening(rng, doubt, her, chances.on(day - DAY, 22, 15))
    said.by = "vera"
    said.fields |= {"mental_health": "tvivl", "mental_health_note": words.MIND_NOTES[3]}
    said.answered = None
    seen = child(rng, her, 8, day)
    seen.why_not = "Barnet sov. Ses i morgen."
    in_doubt = Story(doubt, said, [seen], label="doubt")
    back = Story(_call(rng, "kbh", chances.on(day - DAY, 22, 50), _unknown(), "karen", ""), label="ring back")
    there = Story(_call(rng, "aar", chances.on(day - DAY, 20, 5), _unknown(), "tove", "venter"), label="waits")
    return [in_doubt, back, there]


def _call(rng: Random, house: str, at: datetime, her: Woman, by: str, outcome: str) -> Call:
    call = Call(house, by, at, call_fields(rng, her, 0), outcome)
    call.outcome_at = at + timedelta(minutes=12) if outcome else None
    call.fields |= {"story": rng.choice(words.CALLS), "call_back": persons.phone(rng)}
    return call


def _unknown() -> Woman:
    return Woman("", "", None, "", "da", "")


def _story(rng: Random, here: Here, day: date) -> Story:
    her = _woman(rng, here, day)
    decided = _decided(here, day)
    call = Call(here.house, _taker(here), decided - timedelta(hours=3), call_fields(rng, her, len(here.children)))
    call.outcome, call.outcome_at = "visitation", call.at + timedelta(minutes=10)
    said = screening(rng, call, her, call.at + timedelta(minutes=40))
    said.answered = None
    said.fields |= {"mental_health": "kan_vaere_her", "safety": "hoej" if here.protected else "opmaerksom"}
    said.fields |= {"own_words": here.own_words or rng.choice(words.OWN_WORDS), "adult": "ja"}
    night = here.label == "night"
    reason = words.DECISIONS[3] if night else rng.choice(words.DECISIONS[:3])
    ruling = Ruling(LEADER[here.house], decided, here.house, admitted=True, emergency=night, reason=reason)
    told = Story(call, said, _children(rng, here, her, day), ruling, _living(here, decided), label=here.label)
    _seen(rng, told, decided)
    _tasks(told, here)
    _particulars(told, day)
    return told


def _woman(rng: Random, here: Here, day: date) -> Woman:
    if not here.name:
        return Woman("", "", here.age or None, "", here.language, here.home)
    number = persons.cpr(rng, persons.birthday(rng, here.age, day), woman=True)
    return Woman(here.name, number, here.age, persons.phone(rng), here.language, here.home)


def _taker(here: Here) -> str:
    return next(iter(TAKERS[here.house]))


def _decided(here: Here, day: date) -> datetime:
    if here.label == "due":
        return chances.on(due_today(day), 11, 30)
    if here.label == "night":
        return chances.on(day - DAY, 23, 10)
    return chances.on(day - timedelta(days=here.days), 14, 30)


def due_today(day: date) -> date:
    """The latest day whose notice is due on `day` by the reading that reminds, else as soon after as can be."""
    days = [day - timedelta(days=n) for n in range(1, 10)]
    reminds = {decided: workdays.notice_deadlines(decided).reminds for decided in days}
    nearest = min(limit for limit in reminds.values() if limit >= day)
    return max(decided for decided, limit in reminds.items() if limit == nearest)


def _children(rng: Random, here: Here, her: Woman, day: date) -> list[ChildTold]:
    found = []
    for name, age in here.children:
        told = child(rng, her, age, day)
        family = her.name.partition(" ")[2]
        told.fields |= {"called": f"{name} {family}", "institution": rng.choice(words.INSTITUTIONS) if age > 1 else ""}
        found.append(told)
    return found


def _living(here: Here, decided: datetime) -> Living:
    moved_in = decided + timedelta(minutes=25 if here.label == "night" else 150)
    living = Living(moved_in, room=_room(here), must_know=here.must_know, protected=here.protected)
    living.residence_before, living.earlier_stays = "med_udoever", "ikke_spurgt" if here.days < 5 else "ingen"
    living.case_municipality = living.home_municipality = here.home
    if here.notice_sent:
        living.sent["admission"] = decided.date() + DAY
    return living


def _room(here: Here) -> str:
    """A room of her own."""
    return str(1 + [each.label for each in PRESENT if each.house == here.house].index(here.label))


def _seen(rng: Random, told: Story, decided: datetime) -> None:
    for each in told.children:
        if told.label == "night":
            each.why_not = "Sov, da de kom midt om natten. Ses i morgen."
        else:
            assess(rng, each, told.said.by, decided - timedelta(minutes=30))


def _tasks(told: Story, here: Here) -> None:
    if not here.contact:
        return
    first = told.stay.moved_in_at + timedelta(hours=2)
    who = CONTACT[here.house]
    told.stay.tasks.append(Task(who, "kontaktperson", first))
    told.stay.tasks += [
        Task(COORDINATOR[here.house], "boernefaglig", first, child=number) for number in range(len(told.children))
    ]
    if here.psychologist:
        told.stay.tasks.append(Task("pia", "psykolog", first + 6 * DAY))


def _particulars(told: Story, day: date) -> None:
    """What only one of them has: a move between the houses, a planned move-out without a word on aftercare."""
    if told.label == "amina":
        told.stay.done += _plans(day)
    if told.label == "moved":
        at = chances.on(told.stay.moved_in_at.date() + 20 * DAY, 11)
        _came_from_aarhus(told, at)
    if told.label == "leaving":
        told.stay.ending = Ending(None, CONTACT["kbh"], day - 10 * DAY, day + 2 * DAY, destination="ny_egen_bolig")


def _plans(day: date) -> list[Done]:
    """What was agreed some days ago for this week."""
    return [
        Done("OTH-A2", "planlagt", chances.on(day, 11), "pia", language="ar", interpreter="telefon", later=-4 * DAY),
        Done("EDU-A7", "planlagt", chances.on(day + DAY, 9), "sofie", later=-3 * DAY),
        Done("CHI-A10", "planlagt", chances.on(day + 2 * DAY, 15), "bodil", child=0, later=-3 * DAY),
    ]


def _came_from_aarhus(told: Story, at: datetime) -> None:
    told.call.house = told.decided.house = "aar"
    told.call.by, told.decided.by = "tove", "aksel"
    told.stay.moves.append(Moved("kbh", at, "aksel", words.MOVE_REASONS[0]))
    for task in list(told.stay.tasks):
        earlier = {"sofie": "ulla", "bodil": "bente"}[task.employee]
        told.stay.tasks.append(Task(earlier, task.kind, task.since, at, task.child))
        task.since = at
