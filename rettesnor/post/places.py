"""Addresses: how people write them, as patterns for a folded text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rettesnor.danish.folding import folded
from rettesnor.danish.plain_words import GIVEN_NAMES, PLAIN_STREETS, PREPOSITIONS, THINGS, ordinary
from rettesnor.post.patterns import (
    BETWEEN_WORDS,
    CAPITAL,
    COUNTS,
    GAP,
    IN_A_SENTENCE,
    LETTER,
    WORDLIKE,
    among,
    begins,
    breaks,
    number,
    phrase,
    spelled,
    words_of,
)

_STREET_ENDS = {
    "gade": "gade|gd|g",
    "vej": "vej|vj|v",
    "alle": "alle|alleen|all|ale|al",
    "boulevard": "boulevard|boul|blvd|bvd",
    "plads": "plads|pl|plds",
    "straede": "straede|strade|strd|str",
    "torv": "torv|tv|trv",
    "vaenge": "vaenge|vg",
    "park": "park|pk",
    "bakke": "bakke|bk",
    "toft": "toft|tft",
    **{end: end for end in ("have", "lund", "eng", "mark", "skov", "sti", "dal", "vang", "krog", "hoej", "hoj")},
    "gaard": "gaard|gard|gd|grd",
    "gard": "gard|gd|grd",
}
_KIND_OF_STREET = re.compile(rf"(?P<stem>.*?)(?P<kind>{'|'.join(_STREET_ENDS)})(?P<definite>e?[nt])?")
_STREET_WORDS = (
    ("sankt", "skt", "sct", "st", "saint"),
    ("gammel", "gamle", "gl"),
    ("store", "st"),
    ("lille", "ll"),
    ("nordre", "ndr"),
    ("soendre", "sondre", "sdr"),
    ("noerre", "norre", "nr"),
    ("kongens", "kgs"),
    ("doktor", "dr"),
)
_QUARTERS = folded("nørre", "nordre", "søndre", "sønder", "vestre", "vester", "østre", "øster", "ndr", "sdr")
"""Words for a quarter of a town: before the word for a street they are nothing but a street's name."""
_EVERY_STREET_WORD = frozenset(form for forms in _STREET_WORDS for form in forms)
POSTCODE = re.compile(rf"(?<!\d)\d{{4}}{GAP}+{LETTER}.*$", re.DOTALL)
NUMBERED = re.compile(rf"^(?P<street>.*?{LETTER}.*?){GAP}*(?:\b(?:nr|nummer)\b{GAP}*)?(?P<number>\d+)", re.DOTALL)
LABEL = rf"(?:(?:hus|gade|vaerelses)?(?:nr|nummer|no|num){GAP}{{1,4}}|#\s?)"
_ANOTHER_NUMBER = rf"[\s,:]{{0,4}}{LABEL}?\d{{1,3}}(?!\d)(?!\s?(?:-|til)\s?\d)(?!{COUNTS})"
"""A number right after the street: another house of it, unless it counts days or children or is a day of a month."""

_NO_NUMBER = rf"(?!\s{{0,3}}{LABEL}?\d{{1,3}}(?!\d|{COUNTS}))"
_NO_DATE = rf"(?!{COUNTS})(?![.,:]\d|\s?/\s?\d)"

LEADING_UP = folded(PREPOSITIONS)

DISTINCTIVE, SURELY = 4, 8
"""From so many letters on a word can tell a place apart; and a street be known by all its letters but one."""


def address(value: str) -> Iterator[str]:
    """Street and number, whatever floor, door, postcode or town follows; the street alone, unless it is a plain word
    or another house's number follows. Without a number, the name of the place."""
    numbered = NUMBERED.match(POSTCODE.sub("", value))
    if numbered is None:
        yield phrase(words_of(called(value)) or words_of(value))
        return
    words, digits = _street_of(numbered["street"]), numbered["number"]
    length = sum(map(len, words)) + len(digits)
    street = BETWEEN_WORDS.join(_street_word(word, length) for word in words)
    start, there = begins(words[0][0], length), rf"{LABEL}?{among(digits)}"
    yield rf"{start}{street}s?{BETWEEN_WORDS}{there}"
    yield rf"{start}{street}s?{GAP}{{1,8}}(?:{LETTER}+{GAP}{{1,4}}){{1,2}}{there}"
    yield rf"(?<!\d){digits}[a-z]?{GAP}{{1,4}}{street}(?!{LETTER})"
    yield from _shortened(words, there)
    yield from _mistyped(words, there)
    yield from _alone(words)


