"""The pieces the patterns are made of: a word that may be broken, a phrase, a number in digits or said.

They lean to the safe side: a leak that is missed costs more than a letter that must be reworded.
"""

from __future__ import annotations

import re
from itertools import pairwise

from rettesnor.danish import numerals
from rettesnor.danish.dates import MONTHS
from rettesnor.danish.folding import FOLDS

LETTER, WORDLIKE, GAP = r"[^\W\d_]", r"[^\W_]", r"[\W_]"
BETWEEN_WORDS, GAP_OR_NONE = rf"{GAP}{{0,8}}", rf"{GAP}{{0,2}}"
_FLOOR = rf"(?:sal|tv|th|mf)(?!{LETTER})"
_UNITS = (
    "uge|dag|doegn|dogn|maaned|maned|mdr|aar|ar|gang|boern|born|barn|time|min|minut|naet|nat|kvinde|person|andre"
    "|kilomet|km|kron|kr|kvm|kvadratmet|met|m|procent|pct"
)
_MONTHS = "|".join(form for month in MONTHS for form in (month, month[:3]))
COUNTS = rf"(?:\s{{0,3}}(?:(?:{_UNITS}){LETTER}{{0,3}}(?!{LETTER})|%)|\.?\s{{0,3}}(?:{_MONTHS})(?!{LETTER}))"
"""What follows a number that counts days or children, measures a way, or is a day of a month."""
SHORT, LONG, VERY_LONG = 4, 8, 12
"""Below SHORT letters and digits a value counts as a whole word only; from LONG it may be spaced out; from VERY_LONG it
may stand inside another word."""

CAPITAL = "\ue000"
"""Stands in a marked text before every word that begins with a capital letter; no font has it."""
IN_A_SENTENCE = rf"{WORDLIKE}[^\w.!?]{{1,4}}(?<={CAPITAL})"
"""Before a capital that no full stop explains: a name. To be followed by the name."""
IS_CALLED = (
    rf"(?<!{LETTER})(?:hed(?:der)?|kald(?:et|es|er|te|t)|navn(?:et)?){GAP}{{1,4}}(?:(?:vi|de|for){GAP}{{1,3}}){{0,2}}"
)
"""What says that a name follows: "hedder", "kaldet", "som vi kalder". To be followed by the name."""
LIVES = "bor?|boet|boede|sove[rt]?|sov|ligger|ligge|flytte[rt]?|flyttede|indlogeret|placeret"
NOW = f"(?:(?:nu|her|stadig|fortsat|alene|inde|oppe|nede){GAP}{{1,3}})?"


def mark_capitals(text: str) -> str:
    """The text with `CAPITAL` before each word that is written as a name, for what folding takes away."""
    return re.sub(rf"(?<!{WORDLIKE}){LETTER}", lambda first: CAPITAL * first[0].isupper() + first[0], text)


def unmarked(text: str) -> str:
    return text.replace(CAPITAL, "")


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
        if before.isdigit() and letter.isdigit():
            pattern += letter
        elif before.isdigit() or letter.isdigit():
            pattern += GAP_OR_NONE + letter
        else:
            pattern += between + letter
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


_LIST_LINK = rf"{GAP}{{0,3}}(?:[-,;/+&]|og|eller|samt|til){GAP}{{0,3}}"
_RANGE_LINK = rf"{GAP}{{0,3}}(?:[-/]|til|t\.?\s?o\.?\s?m\.?|\.{{2,3}}|\u2026){GAP}{{0,3}}"
_LETTERED = rf"(?:\s?[a-z](?!{LETTER}))?"
_NUMBER_LABEL = rf"(?:(?:nr|nummer|no){GAP}{{1,3}})?"


def among(digits: str) -> str:
    """A number by itself, in a list of numbers, or spanned by a range of them: 14, "12, 14 og 16", "12-16"."""
    value = int(digits)
    listed = rf"(?:\d{{1,3}}{_LETTERED}{_LIST_LINK}{_NUMBER_LABEL})"
    after = rf"(?!{COUNTS})(?!\s?\.?\s{{0,2}}{_FLOOR})"
    forms = [number(digits), rf"{listed}{{1,8}}{number(digits)}{after}"]
    if value > 1:
        ends_of = (rf"{below(value)}{_LETTERED}", rf"{_NUMBER_LABEL}{above(value)}(?!\d)")
        forms.append(rf"{listed}{{0,4}}{ends_of[0]}{_RANGE_LINK}{ends_of[1]}{after}")
        forms.append(rf"mellem\s{_NUMBER_LABEL}{ends_of[0]}\sog\s{ends_of[1]}")
    return f"(?:{'|'.join(forms)})"


def below(value: int) -> str:
    """Any number from 1 to below `value`, in digits."""
    digits = str(value)
    forms = [rf"[1-9]\d{{{length - 1}}}" for length in range(1, len(digits))]
    for place, digit in enumerate(digits):
        lowest = 1 if place == 0 else 0
        if int(digit) > lowest:
            forms.append(rf"{digits[:place]}[{lowest}-{int(digit) - 1}]\d{{{len(digits) - place - 1}}}")
    return rf"0{{0,2}}(?:{'|'.join(forms)})(?!\d)"


def above(value: int) -> str:
    """Any number of at most three digits above `value`."""
    digits = str(value)
    forms = [rf"[1-9]\d{{{length - 1}}}" for length in range(len(digits) + 1, 4)]
    for place, digit in enumerate(digits):
        if int(digit) < 9:
            forms.append(rf"{digits[:place]}[{int(digit) + 1}-9]\d{{{len(digits) - place - 1}}}")
    return rf"(?:{'|'.join(forms) or '(?!)'})(?!\d)"
