"""The scan of the finished bytes: does this document say where somebody lives, or who she is?"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import unquote

from rettesnor.post.matching import FOLDS, Kind, Span, find, find_as_a_name, find_literally
from rettesnor.post.patterns import mark_capitals, unmarked
from rettesnor.post.surface import INSIDE, PAGE, WHOLE, Surface, Unreadable

__all__ = ["Forbidden", "Hit", "Kind", "Unreadable", "hits", "in_words", "shows"]

_BROKEN = re.compile(r"\s*[\u00ad\u2010-]\s*\n\s*")

EXCUSABLE = frozenset({Kind.NAME, Kind.CPR})
"""The law demands who she is, never where: a whereabouts is not excused by standing inside a name."""


@dataclass(frozen=True)
class Forbidden:
    """A value that must not leave: what it is (``kind``) and in Danish words why (``why``: "husets adresse").

    Give a short value with its label ("værelse 7", not "7"), and each part of a name that must not be seen by itself.
    """

    value: str
    kind: str
    why: str


@dataclass(frozen=True)
class Hit:
    """A forbidden value was found: what it was and where, never the value itself."""

    kind: str
    why: str
    place: str
    page: int = 0


def hits(document: bytes, filename: str, forbidden: Sequence[Forbidden], *, allowed: Sequence[str] = ()) -> list[Hit]:
    """Every forbidden value that the document or its file name gives away, once for each place.

    ``allowed``: values that this kind of document must carry; a forbidden name or number is excused only where it
    stands wholly inside one of them, and nothing else ever is. Raises ``Unreadable`` when the document cannot be read
    through.
    """
    found: dict[Hit, None] = {}
    for surface in _surfaces(document, filename):
        for value in _found_on(surface, forbidden, allowed):
            found[Hit(value.kind, value.why, surface.place, surface.page)] = None
    return _plainest(list(found))


def shows(document: bytes, words: str) -> bool:
    """Whether these words can be read on the pages: a proof that the scan sees what the reader sees."""
    sought = [Forbidden(words, Kind.OTHER, "")]
    pages = [surface for surface in _surfaces(document, "") if surface.place in (PAGE, WHOLE)]
    return any(any(_found_on(surface, sought, ())) for surface in pages)


def in_words(text: str, forbidden: Sequence[Forbidden], *, allowed: Sequence[str] = ()) -> list[Forbidden]:
    """Every forbidden value that a typed text gives away: a warning while one writes, never instead of the scan."""
    searches = _word_searches(text)
    return [value for value in forbidden if any(_uncovered(search, value, allowed) for search in searches)]


def _surfaces(document: bytes, filename: str) -> list[Surface]:
    # What reads a PDF takes a third of a second to load, so only when there is a letter to read.
    from rettesnor.post.reading import surfaces

    return surfaces(document, filename)


def _found_on(surface: Surface, forbidden: Sequence[Forbidden], allowed: Sequence[str]) -> Iterator[Forbidden]:
    searches = _literal_search(surface.text) if surface.raw else _word_searches(surface.text)
    for value in forbidden:
        if any(_uncovered(search, value, allowed) for search in searches):
            yield value


Search = Callable[[str, str], list[Span]]
"""(value, kind) -> where it stands in one text."""


def _literal_search(text: str) -> list[Search]:
    casefolded = text.casefold()
    return [lambda value, _kind: list(find_literally(casefolded, value))]


def _word_searches(text: str) -> list[Search]:
    """The text; without the hyphens that break words over lines; with the signs of web addresses as letters."""
    whole = _BROKEN.sub("", text)
    texts = dict.fromkeys((text, whole, html.unescape(unquote(whole))))
    return [_word_search(mark_capitals(one), fold) for one in texts for fold in FOLDS]


def _word_search(text: str, fold: Callable[[str], str]) -> Search:
    marked = fold(text)
    return partial(_words_in, unmarked(marked), marked, fold)


def _words_in(folded: str, marked: str, fold: Callable[[str], str], value: str, kind: str) -> list[Span]:
    return [*find(folded, value, kind, fold), *find_as_a_name(marked, value, kind, fold)]


def _uncovered(search: Search, value: Forbidden, allowed: Sequence[str]) -> bool:
    spans = search(value.value, value.kind)
    lawful = allowed if spans and value.kind in EXCUSABLE else ()
    excused = [span for other in lawful for span in search(other, value.kind)]
    return any(not any(span.lies_in(other) for other in excused) for span in spans)


def _plainest(found: list[Hit]) -> list[Hit]:
    """Leave out the vaguer places of a value that is already reported from a page."""
    named = {(hit.kind, hit.why) for hit in found if hit.place not in (WHOLE, INSIDE)}
    vague = {(hit.kind, hit.why) for hit in found if hit.place == WHOLE}
    return [
        hit
        for hit in found
        if hit.place not in (WHOLE, INSIDE)
        or (hit.place == WHOLE and (hit.kind, hit.why) not in named)
        or (hit.place == INSIDE and (hit.kind, hit.why) not in named | vague)
    ]
