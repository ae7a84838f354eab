"""Names of people: how they are written, as patterns for a folded text."""

from __future__ import annotations

from collections.abc import Iterator

from rettesnor.danish.dates import MONTHS
from rettesnor.danish.plain_words import SMALL_WORDS, WORDS_THAT_ARE_NAMES, ordinary
from rettesnor.post.patterns import CAPITAL, GAP, IS_CALLED, LETTER, SHORT, WORDLIKE, phrase, words_of

_FULL_LINE = 60
"""A line of so many letters goes on in the next; a shorter one is a heading, or ends a paragraph."""
_INSIDE = (
    rf"(?:{WORDLIKE}[^\w.!?:\n]{{1,4}}(?<={CAPITAL})|[^\n]{{{_FULL_LINE}}}{WORDLIKE}[^\w.!?:\n]{{0,3}}\n{CAPITAL})"
)
"""Before a capital that neither a full stop, a colon nor a new paragraph explains."""
_A_MONTH = rf"(?:(?:og|eller|til)[\s{CAPITAL}]{{1,3}})?(?:{'|'.join(MONTHS)})(?!{LETTER})"
_NO_DATE = rf"(?![\s/-]{{1,3}}(?:\d|maa?ned)|[\s,/{CAPITAL}-]{{1,4}}{_A_MONTH})"
"""Behind a month that is a name: no year, and no other month."""
_NO_DAY = r"(?<!\d)(?<!\d\s)(?<!\d\.)(?<!\d\.\s)"
_INITIALS = 2
"""A name of so few letters ("Li", "Bo", "Ea") is also a verb, a syllable or an abbreviation."""


def name(value: str) -> Iterator[str]:
    """A name as written, with other or no middle names, and with the family name first."""
    words = words_of(value)
    if _only_by_its_capital(words):
        return
    yield phrase(words)
    if len(words) > 1:
        yield phrase([words[0], words[-1]])
        first, last = phrase(words[:1]), phrase(words[-1:])
        yield rf"{first}(?:{GAP}{{1,3}}{WORDLIKE}+){{0,3}}{GAP}{{1,3}}{last}"
        yield rf"{last}{GAP}{{1,3}}{first}"


def as_a_name(value: str) -> Iterator[str]:
    """A name that is also a word, in a text with its capitals marked: it is the capital that makes it a name.

    "Bo", "Li" and "Liv" begin no sentence except as a name, so their capital is enough. "Vi", "En", "Er", "Der" and
    "Maj" begin sentences, or stand in every date: stopped there, no letter about such a woman could be written at all,
    so only a capital inside a sentence tells, where nothing but a name has one. Months have a small letter: one that
    begins a sentence and no date is a name ("Juni har det godt"). A short name is found in the genitive too: "Idas",
    "Bos".
    """
    words = words_of(value)
    if len(words) == 1 and words[0] in MONTHS:
        yield rf"{_NO_DAY}{CAPITAL}(?P<name>{phrase(words)}|{words[0]}'?s(?!{LETTER})){_NO_DATE}"
    capital = _INSIDE if words and words[0] in SMALL_WORDS else CAPITAL
    if len(words) == 1 and len(words[0]) < SHORT:
        yield rf"{capital}(?P<name>(?<!{WORDLIKE}){words[0]}'?s(?!{WORDLIKE}))"
    if _only_by_its_capital(words):
        yield rf"{IS_CALLED}{CAPITAL}?(?P<name>{phrase(words)})"
        yield rf"{capital}(?P<name>{phrase(words)})"


def by_its_capital(value: str) -> Iterator[str]:
    """What may be a name, where a capital inside a sentence makes it one: "Rigshospitalet" and not "rigshospitalet"."""
    yield rf"{_INSIDE}(?P<name>{phrase(words_of(value))})"


def _only_by_its_capital(words: list[str]) -> bool:
    return len(words) == 1 and (
        len(words[0]) <= _INITIALS or words[0] in SMALL_WORDS | WORDS_THAT_ARE_NAMES | ordinary()
    )
