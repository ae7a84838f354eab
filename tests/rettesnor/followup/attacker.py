"""Somebody who knows the small-number rule, keeps every page of figures ever shown, and does the sums.

Each number on a page is an equation over the quarters it is made of; each "for få" says what the rule says of it. All
together is an integer problem, asked for the least and the most that every hidden number can be. Nothing of the house's
own is used but the cards, which anybody reads: which of the three kinds, how it is split, in what words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import html5lib
import numpy as np
from django.test import Client
from django.urls import reverse
from scipy.optimize import Bounds, LinearConstraint, milp

from rettesnor.followup.indicators import CARDS, PERSON, PROCESS, SENSITIVE, Card
from rettesnor.followup.period import Period

MOST = 400
"""No house has so many of anything in a quarter."""
ENOUGH = 2
"""A hidden number must be able to be more than so many."""
SMALL = {PROCESS: 4, PERSON: 4, SENSITIVE: 9}
HITS = {"CHI-A1": ("before",), "OTH-G2": ("shelter",)}
BOTH = "begge"

Unknown = tuple[str, str, str]
"""What nobody is told: the house, the quarter, the cell."""
Sum = frozenset[Unknown]
Spread = tuple[int, int]


@dataclass(frozen=True)
class Row:
    """One row of a page: the place, the span of time, and the numbers by name; None is "for få"."""

    key: str
    place: str
    quarters: tuple[Period, ...]
    numbers: tuple[tuple[str, int | None], ...]


def read(client: Client, keys: Iterable[str] = CARDS) -> set[Row]:
    """Every number about closed periods on the pages of some indicators."""
    found = set()
    for key in keys:
        for query in ("", "?vis=aar"):
            page = html5lib.parse(
                client.get(reverse("figure", args=[key]) + query).content, namespaceHTMLElements=False
            )
            for section in page.iterfind(f".//section[@data-closed='{key}']"):
                found |= set(_rows(CARDS[key], section.attrib["data-place"], section))
    return found


def _rows(card: Card, place: str, section: Any) -> Iterator[Row]:
    heads = [_words(cell) for cell in section.iterfind(".//thead//th")]
    body = [[_words(cell) for cell in line if cell.tag in ("th", "td")] for line in section.iterfind(".//tbody/tr")]
    if card.is_description:
        yield from _description(card, place, _words(section), body)
        return
    names = {"Ja": "hits", "Ud af": "of", "Ikke noteret": "unknown"} | {str(w): c for c, w in card.bands.items()}
    for line in body:
        told = dict(zip(heads, line, strict=True))
        numbers = tuple((name, _number(told[head])) for head, name in names.items())
        yield Row(card.key, place, _span(told["Periode"]), numbers)


def _description(card: Card, place: str, words: str, body: list[list[str]]) -> Iterator[Row]:
    span = re.search(r"([^.]*(?:\d\. kvartal )?\d{4})\. Lukkede perioder", words)
    of = re.search(r"(\d+) ophold, hvor", words)
    if span:
        split = tuple((classes, _number(number)) for classes, number in body)
        yield Row(card.key, place, _span(span[1]), (("of", int(of[1]) if of else None), *split))


def _words(element: Any) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def _number(words: str) -> int | None:
    return int(words) if words.isdigit() else None


def _span(label: str) -> tuple[Period, ...]:
    """A quarter, a year, or the twelve months up to and including a quarter."""
    quarter = re.search(r"(\d)\. kvartal (\d{4})", label)
    if quarter is None:
        return Period(int(label.strip()[-4:])).quarters
    last = Period(int(quarter[2]), int(quarter[1]))
    return tuple(last.later(-back) for back in (3, 2, 1, 0)) if "12 måneder" in label else (last,)


@dataclass(frozen=True)
class Belief:
    """One of these sums is at most so much: what "for få" says to whoever knows the rule."""

    sums: tuple[Sum, ...]
    most: int


@dataclass
class Problem:
    """What one indicator's pages tell, as equations; `ask` finds how far apart a sum can be."""

    card: Card
    rows: Sequence[Row]
    houses: Sequence[str]
    told: dict[Sum, int] = field(default_factory=dict)
    beliefs: list[Belief] = field(default_factory=list)

    def __post_init__(self) -> None:
        for row in self.rows:
            for name, number in row.numbers:
                if number is not None:
                    self.told[self.sum(row, name)] = number
            if row.place != BOTH or self.card.about == SENSITIVE:
                self.beliefs += self._believed(row)

    @property
    def cells(self) -> tuple[str, ...]:
        return tuple(self.card.bands) or ("yes", "no")

    def sum(self, row: Row, name: str) -> Sum:
        hits = HITS.get(self.card.key, ("yes",))
        named = {"of": self.cells, "hits": hits, "misses": tuple(cell for cell in self.cells if cell not in hits)}
        named |= {str(words): tuple(codes) for step in self.card.coarser for words, codes in step.items()}
        named |= {str(words): (code,) for code, words in self.card.bands.items()}
        houses = self.houses if row.place == BOTH else (row.place,)
        cells = named.get(name, (name,))
        return frozenset((house, quarter.key, cell) for house in houses for quarter in row.quarters for cell in cells)

    def _believed(self, row: Row) -> Iterator[Belief]:
        """What a row without all its numbers says."""
        about, numbers = self.card.about, dict(row.numbers)
        if about == PROCESS:
            if numbers["of"] is None and len(row.quarters) == 1:
                yield Belief((self.sum(row, "of"),), SMALL[about])
        elif numbers["of"] is None:
            yield Belief((self.sum(row, "of"),), SMALL[about])
        elif self.card.is_description:
            yield from self._merged(row, set(numbers) - {"of"})
        elif numbers["hits"] is None:
            yield Belief((self.sum(row, "hits"), self.sum(row, "misses")), SMALL[about])
        elif self.card.bands and None in (numbers.get(cell) for cell in self.cells):
            yield Belief(tuple(self.sum(row, cell) for cell in self.cells), SMALL[about])

    def _merged(self, row: Row, shown: set[str]) -> Iterator[Belief]:
        """Every finer way to split than the one shown has a small class."""
        ladder = [[str(words) for words in self.card.bands.values()]]
        ladder += [[str(words) for words in step] for step in self.card.coarser]
        for names in ladder:
            if set(names) == shown:
                return
            yield Belief(tuple(self.sum(row, name) for name in names), SMALL[self.card.about])

    def hidden(self) -> dict[str, Sum]:
        """Every number the rule keeps back, by what it is called."""
        found = {}
        for row in self.rows:
            spans = [row.quarters] if self.card.about == PROCESS else [row.quarters, *((q,) for q in row.quarters)]
            small = dict(row.numbers)["of"] is None and len(row.quarters) == 1
            if self.card.about == PROCESS and (not small or row.place == BOTH):
                continue
            for span in spans:
                one = Row(row.key, row.place, span, ())
                for cell in ("of", "hits", *self.cells):
                    wanted = self.sum(one, cell)
                    if cell in ("of", *self.cells) or not self.card.is_description:
                        found[f"{row.key} {row.place} {'+'.join(q.key for q in span)} {cell}"] = wanted
        return {name: wanted for name, wanted in found.items() if wanted not in self.told}

    def exposed(self) -> dict[str, Spread]:
        """The small hidden numbers that can be worked out, or nearly: the least and the most each can be."""
        found = {}
        for part in _apart([*self.told, *chain.from_iterable(b.sums for b in self.beliefs), *self.hidden().values()]):
            model = Model(part, self.told, self.beliefs)
            for name, wanted in self.hidden().items():
                spread = model.spread(wanted) if wanted <= part else None
                if spread and spread[0] <= SMALL[self.card.about]:
                    found[name] = spread
        return found


