"""Telephone numbers in what somebody typed: each way the digits can be read, for it may stand beside an hour."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rettesnor.danish.blank import as_seen

_RUN = re.compile(r"\+?\d+(?:[\W_]{1,4}\d+)*")
"""Groups of digits with no word between them: "10-12 61 72 83 94" is one run, and nobody can say where it parts."""
_GROUP = re.compile(r"\+?\d+")
_SPACED = re.compile(r"[\d ]+")
_TRUNK = re.compile(r"\(0\)")
DANISH, LONGEST, SHORTEST = 8, 15, 6
"""Digits of a Danish number, of the longest in the world, and of the shortest (Greenland and the Faroes)."""


def readings(typed: str) -> list[str]:
    """Every number that a typed text may hold, each once.

    Where groups run together each whole number of groups that can be a number is one: eight digits anywhere, more from
    a "+" or a nought. A number read out of nothing harms nobody; one that is missed is a number given away.
    """
    # As typed too: what does not show may be all that parts two numbers.
    texts = dict.fromkeys(_TRUNK.sub("", text) for text in (typed, as_seen(typed)))
    found = (number for text in texts for run in _RUN.findall(text) for number in _in_run(run))
    return list(dict.fromkeys(found))


def _in_run(run: str) -> Iterator[str]:
    groups = _GROUP.findall(run)
    for first in range(len(groups)):
        for last in range(first, len(groups)):
            yield from _if_a_number(groups[first : last + 1])
    if DANISH < _digits(groups) <= LONGEST or (SHORTEST <= _digits(groups) < DANISH and _SPACED.fullmatch(run)):
        yield " ".join(groups)


def _if_a_number(groups: Sequence[str]) -> Iterator[str]:
    digits, alone = _digits(groups), len(groups) == 1
    if digits == DANISH or (DANISH < digits <= LONGEST and (alone or groups[0][0] in "+0")):
        yield " ".join(groups)
    if alone and digits > DANISH:
        yield groups[0][-DANISH:]
    if groups[0][0] == "+" and SHORTEST < _digits(groups[1:]) < LONGEST:
        yield from (" ".join(groups[1:]), "0" + " ".join(groups[1:]))  # as it is dialled at home


def _digits(groups: Sequence[str]) -> int:
    return sum(len(group.lstrip("+")) for group in groups)
