"""Every page of figures ever shown, kept and summed up: no hidden small number comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

import pytest
from django.test import Client

from rettesnor.followup.book import Book, Reader, Span
from rettesnor.followup.counts import Counts, together
from rettesnor.followup.indicators import CARDS, COUNTED, NOES_BY_REASON, Card, Tally
from rettesnor.followup.models import Closing, Measurement
from rettesnor.followup.period import Period, between
from rettesnor.staff.models import Employee, House
from tests.rettesnor.followup.attacker import HITS, Attacker, Problem, Row, Sum, Unknown

QUARTERS = between(Period(2022, 1), Period(2024, 2))
MEANS = (0.3, 1.0, 2.0, 4.0, 9.0)
"""About so many of each kind in a quarter of a house: from hardly anybody to a house that is always shown."""
KBH, AAR = "kbh", "aar"


def by_chance(thing: Tally, rng: Random, mean: float) -> Counts:
    def some(about: float = mean) -> int:
        return sum(rng.random() < about / 20 for _time in range(20))

    unknown, irrelevant = some(0.5), some(0.5)
    if not isinstance(thing, Card) or not thing.bands:
        return Counts(some(), some() if isinstance(thing, Card) else 0, unknown, irrelevant)
    bands = {code: some() for code in thing.bands}
    yes = sum(bands[code] for code in HITS.get(thing.key, tuple(bands)))
    return Counts(yes, sum(bands.values()) - yes, unknown, irrelevant, bands=bands)


class Closings:
    """Quarters closed one after the other, with figures made by chance."""

    def __init__(self, seed: int, houses: Mapping[str, House], by: Employee) -> None:
        self.rng, self.houses, self.by = Random(seed), houses, by
        self.means = {(thing.key, code): self.rng.choice(MEANS) for thing in COUNTED for code in houses}
        self.truth: dict[Unknown, int] = {}

    def sum(self, card: Card, unknowns: Sum) -> int:
        return sum(self.truth[house, quarter, f"{card.key} {cell}"] for house, quarter, cell in unknowns)

    def close(self, period: Period) -> None:
        Closing.objects.create(period=period.key, by=self.by)
        Measurement.objects.bulk_create(row for thing in COUNTED for row in self._frozen(thing, period))

    def _frozen(self, thing: Tally, period: Period) -> Iterator[Measurement]:
        counts = {code: by_chance(thing, self.rng, self.means[thing.key, code]) for code in self.houses}
        for code, found in counts.items():
            cells = {**found.bands} or {"yes": found.yes, "no": found.no}
            cells["unknown"] = found.unknown
            self.truth |= {(code, period.key, f"{thing.key} {cell}"): number for cell, number in cells.items()}
        told: dict[House | None, Counts] = {self.houses[code]: found for code, found in counts.items()}
        for house, one in (told | {None: together(counts.values())}).items():
            yield Measurement(
                key=thing.key, version=thing.version, house=house, period=period.key, counts=one.to_json()
            )


@pytest.mark.parametrize("seed", range(5))
def test_no_hidden_small_number_comes_out_of_every_page_ever_shown(
    seed: int, cast: dict[str, Employee], houses: dict[str, House], as_: Callable[[str], Client]
) -> None:
    closings, attacker = Closings(seed, houses, cast["anne"]), Attacker(as_("anne"), list(houses))
    for period in QUARTERS:
        closings.close(period)
        attacker.look()
    for card in CARDS.values():
        problem = attacker.problem(card)
        assert problem.told or all(closings.means[card.key, code] < 4 for code in houses), card.key
        misread = [one for one, number in problem.told.items() if closings.sum(card, one) != number]
        misread += [one.sums[0] for one in problem.beliefs if min(closings.sum(card, s) for s in one.sums) > one.most]
        assert misread == []
    assert attacker.exposed() == {}


@pytest.mark.parametrize("key", ["AGE-G1", "CHI-A1"])
def test_noes_beside_a_year_are_hidden_where_those_of_one_quarter_are(
    key: str, cast: dict[str, Employee], houses: dict[str, House]
) -> None:
    few = {(KBH, Period(2024, 2))}
    for period in Period(2024).quarters:
        for code, house in houses.items():
            found = Counts(yes=4 if (code, period) in few else 9, bands={"alder": 1, "boernekapacitet": 1})
            Measurement.objects.create(
                key=NOES_BY_REASON.key, version=1, house=house, period=period.key, counts=found.to_json()
            )
    reader, book = Reader(tuple(houses.values()), both=True, led=()), Book([CARDS[key]])
    told = {place: book.beside(CARDS[key], Span.year(2024), place, reader)[0][1] for place in reader.places}
    assert told == {houses[KBH]: None, houses[AAR]: 4, None: None}


# that the sums can be done at all


SECRET = (2, 3, 2, 2, 1, 1, 0, 0, 1, 3, 2, 2, 0, 0, 3, 0)
"""Direct moves in each quarter of a house like the invented one, four years."""


def moved(quarters: Sequence[Period], hits: int | None, of: int | None) -> Row:
    return Row("OTH-G2", KBH, tuple(quarters), (("hits", hits), ("of", of)))


def test_who_reads_every_twelve_months_works_out_the_quarters() -> None:
    """A proof that the attack can succeed: windows that overlap, each shown from five, and each hidden one as such."""
    quarters = between(Period(2022, 1), Period(2025, 4))
    rows = []
    for end in range(4, len(quarters) + 1):
        hits = sum(SECRET[end - 4 : end])
        rows.append(moved(quarters[end - 4 : end], hits if hits >= 5 else None, 50))
    exposed = Problem(CARDS["OTH-G2"], rows, [KBH, AAR]).exposed()
    assert any(name.endswith(" shelter") and len(name.split("+")) == 1 for name in exposed)


def test_who_takes_the_shown_quarters_from_the_year_works_out_the_hidden_ones() -> None:
    year = Period(2021)
    bands = list(CARDS["CHI-A1"].bands)

    def row(quarters: Sequence[Period], *numbers: int) -> Row:
        told = dict(zip(bands, numbers, strict=True)) if numbers else dict.fromkeys(bands)
        return Row("CHI-A1", KBH, tuple(quarters), (("of", sum(numbers) if numbers else None), *told.items()))

    first, second, third, last = year.quarters
    rows = [row([first]), row([second], 5, 2, 1, 0, 1), row([third], 7, 3, 2, 1, 1), row([last])]
    assert Problem(CARDS["CHI-A1"], rows, [KBH, AAR]).exposed() == {}
    rows.append(row(year.quarters, 16, 6, 4, 1, 2))
    assert "CHI-A1 kbh 2021K1 later" in Problem(CARDS["CHI-A1"], rows, [KBH, AAR]).exposed()
