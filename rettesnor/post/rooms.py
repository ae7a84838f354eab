"""Rooms: how people say which one, as patterns for a folded text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rettesnor.danish import numerals
from rettesnor.danish.plain_words import PARTS_OF_A_HOUSE, THINGS, ordinary, tells_nobody_apart, towns
from rettesnor.post import rooms_said
from rettesnor.post.patterns import (
    BETWEEN_WORDS,
    CAPITAL,
    COUNTS,
    GAP,
    IN_A_SENTENCE,
    IS_CALLED,
    LETTER,
    LIVES,
    NOW,
    SHORT,
    WORDLIKE,
    among,
    breaks,
    either,
    number,
    phrase,
    spelled,
    words_of,
)
from rettesnor.post.places import DISTINCTIVE, LABEL

_ROOM = rf"(?:vaerelse{LETTER}{{0,10}}|(?<!{LETTER})(?:vaer|vrl|vrs|varelse|rum(?:met|mene)?|kammer(?:et)?|room))"
_LIKE_A_ROOM = rf"(?<!{LETTER})(?:(?:lejlighed|bolig|doer|dor|enhed)(?:en)?|stuen?|suiten?)"
_THE_ROOM = "(?:vaerelse(?:ts?)?|varelset?|rummets?|kammerets?)"
"""Of one room: not "2-værelses", which is how big a flat is."""
_ROOM_LABEL = re.compile(
    rf"^{GAP}*(?:vaerelse(?:t|ts)?|vaer|rum(?:met)?|kammer(?:et)?)?{GAP}*(?:(?:nr|nummer)\b{GAP}*)?"
)
_LEADS_UP = rf"(?:(?<!{LETTER})(?:(?:i|paa|pa|fra|ved|til|hos){GAP}{{1,4}}|(?:{LIVES})\s{{1,3}}{NOW})|{IS_CALLED})"
_WORDS_FOR_A_ROOM = ("vaerelse", "vaerelset", "rum", "kammer")
_JOINED_ROOM = rf"(?:v(?:ae|a)relse|(?:rum(?:met)?|stuen?|kammer(?:et)?)s?(?!{LETTER}))"
_ROMAN = re.compile("x{0,3}(?:ix|iv|v?i{0,3})")
_NUMBERED_ROOM = re.compile(r"(?<![^\W_])\d+(?!\d)(?!\s?\.?\s?(?:sal|etage)\b)")

_FLOOR_AND_DOOR = re.compile(
    rf"(?<!{WORDLIKE})(?P<floor>\d{{1,2}}|stuen?|st|kaelder(?:en)?|kld?)(?:{GAP}{{0,3}}(?:sal|etage)(?:en)?)?{GAP}{{0,3}}"
    rf"(?P<door>t\.?\s?[vh]|m\.?\s?f|(?:til\s)?(?:venstre|hoejre|hojre)|midt\s?for)(?!{WORDLIKE})"
)
_DOORS = (
    rf"(?:t\.?\s?v|(?:til\s{{1,3}})?venstre)(?!{WORDLIKE})",
    rf"(?:t\.?\s?h|(?:til\s{{1,3}})?(?:hoejre|hojre))(?!{WORDLIKE})",
    rf"(?:m\.?\s?f|midt\s?for)(?!{WORDLIKE})",
)
_GROUND = ("stuen|stue|st", "kaelderen|kaelder|kld|kl")
_BESIDE = rf"(?:(?:doeren|doren|doer|dor|og){GAP}{{1,3}})?"
_LETTER_FIRST = re.compile(
    rf"(?<!{WORDLIKE})(?!nr|st|kl)(?P<letter>{LETTER}|[bcdfghjklmnpqrstvwxz]{{2}}){GAP}{{0,2}}(?P<digits>\d{{1,3}})(?!{WORDLIKE})"
)
_NUMBER_FIRST = re.compile(rf"(?<!{WORDLIKE})(?P<digits>\d{{1,3}}){GAP}{{0,2}}(?P<letter>{LETTER})(?!{WORDLIKE})")
_LETTERS_THAT_ARE_WORDS = frozenset(("a", "i", "o"))
"""With a space these are words: "12 i alt", and "12 à 14", which is folded."""
_CLASSES = 10
"""The classes of a school, 0 to 10: "3a" and "7.b"."""
_NOT_IN_A_STREET = "".join(rf"(?<!{end}\s)" for end in ("vej", "gade", "alle", "straede", "vaenget", "parken", "nr."))


def room(value: str) -> Iterator[str]:
    """A room by its number or name, beside a word for a room; without such a word in the value also by itself.

    "Egern 3" has both, and is found by each. Its name without a word for a room: see `as_a_name`.
    """
    yield _as_given(value)
    designation = _ROOM_LABEL.sub("", value, count=1)
    name = _name_in(designation)
    if numbers := _numbers_in(designation, name):
        if re.match(rf"{LETTER}{{{DISTINCTIVE}}}", designation):
            yield phrase(words_of(designation))
        for digits in numbers:
            yield from _told_after(digits)
            yield from _told_before(digits)
    elif words := words_of(designation):
        yield from _by_name(words)
    if name and name != words_of(designation):
        yield from _by_name(name)
    yield from _by_floor_and_door(designation)
    yield from _by_its_code(designation)


def _by_floor_and_door(designation: str) -> Iterator[str]:
    """ "2. sal tv" by itself, also "2.tv", "anden sal til venstre" and "til venstre på 2. sal".

    A floor alone is where anybody may have lived; "2 tv" is what somebody owns, so it needs "på" before it; and "stuen
    til venstre for" is a way through a home.
    """
    told = _FLOOR_AND_DOOR.search(designation)
    if told is None:
        return
    door = next(way for way in _DOORS if re.fullmatch(way, told["door"]))
    if told["floor"].isdigit():
        yield from _on_floor(told["floor"].lstrip("0") or "0", door)
    else:
        ground = next(forms for forms in _GROUND if told["floor"] in forms.split("|"))
        yield rf"(?<!{LETTER})(?:{ground}){GAP}{{1,3}}{door}(?!\s{{1,3}}(?:for|i)(?!{LETTER}))"


def _on_floor(digits: str, door: str) -> Iterator[str]:
    said = either(numerals.day_of_month(int(digits))) if 0 < int(digits) < 32 else "(?!)"
    floor = rf"(?:(?<!\d)0?{digits}{GAP}{{0,3}}|(?<!{LETTER})(?:{said}){GAP}{{0,2}})(?:sal|etage)(?:en)?(?!{LETTER})"
    yield rf"{floor}{GAP}{{1,4}}{_BESIDE}{door}"
    yield rf"(?<!{WORDLIKE}){door}{GAP}{{1,4}}(?:(?:i|paa|pa){GAP}{{1,3}})?{floor}"
    yield rf"(?<!\d)0?{digits}(?:\s?[.,/-]{{1,2}}\s{{0,2}})?{door}"
    yield rf"(?<!{LETTER})(?:paa|pa|i)\s{{1,3}}{digits}\s{{1,3}}{door}"


def _by_its_code(designation: str) -> Iterator[str]:
    """A letter with a number by itself: "B-12", "12b".

    A class in school is written the same ("3a"), and a house in a street, so those words must not lead up to it; from
    0 to 10 the number comes first only after "bor i" or "på". The vitamin B12 is no room.
    """
    for told in _LETTER_FIRST.finditer(designation):
        between = "[-./]?" if told["letter"] in _LETTERS_THAT_ARE_WORDS else r"[-\s./]?"
        code = rf"{told['letter']}{between}0?{told['digits'].lstrip('0') or '0'}"
        yield rf"(?<!{WORDLIKE})(?<!\d\s)(?<!vitamin\s){code}(?!\d)(?!{COUNTS})(?!{GAP}{{0,2}}vitamin)"
    for told in _NUMBER_FIRST.finditer(designation):
        code = rf"0?{told['digits'].lstrip('0') or '0'}-?{told['letter']}(?!{WORDLIKE})"
        spaced = code if told["letter"] in _LETTERS_THAT_ARE_WORDS else code.replace("-?", r"[-\s]?")
        yield rf"(?<!{LETTER})(?:(?:{LIVES})\s{{1,3}}{NOW}(?:(?:i|paa|pa)\s{{1,3}})?|(?:paa|pa)\s{{1,3}}){spaced}"
        if int(told["digits"]) > _CLASSES:
            yield rf"(?<![\d§])(?<!§\s){_NOT_IN_A_STREET}{code}"


def _numbers_in(designation: str, name: list[str]) -> list[str]:
    """Its numbers; that of a floor only where nothing else tells the room."""
    return _NUMBERED_ROOM.findall(designation) or ([] if name else re.findall(r"^\d+", designation))


def _name_in(designation: str) -> list[str]:
    """The words of "Egern 3", "3 Egern", "Egern-3", "2. sal Egern" and "Egern III" that are its name: "egern"."""
    numbered = bool(re.search(r"\d", designation))
    words = [word for word in words_of(designation) if not (word.isalpha() and _ROMAN.fullmatch(word))]
    if not numbered:
        return _without_article(words)
    letters = [part for word in words for part in re.findall(rf"{LETTER}+", word)]
    return [word for word in letters if len(word) > 1 and word not in PARTS_OF_A_HOUSE]


def _without_article(words: list[str]) -> list[str]:
    """ "blå" for "det blå værelse", which is also "hendes blå rum"; "det lille værelse" stays, for many are little."""
    *first, last = words or [""]
    own = first if last in _WORDS_FOR_A_ROOM else words
    plain = own[1:] if own[:1] in (["det"], ["den"]) else []
    return words if tells_nobody_apart().issuperset(plain) else plain


def _by_name(words: list[str]) -> Iterator[str]:
    """A name beside a word for a room."""
    named = phrase(words)
    yield rf"{_ROOM}{GAP}{{1,4}}{LABEL}?{named}"
    yield rf"{named}{GAP}{{1,4}}{_ROOM}"
    yield rf"(?<!{LETTER}){words[-1].removesuffix('e')}e?{GAP}{{0,2}}vaerelse"
    yield from _named(words)


def _as_given(value: str) -> str:
    """The whole value; a short last word unbroken, for "værelse Ro" with its letters apart is "værelser og"."""
    words = words_of(value)
    if len(words) > 1 and words[-1].isalpha() and len(words[-1]) < SHORT:
        return BETWEEN_WORDS.join((phrase(words[:-1]), phrase(words[-1:])))
    return phrase(words)


def as_a_name(value: str) -> Iterator[str]:
    """A room in a text with its capitals marked: said in plain words (see `rooms_said`), or its name by itself, with or
    without its article.

    A leak cannot be undone, but a letter that is stopped must be reworded, so how much it takes hangs on the name. One
    that is no word at all ("Havblik", "Kahlo") is found in any case anywhere. A thing that a child may have drawn
    ("Solsikken", "Egern") is found with a capital anywhere, and without after "i", "på", "fra", "ved", "til", "hos",
    "kaldet" or "sover". An ordinary word ("Haven", "Ro", "Gule") or one of few letters is found only with a capital
    inside a sentence, where nothing but a name has one, or after "kaldet", or with its number. A town, which stands in
    every address, and a single letter are found beside a word for a room or a number alone.
    """
    designation = _ROOM_LABEL.sub("", value, count=1)
    name = _name_in(designation)
    numbers = _numbers_in(designation, name)
    words = name or ([] if numbers else words_of(designation))
    yield rooms_said.said(designation, numbers, _with_or_without_article(words) if words else "")
    yield rooms_said.as_typed(designation)
    for digits in numbers:  # not "Børnene er 7 og 12. Værelset er lille."
        yield rf"{rooms_said.alone(digits.lstrip('0') or '0')}\.\s{{1,3}}{_THE_ROOM}(?!{LETTER})"
    if len("".join(words)) < 2:
        return
    for digits in numbers:
        yield rf"{phrase(words)}{GAP}{{1,4}}{LABEL}{number(digits)}"
        yield rf"{CAPITAL}{phrase(words)}{GAP}{{1,3}}{number(digits)}(?!{COUNTS})"
    if not towns().issuperset(words):
        yield from _by_itself(words)


def _by_itself(words: list[str]) -> Iterator[str]:
    named = _with_or_without_article(words)
    if _is_ordinary(words):
        yield rf"{IN_A_SENTENCE}{named}"
        yield rf"{IS_CALLED}{CAPITAL}?{named}"
        return
    yield rf"{_LEADS_UP}{CAPITAL}?{named}"
    yield CAPITAL + named if len(words) == 1 and _is_also_a_word(words[0]) else named


def _is_also_a_word(word: str) -> bool:
    return len(word) < SHORT or not THINGS.isdisjoint(_forms(word))


def _is_ordinary(words: list[str]) -> bool:
    """Whether each of the words, in one form or another, is one that people write of other things."""
    return all((word.isalpha() and len(word) < SHORT) or not ordinary().isdisjoint(_forms(word)) for word in words)


def _forms(word: str) -> list[str]:
    """A name as given, with an article and without: "svalen", "svale", "sval"; what is no word does no harm."""
    article = ("n", "t") if word.endswith("e") else ("en", "et")
    without = (word[:-1], word[:-2]) if word.endswith(("en", "et")) else ()
    return [word, *(form for form in without if len(form) >= DISTINCTIVE), *(word + end for end in article)]


def _with_or_without_article(words: list[str]) -> str:
    *first, last = words
    return f"(?:{'|'.join(phrase([*first, form]) for form in _forms(last))})"


def _named(words: list[str]) -> Iterator[str]:
    """ "værelset hedder Solsikken", "Solsikken er hendes værelse", "solsikkeværelset", "Solsikke-stuen"."""
    named = _with_or_without_article(words)
    yield rf"{_ROOM}{GAP}{{1,4}}(?:{LETTER}+{GAP}{{1,3}}){{0,2}}{IS_CALLED}{named}"
    yield rf"{named}{GAP}{{1,4}}(?:er|var|bliver)\s{{1,3}}{LETTER}{{1,12}}\s{{1,3}}(?:{_THE_ROOM}|rum)(?!{LETTER})"
    stem = rf"(?<!{LETTER})(?:{'|'.join(spelled(form, breaks(len(form))) for form in _forms(words[-1]))})"
    if _is_ordinary(words):  # "havestue" and "loftsrum" are words of their own
        yield rf"{stem}-?vaerelse"
    else:
        yield rf"{stem}[es]?{GAP}{{0,2}}{_JOINED_ROOM}"


def _told_after(digits: str) -> Iterator[str]:
    """ "værelse 12", "værelserne 10-14", "værelset på gangen, nr. 12", "lejlighed 12", "bor i nr. 12"."""
    link = rf"(?:(?:med|har|er|hedder|paa|pa|mellem){GAP}{{1,4}})?{LABEL}"
    there = rf"{among(digits)}(?!{COUNTS})"
    yield rf"{_ROOM}(?:{GAP}{{0,4}}(?:{link})?|[^\d.]{{0,30}}?(?<!{LETTER}){LABEL}){there}"
    yield rf"{_LIKE_A_ROOM}[\s:]{{1,3}}{LABEL}?{there}"
    yield rf"(?<!{LETTER})(?:i|paa|pa)\s{{1,3}}{LABEL}{number(digits)}(?!{COUNTS})"


def _told_before(digits: str) -> Iterator[str]:
    """ "12-værelset", "12'eren", "nummer 12 er hendes værelse", "tolverværelset", "det tolvte værelse"."""
    value = int(digits)
    whose = rf"(?:\s{{1,3}}(?:er|var)\s{{1,3}}{LETTER}{{1,12}}\s{{1,3}})?"
    plain = rf"(?<!\d)0{{0,2}}{digits.lstrip('0') or '0'}(?!\d)\s?(?:[a-z](?!{LETTER}))?"
    yield rf"{plain}(?:{GAP}?eren|(?!\.\s)(?:{GAP}?(?:er)?s?)?{whose}{GAP}{{0,3}}{_THE_ROOM}(?!{LETTER}))"
    if value > 1 and (said := either(numerals.spoken(value))):
        yield rf"(?<!{LETTER})(?:{said})(?:(?:{GAP}?e?r)?{GAP}{{0,2}}{_THE_ROOM}|{GAP}?e?ren)(?!{LETTER})"
    if 2 < value <= 31:  # "første" and "andet værelse" say nothing: another room
        ordinal = either(numerals.day_of_month(value))
        yield rf"(?<!{LETTER})(?:{ordinal}){GAP}{{1,3}}{_THE_ROOM}(?!{LETTER})"
