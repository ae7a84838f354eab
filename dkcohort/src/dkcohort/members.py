"""Who is counted: the persons behind each population and year, so that two releases can be told to be about the same.

They are fingerprinted before they are kept and never leave the closed environment.
"""

from collections import defaultdict
from hashlib import sha256
from typing import Any

from dkcohort.cells import PRESENT
from dkcohort.definitions import steps_of
from dkcohort.engine import Engine
from dkcohort.study import Study

_STAYS = """SELECT {name}, c.year, r.person || '/' || r.arrived
            FROM (SELECT person, arrived, left_on FROM stays
                  UNION ALL SELECT person, arrived, left_on FROM stay_rows WHERE fate = 'anonymous') r
            JOIN cohorts c ON r.arrived <= c.last_day AND COALESCE(r.left_on, c.last_day) >= c.first_day"""
_WHO = {
    "leavers": "SELECT population, cohort, person FROM leavers",
    "present": "SELECT population, cohort, person FROM present",
    "matched": "SELECT 'matched', cohort, case_person || '/' || person FROM matched",
    "violence_subjects": "SELECT population, cohort, subject FROM violence_subjects WHERE population = 'children'",
    "secrecy": _STAYS.format(name="'stays'"),
    "national_age": _STAYS.format(name="'all'"),
}
"""SQL step -> the persons it brings, as population, year and key."""
_PART = {"present": PRESENT}
"""Those who lived there are another part of a year's women than those who left: remembered where they are told of."""


def members(engine: Engine, study: Study) -> dict[str, list[str]]:
    """Return "population year" -> sorted fingerprints."""
    found: dict[str, set[str]] = defaultdict(set)
    for step in steps_of(study):
        rows: list[tuple[Any, ...]] = engine.rows(_WHO[step]) if step in _WHO else []
        for population, cohort, person in rows:
            found[f"{population} {int(cohort)}{_PART.get(step, '')}"].add(sha256(str(person).encode()).hexdigest()[:20])
    return {name: sorted(persons) for name, persons in sorted(found.items())}
