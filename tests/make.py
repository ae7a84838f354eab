"""Builds people for tests through the verbs of the screens, with the demo's own teller: one story everywhere.

    stay = make.woman(children=2, anonymous=True)          # moved in yesterday, in København
    stay = make.woman("aar", days=40, left=3)              # lived 40 days in Aarhus, left three days ago
    enquiry = make.enquiry(outcome="raadgivning")          # a call of yesterday evening
    enquiry = make.screened(children=1)                    # a call with the conversation held, waiting for a decision

Days are counted back from the clock's today, so fix the clock (fixture `now`). Houses and cast must be there (fixture
`cast`). `seed` chooses everything that is not asked for; the same seed gives the same people.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from rettesnor.danish import clock, codes
from rettesnor.demo.builder import calls, persons, women
from rettesnor.demo.builder.chances import on
from rettesnor.demo.builder.persons import Woman
from rettesnor.demo.builder.story import Call, ChildTold, Ending, Living, Ruling, Story, Task
from rettesnor.demo.builder.verbs import Teller
from rettesnor.residency.models import Enquiry, Stay
from rettesnor.staff.models import Employee, House

NAME = "Prøve Opdigtet"


def enquiry(house: str = "kbh", *, by: str | None = None, outcome: str = "", seed: int = 1, **fields: Any) -> Enquiry:
    """A call of yesterday evening at eight; `fields` are fields of the call, "" leaves it waiting."""
    rng = Random(seed)
    return teller().tell(Story(_call(rng, house, by, _woman(rng, house, NAME, anonymous=False), 1, outcome, fields)))


def screened(
    house: str = "kbh", *, by: str | None = None, children: int = 0, anonymous: bool = False, seed: int = 1, **said: Any
) -> Enquiry:
    """A call of yesterday with the conversation and every child assessed; `said` are fields of the conversation."""
    return teller().tell(_screened(Random(seed), house, by, children, anonymous, 1, said))


def woman(
    house: str = "kbh",
    *,
    children: int = 0,
    anonymous: bool = False,
    protected: bool = False,
    days: int = 1,
    left: int | None = None,
    tasks: bool = True,
    name: str = NAME,
    seed: int = 1,
) -> Stay:
    """A stay that began `days` days ago and, if `left` is given, ended so many days ago.

    With `tasks` she has the house's contact person, and each child its coordinator.
    """
    told = _screened(Random(seed), house, None, children, anonymous, days, {}, name)
    decided = told.call.at + timedelta(hours=2)
    told.ruling = Ruling(calls.LEADER[house], decided, house, admitted=True, reason="Hun er i målgruppen.")
    told.living = Living(decided + timedelta(hours=1), alias="", protected=protected)
    told.living.case_municipality = told.living.home_municipality = "0101" if house == "kbh" else "0751"
    if tasks:
        told.living.tasks = _tasks(told, house)
    if left is not None:
        told.living.ending = _ending(told, house, left)
    return Stay.objects.select_related("key", "resident", "resident__key", "house", "house__key").get(
        enquiry=teller().tell(told)
    )


def teller() -> Teller:
    """One who tells stories through the verbs, for the houses and people that are there."""
    houses = {house.code: house for house in House.objects.select_related("key")}
    return Teller(houses, {employee.username: employee for employee in Employee.objects.all()})


def _woman(rng: Random, house: str, name: str, *, anonymous: bool) -> Woman:
    home = "0101" if house == "kbh" else "0751"
    if anonymous:
        return Woman("", "", 34, "", "da", home)
    born = persons.birthday(rng, 34, clock.today())
    return Woman(name, persons.cpr(rng, born, woman=True), 34, persons.phone(rng), "da", home)


def _call(rng: Random, house: str, by: str | None, her: Woman, days: int, outcome: str, fields: dict[str, Any]) -> Call:
    at = on(clock.today() - timedelta(days=days), 12)
    call = Call(house, by or next(iter(calls.TAKERS[house])), at, calls.call_fields(rng, her, 0), outcome)
    ended = {key: fields.pop(key) for key in ("refusal_reason", "helped_on", "helped_to") if key in fields}
    for key, value in ended.items():
        setattr(call, key, value)
    call.fields |= fields
    call.outcome_at = at + timedelta(minutes=10) if outcome else None
    return call


def _screened(
    rng: Random,
    house: str,
    by: str | None,
    children: int,
    anonymous: bool,
    days: int,
    said: dict[str, Any],
    name: str = NAME,
) -> Story:
    her = _woman(rng, house, name, anonymous=anonymous)
    call = _call(rng, house, by, her, days, "visitation", {"children_with": children})
    screening = calls.screening(rng, call, her, call.at + timedelta(minutes=30))
    screening.by, screening.answered = call.by, None
    screening.fields |= {"mental_health": "kan_vaere_her"} | said
    told = Story(call, screening, [_child(rng, her, number) for number in range(children)])
    for each in told.children:
        women.assess(rng, each, call.by, call.at + timedelta(minutes=45))
    return told


def _child(rng: Random, her: Woman, number: int) -> ChildTold:
    age = 8 - 3 * (number % 3)
    told = women.child(rng, her, age, clock.today() - timedelta(days=400))
    told.fields |= {"institution": ""} if her.anonymous else {"institution": "Eventyrskolen"}
    told.fields["age_group"] = codes.child_age_group(age)
    return told


def _tasks(told: Story, house: str) -> list[Task]:
    since = told.stay.moved_in_at + timedelta(minutes=5)
    theirs = [Task(women.COORDINATOR[house], "boernefaglig", since, child=n) for n in range(len(told.children))]
    return [Task(women.CONTACT[house], "kontaktperson", since), *theirs]


def _ending(told: Story, house: str, left: int) -> Ending:
    at = on(clock.today() - timedelta(days=left), 18)
    made = Ending(at, women.CONTACT[house], at.date(), at.date(), "aftalt", "ny_egen_bolig", "liva", at.date())
    made.follow_up = [("liva", "") for _child in told.children]
    return made
