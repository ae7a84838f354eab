"""The study's own small tables: what the SQL steps know of it. One row `study`, and its codes, years and horizons."""

from dkcohort.days import HORIZON_DAYS, calendar, first
from dkcohort.engine import Engine
from dkcohort.layout.contract import municipalities
from dkcohort.study import Study

_CALENDAR = (1900, 2040)


def tables(engine: Engine, study: Study) -> None:
    """Make the tables `study`, `codes`, `cohorts`, `horizons`, `calendar` and `municipality`."""
    _study(engine, study)
    codes = [(name, code) for name, parameter in study.parameters.items() for code in parameter.value]
    codes += [("own_centre", centre) for centre in study.centres]
    engine.table("codes", {"name": "VARCHAR", "code": "VARCHAR"}, codes)
    years = [(y, first(y), first(y + 1) - 1) for y in study.cohorts]
    engine.table("cohorts", {"year": "INTEGER", "first_day": "INTEGER", "last_day": "INTEGER"}, years)
    horizons = [(m, HORIZON_DAYS[m]) for m in study.horizons]
    engine.table("horizons", {"months": "INTEGER", "days": "INTEGER"}, horizons)
    names = ("day", "year", "quarter", "weekday", "month_day", "fifteen", "sixteen", "eighteen")
    columns = dict.fromkeys(names, "INTEGER")
    engine.table("calendar", columns, calendar(*_CALENDAR))
    places = {"code": "INTEGER", "name": "VARCHAR", "landsdel": "VARCHAR", "region": "VARCHAR"}
    engine.table("municipality", places, municipalities())


def _study(engine: Engine, study: Study) -> None:
    columns = {"data_cut": "INTEGER", "gap_days": "INTEGER", "by_centre": "INTEGER", "matches": "INTEGER"}
    row = (study.data_cut, study.gap_days, int(study.mode == "centre"), study.matches)
    engine.table("study", {**columns, "seed": "VARCHAR"}, [(*row, study.seed)])
