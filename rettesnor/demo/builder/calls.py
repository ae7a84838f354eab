"""First contacts, by chance: who calls, about what, and how it ends when it does not become a stay."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from rettesnor.demo.builder import chances, persons, words
from rettesnor.demo.builder.chances import pick, sentence
from rettesnor.demo.builder.persons import Woman
from rettesnor.demo.builder.story import Answered, Call, Fields, Ruling, Screening, Story

TAKERS = {
    "kbh": {"karen": 70, "vera": 20, "lone": 10},
    "aar": {"tove": 70, "vera": 18, "aksel": 12},
}
LEADER = {"kbh": "lone", "aar": "aksel"}
OTHER = {"kbh": "aar", "aar": "kbh"}
# What a place that is refused after the conversation is refused for.
DECIDED_NO = {"psykisk": 52, "rusmiddel": 16, "ikke_sikkert": 14, "stoettebehov": 14, "anden_maalgruppe": 4}
SENT_ON_FOR = {"ikke_vold": 30, "rusmiddel": 20, "stoettebehov": 20, "ingen_plads": 20, "andet": 10}


def other_call(rng: Random, house: str, day: date) -> Story:
    """A contact that does not become a stay."""
    at = chances.at_night(rng, day) if rng.random() < 0.17 else chances.in_the_day(rng, day)
    her = persons.woman(rng, house, day)
    call = Call(house, pick(rng, TAKERS[house]), at, call_fields(rng, her, children=None))
    about = call.fields["about"] = pick(rng, chances.ABOUT)
    if about == "plads" and rng.random() < 0.09:
        return _decided_no(rng, call, her)
    _close(rng, call, pick(rng, chances.ASKED_A_PLACE if about == "plads" else chances.ASKED_OTHER))
    return Story(call)


def _close(rng: Random, call: Call, outcome: str) -> None:
    call.outcome = outcome
    call.outcome_at = call.at + timedelta(minutes=rng.randint(5, 50))
    if outcome in ("afvist", "henvist"):
        call.refusal_reason = pick(rng, chances.REFUSALS if outcome == "afvist" else SENT_ON_FOR)
        call.helped_on = pick(rng, chances.HELP)
        if call.helped_on not in ("ingen", "nej_tak"):
            call.helped_to = sentence(rng, words.HELPED_TO, 0.6)


def _decided_no(rng: Random, call: Call, her: Woman) -> Story:
    """The conversation was held, and the leader said no: the refusals that are judged by how she was helped on."""
    screened = screening(rng, call, her, call.at + timedelta(minutes=rng.randint(30, 150)))
    reason = pick(rng, DECIDED_NO)
    if reason == "psykisk":
        screened.fields |= {"mental_health": "behov_stoerre", "mental_health_note": words.MIND_NOTES[-1]}
        screened.answered = None
    ruling = Ruling(
        by=LEADER[call.house],
        at=screened.at + timedelta(minutes=rng.randint(20, 240)),
        house=call.house,
        admitted=False,
        reason=rng.choice(words.NO_DECISIONS),
        refusal_reason=reason,
        helped_on=pick(rng, {**chances.HELP, "ingen": 2}),
        helped_to=rng.choice(words.HELPED_TO),
        complaint_guidance=rng.random() < 0.9,
    )
    return Story(call, screened, ruling=ruling)


def call_fields(rng: Random, her: Woman, children: int | None) -> Fields:
    """What is written while the phone is at the ear: rarely everything."""
    known = rng.random() < 0.55
    return {
        "channel": pick(rng, chances.CHANNELS),
        "caller": pick(rng, chances.CALLERS),
        "about": "plads",
        "safe_to_talk": pick(rng, chances.YES_NO_SAFE),
        "danger_now": pick(rng, chances.DANGER),
        "children_with": children if children is not None else _children_told(rng),
        "language": her.language,
        "interpreter": _heard_through(rng, her.language),
        "municipality": her.home,
        "story": sentence(rng, words.CALLS, 0.7),
        "caller_name": her.name.split()[0] if her.name and known else "",
        "call_back": persons.phone(rng) if known else "",
        "whereabouts": sentence(rng, ("Hos en veninde", "Hjemme", "På arbejde", "På stationen", "Hos sin søster"), 0.4),
    }


def _children_told(rng: Random) -> int | None:
    return pick(rng, chances.CHILDREN) if rng.random() < 0.7 else None


def _heard_through(rng: Random, language: str) -> str:
    """Who interpreted on the phone."""
    return "ikke_noedvendig" if language in ("da", "en") else pick(rng, chances.ON_THE_PHONE)


def interpreter(rng: Random, language: str) -> str:
    """Whether she needs an interpreter from now on."""
    if language in ("da", "en"):
        return "nej"
    return pick(rng, {"nej": 30, "vigtige_samtaler": 40, "altid": 24, "ikke_spurgt": 6})


def screening(rng: Random, call: Call, her: Woman, at: datetime) -> Screening:
    """The conversation, by the one who took the call or by the visitator."""
    by = call.by if rng.random() < 0.6 else "vera"
    violence = [form for form, share in chances.VIOLENCE.items() if rng.random() < share] or ["psykisk"]
    mind = pick(rng, chances.MIND)
    fields: Fields = {
        "age": her.age,
        "adult": "ja",
        "violence": "ja",
        "violence_forms": violence,
        "violence_by": pick(rng, chances.VIOLENT),
        "in_target_group": pick(rng, {"ja": 94, "ved_ikke": 4, "ikke_spurgt": 2}),
        "target_group_note": sentence(rng, words.TARGET_NOTES, 0.3),
        "safety": pick(rng, chances.SAFETY),
        "safety_note": sentence(rng, words.SAFETY_NOTES, 0.5),
        "mental_health": mind,
        "mental_health_note": sentence(rng, words.MIND_NOTES[:4], 0.4),
        "own_words": sentence(rng, words.OWN_WORDS, 0.8),
        "anonymous": her.anonymous,
        "name": her.name,
        "cpr": her.cpr,
        "phone": her.phone,
    }
    return Screening(by, at, fields | _tongue(rng, her.language), _answered(rng, call, mind, at))


def _answered(rng: Random, call: Call, mind: str, at: datetime) -> Answered | None:
    """A doubt is the leader's to settle; now and then nobody gets it written down."""
    if mind != "tvivl" or rng.random() < 0.15:
        return None
    return Answered(LEADER[call.house], at + timedelta(minutes=8), "kan_vaere_her", rng.choice(words.DOUBT_ANSWERS))


def _tongue(rng: Random, language: str) -> Fields:
    foreign = language not in ("da", "ikke_spurgt")
    danish = pick(rng, {"ingen": 30, "lidt": 40, "godt": 26, "ikke_spurgt": 4}) if foreign else "godt"
    english = "godt" if language == "en" else pick(rng, {"godt": 42, "lidt": 30, "ingen": 22, "ikke_spurgt": 6})
    return {"language": language, "danish": danish, "english": english, "interpreter": interpreter(rng, language)}
