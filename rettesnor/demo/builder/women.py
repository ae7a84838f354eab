"""A woman's case, by chance: the call, the conversation, her children, the decision, the stay and how it ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from rettesnor.danish import clock, codes, workdays
from rettesnor.demo.builder import chances, persons, words
from rettesnor.demo.builder.calls import LEADER, OTHER, TAKERS, call_fields, screening
from rettesnor.demo.builder.chances import pick, sentence
from rettesnor.demo.builder.endings import ending
from rettesnor.demo.builder.persons import Woman
from rettesnor.demo.builder.story import Call, ChildTold, Corrected, Living, Moved, Ruling, Screening, Story, Talk, Task
from rettesnor.residency.actions.tasks import AFTERCARE, CHILD_WITH_US, FOLLOWS_A_CHILD, FOLLOWS_HER, WITH_US, closes
from rettesnor.residency.models.visitation import SCREENED

CONTACT = {"kbh": "sofie", "aar": "ulla"}
COORDINATOR = {"kbh": "bodil", "aar": "bente"}
NIGHT = 0.2


def story(rng: Random, house: str, day: date, before: Story | None = None) -> Story:
    """A whole case that begins on `day`; `before` is the earlier case of a woman who has been here."""
    at_night = rng.random() < NIGHT
    at = chances.at_night(rng, day) if at_night else chances.in_the_day(rng, day)
    her = as_before(before, day) if before else persons.woman(rng, house, day)
    children = [_again(each) for each in before.children] if before else _children(rng, her, day)
    call = Call(house, pick(rng, TAKERS[house]), at, call_fields(rng, her, len(children)), outcome="visitation")
    call.outcome_at = at + timedelta(minutes=rng.randint(5, 15))
    screened = screening(rng, call, her, at + timedelta(minutes=rng.randint(15, 60)))
    ruling = _ruling(rng, screened, house, at_night)
    told = Story(call, screened, children, ruling, _living(rng, ruling, her), before)
    _assess(rng, told)
    _notices(rng, told)
    return told


def _ruling(rng: Random, screened: Screening, house: str, at_night: bool) -> Ruling:
    decided = screened.at + (_soon(rng) if at_night else _later(rng))
    ruling = Ruling(LEADER[house], decided, house, admitted=True, emergency=at_night)
    ruling.reason = words.DECISIONS[3] if at_night else rng.choice(words.DECISIONS[:3])
    if not at_night and screened.fields["mental_health"] not in SCREENED:
        ruling.unscreened_why = rng.choice(words.UNSCREENED)
    return ruling


def finish(rng: Random, told: Story, until: date) -> None:
    """Let the stay end by chance, at the latest on the day before `until`."""
    living = told.stay
    days = rng.randint(*pick(rng, chances.LENGTHS))
    if living.moved_in_at.date() + timedelta(days=days) >= until:
        days = rng.randint(0, (until - living.moved_in_at.date()).days - 1)
    left = _left(rng, living.moved_in_at, days)
    _move(rng, told, days)
    for each in told.children:
        if each.assessed_at is not None and each.assessed_at >= left:
            each.assessed_at, each.assessment = None, {}
    living.ending = ending(rng, told, left, CONTACT[told.house_now], until)
    _notice(rng, living, "discharge", left.date(), until)
    tasks(rng, told)


def _left(rng: Random, moved_in: datetime, days: int) -> datetime:
    if days == 0:
        last = chances.on(moved_in.date(), 23, 55)
        return min(moved_in + timedelta(minutes=rng.randint(60, 600)), max(last, moved_in))
    return chances.on(moved_in.date() + timedelta(days=days), rng.randint(9, 18), rng.choice((0, 15, 30, 45)))


def _children(rng: Random, her: Woman, day: date) -> list[ChildTold]:
    most = 60 if her.age is None else max(0, her.age - 18)
    ages = []
    for _each in range(pick(rng, chances.CHILDREN)):
        low, high = pick(rng, chances.CHILD_AGES)
        ages.append(min(rng.randint(low, high), most))
    if her.age is not None and her.age > 58:
        ages = []
    return [child(rng, her, age, day) for age in sorted(ages, reverse=True)]


def child(rng: Random, her: Woman, age: int, day: date) -> ChildTold:
    called = rng.choice(words.CHILD_NAMES)
    family = her.name.partition(" ")[2]
    number = persons.cpr(rng, persons.birthday(rng, age, day), woman=rng.random() < 0.5)
    known = bool(family) and rng.random() < 0.93
    return ChildTold(
        {
            "called": f"{called} {family}" if family else called,
            "cpr": number if known else "",
            "institution": sentence(rng, words.INSTITUTIONS, 0.6) if family and age > 0 else "",
            "age_group": codes.child_age_group(age),
        }
    )


def _again(each: ChildTold) -> ChildTold:
    return ChildTold(dict(each.fields))


def _soon(rng: Random) -> timedelta:
    return timedelta(minutes=rng.randint(10, 60))


def _later(rng: Random) -> timedelta:
    days = pick(rng, {0: 62, 1: 20, 2: 9, 4: 9})
    return timedelta(days=days, minutes=rng.randint(45, 150))


def _living(rng: Random, ruling: Ruling, her: Woman) -> Living:
    wait = 0 if ruling.emergency else pick(rng, {0: 74, 1: 17, 3: 9})
    moved_in = ruling.at + timedelta(days=wait, minutes=rng.randint(30, 150))
    home = her.home if her.home.isdigit() else ""
    handles = home or ({"kbh": "0101", "aar": "0751"}[ruling.house] if rng.random() < 0.5 else "")
    return Living(
        moved_in_at=moved_in,
        room=str(rng.randint(1, 16)),
        must_know=sentence(rng, words.MUST_KNOW, 0.2),
        protected=not her.anonymous and rng.random() < 0.03,
        residence_before=pick(rng, chances.BEFORE),
        earlier_stays=pick(rng, chances.EARLIER),
        case_municipality=handles,
        home_municipality=her.home,
    )


def _assess(rng: Random, told: Story) -> None:
    """When each child is seen: usually before the decision, at night often the day after, now and then never."""
    odds = chances.ASSESSED_AT_NIGHT if told.decided.emergency else chances.ASSESSED
    for each in told.children:
        when = pick(rng, odds)
        gap = {"day": (2, 22), "week": (26, 150), "later": (170, 500)}.get(when)
        if when == "before":
            between = (told.decided.at - told.said.at).total_seconds() / 60
            at = told.said.at + timedelta(minutes=int(between * rng.uniform(0.2, 0.9)))
            assess(rng, each, told.said.by, at)
            continue
        each.why_not = rng.choice(words.WHY_NOT_SEEN)
        if gap is not None:
            at = told.stay.moved_in_at + timedelta(hours=rng.randint(*gap))
            assess(rng, each, COORDINATOR[told.decided.house], at)


def assess(rng: Random, each: ChildTold, by: str, at: datetime) -> None:
    """Somebody has seen the child and written at least one thing down."""
    each.assessed_by, each.assessed_at = by, at
    themes = [theme for theme in chances.THEMES if rng.random() < 0.8]
    each.assessment = {
        "themes": {theme: pick(rng, chances.SCALE) for theme in themes},
        "needs": some_needs(rng),
        "offer": pick(rng, chances.OFFERS),
        "offer_type": pick(rng, chances.OFFER_TYPES),
        "observation": rng.choice(words.CHILD_SEEN),
        "own_words": sentence(rng, words.CHILD_WORDS, 0.5),
    }


def some_needs(rng: Random) -> list[str]:
    return ["ingen"] if rng.random() < 0.05 else chances.some(rng, chances.NEEDS, 3)


def _notices(rng: Random, told: Story) -> None:
    _notice(rng, told.stay, "admission", told.decided.at.date(), date.max)


def _notice(rng: Random, living: Living, kind: str, triggered: date, until: date) -> None:
    """When the letter went: in time as a rule, sometimes on the last day by the mildest reading, late or never."""
    limits = workdays.notice_deadlines(triggered)
    spare = (limits.reminds - triggered).days
    days = {
        "in time": rng.randint(0, spare),
        "last day": (limits.judges - triggered).days,
        "late": (limits.judges - triggered).days + rng.randint(1, 12),
    }.get(pick(rng, chances.NOTICE))
    if days is not None and triggered + timedelta(days=days) < until:
        living.sent[kind] = triggered + timedelta(days=days)


def _move(rng: Random, told: Story, days: int) -> None:
    """Three in a hundred of the longer stays go on in the other house."""
    if days > 12 and rng.random() < 0.045:
        there = OTHER[told.decided.house]
        at = chances.on(told.stay.moved_in_at.date() + timedelta(days=rng.randint(4, days - 4)), 11, 30)
        told.stay.moves.append(Moved(there, at, told.decided.by, rng.choice(words.MOVE_REASONS)))


def correct(rng: Random, told: Story) -> None:
    """Someone finds days later that the day of moving in was written wrong, and puts it right."""
    right = told.stay.moved_in_at
    wrong = right + timedelta(minutes=rng.randint(120, 600))
    found = right + timedelta(days=1, hours=2)
    if told.left_at is None or told.left_at > found:
        reason = rng.choice(words.CORRECTIONS)
        told.stay.corrections.append(Corrected("moved_in_at", wrong, right, found, told.decided.by, reason))


def tasks(rng: Random, told: Story) -> None:
    """Who has which task: a contact person, an adult for each child, now and then the psychologist."""
    living = told.stay
    begins, ends = living.moved_in_at, told.left_at
    house = told.decided.house
    for child_number in (None, *range(len(told.children))):
        first = _span(rng, begins, ends)
        if first is not None and rng.random() < 0.97:
            living.tasks += _handed_over(house, living.moves, child_number, first)
    long = ends is None or (ends - begins) > timedelta(days=21)
    if house == "kbh" and not living.moves and long and rng.random() < 0.35:
        living.tasks.append(Task("pia", "psykolog", begins + timedelta(days=7)))
    living.tasks = [*_that_end(told, living.tasks), *_that_go_on(told, living.tasks)]


def _handed_over(house: str, moves: list[Moved], number: int | None, first: datetime) -> list[Task]:
    """One task, or one in each house if she moved on to the other."""
    kind, who = ("kontaktperson", CONTACT) if number is None else ("boernefaglig", COORDINATOR)
    if not moves:
        return [Task(who[house], kind, first, child=number)]
    then = max(moves[0].at, first + timedelta(minutes=1))
    return [Task(who[house], kind, first, then, number), Task(who[moves[0].to], kind, then, child=number)]


def _span(rng: Random, begins: datetime, ends: datetime | None) -> datetime | None:
    at = begins + timedelta(minutes=rng.randint(20, 2400))
    return at if ends is None or at < ends else None


def _that_end(told: Story, given: list[Task]) -> list[Task]:
    """What nobody has ended ends thirty days after she left, as `residency.actions.tasks` lets it."""
    left = told.left_at
    if left is None:
        return given
    ends = [replace(task, until=closes(max(left, task.since)), by_itself=True) for task in given]
    return [task if task.until else end for task, end in zip(given, ends, strict=True)]


def _that_go_on(told: Story, given: list[Task]) -> list[Task]:
    """Aftercare for whoever followed her or a child, until thirty days after the last talk."""
    left, ending = told.left_at, told.living.ending if told.living else None
    if left is None or ending is None:
        return []
    found = []
    for task in given:
        talks = [talk for talk in ending.talks if task.child in (None, talk.child)]
        ours = ending.aftercare in WITH_US if task.child is None else ending.follow_up[task.child][0] in CHILD_WITH_US
        if task.until is None and task.kind in (*FOLLOWS_HER, *FOLLOWS_A_CHILD) and (ours or talks):
            since = max(left, task.since)
            found.append(Task(task.employee, AFTERCARE, since, _last(left, since, talks), task.child, by_itself=True))
    return found


def _last(left: datetime, since: datetime, talks: list[Talk]) -> datetime | None:
    if not talks or any(talk.held_at is None and not talk.dropped_why for talk in talks):
        return None
    ended = [talk.held_at or datetime.combine(talk.due_on, time(), clock.CPH) for talk in talks]
    return closes(max([left, since, *ended]))


def as_before(told: Story, day: date) -> Woman:
    """The same woman as she tells of herself some time later."""
    said = told.said.fields
    age = said["age"]
    years = day.year - told.call.at.astimezone(clock.CPH).year
    older = None if age is None else age + years
    return Woman(said["name"], said["cpr"], older, said["phone"], said["language"], told.call.fields["municipality"])
