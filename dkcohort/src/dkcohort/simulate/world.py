"""The parameters of an invented country. The truth is made from these alone; nothing here is an estimate of Denmark.

The age groups are those of Danmarks Statistik for women at crisis centres in 2021 (NYT 38290: 390, 414, 850, 530 and
282 women), the rest are round numbers of a plausible size.
"""

import zlib
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dkcohort.days import day, number
from dkcohort.stage import Refused

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Flags = NDArray[np.bool_]

OWN_CENTRES = ("9001", "9002")
"""Two own houses, as the centre has: one in København, one in Aarhus."""
_OTHERS = 60
OTHER_CENTRES = tuple(str(5001 + i) for i in range(_OTHERS))


ONE_BY_ONE = 60_000
"""So many persons are drawn one by one; the rest of a larger country is a crowd."""


MOST = 10_000_000
FEWEST_WOMEN = 300
"""With fewer women at shelters a register may be empty, or end before the data do, and the preflight refuses it."""


NEIGHBOUR = 90_000_000
"""Somebody else of the country, one for each part that is written: the registers hold everyone, of the smallest too."""


@dataclass(frozen=True)
class World:
    """An invented country: sizes, periods, hazards per year and shares. All shares lie from 0 to 1."""

    persons: int = 60_000
    seed: int = 1
    shelter_women: int = 4_200
    own_share: float = 0.55
    since: int = number(date(2017, 1, 1))
    until: int = number(date(2026, 12, 31))
    fall_from: int | None = None
    # Chances per year after leaving, as constant hazards: new stay elsewhere, at an own house, death, emigration.
    own_elsewhere: float = 0.16
    own_elsewhere_after: float = 0.08
    own_back: float = 0.10
    other_elsewhere: float = 0.15
    other_back: float = 0.07
    other_to_own: float = 0.02
    death: float = 0.006
    emigration: float = 0.015
    emigrants_back: float = 0.3
    # A stay: median nights and spread on the log scale; a transfer follows on the same or the next day.
    nights_median: float = 36.0
    nights_spread: float = 1.1
    own_transfer_out: float = 0.06
    other_transfer: float = 0.05
    other_transfer_to_own: float = 0.03
    anonymous: float = 0.06
    shelter_men: float = 0.03
    outpatient: float = 0.04
    ages: tuple[float, ...] = (390 / 2466, 414 / 2466, 850 / 2466, 530 / 2466, 282 / 2466)
    origins: tuple[float, ...] = (0.50, 0.42, 0.08)
    regions: tuple[float, ...] = (0.36, 0.13, 0.19, 0.23, 0.09)
    registered_at_shelter: float = 0.3
    accompanying: float = 0.45
    own_children: float = 0.58
    # What befalls women who come to a shelter, and others: shares, or events per year in the country.
    mentally_ill: float = 0.45
    psychiatric_contacts: float = 0.35
    population_mentally_ill: float = 0.10
    offences: float = 0.06
    population_offences: float = 0.008
    imprisoned: float = 0.08
    prison_days: int = 90
    placed: float = 0.16
    population_placed: float = 0.03
    education: tuple[float, ...] = (0.06, 0.38, 0.14, 0.24, 0.11, 0.04, 0.03)
    population_education: tuple[float, ...] = (0.02, 0.19, 0.14, 0.31, 0.24, 0.08, 0.02)
    work: tuple[float, ...] = (0.30, 0.10, 0.08, 0.34, 0.06, 0.10, 0.02)
    population_work: tuple[float, ...] = (0.72, 0.08, 0.04, 0.04, 0.04, 0.06, 0.02)
    violence: float = 0.09
    population_violence: float = 0.006
    children_violence: float = 0.03
    by_partner: float = 0.6
    somatic_contacts: float = 0.2
    redrawn: int = 0
    """How many times chance left months without arrivals, and the country was drawn again."""

    def stream(self, name: str) -> np.random.Generator:
        """Return the random numbers of one part of the country: adding a part changes no other."""
        again = [self.redrawn] if self.redrawn else []
        return np.random.Generator(np.random.PCG64([self.seed, zlib.crc32(name.encode()), *again]))


def daily(per_year: float) -> float:
    """Return the chance of one day from a hazard per year of 365 days."""
    return float(-np.expm1(-per_year / 365))


def keys(ids: Whole) -> list[str]:
    """Return the pseudonymised keys of persons: twelve digits, one to one, in no visible order."""
    scrambled = (ids.astype(np.int64) * 31_415_926_533 + 271_828_182_845) % 10**12
    return [f"{k:012d}" for k in scrambled.tolist()]


KEY_SQL = "lpad(CAST((CAST({0} AS BIGINT) * 31415926533 + 271828182845) % 1000000000000 AS VARCHAR), 12, '0')"
"""The same keys in SQL; {0} is the person's number."""


FALL = number(date(2025, 1, 1))
"""From this day fewer go elsewhere, in the world with a true fall after 2024."""


def sized(persons: int, shelter_women: int | None, seed: int, fall_from: int | None = None) -> World:
    """Return a country of so many persons; without a number every fourteenth of the first 60,000 comes to a shelter.

    Refused where it cannot be made, or is so small that registers come out empty or end early.
    """
    women = shelter_women if shelter_women is not None else min(persons * 7 // 100, 24_000)
    _within("--persons", persons, 0, MOST)
    _within("--seed", seed, 0, 2**32 - 1)
    told = "--shelter-women" if shelter_women is not None else "Kvinderne på krisecenter (7 % af --persons)"
    _within(told, women, FEWEST_WOMEN, ONE_BY_ONE)
    return World(persons=persons, seed=seed, shelter_women=women, fall_from=fall_from)


def _within(name: str, given: int, least: int, most: int) -> None:
    if not least <= given <= most:
        raise Refused(f"{name} er {given}, men skal være fra {least} til {most}.")


def cohorts(world: World) -> range:
    """Return the years whose leavers can be followed for a year, the last four of them."""
    last = day(world.until - 365).year
    return range(last - 3, last + 1)
