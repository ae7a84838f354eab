"""When is a value "the same" as words in a text? Both are folded, then the value is sought as a pattern."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from rettesnor.danish import numerals
from rettesnor.danish.dates import MONTHS
from rettesnor.danish.folding import FOLDS, bare, joined
from rettesnor.post import institutions, names, places, rooms
from rettesnor.post.patterns import (
    CAPITAL,
    COUNTS,
    GAP,
    LETTER,
    LIVES,
    LONG,
    NOW,
    SHORT,
    VERY_LONG,
    WORDLIKE,
    begins,
    either,
    ends,
    phrase,
    words_of,
)

__all__ = ["FOLDS", "Kind", "Span", "bare", "find", "find_as_a_name", "find_literally", "joined"]

_BETWEEN_DIGITS = r"\D{0,12}"
"""So many digits in this order are nobody else's number, whatever somebody puts between them."""
_BEFORE_SERIAL = r"\D{0,24}"
_BIRTH = rf"foedt|fodt|foedselsda[gt]{LETTER}*|fodselsda[gt]{LETTER}*|f"
_TELLS_A_NUMBER = (
    rf"(?<!{LETTER})(?:cpr|person{GAP}?n(?:ummer|r)|slutter|ender|cifre|(?:de|fire)\s(?:sidste|tal))[^.!?]{{0,40}}?"
)
"""What leads up to the last four digits of a number; by themselves they may be a year or an amount."""
_LETTERS = 2
"""A town's part has so many letters at most: "K", "NV"."""
_LETTER_OF_A_TOWN = {"oe": "oe|o", "o": "oe|o"}
_METRES = "m"
_ONLY_NUMBER = re.compile(r"[\d\s+\-./()]+")


class Kind(StrEnum):
    """What kind of thing must not leave; it decides how the value is recognised. A day of birth is given as ISO.

    PROPER is a word that gives something away only where its capital makes it a name.
    """

    ADDRESS = "adresse"
    CPR = "cpr"
    PHONE = "telefon"
    NAME = "navn"
    ROOM = "vaerelse"
    HOUSE = "hus"
    INSTITUTION = "institution"
    BORN = "foedselsdag"
    EMAIL = "email"
    POSTCODE = "postnummer"
    MAP = "kort"
    PROPER = "egennavn"
    OTHER = "andet"


@dataclass(frozen=True)
class Span:
    """Where a value was found in a folded text, from the first letter to after the last."""

    start: int
    end: int

    def lies_in(self, other: Span) -> bool:
        return other.start <= self.start and self.end <= other.end


def find(folded: str, value: str, kind: str, fold: Callable[[str], str]) -> Iterator[Span]:
    """Every place where ``value`` of this kind stands in an already folded running text."""
    for pattern in _patterns(fold(value), kind):
        yield from (Span(*match.span()) for match in pattern.finditer(folded))


def find_as_a_name(marked: str, value: str, kind: str, fold: Callable[[str], str]) -> Iterator[Span]:
    """Every place where what ``value`` is called stands as a name in a folded text whose capitals are marked.

    The places are told as they are without the marks, and without what leads up to the name of a person.
    """
    for pattern in _name_patterns(fold(value), kind):
        for match in pattern.finditer(marked):
            start, end = match.span("name" if "name" in pattern.groupindex else 0)
            yield Span(start - marked.count(CAPITAL, 0, start), end - marked.count(CAPITAL, 0, end))


def find_literally(text: str, value: str) -> Iterator[Span]:
    """Every place in casefolded ``text`` where the value stands letter for letter, in any of its spellings.

    For raw bytes, where chance would make the looser patterns hit.
    """
    for pattern in _literal(value):
        yield from (Span(*match.span()) for match in pattern.finditer(text))


