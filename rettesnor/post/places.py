"""Addresses, rooms and institutions: how people write them, as patterns for a folded text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rettesnor.danish.dates import MONTHS
from rettesnor.danish.folding import folded
from rettesnor.danish.plain_words import KINDS_OF_INSTITUTION, PLAIN_STREETS, PREPOSITIONS, tells_nobody_apart
from rettesnor.post.patterns import (
    BETWEEN_WORDS,
    GAP,
    LETTER,
    begins,
    breaks,
    number,
    phrase,
    spelled,
    words_of,
)

_STREET_ENDS = {
    "gade": "gade|gd|g",
    "vej": "vej|v",
    "alle": "alle|all",
    "boulevard": "boulevard|boul|blvd",
    "plads": "plads|pl",
    "straede": "straede|str",
    "torv": "torv|tv",
}
_STREET_WORDS = (
    ("sankt", "skt", "sct", "st"),
    ("gammel", "gamle", "gl"),
    ("store", "st"),
    ("lille", "ll"),
    ("nordre", "ndr"),
    ("soendre", "sondre", "sdr"),
    ("noerre", "norre", "nr"),
    ("kongens", "kgs"),
    ("doktor", "dr"),
)
_POSTCODE = re.compile(rf"(?<!\d)\d{{4}}{GAP}+{LETTER}.*$", re.DOTALL)
_NUMBERED = re.compile(rf"^(?P<street>.*?{LETTER}.*?){GAP}*(?:\b(?:nr|nummer)\b{GAP}*)?(?P<number>\d+)", re.DOTALL)
_LABEL = rf"(?:(?:hus|gade|vaerelses)?(?:nr|nummer|no|num){GAP}{{1,4}}|#\s?)"
_SEVERAL = rf"(?:\d+[a-z]?{GAP}{{0,3}}(?:-|og|eller|til|/|\+|&){GAP}{{0,3}}){{0,4}}"
_MONTHS = "|".join(month[:3] for month in MONTHS)
_COUNTED = (
    rf"(?:uge|dag|doegn|dogn|maaned|maned|aar|ar|gang|boern|born|barn|tim|min|naet|nat|kvinde|person|andre|{_MONTHS})"
)
_ANOTHER_NUMBER = rf"[\s,:]{{0,4}}{_LABEL}?\d{{1,3}}(?!\d)(?!\s?(?:-|til)\s?\d)(?!\.?\s{{1,3}}{_COUNTED})"
"""A number right after the street: another house of it, unless it counts days or children or is a day of a month."""

_DISTINCTIVE = 4
"""From so many letters on a word can tell a place apart."""

_ROOM = rf"(?:vaerelse{LETTER}{{0,10}}|(?<!{LETTER})(?:vaer|vrl|rum(?:met|mene)?|kammer(?:et)?|vaerelser))"
_ROOM_LABEL = re.compile(
    rf"^{GAP}*(?:vaerelse(?:t|ts)?|vaer|rum(?:met)?|kammer(?:et)?)?{GAP}*(?:(?:nr|nummer)\b{GAP}*)?"
)


def address(value: str) -> Iterator[str]:
    """Street and number, whatever floor, door, postcode or town follows; the street alone, unless it is a plain word
    or another house's number follows. Without a number, the name of the place."""
    place = _POSTCODE.sub("", value)
    numbered = _NUMBERED.match(place)
    if numbered is None:
        yield phrase(words_of(place.split(",")[0]) or words_of(value))
        return
    words, digits = words_of(numbered["street"]), numbered["number"]
    length = sum(map(len, words)) + len(digits)
    street = BETWEEN_WORDS.join(_street_word(word, length) for word in words)
    start, there = begins(words[0][0], length), rf"{_LABEL}?{_SEVERAL}{number(digits)}"
    yield rf"{start}{street}{BETWEEN_WORDS}{there}"
    yield rf"{start}{street}{GAP}{{1,8}}(?:{LETTER}+{GAP}{{1,4}}){{1,2}}{there}"
    yield rf"(?<!\d){digits}[a-z]?{GAP}{{1,4}}{street}(?!{LETTER})"
    yield from _shortened(words, there)
    yield from _alone(words)


def _street_word(word: str, length: int) -> str:
    for forms in _STREET_WORDS:
        if word in forms:
            return f"(?:{'|'.join(spelled(form, breaks(length)) for form in forms)})"
    stem, ending = _split(word)
    if not ending:
        return spelled(word, breaks(length))
    ends = "|".join(spelled(form, breaks(length)) for form in _STREET_ENDS[ending].split("|"))
    return (spelled(stem, breaks(length)) + breaks(length) if stem else "") + f"(?:{ends})"


def _split(word: str) -> tuple[str, str]:
    """A street's name and its kind: "vestergade" is "vester" and "gade"."""
    ending = next((ending for ending in _STREET_ENDS if word.endswith(ending)), "")
    return (word.removesuffix(ending), ending) if ending else (word, "")


