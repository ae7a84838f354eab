"""Shares and distributions by population and cohort, with Wilson's limits: the profile themes and most others."""

from collections.abc import Sequence
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


def flagged(engine: Engine, indicator: str, table: str, flag: str, where: str = "1 = 1") -> list[Figure]:
    """Return the share of a table's persons whose column `flag` is 1."""
    rows: list[tuple[Any, ...]] = engine.rows(
        f"SELECT population, cohort, sum({flag}), count(*) FROM {table} WHERE {where} GROUP BY 1, 2 ORDER BY 1, 2"  # noqa: S608
    )
    return [share(indicator, p, int(c), int(hits), int(of)) for p, c, hits, of in rows]
