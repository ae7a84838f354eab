"""A child's institution: how people write of it, as patterns for a folded text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rettesnor.danish.plain_words import GIVEN_NAMES, KINDS_OF_INSTITUTION, ordinary, tells_nobody_apart, towns
from rettesnor.post.patterns import (
    BETWEEN_WORDS,
    CAPITAL,
    GAP,
    IN_A_SENTENCE,
    LETTER,
    SHORT,
    WORDLIKE,
    begins,
    breaks,
    ends,
    phrase,
    spelled,
    words_of,
)
from rettesnor.post.places import DISTINCTIVE, LEADING_UP, NUMBERED, POSTCODE, address, cut, split

_KIND = "boern|born|skole|vuggestue|institution|sfo|klub|hjem|hus|gaard|gard|fritid|dagpleje|gymnasi|stue"
"""What a compound with an institution's name goes on with: "Solstraalebørnehaven"."""
_ABBREVIATED = {
    "skole": "sk",
    "boernehave": "bhv|bh|boernehv",
    "bornehave": "bhv|bh|bornehv",
    "vuggestue": "vug|vgst|vst",
    "gymnasium": "gymn|gym",
    "institution": "inst",
    "dagpleje": "dpl",
}

_SHORT_KINDS = "|".join(_ABBREVIATED.values())
_COMPOUND = re.compile(
    rf"(?P<stem>{LETTER}{{{DISTINCTIVE},}}?)(?:boernehave|bornehave|(?:boerne|borne)?(?:{_KIND})){LETTER}{{0,4}}"
)
_A_SCHOOL = (
    rf"(?:{LETTER}{{0,12}}skole|boernehave|bornehave|boernehus|bornehus|vuggestue|dagpleje|fritidshjem|klub|sfo"
    rf"|institution){LETTER}{{0,3}}"
)
_GOES_TO = rf"(?<!{LETTER})(?:(?:paa|pa|i|fra|til|ved|hos){GAP}{{1,4}}|{_A_SCHOOL}[\s,:]{{1,3}})"
_ATTENDS = (
    rf"(?<!{LETTER})(?:(?:gaar|gar|gik|gaaet|gaet|elev|begynd(?:er|te|t)|start(?:er|ede|et))\s{{1,3}}"
    rf"(?:{LETTER}+\s{{1,3}}){{0,2}}(?:paa|pa|i){GAP}{{1,4}}|{_A_SCHOOL}[\s:]{{1,3}})"
)


def institution(value: str) -> Iterator[str]:
    """Its whole name, each word of it that tells it apart, and the address that stands in it."""
    called = words_of(re.split(r"[,;\n()]", value)[0])
    yield phrase(words_of(value))
    yield _with_its_kind_cut_short(called)
    yield _with_or_without_genitive(called)
    yield _without_its_kind(called)
    yield _as_initials(called)
    for place, part in enumerate(re.split(r"[,;\n()]", value)):
        part = POSTCODE.sub("", part)
        street = _address_in(part, first=place == 0)
        if street:
            yield from address(street)
        told = _only_streets(street) if place == 0 else words_of(street)
        for word in words_of(part):
            if word not in told and _names_a_place(word):
                yield from _told_by(word)


def as_a_name(value: str) -> Iterator[str]:
    """A name in the genitive or in a compound: "Zahle" of "Zahles Skole", "Krymmel" of "Krymmelskolen".

    The first with its capital, an ordinary word and a given name only inside a sentence, and with a small letter after
    "går i". The second may be any word ("Eventyrskolen", "Musikskolen"), so
    beside its capital it needs "på", "i", "fra" or the like, or a word for a school, before it. Where it is a given
    name ("Annaskolen"), which people are cross with ("på Anna") and a letter may have to name, only "går på" or a word
    for a school will do; and a municipality ("Viborgskolen") stands in every letter and is left alone.
    """
    for word in words_of(value):
        if word.endswith("s") and _names_a_place(word) and _names_a_place(word[:-1]):
            yield from _without_genitive(word[:-1])
        if stem := _stem(word):
            leads_up = _ATTENDS if stem in GIVEN_NAMES else _GOES_TO
            yield rf"{leads_up}{CAPITAL}{phrase([stem])}"


def _without_genitive(bare: str) -> Iterator[str]:
    if bare in ordinary() | GIVEN_NAMES:
        yield rf"{IN_A_SENTENCE}{phrase([bare])}"
    else:
        yield rf"{CAPITAL}{phrase([bare])}"
        yield rf"{_ATTENDS}{phrase([bare])}"
        yield _in_a_compound(bare)


