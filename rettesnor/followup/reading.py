"""The small-number rule: what of a count each reader may see. Pure functions over counts; the only such rule there is.

Source: docs/decisions/0006. The leader reads her own house exactly (`live`). Everyone else reads closed periods
(`inside`): process figures from a denominator of 5; figures about persons only where both the cell and its complement
are 5 or more; sensitive ones from 10 and for both houses together only. A published total beside the houses must not
give a hidden house away, so what is hidden in one house is hidden in the total.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dkcohort.estimate import wilson

from rettesnor.followup.counts import Counts, together
from rettesnor.followup.indicators.card import PERSON, PROCESS, SENSITIVE, Card

FEW, NONE, THIN = "few", "none", "thin"
"""Why a share is not there: too few · nobody in the period · fewer than ten, so counts without a percentage."""

SHARE_FROM = 10
COVERAGE_FROM = 0.8
LEAST = {PROCESS: 5, PERSON: 5, SENSITIVE: 10}


@dataclass(frozen=True)
class Shown:
    """What a reader sees of one count. None means: not to be seen. `share`, `low`, `high` are between 0 and 1."""

    hits: int | None = None
    of: int | None = None
    unknown: int | None = None
    share: float | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""
    pending: int = 0
    bands: Mapping[str, int] = field(default_factory=dict)
    other: tuple[int, int] | None = None

    @property
    def coverage(self) -> float | None:
        """The part of all relevant rows that was recorded."""
        if self.of is None or self.unknown is None or self.of + self.unknown == 0:
            return None
        return self.of / (self.of + self.unknown)

    @property
    def thinly_recorded(self) -> bool:
        return self.coverage is not None and self.coverage < COVERAGE_FROM


def live(card: Card, counts: Counts) -> Shown:
    """Exact counts, for the leader of the house: a share from ten."""
    if card.shape == "split":
        return Shown(of=counts.of, unknown=counts.unknown, bands=_named(card, counts), why="" if counts.of else NONE)
    return _exact(card, counts)


def inside(card: Card, houses: Mapping[int, Counts]) -> tuple[dict[int, Shown], Shown]:
    """What everyone else inside reads of one closed period: (each house, both houses together)."""
    total = together(houses.values())
    if card.about == SENSITIVE:
        return dict.fromkeys(houses, Shown(why=FEW)), _cell(card, total)
    if card.shape == "split":
        return _described(card, houses, total)
    each = {house: _cell(card, counts) for house, counts in houses.items()}
    if any(shown.why == FEW for shown in each.values()):
        return each, Shown(why=FEW)
    return each, _cell(card, total)


def _cell(card: Card, counts: Counts) -> Shown:
    least = LEAST[card.about]
    if card.about == PROCESS:
        if counts.of == 0 and counts.unknown == 0:
            return Shown(0, 0, 0, why=NONE, pending=counts.pending)
        return Shown(why=FEW) if counts.of < least else _exact(card, counts)
    if counts.yes < least or counts.no < least:
        return Shown(why=FEW)
    shown = _exact(card, counts)
    if 0 < counts.unknown < least:
        return Shown(shown.hits, shown.of, None, shown.share, shown.low, shown.high, shown.why)
    return shown


def _exact(card: Card, counts: Counts) -> Shown:
    """The counts as they are; a percentage with its interval from ten."""
    other = (counts.other.get("yes", 0), counts.other.get("no", 0)) if counts.other else None
    rest = {"unknown": counts.unknown, "pending": counts.pending, "bands": _named(card, counts), "other": other}
    if counts.of == 0:
        return Shown(0, 0, why=NONE, **rest)  # type: ignore[arg-type]
    if counts.of < SHARE_FROM:
        return Shown(counts.yes, counts.of, why=THIN, **rest)  # type: ignore[arg-type]
    around = wilson(counts.yes, counts.of)
    return Shown(counts.yes, counts.of, share=around.value, low=around.low, high=around.high, **rest)  # type: ignore[arg-type]


def _named(card: Card, counts: Counts) -> dict[str, int]:
    """The bands in the card's order, in the card's words."""
    return {str(words): counts.bands.get(code, 0) for code, words in card.bands.items()}


def _described(card: Card, houses: Mapping[int, Counts], total: Counts) -> tuple[dict[int, Shown], Shown]:
    """A split without a target: the finest classes in which every cell of every house is large enough, else both
    houses together only, else nothing."""
    ladders = [{str(words): [code] for code, words in card.bands.items()}]
    ladders += [{str(words): list(fine) for words, fine in coarse.items()} for coarse in card.coarser]
    for ladder in ladders:
        splits = {house: _merged(counts, ladder) for house, counts in houses.items()}
        if all(_large(split) for split in splits.values()):
            return {house: _split(split) for house, split in splits.items()}, _split(_merged(total, ladder))
    hidden = dict.fromkeys(houses, Shown(why=FEW))
    for ladder in ladders:
        merged = _merged(total, ladder)
        if _large(merged):
            return hidden, _split(merged)
    return hidden, Shown(why=FEW)


def _split(bands: Mapping[str, int]) -> Shown:
    return Shown(of=sum(bands.values()), bands=bands)


def _merged(counts: Counts, ladder: Mapping[str, list[str]]) -> dict[str, int]:
    return {name: sum(counts.bands.get(one, 0) for one in fine) for name, fine in ladder.items()}


def _large(split: Mapping[str, int]) -> bool:
    return all(number >= LEAST[PERSON] for number in split.values())
