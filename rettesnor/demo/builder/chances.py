"""How often things happen in the invented house. The published figures each table follows stand beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TypeVar

from rettesnor.danish import clock

T = TypeVar("T")
Odds = Mapping[str, float]

# Danmarks Statistik, Krisecentre 2022: women by age. Anonymous women make most of the unknown.
AGES: Mapping[tuple[int, int] | None, float] = {
    (18, 24): 15.3,
    (25, 29): 16.3,
    (30, 39): 31.6,
    (40, 49): 20.4,
    (50, 71): 11.2,
    None: 1.8,
}
ANONYMOUS = 0.062
ANONYMOUS_AGE_UNKNOWN = 0.85
# The same for 2022: under one day 5 %, up to 30 days about 40 % in all, 31-119 days 36 %.
LENGTHS: Mapping[tuple[int, int], float] = {
    (0, 0): 5,
    (1, 7): 14,
    (8, 30): 21,
    (31, 119): 36,
    (120, 330): 23,
    (331, 420): 1,
}
# 45 % of stays are with children (Danmarks Statistik 2022: 43 %, 2024: 45 %); half of the children are under seven.
CHILDREN: Mapping[int, float] = {0: 52, 1: 23, 2: 16, 3: 6, 4: 3}
CHILD_AGES: Mapping[tuple[int, int], float] = {(0, 2): 30, (3, 5): 22, (6, 9): 22, (10, 14): 18, (15, 17): 8}
# LOKK 2007: back to the one who was violent, by length of stay; the other destinations among the rest.
BACK = ((7, 0.36), (30, 0.28), (9999, 0.12))
DESTINATIONS: Odds = {
    "ny_egen_bolig": 357,
    "andet_krisecenter": 149,
    "tidligere_egen_bolig": 118,
    "tidligere_udoever_flyttet": 103,
    "familie": 104,
    "venner": 69,
    "anden_institution": 8,
    "familiebehandling": 7,
    "andet": 75,
    "hospital": 8,
    "udlandet": 8,
    "botilbud": 8,
    "ved_ikke": 11,
}
ENDINGS: Odds = {"aftalt": 78, "uventet": 13, "behov_stoerre": 3, "imod_oenske": 4, "bortvist": 2}
AFTERCARE: Odds = {
    "liva": 36, "andre": 15, "liva_og_andre": 16, "nej_tak": 16, "ikke_sikkert": 6, "ikke_naaet": 6, "": 5,
}  # fmt: skip
CHILD_AFTERCARE: Odds = {
    "liva": 33, "psykolog": 11, "kommune": 18, "anden": 5, "nej_tak": 12, "ikke_behov": 12, "ikke_spurgt": 3, "": 6,
}  # fmt: skip
SAFE: Odds = {"opkald": 40, "hun_ringer": 22, "sms": 18, "mail": 6, "digital_post": 6, "mellemled": 6, "ikke_spurgt": 2}
LEFT_SUDDENLY: Odds = {"ikke_naaet": 60, "": 25, "ikke_sikkert": 15}

# Årsstatistik 2017-18: about half of those who contact a centre ask for a place, and half of these find none.
ABOUT: Odds = {"plads": 52, "raadgivning": 28, "oplysning": 13, "andet": 7}
CHANNELS: Odds = {"telefon": 82, "fremmoede": 7, "mail": 5, "sms": 2, "digital_post": 3, "andet": 1}
CALLERS: Odds = {
    "hun_selv": 46, "kommune": 15, "politi": 9, "hotline": 8, "sygehus": 4, "psykiatri": 2, "laege": 2,
    "andet_krisecenter": 4, "botilbud": 2, "skole": 1, "advokat": 1, "paaroerende": 5, "andet": 1,
}  # fmt: skip
ASKED_A_PLACE: Odds = {"afvist": 74, "henvist": 13, "raadgivning": 7, "afbrudt": 6}
ASKED_OTHER: Odds = {"raadgivning": 78, "henvist": 15, "afbrudt": 7}
REFUSALS: Odds = {
    "ingen_plads": 56, "psykisk": 11, "rusmiddel": 8, "boernekapacitet": 6, "ikke_vold": 5, "ikke_sikkert": 5,
    "stoettebehov": 4, "anden_maalgruppe": 3, "tilgaengelighed": 1, "andet": 1,
}  # fmt: skip
HELP: Odds = {
    "varm_overlevering": 34, "aftalt_kontakt": 17, "nummer_givet": 28, "raadgivning_givet": 11, "nej_tak": 6,
    "ingen": 4,
}  # fmt: skip
YES_NO_SAFE: Odds = {"ja": 74, "nej": 12, "ikke_spurgt": 9, "ved_ikke": 5}
DANGER: Odds = {"nej": 63, "ja": 17, "ved_ikke": 9, "ikke_spurgt": 11}
LANGUAGES: Odds = {
    "da": 54, "ar": 10, "so": 6, "en": 5, "tr": 4, "fa": 4, "uk": 3, "pl": 3, "ur": 3, "ti": 2, "ro": 2, "th": 1,
    "vi": 1, "kmr": 1, "ikke_spurgt": 1,
}  # fmt: skip
HOMES: Mapping[str, Odds] = {
    "kbh": {
        "0101": 48, "0147": 9, "0157": 3, "0159": 4, "0167": 5, "0173": 3, "0185": 3, "0230": 2, "0265": 4, "0253": 3,
        "0259": 2, "0217": 3, "0370": 2, "0330": 2, "0751": 2, "ved_ikke": 3, "": 2,
    },
    "aar": {
        "0751": 46, "0730": 8, "0740": 6, "0615": 5, "0657": 4, "0791": 5, "0746": 4, "0727": 3, "0706": 3, "0851": 4,
        "0630": 3, "0101": 3, "ved_ikke": 4, "": 2,
    },
}  # fmt: skip
SAFETY: Odds = {"opmaerksom": 48, "rolig": 24, "hoej": 20, "akut": 5, "ikke_spurgt": 3}
MIND: Odds = {"kan_vaere_her": 82, "tvivl": 9, "ikke_spurgt": 7, "oensker_ikke": 2}
# LOKK: psychological violence in nearly every case, physical in most.
VIOLENCE: Odds = {
    "psykisk": 0.95, "fysisk": 0.72, "oekonomisk": 0.28, "materiel": 0.3, "seksuel": 0.22, "stalking": 0.2,
    "digital": 0.24, "aeresrelateret": 0.08, "social_kontrol": 0.11,
}  # fmt: skip
VIOLENT: Odds = {
    "partner": 52, "tidligere_partner": 26, "foraelder": 7, "svigerfamilie": 4, "anden_familie": 4, "soeskende": 3,
    "ikke_spurgt": 3, "oensker_ikke": 1,
}  # fmt: skip
BEFORE: Odds = {
    "med_udoever": 58, "egen_bolig": 14, "familie": 8, "venner": 6, "andet_krisecenter": 5, "botilbud": 2,
    "uden_bolig": 3, "hospital": 1, "ikke_spurgt": 3,
}  # fmt: skip
# Asked when she moves in, 27-29 % have been at a shelter before (2015-2017).
EARLIER: Odds = {"ingen": 62, "1": 16, "2-3": 7, "4+": 3, "ikke_spurgt": 9, "oensker_ikke": 2, "ved_ikke": 1}
NEEDS: Odds = {
    "ro_tryghed": 30, "soevn": 12, "tale_om_det": 14, "leg_venner": 13, "skole": 8, "dagtilbud": 6, "psykolog": 8,
    "samspil_mor": 9, "sprog": 4, "sundhed": 5, "praktisk": 6, "samvaer": 5, "fritid": 4, "saerlig_stoette": 3,
}  # fmt: skip
THEMES = ("soevn", "tryghed", "leg", "kontakt", "skole", "krop", "foelelser")
SCALE: Odds = {"1": 8, "2": 26, "3": 36, "4": 18, "5": 5, "ikke_spurgt": 5, "ved_ikke": 2}
LATER_SCALE: Odds = {"1": 3, "2": 14, "3": 36, "4": 34, "5": 13}
OFFERS: Odds = {"liva": 66, "liva_og_ekstern": 29, "ekstern": 3}
OFFER_TYPES: Odds = {"stoette": 62, "familie": 17, "behandling": 12, "ingen": 7, "ikke_spurgt": 2}
# When a child is assessed: before moving in, within a day, within a week, later, never.
ASSESSED: Odds = {"before": 72, "day": 13, "week": 7, "later": 3, "never": 5}
ASSESSED_AT_NIGHT: Odds = {"before": 12, "day": 58, "week": 15, "later": 5, "never": 10}
# When a notice goes: in time, on the Saturday between the readings, late, never.
NOTICE: Odds = {"in time": 82, "last day": 6, "late": 10, "never": 2}
INTERPRETED: Odds = {"fremmoede": 22, "telefon": 38, "video": 20, "medarbejder": 13, "ingen_fundet": 7}
ON_THE_PHONE: Odds = {
    "telefon": 38,
    "medarbejder": 18,
    "voksen_paaroerende": 12,
    "afslog": 12,
    "ingen_fundet": 12,
    "ikke_spurgt": 8,
}
STATUSES: Odds = {"udfoert": 76, "tilbudt": 9, "afslaaet": 6, "planlagt": 9}


def pick(rng: Random, odds: Mapping[T, float]) -> T:
    """One of the keys, each as often as its weight says."""
    return rng.choices(list(odds), weights=list(odds.values()))[0]


def some(rng: Random, odds: Odds, most: int) -> list[str]:
    """One to `most` different keys, the frequent ones more often."""
    chosen = {pick(rng, odds) for _ in range(rng.randint(1, most))}
    return [key for key in odds if key in chosen]


def sentence(rng: Random, pool: Sequence[str], chance: float = 1.0) -> str:
    """A sentence of the pool, or nothing at all."""
    return rng.choice(pool) if rng.random() < chance else ""


def how_many(rng: Random, expected: float) -> int:
    """A whole number that is `expected` on average."""
    return int(expected) + (rng.random() < expected % 1)


def on(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), clock.CPH)


def in_the_day(rng: Random, day: date) -> datetime:
    """Some minute between eight and eighteen."""
    return on(day, rng.randint(8, 17), rng.randint(0, 59))


def at_night(rng: Random, day: date) -> datetime:
    """Some minute between 22 and four in the morning of `day`'s night."""
    minutes = rng.randint(0, 6 * 60 - 1)
    return on(day, 22) + timedelta(minutes=minutes)
