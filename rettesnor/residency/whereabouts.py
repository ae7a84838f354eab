"""What a free text about where she is gives away: "Kvindehjemmet Jagtvej 19, kælderen" does, "hos en veninde" does not.

Such a text is no address, so what tells a place must be picked out of it: a street with its number, a street, a
postcode, and whatever its capital makes a name. A municipality, which the letter itself may have to name, tells too
little, and so do the words everybody uses: a car, a station, a sister.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rettesnor.danish.folding import bare, joined
from rettesnor.danish.plain_words import (
    PARTS_OF_A_HOUSE,
    SMALL_WORDS,
    THINGS,
    names_nobody,
    ordinary,
    said_with_towns,
    tells_no_place,
    towns,
)
from rettesnor.post.patterns import COUNTS
from rettesnor.post.places import split
from rettesnor.post.scan import Kind

_CLAUSE = re.compile(r"[,;\n()/]|(?<=\w\w\w)[.:!?](?:\s|$)|\s[-\u2013]\s")
_WORD = re.compile(r"[^\W_](?:[^\s]*[^\W_])?")
_HOUSE_NUMBER = re.compile(r"\d{1,4}[A-Za-z]?")
_NUMBER_WORDS = frozenset(("nr", "nummer", "no"))
_POSTCODE = re.compile(r"(?<!\d)\d{4}\s+[^\W\d_a-zæøå].*")
_SURELY_STREETS = frozenset(("gade", "vej", "alle", "boulevard", "straede", "vaenge"))
"""Kinds of street that end no other word than a street's name, but for the few that tell no place ("motorvej")."""
_SHORTEST_STEM = 3
_NO_STREETS = SMALL_WORDS - {"ny", "nye", "stor"}
"""What stands before "vej" and makes no street of it: "på vej"."""

_LEAD_TO_A_TOWN = SMALL_WORDS | {"kommune", "regionskommune"}

Told = tuple[str, Kind]


def places_in(text: str) -> list[Told]:
    """Each part of the text that tells where somebody is, and what kind of thing it is."""
    said = text if any(map(str.islower, text)) else text.lower()  # where all are capitals they tell nothing
    found = [(postcode[0], Kind.POSTCODE) for postcode in _POSTCODE.finditer(said)]
    for clause in _CLAUSE.split(said):
        words = _WORD.findall(clause)
        streets, taken = _streets(words)
        found += [*streets, *_names(words, taken)]
    return list(dict.fromkeys(found))


def tells_nothing(text: str) -> bool:
    """Whether the whole of a text may be said by anybody: "Egen bolig", "Roskilde", "i Roskilde Kommune".

    With other words a town tells more than either: "hos sin mor i Aarhus".
    """
    words = _WORD.findall(text)
    of_a_town = {_in_a_towns_name(word) for word in words if joined(word) not in _LEAD_TO_A_TOWN}
    return bool(words) and all(map(_plain, words)) and len(of_a_town) <= 1


def _in_a_towns_name(word: str) -> bool:
    return not (towns() | said_with_towns()).isdisjoint((joined(word), bare(word)))


def _streets(words: Sequence[str]) -> tuple[list[Told], set[int]]:
    """The streets of a clause, with a number or without, and which of the words they are."""
    found: list[Told] = []
    taken: set[int] = set()
    for place, word in enumerate(words):
        if _HOUSE_NUMBER.fullmatch(word) and (street := _street_before(words, place)):
            kind = Kind.ADDRESS if split(joined(words[street[-1]]))[1] else Kind.OTHER
            found.append((f"{' '.join(words[at] for at in street)} {word}", kind))
            taken.update(street if kind == Kind.ADDRESS else ())
    for place, word in enumerate(words):
        stem, ending = split(joined(word))
        if place not in taken and ending in _SURELY_STREETS and len(stem) >= _SHORTEST_STEM and not _plain(word):
            found.append((word, Kind.ADDRESS))
            taken.add(place)
    return found, taken


def _street_before(words: Sequence[str], number: int) -> list[int]:
    """Where the street stands that this number belongs to: one word, or two for "Opdigtet Stræde"; empty for none."""
    last = number - 2 if number > 1 and joined(words[number - 1]) in _NUMBER_WORDS else number - 1
    if last < 0 or words[last][0].isdigit() or _counted(words, number):
        return []
    stem, ending = split(joined(words[last]))
    if ending and not stem:
        return [last - 1, last] if last and joined(words[last - 1]) not in _NO_STREETS else []
    if _plain(words[last], but_streets=True):
        return []
    return [last] if ending or words[last][0].isupper() else []


def _counted(words: Sequence[str], number: int) -> bool:
    """Whether the number counts days or children: "Hanne 2 dage"."""
    return bool(re.match(COUNTS, f" {joined(' '.join(words[number + 1 : number + 2]))}"))


def _names(words: Sequence[str], taken: set[int]) -> Iterator[Told]:
    """What has a capital: a name, but where a clause begins only if another capital or a number follows it.

    Otherwise, or if it is also a thing, it is sought by its capital alone. Two words that each say little ("Hotel
    Aarhus") are a name together.
    """
    for place, word in enumerate(words):
        if place in taken or not word[0].isupper():
            continue
        if place and words[place - 1][0].isupper() and _says_little_but_is_one(words[place - 1 : place + 1]):
            yield f"{words[place - 1]} {word}", Kind.PROPER
        for part in dict.fromkeys((word, *re.findall(r"[^\W_]+", word))):
            if not _is_an_initial(part) and not part[0].isdigit() and not _plain(part):
                yield part, Kind.NAME if _is_surely_a_name(words, place, part) else Kind.PROPER


def _is_an_initial(part: str) -> bool:
    """One letter, or two big ones: "København NV"."""
    return len(part) == 1 or (len(part) == 2 and part.isupper())


def _is_surely_a_name(words: Sequence[str], place: int, part: str) -> bool:
    follows = words[place + 1][0] if place + 1 < len(words) else ""
    return (place > 0 or follows.isupper() or follows.isdigit()) and not THINGS & set(_forms(part))


def _says_little_but_is_one(pair: Sequence[str]) -> bool:
    told = {joined(word) for word in pair}
    return all(map(_plain, pair)) and not told & SMALL_WORDS and "kommune" not in told


def _plain(word: str, *, but_streets: bool = False) -> bool:
    """Whether the word, in one form or another, tells no place: also a kind of street, unless a number follows it."""
    forms = set(_forms(word))
    known = SMALL_WORDS | names_nobody() | said_with_towns() | tells_no_place() | PARTS_OF_A_HOUSE
    return not forms.isdisjoint(known if but_streets else known | ordinary())


def _forms(word: str) -> Iterator[str]:
    """The word folded, and without what Danish puts behind it: "stationen", "venindes"."""
    for fold in (joined, bare):
        folded = fold(word)
        yield folded
        for ending in ("s", "n", "t", "en", "et", "ens", "ets", "er", "erne"):
            if folded.endswith(ending) and len(folded) - len(ending) >= _SHORTEST_STEM:
                yield folded.removesuffix(ending)