def as_a_name(value: str) -> Iterator[str]:
    """A street in a text with its capitals marked: one of plain words inside a sentence ("på Ny Vej", "på Torvet"); one
    whose stem is an ordinary word, by its stem and number ("Skov 14")."""
    numbered = NUMBERED.match(POSTCODE.sub("", value))
    if numbered is None:
        return
    words = _street_of(numbered["street"])
    if not _tells_apart(words):
        yield rf"(?:{'|'.join(_by_its_capitals(words))})(?:e?[nt]?s?)(?!{LETTER}){_NO_NUMBER}"
    if (stem := _stem(words)) and _is_ordinary(stem):
        yield rf"{CAPITAL}{stem}\s{{1,3}}{LABEL}?{number(numbered['number'])}{_NO_DATE}"


def _by_its_capitals(words: list[str]) -> Iterator[str]:
    """A capital inside a sentence, or one for each word."""
    forms = [f"(?:{'|'.join(_forms(word))})" for word in words]
    yield IN_A_SENTENCE + rf"\.?\s{{1,3}}{CAPITAL}?".join(forms)
    if len(words) > 1:
        yield CAPITAL + rf"\.?\s{{1,3}}{CAPITAL}".join(forms)


def _forms(word: str) -> tuple[str, ...]:
    return next((forms for forms in _STREET_WORDS if word in forms), (word,))


def called(value: str) -> str:
    """The name that an address without a house's number is found by: "Botilbuddet Skovly, Hvalsø" by its first part."""
    place = POSTCODE.sub("", value)
    return "" if NUMBERED.match(place) else place.split(",")[0].strip()


def _street_of(lead: str) -> list[str]:
    """The street's own words of what stands before its number: "hos mor, på Prøvevej" is Prøvevej."""
    parts = [words for part in re.split(r"[,;\n]", lead) if (words := words_of(part))]
    words = parts[-1]
    after = max((at for at, word in enumerate(words) if word in LEADING_UP), default=-1)
    return words[after + 1 :] or words


def _street_word(word: str, length: int) -> str:
    if len(forms := _forms(word)) > 1:
        return f"(?:{'|'.join(spelled(form, breaks(length)) for form in forms)})"
    stem, ending = split(word)
    if not ending:
        return spelled(word, breaks(length))
    ends = _endings(ending, breaks(length))
    return (_street_stem(stem, length) + breaks(length) if stem else "") + f"(?:{ends})"


def _street_stem(stem: str, length: int) -> str:
    """ "Skov" of "Skovvej" is not cut short besides: "skov 14" would be "sko. v. 14"."""
    return _street_word(stem, length) if split(stem)[0] else spelled(stem, breaks(length))


def _endings(ending: str, between: str) -> str:
    """A kind of street whole, in its definite form, and cut short with or without a full stop: "vænge", "vænget", "vg".

    For beside a number, which says as much as the full stop: any first letters of it, three or more ("stræ", "boul").
    """
    whole, *short = (spelled(form, between) for form in _STREET_ENDS[ending].split("|"))
    return "|".join((whole + _definite(between), *short, cut(ending, 3).removesuffix(r"\.")))


def _definite(between: str) -> str:
    return f"(?:(?:{between}e)?{between}[nt])?"


def split(word: str) -> tuple[str, str]:
    """A street's name and its kind: "vestergade" is "vester" and "gade", "strandvejen" is "strand" and "vej".

    "Haven" by itself is no kind of "have": its other form is another word.
    """
    found = _KIND_OF_STREET.fullmatch(word)
    if found is None or (found["definite"] and not found["stem"]):
        return word, ""
    return found["stem"], found["kind"]


def _shortened(words: list[str], there: str) -> Iterator[str]:
    """With its number a street is known by its first letters and a full stop, and without the word for a street."""
    if len(words) > 1:
        yield from _shortened_words(words, there)
        return
    stem, ending = split(words[0])
    ways = [rf"{spelled(words[0], '')}(?:e?[nt]?s?){GAP}{{1,4}}"]
    if stem and ending:
        ways.append(rf"{cut(stem, 1)}{GAP}{{0,3}}(?:{_endings(ending, '')})s?{GAP}{{0,4}}")
    yield rf"(?<!{LETTER})(?:{'|'.join(ways)}){there}"
    known = _stem(words)
    alone = "" if _is_ordinary(known) else rf"|{spelled(known, '')}[\s,:]{{1,3}}"
    yield rf"(?<!{LETTER})(?:{cut(words[0], 4)}{GAP}{{1,4}}{alone}){there}{_NO_DATE}"


def _stem(words: list[str]) -> str:
    """What a street of one word is called without the word for it: "vesterbro"; empty if that tells too little."""
    stem, ending = split(words[0])
    return stem if len(words) == 1 and ending and len(stem) >= DISTINCTIVE else ""


