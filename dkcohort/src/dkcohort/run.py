"""The run: every step in its order over the registers, then the figures of each theme. All of it stays inside."""

from pathlib import Path
from typing import Any

from dkcohort import definitions, ingest
from dkcohort.catalogue import Batches, opened
from dkcohort.engine import Engine, begun, statement
from dkcohort.figures import packed, unpacked
from dkcohort.layout.contract import registers
from dkcohort.layout.dreamweeks import told
from dkcohort.members import members
from dkcohort.parameters import tables
from dkcohort.stage import Refused, Say, counted, keep, written
from dkcohort.study import Study
from dkcohort.themes import FIGURES, PREPARED
from dkcohort.themes.shares import unlike_all


def run(study: Study, say: Say) -> None:
    """Make the figures of the study and keep them in the working folder, with the counts the manifest needs."""
    if study.unsettled:
        say(study.left_out())
    batches = ingest.catalogue(study)
    with written(study.work / "run") as place:
        engine = begun(study.engine, place / "spild", study.memory, study.threads)
        opened(engine, batches)
        content = {**computed(engine, study, say), "cuts": _cuts(engine, batches)}
        keep(place / "members.json", members(engine, study))
        engine.close()
        keep(place / "figures.json", content)


def computed(engine: Engine, study: Study, say: Say) -> dict[str, Any]:
    """Run the steps on an engine that has the registers as views; return figures, counts and definitions digest."""
    tables(engine, study)
    if study.mode == "centre":
        columns = {"pnr": "VARCHAR", "hus": "VARCHAR", "indflyt": "INTEGER", "udflyt": "INTEGER"}
        engine.table("residents", columns, [])
    base = definitions.themes()[definitions.BASE].steps
    for step in definitions.steps_of(study):
        if step in PREPARED:
            PREPARED[step](engine, study)
            say(f"{step}: klar")
            continue
        say(f"{step}: {counted(engine.step(step, statement(step)), study.threshold)} rækker")
        if step.startswith("residence_"):
            engine.view("residence", f"SELECT * FROM {step}")  # noqa: S608
        if step == base[-1]:
            _refuse_nobody(engine, study)
    found = [figure for theme in definitions.chosen(study) for figure in FIGURES[theme.name](engine, study)]
    found = unlike_all(engine, found)
    return {"figures": packed(found), "counts": _counts(engine), "digest": definitions.digest(study),
            "engine": engine.name}  # fmt: skip


def _refuse_nobody(engine: Engine, study: Study) -> None:
    """Refuse a study with a year in which nobody left any centre: there is nothing to make figures of."""
    seen = {
        int(cohort) for (cohort,) in engine.rows("SELECT DISTINCT cohort FROM subjects WHERE population <> 'matched'")
    }
    empty = [str(year) for year in study.cohorts if year not in seen]
    if empty:
        raise Refused(
            f"Ingen kvinder, der kan følges, er flyttet ud af et krisecenter i {', '.join(empty)}. Er det rigtigt, så "
            "tag årgangen ud af when.cohorts; ellers er dagene eller koderne i KKCOPH ikke, hvad de skal være."
        )


def _counts(engine: Engine) -> dict[str, Any]:
    """What happened to every row of KKCOPH, and how many leavers could be followed."""
    fates = engine.rows("SELECT fate, count(*) FROM stay_rows GROUP BY fate ORDER BY fate")
    followed = engine.rows(
        """SELECT l.population, l.cohort, count(*), count(r.person) FROM leavers l LEFT JOIN residence r
           ON r.person = l.person AND r.since <= l.left_on AND r.until > l.left_on
           GROUP BY l.population, l.cohort ORDER BY 1, 2"""
    )
    moved = engine.rows("SELECT own, count(*), sum(moved_on) FROM episodes GROUP BY own ORDER BY own")
    return {
        "rows": {fate: int(n) for fate, n in fates},
        "leavers": [[p, int(y), int(n), int(f)] for p, y, n, f in followed],
        "moved_on": [[int(o), int(n), int(m)] for o, n, m in moved],
    }


def _cuts(engine: Engine, batches: Batches) -> dict[str, int]:
    """The last day each register tells of: its last event, or the end of its last week."""
    found = {}
    for name in sorted(batches):
        if registers()[name].weeks:
            found[name] = told(week.lower() for batch in batches[name] for week in batch.weeks)[1]
        elif ends := registers()[name].ends or registers()[name].shown:
            found[name] = int(engine.rows(f"SELECT max({ends}) FROM {name}")[0][0])  # noqa: S608
    return found


def read_figures(content: Any) -> dict[str, Any]:
    """Return what a run has kept; an error of some kind where a part of it is not there."""
    whole = {name: content[name] for name in ("figures", "counts", "digest", "engine", "cuts")}
    if not (unpacked(whole["figures"]) and dict(whole["counts"]["rows"]) and dict(whole["cuts"])):
        raise ValueError("a run has figures, counts and last days")
    if not all(len(one) == 4 and isinstance(one[-1], int) for one in whole["counts"]["leavers"]):
        raise ValueError("the leavers are counted by population and year")
    return whole


def read_members(content: Any) -> dict[str, list[str]]:
    """Return who was counted, as a run has kept it."""
    found = {name: [str(one) for one in persons] for name, persons in content.items()}
    if not found:
        raise ValueError("a run counts somebody")
    return found


def figures_file(study: Study) -> Path:
    """Return where a run keeps its figures."""
    return study.work / "run" / "figures.json"


def members_file(study: Study) -> Path:
    """Return where a run keeps who was counted."""
    return study.work / "run" / "members.json"
