"""Words that say nothing, though a sign stands there: spaces, signs without width, letters that draw nothing."""

from __future__ import annotations

import unicodedata

UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
"""Control, format and space characters of Unicode."""
DRAWS_NOTHING = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Fillers of Hangul and the blank of Braille: letters and symbols by name, nothing by sight."""


def is_blank(text: str) -> bool:
    """Is there nothing to read in the text?"""
    return all(unicodedata.category(sign) in UNSEEN or sign in DRAWS_NOTHING for sign in text)


def says_nothing(text: str) -> bool:
    """Is there no word and no number in the text? "." and "-" are no reason, "ok" and "7" may be one.

    Every verb that needs a text asks here, so that what counts as an answer is the same everywhere.
    """
    return not any(sign.isalnum() and sign not in DRAWS_NOTHING for sign in text)
