"""Who the women are: age, children in two definitions, home, origin, earlier stays. No goal; beside other centres."""

from dkcohort.engine import Engine
from dkcohort.figures import Figure
from dkcohort.layout.contract import municipalities
from dkcohort.study import Study
from dkcohort.themes.shares import flagged, parts, share

AGES = ("18-24", "25-29", "30-39", "40-49", "50+")
ORIGINS = ("danish", "immigrant", "descendant", "unknown")
LOOK_BACK = (1, 2, 5)


def age(engine: Engine, study: Study) -> list[Figure]:
    """Return the ages on arrival, and the whole country's stays and women as Danmarks Statistik counts them."""
    return parts(engine, "age.group", "profile_age", AGES) + _national(engine)


def _national(engine: Engine) -> list[Figure]:
    rows = engine.rows("SELECT cohort, part, stays, women FROM national_age ORDER BY cohort, part")
    found = []
    for i, name in ((2, "age.stays"), (3, "age.women")):
        for year in sorted({row[0] for row in rows}):
            counts = {row[1]: int(row[i]) for row in rows if row[0] == year}
            total = sum(counts.values())
            found += [
                share(name, "all", int(year), counts.get(part, 0), total, part=part, kind="part")
                for part in (*AGES, "unknown")
            ]
    return found


def origin(engine: Engine, study: Study) -> list[Figure]:
    """Return the distribution of origin."""
    return parts(engine, "origin.group", "profile_origin", ORIGINS)


def children(engine: Engine, study: Study) -> list[Figure]:
    """Return the shares with children along and with own children under 18; the latter is provisional where anybody
    came before the first file of the population: her children are not seen."""
    along = flagged(engine, "children.along", "profile_children", "along")
    return along + flagged(engine, "children.own", "profile_children", "own", seen="seen")


def home(engine: Engine, study: Study) -> list[Figure]:
    """Return the distribution of the part of the country she came from."""
    places = tuple(dict.fromkeys(landsdel for _, _, landsdel, _ in municipalities()))
    return parts(engine, "home.landsdel", "profile_home", (*places, "unknown"))


def earlier(engine: Engine, study: Study) -> list[Figure]:
    """Return the share with an earlier stay elsewhere; provisional while the look-back reaches before the register."""
    rows = engine.rows(
        "SELECT population, cohort, years, sum(earlier), count(*), min(seen) FROM profile_earlier "
        "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
    return [
        share("earlier.elsewhere", p, int(c), int(hits), int(of), months=12 * int(years), final=bool(seen))
        for p, c, years, hits, of, seen in rows
        # A list of own residents cannot tell one other centre from the next.
        if p == "own" or study.mode == "centre"
    ]


def look_back(engine: Engine, study: Study) -> None:
    """Make the table `look_back` of years the steps read."""
    engine.table("look_back", {"years": "INTEGER"}, [(years,) for years in LOOK_BACK])
