"""Rooms: how people say which one, as patterns for a folded text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rettesnor.danish import numerals
from rettesnor.post.patterns import COUNTS, GAP, LETTER, among, either, number, phrase, words_of
from rettesnor.post.places import LABEL

_ROOM = rf"(?:vaerelse{LETTER}{{0,10}}|(?<!{LETTER})(?:vaer|vrl|vrs|varelse|rum(?:met|mene)?|kammer(?:et)?|room))"
_LIKE_A_ROOM = rf"(?<!{LETTER})(?:(?:lejlighed|bolig|doer|dor|enhed)(?:en)?|stuen?|suiten?)"
_THE_ROOM = "(?:vaerelse(?:ts?)?|varelset?|rummets?|kammerets?)"
"""Of one room: not "2-værelses", which is how big a flat is."""
_ROOM_LABEL = re.compile(
    rf"^{GAP}*(?:vaerelse(?:t|ts)?|vaer|rum(?:met)?|kammer(?:et)?)?{GAP}*(?:(?:nr|nummer)\b{GAP}*)?"
)
_NUMBERED_ROOM = re.compile(r"(?<![^\W_])\d+(?!\d)(?!\s?\.?\s?(?:sal|etage)\b)")


def room(value: str) -> Iterator[str]:
    """A room by its number or name, beside a word for a room; without such a word in the value also by itself."""
    yield phrase(words_of(value))
    designation = _ROOM_LABEL.sub("", value, count=1)
    if numbers := _NUMBERED_ROOM.findall(designation) or re.findall(r"^\d+", designation):
        for digits in numbers:
            yield from _told_after(digits)
            yield from _told_before(digits)
    elif words := words_of(designation):
        named = phrase(words)
        yield rf"{_ROOM}{GAP}{{1,4}}{LABEL}?{named}"
        yield rf"{named}{GAP}{{1,4}}{_ROOM}"
        yield rf"(?<!{LETTER}){words[-1].removesuffix('e')}e?{GAP}{{0,2}}vaerelse"


def _told_after(digits: str) -> Iterator[str]:
    """ "værelse 12", "værelserne 10-14", "værelset på gangen, nr. 12", "lejlighed 12", "bor i nr. 12"."""
    link = rf"(?:(?:med|har|er|hedder|paa|pa|mellem){GAP}{{1,4}})?{LABEL}"
    there = rf"{among(digits)}(?!{COUNTS})"
    yield rf"{_ROOM}{GAP}{{0,4}}(?:{link})?{there}"
    yield rf"{_ROOM}[^\d.]{{0,30}}?(?<!{LETTER}){LABEL}{there}"
    yield rf"{_LIKE_A_ROOM}[\s:]{{1,3}}{LABEL}?{there}"
    yield rf"(?<!{LETTER})(?:i|paa|pa)\s{{1,3}}{LABEL}{number(digits)}(?!{COUNTS})"


def _told_before(digits: str) -> Iterator[str]:
    """ "12-værelset", "12'eren", "nummer 12 er hendes værelse", "tolverværelset", "det tolvte værelse"."""
    value = int(digits)
    whose = rf"(?:\s{{1,3}}(?:er|var)\s{{1,3}}{LETTER}{{1,12}}\s{{1,3}})?"
    plain = rf"(?<!\d)0{{0,2}}{digits.lstrip('0') or '0'}(?!\d)\s?(?:[a-z](?!{LETTER}))?"
    yield rf"{plain}(?:{GAP}?(?:er)?s?)?{whose}{GAP}{{0,3}}{_THE_ROOM}(?!{LETTER})"
    yield rf"{plain}{GAP}?eren"
    if value > 1 and (said := either(numerals.spoken(value))):
        yield rf"(?<!{LETTER})(?:{said})(?:{GAP}?e?r)?{GAP}{{0,2}}{_THE_ROOM}(?!{LETTER})"
        yield rf"(?<!{LETTER})(?:{said}){GAP}?e?ren(?!{LETTER})"
    if 2 < value <= 31:  # "første" and "andet værelse" say nothing: another room
        ordinal = either(numerals.day_of_month(value))
        yield rf"(?<!{LETTER})(?:{ordinal}){GAP}{{1,3}}{_THE_ROOM}(?!{LETTER})"
