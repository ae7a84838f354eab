"""The rest of a large country: millions whom nobody at a shelter is kin to, made by SQL from their numbers.

Everything about a person or an event is a hash of the seed, its number and what is asked, so that a country is the same
each time it is made, and nothing has to lie in memory but a row a person. The paces and shares are the population's.
"""

# ruff: noqa: S608  (every name in this SQL is our own)

import zlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from pathlib import Path

from dkcohort.layout.contract import municipalities
from dkcohort.simulate import filed, residence
from dkcohort.simulate.deliver import Delivery
from dkcohort.simulate.filed import CRIME_SINCE, LPR3, PSYK_SINCE, STATE_WEEKS, VIOLENCE_SINCE
from dkcohort.simulate.lives import DIAGNOSES, EDUCATION_CODES, FIFTEEN, GUILTY_SHARE, LAWS
from dkcohort.simulate.people import NEVER, ORIGINS, REGIONS
from dkcohort.simulate.world import World
from dkcohort.stage import Say

FIRST = 10_000_000
"""The crowd's persons and events are numbered from here on, the others' stay below."""
AGES = 90 * 365
"""Ages are spread evenly over so many days."""
CONTACTS_A_YEAR = 1.35
"""Hospital contacts a person has in LPR3, seldom for anything mental."""
_MILLION = 1_000_000
_YEAR = 365.25


def deliver(world: World, many: int, folder: Path, snapshots: int, say: Say) -> None:
    """Write the crowd's part of every register but the shelters' own."""
    out = Delivery(folder, "_part-1", say)
    crowd = _Crowd(world, many)
    out.make("people", crowd.people())
    out.make(
        "moves", "SELECT id, 0 AS house, 0 AS arrived, 0 AS gone, 0 AS home, 0 AS address FROM people WHERE id < 0"
    )
    for name, select in crowd.lives():
        out.make(name, select, kept=False)
    residence.write(world, out, snapshots)
    filed.write(world, out)
    out.close()


