"""A room said in plain words, with none for its number: "hendes værelse er 14", "hun bor i 14", "14, 2. sal".

All of it is sought in a text with its capitals marked: "bor i 7. Børnene" ends, "bor i 7. uge" goes on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rettesnor.danish.folding import folded
from rettesnor.post.patterns import CAPITAL, COUNTS, GAP, LETTER, NOW, WORDLIKE, number, spelled, words_of

_APART = rf"[\s{CAPITAL}]{{1,4}}"
_SINGLE = (
    rf"(?:v(?:ae|a)relse(?:ts?|s)?(?:{GAP}?n(?:umme)?r(?:et)?)?|rum(?:mets?)?|kammer(?:ets?)?"
    r"|(?:lejlighed|bolig|enhed|doer|dor)(?:en)?)"
)
"""One room: "værelserne er to" counts them."""
_OF_HERS = rf"(?:,?{_APART}(?:som{_APART})?(?:hun|de|vi){_APART}{LETTER}+(?:{_APART}{LETTER}+)?,?{_APART})"
""" "Værelset, hun bor i, er 14": no more words than that, for then it may be somebody who is 14."""
_IN_THE_HOUSE = rf"(?:(?:paa|pa|i|hos|for|ved){_APART}{LETTER}+{_APART}(?:(?:sal|etage|gang){_APART})?)?"
_STILL = "nu|stadig|fortsat|ogsaa|ogsa|altsaa|altsa|faktisk|netop"
_IS = rf"(?:er|var|bliver|blev|hedder|hed|kaldes)[\s:{CAPITAL}]{{1,4}}(?:(?:{_STILL}){_APART})?"
_FLOOR_FIRST = rf"(?:(?:i|paa|pa){_APART}{WORDLIKE}+\.?{_APART}(?:sal|etage),?{_APART})?"
_MOVES = rf"flytte(?:[rt]|de)?{_APART}(?:ind{_APART})?(?:fra{_APART}{WORDLIKE}+{_APART})?"
_LIVES_IN = (
    rf"(?:(?:bor?|boet|boede|sove[rt]?|sov|indlogeret|placeret){_APART}|{_MOVES}){NOW}{_FLOOR_FIRST}"
    rf"(?:(?:i|paa|pa|til)|sammen{_APART}med{_APART}(?:{LETTER}+{_APART}){{1,2}}i){_APART}"
)
"""Not "ligger på", which is said of a score, nor "sammen med sin søn på 7"."""
_QUOTED = rf"(?:[^\w\s{CAPITAL}]\s?)?{CAPITAL}?"
_SAYS_WHICH = rf"(?<!{LETTER})(?:{_SINGLE}(?:{_OF_HERS}|{_APART}{_IN_THE_HOUSE}){_IS}|{_LIVES_IN}){_QUOTED}"

_SMALL = (
    r"(?:og|men|eller|samt|hos|nu|her|sammen|med|fra|til|indtil|alene|for|siden|da|fordi|der|som|lige|ved|oppe|nede|inde"
    rf"|i|paa|pa|saa|sa|mens|hvor|uden)(?!{LETTER})"
)
_COUNTED_LATER = (
    rf"(?:{GAP}{{0,3}}(?:og|eller|til|samt|[-,/+&]){GAP}{{1,3}}(?:\d{{1,3}}|to|tre|fire|fem|seks|syv|otte|ni|ti)){{1,3}}"
    rf"(?:\.?{COUNTS}|\s{{1,3}}(?!{_SMALL}|sal|etage){LETTER})"
)
_ENDS = rf"(?:$|[;:!?()«»\"'\u201d/]|,(?!\d)|-\s|\n\s*{CAPITAL}|\.(?!\d)\s*(?:$|[^\w\s]))"
_NOTHING_COUNTED = rf"(?!{_COUNTED_LATER})(?=\s*{_ENDS}|\s{{1,3}}{CAPITAL}?{_SMALL})"
"""Behind a number: the clause ends ("bor i 7.") or a small word goes on ("bor i 7 hos os"), and nothing is counted."""

_STREETS = ("vej", "vejen", "gade", "alle", "straede", "vaenget", "parken", "gaarden", "plads", "torv", "boulevard")
_WINGS = folded(
    "nord",
    "syd",
    "øst",
    "vest",
    "nordøst",
    "nordvest",
    "sydøst",
    "sydvest",
    "venstre",
    "højre",
    "midt",
    "fløj",
    "fløjen",
    "gang",
    "gangen",
)
"""Words that no number counts."""
_FLOOR = re.compile(r"\d{1,2}[\s.]{0,3}(?:(?:sal|etage)(?:en)?|t\W?[vh]|m\W?f)\W*")
"""A floor, or a door of it, for which `rooms` knows more ways: "2. tv" is not "2 tv", which is what somebody owns."""


def said(designation: str, numbers: list[str], named: str) -> str:
    """ "hendes værelse er 7", "værelsets nummer er 7", "hun bor på 7b", "hun bor i 2.14", "hendes værelse er det blå".

    `named` is a pattern for its name, or empty. All in one pattern, for what leads up to it is the dear part.
    """
    ways = [rf"{_number(digits)}(?:-?[a-z](?!{LETTER}))?{_NOTHING_COUNTED}" for digits in numbers]
    words = words_of(designation)
    if numbers and not _FLOOR.fullmatch(designation):
        link = rf"{GAP}{{0,4}}(?:(?:og|nr|nummer){GAP}{{1,3}})?"
        ways.append(link.join(spelled(word, "") for word in words) + _behind(words))
    if named:
        ways.append(rf"(?:det|den)\s{{1,3}}{CAPITAL}?{named}(?=\s*{_ENDS}|\s{{1,3}}{_SMALL})")
    return rf"{_SAYS_WHICH}(?:{'|'.join(ways)})" if ways else ""


def as_typed(designation: str) -> str:
    """ "14, 2. sal", "3 - gul fløj" and "6 øst" by themselves, with the kind of sign that was typed between the parts.

    Empty for numbers alone, which may be a time, a day or an amount; for what may count something ("3 egern"); and for
    a floor. "12 (bad)" is not "12 bad", for that word also begs.
    """
    words = words_of(designation)
    told = len(words) > 1 and any(word.isalpha() and len(word) > 1 for word in words)
    counts = re.match(rf"\d+ {LETTER}", designation) is not None and words[-1] not in _WINGS
    if not told or not re.search(r"\d", designation) or counts or _FLOOR.fullmatch(designation):
        return ""
    parts = re.findall(rf"{WORDLIKE}+|[\W_]+", designation.strip(" .()"))
    typed = "".join(spelled(part, "") if part.isalnum() else _signs(part.strip()) for part in parts)
    return alone(typed, not_after=[r"\d[.,]", *(rf"{street}\s" for street in _STREETS)]) + _behind(words)


def alone(typed: str, not_after: Sequence[str] = ()) -> str:
    """What begins no earlier. To look back from behind the first sign and not before it is ten times as quick."""
    first, rest = typed[0], typed[1:]
    return first + "".join(rf"(?<!{before}{first})" for before in (WORDLIKE, *not_after)) + rest


def _number(digits: str) -> str:
    """ "Et" is the article too."""
    return r"0{0,2}1(?!\d)" if digits.lstrip("0") == "1" else number(digits)


def _behind(words: list[str]) -> str:
    return _NOTHING_COUNTED if words[-1].isdigit() else f"(?!{LETTER})"


def _signs(typed: str) -> str:
    if not typed:
        return rf"[\s-]{{1,3}}{CAPITAL}?"
    if typed == ".":
        return rf"(?:\s?\.\s?|\s{{1,3}}){CAPITAL}?"
    label = rf"(?:nr|nummer){GAP}{{1,2}}"
    return rf"(?:\s{{0,2}}[^\w\s.{CAPITAL}]{{1,2}}\s{{0,2}}{CAPITAL}?(?:{label})?|\s{{1,3}}{label})"
