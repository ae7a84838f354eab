"""Shares and distributions by population and cohort, with Wilson's limits: the profile themes and most others."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dkcohort.engine import Engine
from dkcohort.estimate import wilson
from dkcohort.figures import ALL, Figure


def share(indicator: str, population: str, cohort: int, hits: int, of: int, *, months: int | None = None,
          part: str = ALL, kind: str = "share", final: bool = True) -> Figure:  # fmt: skip
    """Return a share as a figure with Wilson's limits."""
    figure = Figure(indicator, population, cohort, months, part, kind, hits, of, final=final)
    return figure.with_(wilson(hits, of))


def parts(engine: Engine, indicator: str, table: str, categories: Sequence[str]) -> list[Figure]:
    """Return the distribution of a table's column `part` over these categories, absent ones as nought."""
    rows = engine.rows(f"SELECT population, cohort, part, count(*) FROM {table} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3")  # noqa: S608
    found = []
    for population, cohort in sorted({(p, c) for p, c, _, _ in rows}):
        counts = {part: int(n) for p, c, part, n in rows if (p, c) == (population, cohort)}
        strange = sorted(set(counts) - set(categories))
        if strange:
            raise ValueError(f"{table}: {strange}")
        total = sum(counts.values())
        found += [
            share(indicator, population, int(cohort), counts.get(part, 0), total, part=part, kind="part")
            for part in categories
        ]
    return found


def flagged(
    engine: Engine, indicator: str, table: str, flag: str, where: str = "1 = 1", seen: str = "1"
) -> list[Figure]:
    """Return the share of a table's persons whose column `flag` is 1; provisional where `seen` is 0 for anybody."""
    rows: list[tuple[Any, ...]] = engine.rows(
        f"SELECT population, cohort, sum({flag}), count(*), min({seen}) FROM {table} WHERE {where} "  # noqa: S608
        "GROUP BY 1, 2 ORDER BY 1, 2"
    )
    return [share(indicator, p, int(c), int(hits), int(of), final=bool(seen)) for p, c, hits, of, seen in rows]


def unlike_all(engine: Engine, found: Sequence[Figure]) -> list[Figure]:
    """Return the figures, those of comparison women provisional in cohorts where one of ours came before the first file
    of the population: nobody is like her (sql/cases.sql), and the others stand for fewer than all of ours."""
    came = "population = 'own' AND arrived <= (SELECT min(day) FROM snapshots)"
    early = {int(cohort) for (cohort,) in engine.rows(f"SELECT DISTINCT cohort FROM leavers WHERE {came}")}  # noqa: S608
    return [
        replace(one, final=False) if one.cohort in early and "matched" in one.population.split("/") else one
        for one in found
    ]