@lru_cache(maxsize=2048)
def _literal(value: str) -> Sequence[re.Pattern[str]]:
    written = unicodedata.normalize("NFC", value).casefold().strip()
    needles = {written, joined(written), bare(written), _digits(written)}
    return [
        re.compile(begins(needle[0], VERY_LONG - 1) + re.escape(needle) + ends(needle[-1], SHORT))
        for needle in needles
        if len(needle) > SHORT
    ]


@lru_cache(maxsize=2048)
def _patterns(value: str, kind: str) -> Sequence[re.Pattern[str]]:
    return [re.compile(source) for source in _sources(value, kind) if source]


@lru_cache(maxsize=2048)
def _name_patterns(value: str, kind: str) -> Sequence[re.Pattern[str]]:
    return [re.compile(source) for source in _CALLED[kind](value) if source] if kind in _CALLED else []


def _sources(value: str, kind: str) -> Iterator[str]:
    digits = _digits(value)
    if kind == Kind.BORN:
        yield from _born(date.fromisoformat(value))
    elif len(digits) >= LONG and _ONLY_NUMBER.fullmatch(value):
        yield _number(digits, kind)
        if kind == Kind.CPR and len(digits) == 10:
            yield rf"{_TELLS_A_NUMBER}(?<!\d){digits[6:]}(?!\d)"
    elif kind in _WRITTEN:
        yield from _WRITTEN[kind](value)
    else:
        yield phrase(words_of(value))


def _digits(value: str) -> str:
    return "".join(letter for letter in value if letter.isdigit())


def _number(digits: str, kind: str) -> str:
    if kind == Kind.CPR and len(digits) == 10:
        first, year, serial = _spread(digits[:4]), _spread(digits[4:6]), _spread(digits[6:])
        century = rf"(?:(?:18|19|20){_BETWEEN_DIGITS})?"
        return rf"(?<!\d){first}{_BETWEEN_DIGITS}{century}{year}{_BEFORE_SERIAL}{serial}(?!\d)"
    own = re.sub(r"^(?:00)?45(?=\d{8}$)|^00(?=\d{8})", "", digits)
    return rf"(?<!\d)(?:(?:00)?45{_BETWEEN_DIGITS}|00{_BETWEEN_DIGITS})?{_spread(own)}(?!\d)"


def _spread(digits: str) -> str:
    return _BETWEEN_DIGITS.join(digits)


def _born(day: date) -> Iterator[str]:
    """A day of birth: 11.11.1991, 111191, 1991-11-11, 11. november 1991; without year or day where birth is told."""
    year, apart = rf"(?:{day.year // 100})?{day.year % 100:02}(?!\d)", r"[\s\-./]{1,3}"
    name = MONTHS[day.month - 1]
    month = rf"{GAP}{{0,3}}(?:{either([name, name[:3]])})"
    in_order = rf"{GAP}{{1,3}}(?:i{GAP}{{1,3}})?(?:{either(numerals.day_of_month(day.month))})"
    said = rf"(?<!\d)(?:0?{day.day}|(?<!{LETTER})(?:{either(numerals.day_of_month(day.day))}))"
    yield rf"(?<!\d){day:%d%m}{year}|(?<!\d){day:%Y%m%d}(?!\d)"
    yield rf"(?<!\d)0?{day.day}{apart}0?{day.month}{apart}{year}"
    yield rf"(?<!\d){day:%Y}{apart}0?{day.month}{apart}0?{day.day}(?!\d)"
    yield rf"{said}(?:{month}|{in_order}){GAP}{{0,3}}{year}"
    told = rf"(?<!{LETTER})(?:{_BIRTH}){GAP}{{1,4}}(?:(?:den|d|er|har|i|omkring){GAP}{{1,4}}){{0,2}}"
    yield rf"{told}{said}(?:{month}|{in_order}|{apart}0?{day.month}(?!\d))"
    yield rf"{told}(?:{either([name, name[:3]])}|0?{day.month}(?=\D)){GAP}{{1,3}}{year}"