def _is_ordinary(stem: str) -> bool:
    return stem in ordinary() | THINGS | GIVEN_NAMES | {""}


def _mistyped(words: list[str], there: str) -> Iterator[str]:
    """With its number a street that tells a place apart is known by its name with one letter wrong, missing, too many,
    or two that changed places. The first is right, or a digit that looks like it: "Østergade" is not "Vestergade"."""
    letters = [(letter, rf"{GAP}{{0,3}}" if last else "") for word in words for letter, last in _to_the_last(word)]
    if not _tells_apart(words) or len(letters) < SURELY:
        return
    spelt = [letter + after for letter, after in letters]
    slips = [[rf"\d{letters[0][1]}", *spelt[1:]]]
    for at, ((_, before), (one, after)) in enumerate(pairwise(letters)):
        slips.append([*spelt[: at + 1], rf"{WORDLIKE}{{0,2}}{after}", *spelt[at + 2 :]])
        if at:
            slips.append([*spelt[:at], one + before, letters[at][0] + after, *spelt[at + 2 :]])
    yield rf"(?<!{WORDLIKE})(?:{'|'.join(''.join(slip) for slip in slips)}){BETWEEN_WORDS}{there}"


def _to_the_last(word: str) -> Iterator[tuple[str, bool]]:
    return ((letter, at == len(word)) for at, letter in enumerate(word, start=1))


def _shortened_words(words: list[str], there: str) -> Iterator[str]:
    *names, last = words
    first = BETWEEN_WORDS.join(f"(?:{spelled(name, '')}|{cut(name, 1)}|{cut(name, 3)}?)" for name in names)
    end = f"(?:{_street_word(last, len(last))}|{last[0]}\\.)"
    yield rf"(?<!{LETTER}){first}{BETWEEN_WORDS}{end}{BETWEEN_WORDS}{there}"
    ways = [phrase(names)] if last in _STREET_ENDS and any(_tells(name) for name in names) else []
    ways += [first + BETWEEN_WORDS + spelled(stem, "")] if (stem := _stem([last])) else []
    if ways:
        yield rf"(?<!{LETTER})(?:{'|'.join(ways)})[\s,:]{{1,3}}{there}{_NO_DATE}"
    if len(words) > 2 and words[0] in _EVERY_STREET_WORD:
        rest = BETWEEN_WORDS.join(_street_word(word, len(word)) for word in words[1:])
        yield rf"(?<!{LETTER}){rest}{BETWEEN_WORDS}{there}"


def cut(word: str, least: int) -> str:
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
    if len(words) > 1 and not any(map(_distinctive, words)):
        street = BETWEEN_WORDS.join((_quarter(words[0]), *(_whole_word(word, length) for word in words[1:])))
    yield rf"(?<!{LETTER}){street}(?:e?[nt]?s?)(?!{LETTER})(?!{_ANOTHER_NUMBER})"


def _quarter(word: str) -> str:
    """Not "nr", which ends a sentence before another that begins with "alle"."""
    return f"(?:{'|'.join(form for form in _forms(word) if len(form) > 2)})"


def _whole_word(word: str, length: int) -> str:
    """As `_street_word`, but what an ending is cut short to must be no word ("strd", "blvd") or have a full stop."""
    stem, ending = split(word)
    if not ending:
        return _street_word(word, length)
    short = "|".join(_shows_a_street(form) for form in _STREET_ENDS[ending].split("|")[1:])
    whole = spelled(stem + ending, breaks(length)) + (_definite(breaks(length)) if stem else "")
    return f"(?:{whole}|{stem}(?:{short}))" if short else whole


def _shows_a_street(short: str) -> str:
    """An ending cut short: no word is spelled without a vowel, and "tv" is a door, so the others need a full stop."""
    return short if len(short) > 1 and short != "tv" and not re.search("[aeiouy]", short) else rf"{short}\."


def _tells_apart(words: list[str]) -> bool:
    """Whether a street by itself says where: "Opdigtet Stræde" and "Nørre Allé" do, "Torvet" and "Ny Vej" do not."""
    if len(words) > 1:
        return any(_distinctive(word) for word in words) or words[0] in _QUARTERS
    return len(words[0]) > DISTINCTIVE + 1 and words[0] not in PLAIN_STREETS


def _tells(word: str) -> bool:
    return _distinctive(word) or word in _QUARTERS


def _distinctive(word: str) -> bool:
    return len(word) >= DISTINCTIVE and word not in PLAIN_STREETS and not word.isdigit()
