"""What happens before, during and after: crime by the day of the offence, and violence against women and children."""

from collections import defaultdict

from dkcohort.days import first
from dkcohort.engine import Engine
from dkcohort.figures import ALL, Figure
from dkcohort.study import Study
from dkcohort.themes.events import WINDOWS, Window, changes, filed, rated, told_until
from dkcohort.themes.shares import share

LAWS = {"1": "straffelov", "2": "færdselslov", "3": "særlove"}
MATURES = 730
"""Days after a window before its offences have been decided (registers.md 2.3)."""
_YEAR_AFTER = next(w for w in WINDOWS if w.part == "after12")


def crime(engine: Engine, study: Study) -> list[Figure]:
    """Return rates of offences with a guilty decision, and of charges, by law and window, with their changes."""
    rows = engine.rows(
        "SELECT population, cohort, part, count(*), sum(days) FROM crime_time WHERE days > 0 GROUP BY 1, 2, 3"
    )
    time = {(p, int(c), part): (int(of), int(days)) for p, c, part, of, days in rows}
    begun = _begun(engine)
    found: list[Figure] = []
    for kind, names in (("guilty", ("krsi", "kraf")), ("charges", ("krsi",))):
        # Time in prison is taken out: where KRIN does not tell, she is counted as free.
        since, last = filed(engine, study, *names, "krin")
        until = min(told_until(engine, study, *names), last)
        events = _events(engine, kind)
        for (population, cohort, part), (of, days) in sorted(time.items()):
            window = next(w for w in WINDOWS if w.part == part)
            final = begun[population, cohort, part] >= since and _matured(
                cohort, window, MATURES if kind == "guilty" else 0, until
            )
            for law, name in {**LAWS, ALL: ALL}.items():
                hits, persons = events[population, cohort, part, law]
                indicator = f"crime.{kind}" if law == ALL else f"crime.{kind}_{_ASCII[name]}"
                found.append(rated(indicator, population, cohort, window, (hits, persons, of, days), final))
                if law == ALL:
                    found.append(share(f"crime.{kind}_any", population, cohort, persons, of, months=window.months,
                                       part=part, final=final))  # fmt: skip
    return found + changes(found, "before12", "after12") + changes(found, "before24", "after24")


def _begun(engine: Engine) -> dict[tuple[str, int, str], int]:
    """The first day of anybody's window, by population, cohort and window."""
    rows = engine.rows("SELECT population, cohort, part, min(since) FROM windows GROUP BY 1, 2, 3")
    return {(p, int(c), part): int(since) for p, c, part, since in rows}


_ASCII = {"straffelov": "penal", "færdselslov": "traffic", "særlove": "special"}


def _events(engine: Engine, kind: str) -> dict[tuple[str, int, str, str], tuple[int, int]]:
    """Events and persons with any, by population, cohort, window and law, and for all laws together."""
    found: dict[tuple[str, int, str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    some = f"sum({kind}), count(DISTINCT CASE WHEN {kind} > 0 THEN subject END) FROM crime_events"
    for p, c, part, law, hits, persons in engine.rows(
        f"SELECT population, cohort, part, law, {some} GROUP BY 1, 2, 3, 4"
    ):
        found[p, int(c), part, str(law)] = (int(hits), int(persons))
    for p, c, part, hits, persons in engine.rows(f"SELECT population, cohort, part, {some} GROUP BY 1, 2, 3"):
        found[p, int(c), part, ALL] = (int(hits), int(persons))
    return found


def _matured(cohort: int, window: Window, days: int, until: int) -> bool:
    """Whether the window of everybody in the cohort, and so many days more, end while the registers still tell."""
    end = first(cohort + 1) - 1 + (window.last if window.until_anchor == "left" else 0)
    return end + days <= until


def violence(engine: Engine, study: Study) -> list[Figure]:
    """Return rates of reported violence in the year after leaving, against the women and the children.

    By partners only in cohorts followed from where KROG begins: of earlier violence nobody knows who did it.
    """
    time = engine.rows("SELECT population, cohort, count(DISTINCT subject), sum(until - since) FROM violence_subjects "
                       "WHERE until > since GROUP BY 1, 2 ORDER BY 1, 2")  # fmt: skip
    events = {(p, c): (int(n), int(k), int(m), int(q)) for p, c, n, k, m, q in engine.rows(
        "SELECT population, cohort, sum(events), count(*), sum(by_partner), count(CASE WHEN by_partner > 0 THEN 1 END) "
        "FROM violence GROUP BY 1, 2")}  # fmt: skip
    since, last = filed(engine, study, "krof")
    told, told_last = filed(engine, study, "krof", "krog")
    until = told_until(engine, study, "krof")
    found: list[Figure] = []
    for population, cohort, of, days in time:
        year = int(cohort)
        final = first(year) >= since and _matured(year, _YEAR_AFTER, 0, min(until, last))
        n, persons, partner, by = events.get((population, cohort), (0, 0, 0, 0))
        name = "violence.children" if population == "children" else "violence.women"
        found.append(rated(name, population, year, _YEAR_AFTER, (n, persons, int(of), int(days)), final))
        if population != "children" and first(year) >= told:
            final = _matured(year, _YEAR_AFTER, 0, min(until, told_last))
            counts = (partner, by, int(of), int(days))
            found.append(rated("violence.partner", population, year, _YEAR_AFTER, counts, final))
    return found