def _apart(sums: Iterable[Sum]) -> list[set[Unknown]]:
    """The unknowns in parts that have no sum in common."""
    parts: list[set[Unknown]] = []
    for one in sums:
        touched = [part for part in parts if part & one]
        parts = [part for part in parts if not part & one] + [set(one).union(*touched)]
    return parts


class Model:
    """One part of a problem as an integer program."""

    def __init__(self, part: set[Unknown], told: dict[Sum, int], beliefs: Iterable[Belief]) -> None:
        self.at = {unknown: place for place, unknown in enumerate(sorted(part))}
        mine = [belief for belief in beliefs if belief.sums[0] <= part]
        self.width = len(self.at) + sum(len(belief.sums) for belief in mine)
        lines: list[Any] = []
        low: list[float] = []
        high: list[float] = []
        for one, number in told.items():
            if one <= part:
                lines.append(self._line(one))
                low.append(number)
                high.append(number)
        switch = len(self.at)
        for belief in mine:
            either = np.zeros(self.width)
            for one in belief.sums:
                slack = MOST * len(one)
                line = self._line(one)
                line[switch], either[switch] = slack, 1
                lines.append(line)
                low.append(-np.inf)
                high.append(belief.most + slack)
                switch += 1
            lines.append(either)
            low.append(1)
            high.append(np.inf)
        self.limits = [LinearConstraint(np.array(lines), low, high)] if lines else []
        self.bounds = Bounds(0, [MOST] * len(self.at) + [1] * (self.width - len(self.at)))
        self.seen: list[Any] = []

    def _line(self, one: Sum) -> Any:
        line = np.zeros(self.width)
        line[[self.at[unknown] for unknown in one]] = 1
        return line

    def spread(self, wanted: Sum) -> Spread | None:
        """The least and the most a sum can be, where it cannot be three different numbers."""
        line = self._line(wanted)
        if self._many(line):
            return None
        for sign in (1, -1):
            self.seen.append(self._solved(sign * line))
        low, *_between, high = sorted(self._values(line) * 2)
        if high - low >= ENOUGH and not self._many(line):
            between = LinearConstraint(line[np.newaxis], low + 1, high - 1)
            self.seen += self._solutions(line, [*self.limits, between])
        return None if self._many(line) else (low, high)

    def _values(self, line: Any) -> list[int]:
        return [round(float(line @ one)) for one in self.seen]

    def _many(self, line: Any) -> bool:
        return len(set(self._values(line))) > ENOUGH

    def _solved(self, objective: Any) -> Any:
        (found,) = self._solutions(objective, self.limits)
        return found

    def _solutions(self, objective: Any, limits: Sequence[LinearConstraint]) -> list[Any]:
        """The best solution, or none."""
        found = milp(objective, constraints=limits, bounds=self.bounds, integrality=np.ones(self.width))
        return [np.round(found.x)] if found.success else []


@dataclass
class Attacker:
    """Reads the pages whenever they have changed, forgets nothing, and does the sums in the end."""

    client: Client
    houses: Sequence[str]
    rows: set[Row] = field(default_factory=set)

    def look(self) -> None:
        self.rows |= read(self.client)

    def problem(self, card: Card) -> Problem:
        return Problem(card, sorted((r for r in self.rows if r.key == card.key), key=str), self.houses)

    def exposed(self) -> dict[str, Spread]:
        return {name: spread for card in CARDS.values() for name, spread in self.problem(card).exposed().items()}
