"""The small-number rule: what of a count each reader may see. Pure functions over counts; the only such rule there is.

Source: docs/decisions/0006. The leader reads her own house exactly (`live`). Everyone else reads closed periods
(`inside`): process figures from a denominator of 5; figures about persons only where both the cell and its complement
are 5 or more; sensitive ones from 10 and for both houses together only. A published total beside the houses must not
give a hidden house away, so what is hidden in one house is hidden in the total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dkcohort.estimate import wilson

from rettesnor.followup.indicators.card import PERSON, PROCESS, SENSITIVE, Card, Counts

FEW, NONE, THIN = "few", "none", "thin"
"""Why a share is not there: too few · nobody in the period · fewer than ten, so counts without a percentage."""

SHARE_FROM = 10
COVERAGE_FROM = 0.8
LEAST = {PROCESS: 5, PERSON: 5, SENSITIVE: 10}
AGE_LADDER: tuple[Mapping[str, Sequence[str]], ...] = (
    {one: (one,) for one in ("18-24", "25-29", "30-39", "40-49", "50+")},
    {"18-29": ("18-24", "25-29"), "30-39": ("30-39",), "40+": ("40-49", "50+")},
    {"18-39": ("18-24", "25-29", "30-39"), "40+": ("40-49", "50+")},
)


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
    parts: Mapping[str, int] = field(default_factory=dict)
    split: Mapping[str, int] = field(default_factory=dict)

    @property
    def coverage(self) -> float | None:
        """The part of all relevant rows that was recorded."""
        if self.of is None or self.unknown is None or self.of + self.unknown == 0:
            return None
        return self.of / (self.of + self.unknown)

    @property
    def thinly_recorded(self) -> bool:
        return self.coverage is not None and self.coverage < COVERAGE_FROM


def added(many: Sequence[Counts]) -> Counts:
    """The counts of several houses or quarters together."""
    total: Counts = {"hits": 0, "of": 0, "unknown": 0}
    for counts in many:
        for name, number in counts.items():
            total[name] = total.get(name, 0) + number
    return total


def live(card: Card, counts: Counts) -> Shown:
    """Exact counts, for the leader of the house: a share from ten."""
    parts = {name: counts.get(name, 0) for name in card.parts}
    split = {name[4:]: number for name, number in counts.items() if name.startswith("age:")}
    return _with_share(counts, parts, split, why_none=True)


def inside(card: Card, houses: Mapping[int, Counts]) -> tuple[dict[int, Shown], Shown]:
    """What everyone else inside reads of one closed period: (each house, both houses together)."""
    if card.about == SENSITIVE:
        return {house: Shown(why=FEW) for house in houses}, _cell(card, added(list(houses.values())))
    total = added(list(houses.values()))
    if card.shape == "description":
        return _described(houses, total)
    each = {house: _cell(card, counts) for house, counts in houses.items()}
    if any(shown.why == FEW for shown in each.values()):
        return each, Shown(why=FEW)
    return each, _cell(card, total)


def _cell(card: Card, counts: Counts) -> Shown:
    least, of, hits = LEAST[card.about], counts["of"], counts["hits"]
    if card.about == PROCESS:
        if of == 0 and counts.get("unknown", 0) == 0:
            return Shown(0, 0, 0, why=NONE)
        if of < least:
            return Shown(why=FEW)
        return _with_share(counts, {name: counts.get(name, 0) for name in card.parts}, {})
    if hits < least or of - hits < least:
        return Shown(why=FEW)
    unknown = counts.get("unknown", 0)
    seen = counts if unknown == 0 or unknown >= least else {**counts, "unknown": -1}
    parts = {name: counts.get(name, 0) for name in card.parts if counts.get(name, 0) >= least}
    return _with_share(seen, parts, {})


def _described(houses: Mapping[int, Counts], total: Counts) -> tuple[dict[int, Shown], Shown]:
    """A split without a target: the finest classes in which every cell of every house is large enough, else both
    houses together only, else nothing."""
    for ladder in AGE_LADDER:
        splits = {house: _merged(counts, ladder) for house, counts in houses.items()}
        if all(_large(split) for split in splits.values()):
            each = {house: Shown(split=split, of=sum(split.values())) for house, split in splits.items()}
            together = _merged(total, ladder)
            return each, Shown(split=together, of=sum(together.values()))
    hidden = {house: Shown(why=FEW) for house in houses}
    for ladder in AGE_LADDER:
        together = _merged(total, ladder)
        if _large(together):
            return hidden, Shown(split=together, of=sum(together.values()))
    return hidden, Shown(why=FEW)


def _merged(counts: Counts, ladder: Mapping[str, Sequence[str]]) -> dict[str, int]:
    return {name: sum(counts.get(f"age:{one}", 0) for one in fine) for name, fine in ladder.items()}


def _large(split: Mapping[str, int]) -> bool:
    return all(number >= LEAST[PERSON] for number in split.values())


def _with_share(counts: Counts, parts: Mapping[str, int], split: Mapping[str, int], *, why_none: bool = False) -> Shown:
    hits, of, unknown = counts["hits"], counts["of"], counts.get("unknown", 0)
    kept = None if unknown < 0 else unknown
    if of == 0 and why_none:
        return Shown(0, 0, kept, why=NONE, parts=parts, split=split)
    if of < SHARE_FROM:
        return Shown(hits, of, kept, why=THIN, parts=parts, split=split)
    around = wilson(hits, of)
    return Shown(hits, of, kept, around.value, around.low, around.high, parts=parts, split=split)