def _with_or_without_genitive(words: list[str]) -> str:
    """ "Idas Hus" and "Ida's Hus" for "Ida Hus", and the other way round; empty for a single word."""
    if len(words) < 2:
        return ""
    length = sum(map(len, words))
    said = (f"{spelled(word[:1] + word[1:].removesuffix('s'), breaks(length))}(?:{GAP}?s)?" for word in words)
    return begins(words[0][0], length) + BETWEEN_WORDS.join(said) + ends(words[-1][-1], length)


def _without_its_kind(words: list[str]) -> str:
    """ "N. Zahle" for "N. Zahles Skole"; empty where what is left tells nothing apart."""
    own = [word for word in words if word not in KINDS_OF_INSTITUTION]
    return _with_or_without_genitive(own) if any(map(_names_a_place, own)) else ""


def _as_initials(words: list[str]) -> str:
    """ "A.B.C." for "ABC"; empty for a longer name, whose letters may be apart anyhow."""
    if len(words) != 1 or not 1 < len(words[0]) < SHORT:
        return ""
    return rf"(?<!{WORDLIKE})" + r"\.\s{0,3}".join(words[0]) + rf"(?!{WORDLIKE})"


def _told_by(word: str) -> Iterator[str]:
    """A word that tells a place apart: by itself, without its article, in a compound, cut short by a full stop."""
    stem = _without_article(word)
    yield phrase([word])
    if stem != word:
        yield phrase([stem])
    yield _in_the_genitive(word)
    yield _in_a_compound(word)
    if len(word) > 2 * DISTINCTIVE - 1:
        town = max((len(town) for town in towns() if word.startswith(town)), default=0)
        yield rf"(?<!{LETTER}){cut(word.removesuffix('s'), max(6, town + 1))}"


def _without_article(word: str) -> str:
    return word[:-1] if word.endswith("en") and len(word) > DISTINCTIVE + 2 else word


def _in_a_compound(word: str) -> str:
    stem = spelled(_without_article(word), breaks(len(word)))
    return rf"{begins(word[0], len(word))}{stem}s?{GAP}{{0,3}}(?:{_KIND})"


def _with_its_kind_cut_short(words: list[str]) -> str:
    """ "Vestre Sk.", "Bhv. Havblik": the whole name with the word for its kind shortened; empty if it has none."""
    short = [_kind_cut_short(word) for word in words]
    if len(words) < 2 or not any(short):
        return ""
    said = BETWEEN_WORDS.join(cut or spelled(word, "") for cut, word in zip(short, words, strict=True))
    return rf"(?<!{LETTER}){said}(?!{LETTER})"


def _in_the_genitive(word: str) -> str:
    """ "Krymmels skole", "Krymmels Sk." for "krymmelskolen"; empty for what is no compound with a kind."""
    stem = _stem(word)
    said = rf"{begins(stem[0], len(word))}{spelled(stem, breaks(len(stem)))}" if stem else ""
    return said and rf"{said}(?:{GAP}?e?s)?{GAP}{{0,3}}(?:{_KIND}|(?:{_SHORT_KINDS})(?!{LETTER}))"


def _stem(word: str) -> str:
    """What a compound with a kind of institution has as its name: "krymmel" of "krymmelskolen"; empty if nothing."""
    found = _COMPOUND.fullmatch(word) if _names_a_place(word) else None
    if found is None or not _names_a_place(found["stem"]):
        return ""
    return next(filter(_names_a_place, (found["stem"].removesuffix("s"), found["stem"])))


def _kind_cut_short(word: str) -> str:
    """A kind of institution whole or shortened; empty for another word."""
    kind = next((kind for kind in _ABBREVIATED if re.fullmatch(f"{kind}[nt]?s?", word)), "")
    return rf"(?:{_ABBREVIATED[kind]}|{word})" if kind else ""


def _names_a_place(word: str) -> bool:
    return len(word) >= DISTINCTIVE and not word[0].isdigit() and word not in tells_nobody_apart()


def _only_streets(street: str) -> list[str]:
    """The street's words but for a definite one, which may be the institution's own name: "Solbakken 3"."""
    return [word for word in words_of(street) if word.endswith(split(word)[1])]


def _address_in(part: str, *, first: bool) -> str:
    """The street and number in a part of an institution's name; empty if there is none."""
    numbered = NUMBERED.match(part)
    words = words_of(numbered["street"]) if numbered else []
    while words and (words[0] in KINDS_OF_INSTITUTION or words[0] in LEADING_UP):
        words = words[1:]
    if numbered is None or not words or words[-1] in KINDS_OF_INSTITUTION:
        return ""
    after = max((at for at, word in enumerate(words) if word in LEADING_UP), default=-1)
    words = words[after + 1 :]
    stem, ending = split(words[-1]) if words else ("", "")
    if first and not ending:
        return ""
    street = words if not first or len(words) < 2 else words[-1:] if stem else words[-2:]
    return f"{' '.join(street)} {numbered['number']}" if street else ""
