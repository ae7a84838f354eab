"""The small-number rule: what of a measurement each reader sees. Pure functions over counts; the only such rule.

The leader reads her own house exactly (`live`). Everyone else reads closed periods (`inside`): process figures from a
denominator of 5; figures about persons only where cells and their complements are 5 or more, else coarser, else only
how many; sensitive figures from 10 and for both houses together alone. "Begge huse" is read beside the houses, so it
never says more than every single house does.

No two spans of time overlap unless the longer one says nothing new (`year`). Figures about persons are read by calendar
year alone. A year that is read beside its quarters is their sum where all of them are shown, and no more than how many
where none of them is. So a hidden number stands in one sum at the most, together with others as unknown as itself.

Source: docs/decisions/0006 (hiding cells alone protects nobody).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dkcohort.estimate import Estimate, newcombe, wilson
from rettesnor.followup.counts import Counts, together
from rettesnor.followup.indicators.card import PERSON, PROCESS, SENSITIVE, Card, Words

FEW, OTHER_HOUSE, QUARTERS, NOBODY, ONLY_BOTH = "few", "other_house", "quarters", "nobody", "only_both"
"""Why nothing is shown: too few · the other house could be worked out · so could a quarter · none at all (live) ·
the figure is never split by house."""

LEAST = {PROCESS: 5, PERSON: 5, SENSITIVE: 10}
SENSITIVE_AREAS = ("PSY", "CRI", "PLA")
"""Areas of the document whose efforts say something sensitive of whoever took part: mental health, crime, placement.
Violence is none of them here: it is why every woman lives in the house."""
SHARE_FROM = 10
COVERAGE_FROM = 0.8
ROOM = 2
"""A hidden number must be able to be at least three different ones."""

BOTH = None
"""The key of both houses together."""

Places = dict[int | None, "Shown"]


@dataclass(frozen=True)
class Shown:
    """What a reader sees. None: not to be seen. `split`: words and numbers, in order; `why`: why something is missing.

    thin: so little is recorded that no verdict may be given.
    """

    hits: int | None = None
    of: int | None = None
    unknown: int | None = None
    irrelevant: int | None = None
    pending: int | None = None
    split: tuple[tuple[Words, int], ...] = ()
    other: tuple[int, int] | None = None
    thin: bool = False
    why: str = ""

    @property
    def share(self) -> Estimate | None:
        """The share with its 95 % interval; None below ten, or where it may not be seen."""
        if self.hits is None or self.of is None or self.of < SHARE_FROM:
            return None
        return wilson(self.hits, self.of)

    @property
    def coverage(self) -> float | None:
        if self.of is None or self.unknown is None or self.of + self.unknown == 0:
            return None
        return self.of / (self.of + self.unknown)


def live(card: Card, counts: Counts) -> Shown:
    """Exact counts, for the leader of the house."""
    shown = _exact(card, counts)
    return replace(shown, why=NOBODY) if counts.relevant == 0 else shown


def inside(card: Card, houses: Mapping[int, Counts]) -> Places:
    """What everyone else inside reads of one closed span: each house by id, and BOTH."""
    both = together(houses.values())
    if card.about == SENSITIVE:
        return {**{house: Shown(why=ONLY_BOTH) for house in houses}, BOTH: _at(card, both, _step(card, both))}
    steps = {house: _step(card, counts) for house, counts in houses.items()}
    shown: Places = {house: _at(card, counts, steps[house]) for house, counts in houses.items()}
    # The total is an aggregate of what the houses show, never more.
    coarsest = max(steps.values(), default=_nothing(card))
    shown[BOTH] = _at(card, both, coarsest)
    if coarsest > 0:
        # Never whether both together would be too few as well: who knows one house would learn the other by it.
        shown[BOTH] = replace(shown[BOTH], why=OTHER_HOUSE)
    return shown


def year(card: Card, quarters: Sequence[Mapping[int, Counts]]) -> Places:
    """A calendar year; of a process figure beside its quarters, which every reader may have read one by one."""
    houses = {house: together(quarter[house] for quarter in quarters) for house in quarters[0]}
    if card.about != PROCESS:
        return inside(card, houses)
    shown: Places = {house: _beside_quarters(card, [quarter[house] for quarter in quarters]) for house in houses}
    both = together(houses.values())
    if all(shown[house].hits is not None for house in houses):
        shown[BOTH] = _at(card, both, 0)
    else:
        known = all(shown[house].of is not None for house in houses)
        shown[BOTH] = Shown(of=both.of if known else None, why=OTHER_HOUSE)
    return shown


def _beside_quarters(card: Card, quarters: Sequence[Counts]) -> Shown:
    """One house's year: the sum of quarters that are all shown, or how many where none is; else a hidden one comes out.

    Of four hidden quarters no cell is told: what the year has none of, none of them has. Nor is it said whether too
    few or too many are in the year to leave room: who knew that it is too many would know each quarter.
    """
    least, of = LEAST[card.about], sum(quarter.of for quarter in quarters)
    hidden = sum(quarter.of < least for quarter in quarters)
    if not hidden:
        return _at(card, together(quarters), 0)
    if hidden < len(quarters):
        return Shown(why=QUARTERS)
    return Shown(of=of if of >= least and leaves_room(of, hidden, least) else None, why=FEW)


def leaves_room(total: int, parts: int, least: int) -> bool:
    """Can a hidden part be many different numbers, when `parts` of them, each below `least`, add up to `total`?"""
    lowest = max(0, total - (parts - 1) * (least - 1))
    return min(least - 1, total) - lowest >= ROOM


def number_beside(houses: Mapping[int, tuple[int, int]]) -> dict[int | None, int | None]:
    """Counts of noes (so many of so many in all) beside a figure, by the rule for process figures; None is hidden."""
    few = {house for house, (_count, of) in houses.items() if of < LEAST[PROCESS]}
    told: dict[int | None, int | None] = {house: None if house in few else n for house, (n, _of) in houses.items()}
    return told | {BOTH: None if few else sum(count for count, _of in houses.values())}


@dataclass(frozen=True)
class Change:
    """The difference of two shares; `certain` only where the interval of the difference leaves out zero."""

    before: float
    certain: bool


def change(now: Shown, before: Shown) -> Change | None:
    """Compare two figures, or None where either has no share to compare."""
    if now.share is None or before.share is None or now.thin or before.thin:
        return None
    if now.hits is None or now.of is None or before.hits is None or before.of is None:
        return None
    gap = newcombe(now.hits, now.of, before.hits, before.of)
    if gap.low is None or gap.high is None or before.share.value is None:
        return None
    return Change(before.share.value, certain=gap.low > 0 or gap.high < 0)


def _ladder(card: Card) -> list[Mapping[Words, Sequence[str]]]:
    """Ever coarser classes of a split, finest first."""
    return [{words: (code,) for code, words in card.bands.items()}, *card.coarser]


def _nothing(card: Card) -> int:
    """The step at which nothing is shown; the one before it shows only how many.

    A share starts with its classes, if it has any; then comes the share alone.
    """
    if card.is_description:
        return len(_ladder(card)) + 1
    return 3 if card.bands else 2


def _step(card: Card, counts: Counts) -> int:
    """How coarse a single place must be shown: 0 is all there is, `_nothing(card)` is nothing at all."""
    least, last = LEAST[card.about], _nothing(card)
    if counts.of < least:
        return last
    if card.about == PROCESS:
        return 0
    if not card.is_description:
        if min(counts.yes, counts.no) < least:
            return last - 1
        return 0 if all(number >= least for _words, number in _merged(counts, _ladder(card)[0])) else last - 2
    for step, classes in enumerate(_ladder(card)):
        if all(number >= least for _words, number in _merged(counts, classes)):
            return step
    return last - 1


def _at(card: Card, counts: Counts, step: int) -> Shown:
    last = _nothing(card)
    if step >= last:
        return Shown(why=FEW)
    if card.about == PROCESS:
        return _exact(card, counts)
    plain = Shown(of=counts.of, thin=_thin(counts))
    if step == last - 1:
        return replace(plain, why=FEW)
    if card.is_description:
        return replace(plain, split=_merged(counts, _ladder(card)[step]))
    split = _merged(counts, _ladder(card)[0]) if card.bands and step == 0 else ()
    return replace(plain, hits=counts.yes, split=split)


def _exact(card: Card, counts: Counts) -> Shown:
    other = counts.other
    return Shown(
        hits=None if card.is_description else counts.yes,
        of=counts.of,
        unknown=counts.unknown,
        irrelevant=counts.irrelevant,
        pending=counts.pending,
        split=_merged(counts, _ladder(card)[0]) if card.bands else (),
        other=(other.get("yes", 0), other.get("yes", 0) + other.get("no", 0)) if other else None,
        thin=_thin(counts),
    )


def _merged(counts: Counts, classes: Mapping[Words, Sequence[str]]) -> tuple[tuple[Words, int], ...]:
    return tuple((words, sum(counts.bands.get(code, 0) for code in codes)) for words, codes in classes.items())


def _thin(counts: Counts) -> bool:
    return counts.coverage is not None and counts.coverage < COVERAGE_FROM