def _email(value: str) -> Iterator[str]:
    """An address as written, and with words where the signs should be: "liva (at) eksempel punktum dk"."""
    yield phrase(words_of(value))
    local, _at, domain = value.partition("@")
    at = rf"{GAP}{{0,3}}(?:snabel{GAP}?a|at|a)?{GAP}{{0,3}}"
    dot = rf"{GAP}{{0,3}}(?:punktum|prik|dot)?{GAP}{{0,3}}"
    parts = [dot.join(re.escape(word) for word in words_of(part)) for part in (local, domain)]
    if all(parts):
        yield rf"(?<!{WORDLIKE}){parts[0]}{at}{parts[1]}(?!{LETTER})"


def _postcode(value: str) -> Iterator[str]:
    """The four digits beside their town, its letter ("1499 K") or the word for a postcode, or after "bor i".

    By themselves they may be any number: a year, an amount.
    """
    digits, words = _digits(value), [word for word in words_of(value) if not word.isdigit()]
    code = r"\s{0,3}".join(digits)
    if words:
        letters = _LETTER_OF_A_TOWN.get(words[-1], words[-1]) if len(words[-1]) <= _LETTERS else ""
        towns = "|".join((words[0], rf"{words[0][:3]}{LETTER}{{0,3}}\.", *(["kbh"] if words[0][0] == "k" else [])))
        yield rf"(?<!\d){code}{GAP}{{1,4}}(?:{towns})"
        if letters and letters != _METRES:
            yield rf"(?<!\d){code}{GAP}{{0,4}}(?:{letters})(?!{WORDLIKE})"
        district = rf"(?:(?:{letters})\.?{GAP}{{1,3}})?" if letters else ""
        yield rf"(?<!{LETTER})(?:{towns}){GAP}{{1,4}}{district}{code}(?!\d)"
    yield rf"(?<!{LETTER})(?:post{LETTER}{{2,8}}|dk){GAP}{{0,4}}(?:(?:er|med|har){GAP}{{1,3}})?{code}(?!\d)"
    if not 1900 <= int(digits or 0) < 2100:
        yield rf"(?<!{LETTER})(?:{LIVES})\s{{1,3}}{NOW}(?:i|til)\s{{1,3}}{code}(?!\d)(?!{COUNTS})"


def _postcode_with_its_letter(value: str) -> Iterator[str]:
    """ "5230 M" by the capital, for "5230 m" is a way to walk."""
    words = words_of(value)
    if words and words[-1] == _METRES:
        code = r"\s{0,3}".join(_digits(value))
        yield rf"(?<!\d){code}{GAP}{{1,4}}{CAPITAL}{_METRES}(?!{WORDLIKE})"


def _map(_value: str) -> Iterator[str]:
    """Any place in Denmark given by coordinates, and any address of a map."""
    yield r"(?<!\d)5[4-8][.,]\d{3,}\D{1,8}(?:[89]|1[0-5])[.,]\d{3,}|(?<!\d)5[4-8]\s?[°º]"
    yield rf"(?<!{LETTER})(?:maps?\.{LETTER}|krak\.dk)|/maps?(?!{LETTER})|goo\.gl|///\s?{LETTER}+\.{LETTER}+\.{LETTER}+"


_WRITTEN: dict[str, Callable[[str], Iterator[str]]] = {
    Kind.ADDRESS: places.address,
    Kind.ROOM: rooms.room,
    Kind.INSTITUTION: institutions.institution,
    Kind.NAME: names.name,
    Kind.EMAIL: _email,
    Kind.POSTCODE: _postcode,
    Kind.MAP: _map,
    Kind.PROPER: lambda _value: iter(()),
}
_CALLED: dict[str, Callable[[str], Iterator[str]]] = {
    Kind.ADDRESS: places.as_a_name,
    Kind.ROOM: rooms.as_a_name,
    Kind.INSTITUTION: institutions.as_a_name,
    Kind.NAME: names.as_a_name,
    Kind.POSTCODE: _postcode_with_its_letter,
    Kind.PROPER: names.by_its_capital,
}
