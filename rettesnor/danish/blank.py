"""Words that say nothing, though a sign stands there: spaces, signs without width, letters that draw nothing."""

from __future__ import annotations

import unicodedata

UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
"""Control, format and space characters of Unicode."""
DRAWS_NOTHING = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Fillers of Hangul and the blank of Braille: letters and symbols by name, nothing by sight."""


_MINUS = frozenset("\u2212\u2043")
"""Drawn like a hyphen, though Unicode calls the one a sign of counting and the other a bullet."""


def as_seen(text: str) -> str:
    """The text as whoever pasted it sees it: each dash is "-", each space " ", and what has no width is gone.

    Numbers, days and hours are read from this: nobody can mend a sign that does not show.
    """
    return "".join(_drawn(sign) for sign in text)


def _drawn(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Cf":
        return ""
    if category == "Zs":
        return " "
    return "-" if category == "Pd" or sign in _MINUS else sign


def is_blank(text: str) -> bool:
    """Is there nothing to read in the text?"""
    return all(unicodedata.category(sign) in UNSEEN or sign in DRAWS_NOTHING for sign in text)


def says_nothing(text: str) -> bool:
    """Is there no word and no number in the text? "." and "-" are no reason, "ok" and "7" may be one.

    Every verb that needs a text asks here, so that what counts as an answer is the same everywhere.
    """
    return not any(sign.isalnum() and sign not in DRAWS_NOTHING for sign in text)
