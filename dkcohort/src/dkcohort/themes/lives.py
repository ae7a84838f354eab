"""What the registers know of the women's lives: mental disorders, placement, education and work."""

from dkcohort.engine import Engine
from dkcohort.figures import Figure
from dkcohort.layout.dreamweeks import monday, told
from dkcohort.study import Study
from dkcohort.themes.shares import flagged, share

BLOCKS = ("F10-19", "F20-29", "F30-39", "F40-48", "F60-69", "F90-98")
EDUCATION = ("below_9", "school", "upper_secondary", "vocational", "short_medium", "long", "unknown")
STATES = ("self_support", "study", "unemployment", "cash", "sickness", "pension", "leave", "other", "away")
_FIVE_YEARS = 1826
WEEKS = (-52, -26, 0, 26, 52, 104)


def mental(engine: Engine, study: Study) -> list[Figure]:
    """Return the shares with any diagnosis, with each block, and with a severe one in the five years before arrival."""
    found = []
    some_ = "count(DISTINCT CASE WHEN block <> 'none' THEN subject END)"
    severe_ = "count(DISTINCT CASE WHEN severe = 1 THEN subject END)"
    counts = f"{some_}, {severe_}, count(DISTINCT subject)"
    rows = engine.rows(f"SELECT population, cohort, {counts} FROM mental GROUP BY 1, 2 ORDER BY 1, 2")  # noqa: S608
    each = engine.rows("SELECT population, cohort, block, count(DISTINCT subject) FROM mental GROUP BY 1, 2, 3")
    hits = {(p, int(c), block): int(n) for p, c, block, n in each}
    seen = _seen(engine)
    for population, cohort, some, severe, of in rows:
        final = seen[population, int(cohort)]
        found.append(share("mental.any", population, int(cohort), int(some), int(of), months=60, final=final))
        found.append(share("mental.severe", population, int(cohort), int(severe), int(of), months=60, final=final))
        for block in BLOCKS:
            many = hits.get((population, int(cohort), block), 0)
            found.append(
                share("mental.block", population, int(cohort), many, int(of), months=60, part=block, final=final)
            )
    return found


def _seen(engine: Engine) -> dict[tuple[str, int], bool]:
    """Whether everybody's whole look-back lies behind the first contact of the older register, by population and
    cohort."""
    begins = engine.rows("SELECT min(d_inddto) FROM psyk_adm")[0][0]
    rows = engine.rows("SELECT population, cohort, min(arrived) FROM subjects GROUP BY 1, 2")
    return {(p, int(c)): begins is None or int(arrived) - _FIVE_YEARS >= int(begins) for p, c, arrived in rows}


def placement(engine: Engine, study: Study) -> list[Figure]:
    """Return the shares placed as children among those who lived here as children."""
    return flagged(engine, "placement.ever", "placement", "ever") + flagged(
        engine, "placement.at15", "placement", "at_15"
    )


def education(engine: Engine, study: Study) -> list[Figure]:
    """Return the distribution of education before arrival."""
    from dkcohort.themes.shares import parts

    return parts(engine, "education.highest", "education", EDUCATION)


def work(engine: Engine, study: Study) -> list[Figure]:
    """Return the share in each state in the weeks asked about; weeks not everybody has reached are provisional."""
    rows = engine.rows(
        "SELECT population, cohort, part, state, count(*) FROM work GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
    )
    last = dict(engine.rows("SELECT year, last_day FROM cohorts"))
    until = min(study.data_cut, int(engine.rows("SELECT last_day FROM dream_told")[0][0]))
    counts = {(p, int(c), int(part), state): int(n) for p, c, part, state, n in rows}
    found = []
    for population, cohort, week in sorted({key[:3] for key in counts}):
        of = sum(n for (p, c, w, _), n in counts.items() if (p, c, w) == (population, cohort, week))
        final = last[cohort] + 7 * week <= until
        found += [
            share(f"work.week{week:+d}", population, cohort, counts.get((population, cohort, week, state), 0), of,
                  part=state, kind="part", final=final)
            for state in STATES
        ]  # fmt: skip
    return found


def weeks(engine: Engine, study: Study) -> None:
    """Make the tables `work_weeks`, `dream_codes`, `dream_told` (from and to which day DREAM tells) and `dream_weeks`:
    DREAM turned from columns into rows, for few."""
    engine.table("work_weeks", {"part": "VARCHAR", "weeks": "INTEGER"}, [(str(w), w) for w in WEEKS])
    codes = [(code, state) for state in STATES for code in _codes(study, state)]
    engine.table("dream_codes", {"code": "VARCHAR", "state": "VARCHAR"}, codes)
    subjects = "SELECT DISTINCT person FROM subjects"
    engine.step("dream_few", f"SELECT d.* FROM dream d JOIN ({subjects}) s ON s.person = d.pnr")  # noqa: S608
    since, until = engine.rows("SELECT min(left_on), max(left_on) FROM subjects")[0]
    first, last = since + 7 * min(WEEKS) - 7, until + 7 * max(WEEKS)
    days = [(name, monday(name)) for name in sorted(engine.columns("dream_few")) if name.startswith("y_")]
    chosen = [(name, day) for name, day in days if day is not None and first <= day <= last]
    days_told = [told(name for name, _ in days)]
    engine.table("dream_told", {"first_day": "INTEGER", "last_day": "INTEGER"}, days_told)
    engine.table("week_days", {"name": "VARCHAR", "day": "INTEGER"}, chosen)
    names = ", ".join(name for name, _ in chosen)
    few = f"(SELECT pnr AS person, {names} FROM dream_few) d UNPIVOT (code FOR name IN ({names})) u"  # noqa: S608
    weekly = f"SELECT u.person, w.day AS week, u.code FROM {few} JOIN week_days w ON w.name = u.name"  # noqa: S608
    engine.step("dream_weeks", f"{weekly} WHERE u.code <> ''")


def _codes(study: Study, state: str) -> tuple[str, ...]:
    parameter = study.parameters.get(f"dream_{state}")
    return parameter.value if parameter else ()
