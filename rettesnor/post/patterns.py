"""The pieces the patterns are made of: a word that may be broken, a phrase, a number in digits or said.

They lean to the safe side: a leak that is missed costs more than a letter that must be reworded.
"""

from __future__ import annotations

import re
from itertools import pairwise

from rettesnor.danish import numerals
from rettesnor.danish.folding import FOLDS

LETTER, WORDLIKE, GAP = r"[^\W\d_]", r"[^\W_]", r"[\W_]"
BETWEEN_WORDS, GAP_OR_NONE = rf"{GAP}{{0,8}}", rf"{GAP}{{0,2}}"
_FLOOR = rf"(?:sal|tv|th|mf)(?!{LETTER})"
SHORT, LONG, VERY_LONG = 4, 8, 12
"""Below SHORT letters and digits a value counts as a whole word only; from LONG it may be spaced out; from VERY_LONG it
may stand inside another word."""


def words_of(value: str) -> list[str]:
    return re.findall(rf"{WORDLIKE}+", value)


def phrase(words: list[str]) -> str:
    """These words one after another, with what people put between words and letters."""
    length = sum(map(len, words))
    if not length:
        return ""
    body = BETWEEN_WORDS.join(spelled(word, breaks(length)) for word in words)
    if SHORT <= length < LONG:
        spaced = spelled("".join(words), rf"{GAP}{{1,3}}")
        body = f"(?:{body}|{spaced})"
    return begins(words[0][0], length) + body + ends(words[-1][-1], length)


def spelled(word: str, between: str) -> str:
    """The letters of a word with what may stand between them; the digits of a number stand together."""
    pattern = word[0]
    for before, letter in pairwise(word):
        pattern += letter if before.isdigit() and letter.isdigit() else between + letter
    return pattern


def breaks(length: int) -> str:
    """What may stand between the letters of a value of this length."""
    if length < SHORT:
        return r"(?:-\s*)?"
    return r"(?:\s*-\s*)?" if length < LONG else rf"{GAP}{{0,4}}"


def begins(first: str, length: int) -> str:
    if length < SHORT:
        return rf"(?<!{WORDLIKE})"
    if first.isdigit():
        return r"(?<!\d)"
    return "" if length >= VERY_LONG else rf"(?<!{LETTER})"


def ends(last: str, length: int) -> str:
    if length < SHORT:
        return rf"(?!{WORDLIKE})"
    if last.isdigit():
        return r"(?!\d)"
    if length >= VERY_LONG:
        return ""
    ending = r"(?:e?s)?" if length < LONG else rf"{LETTER}{{0,3}}"
    return rf"{ending}(?!{LETTER})"


def either(forms: list[str]) -> str:
    """One of the forms, each a text of words, said as words."""
    said = {fold(form) for fold in FOLDS for form in forms}
    return "|".join(
        GAP_OR_NONE.join(spelled(word, r"(?:-\s*)?") for word in words_of(form))
        for form in sorted(said, key=len, reverse=True)
    )


def number(digits: str) -> str:
    """A house's or a room's number: in digits, the digits apart, or said; never part of another number."""
    plain = digits.lstrip("0") or "0"
    forms = [rf"0{{0,2}}{plain}(?!\d)"]
    if len(plain) > 1:
        forms.append("\\s{1,2}".join(plain) + rf"(?!\d)(?!\s?\.?\s{{0,2}}{_FLOOR})")
    if said := either(numerals.spoken(int(plain))):
        forms.append(rf"(?<!{LETTER})(?:{said})(?!{LETTER})")
    return f"(?:{'|'.join(forms)})"