def _shortened(words: list[str], there: str) -> Iterator[str]:
    """With its number a street is known by its first letters and a full stop, and without the word for a street."""
    if len(words) > 1:
        *names, last = words
        first = BETWEEN_WORDS.join(f"(?:{spelled(name, '')}|{_cut(name, 1)})" for name in names)
        yield rf"(?<!{LETTER}){first}{BETWEEN_WORDS}{_street_word(last, len(last))}{BETWEEN_WORDS}{there}"
        if last in _STREET_ENDS and any(_distinctive(name) for name in names):
            yield rf"(?<!{LETTER}){phrase(names)}[\s,:]{{1,3}}{there}(?!\.?\s{{1,3}}{_COUNTED})"
        return
    stem, ending = _split(words[0])
    if stem and ending:
        yield rf"(?<!{LETTER}){_cut(stem, 3)}{GAP}{{0,3}}(?:{_STREET_ENDS[ending]}){GAP}{{0,4}}{there}"
    yield rf"(?<!{LETTER}){_cut(words[0], 4)}{GAP}{{1,4}}{there}"


def _cut(word: str, least: int) -> str:
    """The first letters of a word, `least` or more, and the full stop that says so."""
    tail = ""
    for letter in reversed(word[least:-1]):
        tail = f"(?:{letter}{tail})?"
    return rf"{word[:least]}{tail}\."


def _alone(words: list[str]) -> Iterator[str]:
    if not _tells_apart(words):
        return
    length = sum(map(len, words))
    street = BETWEEN_WORDS.join(_whole_word(word, length) for word in words)
    yield rf"(?<!{LETTER}){street}(?:e?[nt]?s?)(?!{LETTER})(?!{_ANOTHER_NUMBER})"


def _whole_word(word: str, length: int) -> str:
    """As `_street_word`, but an ending is cut short only with a full stop: nothing else says that it is a street."""
    stem, ending = _split(word)
    if not ending or not stem:
        return _street_word(word, length) if not ending else spelled(word, breaks(length))
    short = "|".join(rf"{form}\." for form in _STREET_ENDS[ending].split("|")[1:])
    return f"(?:{spelled(word, breaks(length))}|{stem}(?:{short}))"


def _tells_apart(words: list[str]) -> bool:
    """Whether a street by itself says where: "Opdigtet Stræde" does, "Torvet" and "Ny Vej" do not."""
    if len(words) > 1:
        return any(_distinctive(word) for word in words)
    return len(words[0]) > _DISTINCTIVE + 1 and words[0] not in PLAIN_STREETS


def _distinctive(word: str) -> bool:
    return len(word) >= _DISTINCTIVE and word not in PLAIN_STREETS and not word.isdigit()


def room(value: str) -> Iterator[str]:
    """A room by its number or name, beside a word for a room; without such a word in the value also by itself."""
    yield phrase(words_of(value))
    designation = _ROOM_LABEL.sub("", value, count=1)
    words = words_of(designation)
    if not words:
        return
    digits = re.match(r"\d+", words[0])
    if digits:
        link = rf"(?:(?:med|har|er|hedder|paa|pa){GAP}{{1,4}})?{_LABEL}"
        yield rf"{_ROOM}{GAP}{{0,4}}(?:{link})?{_SEVERAL}{number(digits[0])}"
        return
    named = phrase(words)
    yield rf"{_ROOM}{GAP}{{1,4}}{_LABEL}?{named}"
    yield rf"{named}{GAP}{{1,4}}{_ROOM}"


def institution(value: str) -> Iterator[str]:
    """Its whole name, each word of it that tells it apart, and the address that stands in it."""
    yield phrase(words_of(value))
    for place, part in enumerate(re.split(r"[,;\n()]", value)):
        part = _POSTCODE.sub("", part)
        street = _address_in(part, first=place == 0)
        if street:
            yield from address(street)
        for word in words_of(part):
            if word not in words_of(street) and _names_a_place(word):
                yield phrase([word])
                if word.endswith("en") and len(word) > _DISTINCTIVE + 2:
                    yield phrase([word[:-1]])


def _names_a_place(word: str) -> bool:
    return len(word) >= _DISTINCTIVE and not word[0].isdigit() and word not in tells_nobody_apart()


def _address_in(part: str, *, first: bool) -> str:
    """The street and number in a part of an institution's name; empty if there is none."""
    numbered = _NUMBERED.match(part)
    words = words_of(numbered["street"]) if numbered else []
    while words and (words[0] in KINDS_OF_INSTITUTION or words[0] in _PREPOSITIONS):
        words = words[1:]
    if numbered is None or not words or words[-1] in KINDS_OF_INSTITUTION:
        return ""
    after = max((at for at, word in enumerate(words) if word in _PREPOSITIONS), default=-1)
    words = words[after + 1 :]
    stem, ending = _split(words[-1]) if words else ("", "")
    if first and not ending:
        return ""
    street = words if not first or len(words) < 2 else words[-1:] if stem else words[-2:]
    return f"{' '.join(street)} {numbered['number']}" if street else ""


_PREPOSITIONS = folded(PREPOSITIONS)
