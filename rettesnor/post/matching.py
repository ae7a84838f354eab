"""When is a value "the same" as words in a text? Both are folded, then the value is sought as a pattern.

The patterns lean to the safe side: a leak that is missed costs more than a letter that must be reworded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise

_ALIKE = {"œ": "oe", "ł": "l", "đ": "d", "ð": "d", "\u0131": "i"}
_JOINED = str.maketrans(_ALIKE | {"å": "aa", "æ": "ae", "ø": "oe", "ä": "ae", "ö": "oe", "ü": "ue"})
_BARE = str.maketrans(_ALIKE | {"å": "a", "æ": "ae", "ø": "o"})
_DASHES = re.compile(r"[\u00ad\u2010-\u2015\u2212\u2043\u00b7\u30fb\ufe58\ufe63\uff0d]")

_LETTER, _WORDLIKE, _GAP = r"[^\W\d_]", r"[^\W_]", r"[\W_]"
_BETWEEN_WORDS = rf"{_GAP}{{0,8}}"
_BETWEEN_DIGITS = r"[\s\-./()_]{0,3}"
SHORT, LONG, VERY_LONG = 4, 8, 12
"""Below SHORT letters and digits a value counts as a whole word only; from LONG it may be spaced out; from VERY_LONG it
may stand inside another word."""

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
_POSTCODE = re.compile(rf"(?<!\d)\d{{4}}{_GAP}+{_LETTER}.*$", re.DOTALL)
_NUMBERED = re.compile(rf"^(?P<street>.*?{_LETTER}.*?){_GAP}*(?:\b(?:nr|nummer)\b{_GAP}*)?(?P<number>\d+)", re.DOTALL)
_ONLY_NUMBER = re.compile(r"[\d\s+\-./()]+")


class Kind(StrEnum):
    """What kind of thing must not leave; it decides how the value is recognised."""

    ADDRESS = "adresse"
    CPR = "cpr"
    PHONE = "telefon"
    NAME = "navn"
    ROOM = "vaerelse"
    HOUSE = "hus"
    INSTITUTION = "institution"
    EMAIL = "email"
    OTHER = "andet"


def joined(text: str) -> str:
    """Fold with å as aa, æ as ae and ø as oe."""
    return _fold(text, _JOINED)


def bare(text: str) -> str:
    """Fold with å as a and ø as o, as people write who lack the letters."""
    return _fold(text, _BARE)


FOLDS: tuple[Callable[[str], str], ...] = (joined, bare)


def _fold(text: str, letters: dict[int, str]) -> str:
    # A soft hyphen counts as a hyphen: a font may draw both with the same glyph.
    seen = "".join(letter for letter in text if letter == "\u00ad" or unicodedata.category(letter) != "Cf")
    seen = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    seen = _DASHES.sub("-", seen.translate(letters))
    return "".join(_plain(letter) for letter in unicodedata.normalize("NFD", seen))


@cache
def _plain(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Mn":
        return ""
    if category == "Nd":
        return str(unicodedata.digit(letter))
    return " " if category in {"Cc", "Zs"} and letter != "\n" else letter


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
        re.compile(_start(needle[0], VERY_LONG - 1) + re.escape(needle) + _end(needle[-1], SHORT))
        for needle in needles
        if len(needle) > SHORT
    ]


@lru_cache(maxsize=2048)
def _patterns(value: str, kind: str) -> Sequence[re.Pattern[str]]:
    return [re.compile(source) for source in _sources(value, kind) if source]


def _sources(value: str, kind: str) -> Iterator[str]:
    digits = _digits(value)
    if len(digits) >= LONG and _ONLY_NUMBER.fullmatch(value):
        yield _number(digits, kind)
    elif kind == Kind.ADDRESS:
        yield from _address(value)
    elif kind == Kind.NAME:
        yield from _name(_words(value))
    else:
        yield _phrase(_words(value))


def _digits(value: str) -> str:
    return "".join(letter for letter in value if letter.isdigit())


def _words(value: str) -> list[str]:
    return re.findall(rf"{_WORDLIKE}+", value)


def _name(words: list[str]) -> Iterator[str]:
    """A name as written, with other or no middle names, and with the family name first."""
    yield _phrase(words)
    if len(words) > 1:
        first, last = _phrase(words[:1]), _phrase(words[-1:])
        yield rf"{first}(?:{_GAP}{{1,3}}{_WORDLIKE}+){{0,3}}{_GAP}{{1,3}}{last}"
        yield rf"{last}{_GAP}{{1,3}}{first}"


def _phrase(words: list[str]) -> str:
    length = sum(map(len, words))
    if not length:
        return ""
    body = _BETWEEN_WORDS.join(_word(word, _inside(length)) for word in words)
    if SHORT <= length < LONG:
        spaced = _word("".join(words), rf"{_GAP}{{1,3}}")
        body = f"(?:{body}|{spaced})"
    return _start(words[0][0], length) + body + _end(words[-1][-1], length)


def _word(word: str, inside: str) -> str:
    """The letters of a word with what may stand between them; the digits of a number stand together."""
    pattern = word[0]
    for before, letter in pairwise(word):
        pattern += letter if before.isdigit() and letter.isdigit() else inside + letter
    return pattern


def _inside(length: int) -> str:
    if length < SHORT:
        return r"(?:-\s*)?"
    return r"(?:\s*-\s*)?" if length < LONG else rf"{_GAP}{{0,4}}"


def _start(first: str, length: int) -> str:
    if length < SHORT:
        return rf"(?<!{_WORDLIKE})"
    if first.isdigit():
        return r"(?<!\d)"
    return "" if length >= VERY_LONG else rf"(?<!{_LETTER})"


def _end(last: str, length: int) -> str:
    if length < SHORT:
        return rf"(?!{_WORDLIKE})"
    if last.isdigit():
        return r"(?!\d)"
    if length >= VERY_LONG:
        return ""
    ending = r"(?:e?s)?" if length < LONG else rf"{_LETTER}{{0,3}}"
    return rf"{ending}(?!{_LETTER})"


def _number(digits: str, kind: str) -> str:
    if kind == Kind.CPR and len(digits) == 10:
        first, rest = _spread(digits[:4]), _spread(digits[4:])
        return rf"(?<!\d){first}{_BETWEEN_DIGITS}(?:(?:18|19|20){_BETWEEN_DIGITS})?{rest}(?!\d)"
    own = re.sub(r"^(?:00)?45(?=\d{8}$)", "", digits).removeprefix("00")
    return rf"(?<!\d)(?:(?:00)?45{_BETWEEN_DIGITS}|00{_BETWEEN_DIGITS})?{_spread(own)}(?!\d)"


def _spread(digits: str) -> str:
    return _BETWEEN_DIGITS.join(digits)


def _address(value: str) -> Iterator[str]:
    """Street and number, whatever floor, door, postcode or town follows; without a number, the name of the place."""
    place = _POSTCODE.sub("", value)
    numbered = _NUMBERED.match(place)
    if numbered is None:
        yield _phrase(_words(place.split(",")[0]) or _words(value))
        return
    words, number = _words(numbered["street"]), numbered["number"]
    length = sum(map(len, words)) + len(number)
    street = _BETWEEN_WORDS.join(_street_word(word, length) for word in words)
    start = _start(words[0][0], length)
    several = rf"(?:\d+[a-z]?{_GAP}{{0,3}}(?:-|og|/|\+){_GAP}{{0,3}})?"
    yield rf"{start}{street}{_BETWEEN_WORDS}(?:(?:nr|nummer){_GAP}{{1,4}})?{several}{number}(?!\d)"
    yield rf"(?<!\d){number}[a-z]?{_GAP}{{1,4}}{street}(?!{_LETTER})"


def _street_word(word: str, length: int) -> str:
    for forms in _STREET_WORDS:
        if word in forms:
            return f"(?:{'|'.join(_word(form, _inside(length)) for form in forms)})"
    for ending, forms_of_ending in _STREET_ENDS.items():
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            ends = "|".join(_word(form, _inside(length)) for form in forms_of_ending.split("|"))
            return (_word(stem, _inside(length)) + _inside(length) if stem else "") + f"(?:{ends})"
    return _word(word, _inside(length))
