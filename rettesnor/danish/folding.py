"""Folding: the same words written in other letters, accents, cases, spaces and dashes become the same text."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

_ALIKE = {"œ": "oe", "ł": "l", "đ": "d", "ð": "d", "\u0131": "i", "ǽ": "ae"}
_JOINED = str.maketrans(
    _ALIKE | {"å": "aa", "ǻ": "aa", "æ": "ae", "ø": "oe", "ǿ": "oe", "ä": "ae", "ö": "oe", "ü": "ue"}
)
_BARE = str.maketrans(_ALIKE | {"å": "a", "ǻ": "a", "æ": "ae", "ø": "o", "ǿ": "o"})
_ALIKES = (Path(__file__).parent / "look_alikes.csv").read_text("utf-8").splitlines()
_LOOKS_LIKE = str.maketrans({row["letter"]: row["ours"] for row in csv.DictReader(_ALIKES)})
"""Greek, Cyrillic and small capital letters that look like ours, as they are seen: big and small apart."""
_DASHES = re.compile(r"[\u00ad\u2010-\u2015\u2212\u2043\u00b7\u30fb\ufe58\ufe63\uff0d]")


def joined(text: str) -> str:
    """Fold with å as aa, æ as ae and ø as oe."""
    return _fold(text, _JOINED)


def bare(text: str) -> str:
    """Fold with å as a and ø as o, as people write who lack the letters."""
    return _fold(text, _BARE)


FOLDS: tuple[Callable[[str], str], ...] = (joined, bare)


def folded(*texts: str) -> frozenset[str]:
    """Each word of the texts, in each of the foldings."""
    return frozenset(word for text in texts for fold in FOLDS for word in fold(text).split())


def _fold(text: str, letters: dict[int, str]) -> str:
    # A soft hyphen counts as a hyphen: a font may draw both with the same glyph.
    seen = "".join(letter for letter in text if letter == "\u00ad" or unicodedata.category(letter) != "Cf")
    seen = unicodedata.normalize("NFKC", seen).translate(_LOOKS_LIKE)
    seen = unicodedata.normalize("NFKC", seen.casefold())
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