class _Crowd:
    """The SELECTs of a crowd of so many persons."""

    def __init__(self, world: World, many: int) -> None:
        self.world, self.many = world, many

    def draw(self, what: str, below: int = _MILLION, of: str = "id") -> str:
        """Return a whole number from 0 to below - 1, drawn for a number once for each thing asked."""
        return f"CAST(hash({of}, {self.world.seed}, {zlib.crc32(what.encode())}) % {below} AS BIGINT)"

    def yes(self, what: str, share: float, of: str = "id") -> str:
        """Return a condition that holds for a share."""
        return f"{self.draw(what, of=of)} < {round(share * _MILLION)}"

    def one_of(self, what: str, shares: Mapping[str, float], of: str = "id") -> str:
        """Return one of the expressions, each by its share."""
        *upto, _ = accumulate(shares.values())
        *some, last = shares
        whens = " ".join(f"WHEN draw < {round(s * _MILLION)} THEN {v}" for v, s in zip(some, upto, strict=True))
        return f"(CASE {whens} ELSE {last} END)".replace("draw", self.draw(what, of=of))

    def wait(self, what: str, per_year: float) -> str:
        """Return a day from the country's first on, at a constant hazard."""
        return f"CAST({self.world.since} - ln(({self.draw(what)} + 1) / {_MILLION}.0) * {365 / per_year} AS BIGINT)"

    def people(self) -> str:
        """One row a person: age goes round by number, women in even rounds and men in odd ones."""
        since, until = self.world.since, self.world.until
        born = f"""SELECT id, {until} - n % {AGES} AS born, 1 - n // {AGES} % 2 AS women,
            {self.one_of("origin", _numbered(ORIGINS))} AS origin, {self._home()} AS home, {self._mother()} AS mother,
            least({until} - n % {AGES} + 365 + {self.draw("came", 30 * 365)}, {since - 730}) AS arrived
            FROM (SELECT n, {FIRST} + n AS id FROM range({self.many}) t(n))"""
        came = f"SELECT *, CASE WHEN origin = 2 AND arrived > born THEN arrived ELSE born END AS came FROM ({born})"
        ends = f"SELECT *, {self.wait('death', 0.008)} AS dies, {self.wait('leaving', 0.006)} AS leaves FROM ({came})"
        died = f"SELECT *, CASE WHEN dies > came THEN dies ELSE {NEVER} END AS died FROM ({ends})"
        gone = f"SELECT *, CASE WHEN leaves > came AND leaves < died THEN leaves ELSE {NEVER} END AS gone FROM ({died})"
        back = f"gone + 200 + {self.draw('back', 500)}"
        again = f"gone < {NEVER} AND {self.yes('returns', self.world.emigrants_back)} AND {back} < died"
        return f"""SELECT id, women, born, origin, came, home, mother, died, gone,
            CASE WHEN {again} THEN {back} ELSE {NEVER} END AS back FROM ({gone})"""

    def _home(self) -> str:
        places = {name: [code for code, _, _, region in municipalities() if region == name] for name in REGIONS}
        chosen = [f"list_extract({codes}, 1 + {self.draw('place', len(codes))})" for codes in places.values()]
        return self.one_of("region", dict(zip(chosen, self.world.regions, strict=True)))

    def _mother(self) -> str:
        """A woman of the crowd twenty to thirty-five years older; nobody for the oldest."""
        older = f"n % {AGES} + 7300 + {self.draw('older', 5475)}"
        rounds = max(self.many // (2 * AGES), 1)
        number = f"2 * {AGES} * {self.draw('round', rounds)} + {older}"
        return f"CASE WHEN {older} < {AGES} AND {number} < {self.many} THEN {FIRST} + {number} ELSE -1 END"

    def lives(self) -> Iterable[tuple[str, str]]:
        """Give the SELECT of everything that befalls the crowd, by the name it is filed under."""
        world, paces = self.world, self.world.population_mentally_ill * self.world.psychiatric_contacts
        contacts = self._events("contact", world.psychiatric_contacts, PSYK_SINCE)
        code = self.one_of("diagnosis", _quoted(DIAGNOSES), of="nr")
        ill = self.yes("ill", world.population_mentally_ill)
        yield "contacts", f"SELECT *, {code} AS code FROM ({contacts}) WHERE {ill}"
        somatic = self._events("somatic", CONTACTS_A_YEAR - paces, LPR3, FIRST * 10)
        yield "somatic", somatic
        yield "offences", self._offences()
        partner = f"CAST({self.yes('partner', world.by_partner, of='nr')} AS INTEGER)"
        assaults = self._events("assault", world.population_violence, VIOLENCE_SINCE)
        yield "assaults", f"SELECT *, {partner} AS partner FROM ({assaults})"
        yield "placed", self._placed()
        since = f"greatest(born + {16 * 365}, came)"
        education = dict(zip(_quoted_all(EDUCATION_CODES), world.population_education, strict=True))
        yield "schooling", f"SELECT id, {self.one_of('education', education)} AS code, {since} AS since FROM people"
        quarters = -(-len(filed.weeks(world)) // STATE_WEEKS)
        states = [f"{self.one_of(f'state {q}', _numbered(world.population_work, 0))} AS q{q}" for q in range(quarters)]
        yield "states", f"SELECT id, {', '.join(states)} FROM people WHERE born < {world.until - 18 * 366}"

    def _events(self, what: str, per_year: float, since: int, nr: int = FIRST) -> str:
        """Events at a constant pace: whose, on which day, under which number."""
        days = self.world.until + 1 - since
        count = round(self.many * per_year * days / _YEAR)
        return f"""SELECT nr, {FIRST} + {self.draw(what, self.many, "nr")} AS id,
            {since} + {self.draw(what + " day", days, "nr")} AS at_day FROM range({nr}, {nr + count}) t(nr)"""

    def _offences(self) -> str:
        events = self._events("offence", self.world.population_offences, CRIME_SINCE)
        guilty = f"CAST({self.yes('guilty', GUILTY_SHARE, of='nr')} AS INTEGER)"
        prison = f"CAST({self.yes('prison', self.world.imprisoned, of='nr')} AS INTEGER)"
        drawn = f"SELECT *, {guilty} AS guilty, {guilty} * {prison} AS prison FROM ({events})"
        law = self.one_of("law", _quoted(LAWS), of="nr")
        kind = "CASE WHEN prison = 1 THEN '111' WHEN guilty = 1 THEN '211' ELSE '911' END"
        return f"SELECT nr, id, at_day, prison, {law} AS law, {kind} AS kind FROM ({drawn})"

    def _placed(self) -> str:
        start = f"born + {FIFTEEN} + {self.draw('placed on', 300)}"
        placed = self.yes("placed", self.world.population_placed)
        return f"""SELECT id, {start} AS since, {start} + 730 + {self.draw("placed for", 670)} AS until FROM people
            WHERE came <= born + {FIFTEEN} AND {placed}"""


def _numbered(shares: Sequence[float], start: int = 1) -> dict[str, float]:
    return {str(start + i): share for i, share in enumerate(shares)}


def _quoted(shares: Mapping[str, float]) -> dict[str, float]:
    return dict(zip(_quoted_all(shares), shares.values(), strict=True))


def _quoted_all(codes: Iterable[str]) -> list[str]:
    return [f"'{code}'" for code in codes]
