"""The persons of a register held against those of the population: keys of another project, and registers cut short.

Keys that link to nobody, and persons who are not in the file, are counted as if nothing had happened to them.
"""

# ruff: noqa: S608  (every name in this SQL is our own)

from collections.abc import Sequence

from dkcohort.catalogue import Batch, Batches
from dkcohort.engine import DuckEngine
from dkcohort.layout import codes
from dkcohort.layout.contract import Linked, registers
from dkcohort.layout.faults import Fault, fault

_ENOUGH = 20
"""Of fewer persons it may be by chance that they are not found."""

_MANY = 500_000
"""Of more rows a fixed per cent of the persons is asked for: those whose key ends in 37."""

_NAMED = """SELECT DISTINCT k.pnr FROM kkcoph k JOIN bef_persons b ON b.pnr = k.pnr
  WHERE COALESCE(k.cprtjek, '') NOT IN (SELECT code FROM codes WHERE name = 'person_invalid')"""


def faults(engine: DuckEngine, batches: Batches) -> list[Fault]:
    """Return every register whose persons BEF does not know, and every one that lacks most of those it should hold."""
    if "bef" not in batches:
        return []
    engine.step("bef_persons", "SELECT DISTINCT pnr FROM bef")
    found = []
    for name in sorted(batches):
        if linked := registers()[name].linked:
            found += _foreign(engine, name, linked, batches[name])
    return found + (_few(engine, batches) if "kkcoph" in batches else [])


def _foreign(engine: DuckEngine, name: str, linked: Linked, batches: Sequence[Batch]) -> list[Fault]:
    """The register, or those of its files, with fewer persons of BEF than there must be."""
    some = f"{linked.column} LIKE '%37'" if sum(batch.rows for batch in batches) > _MANY else ""
    since, until = engine.rows("SELECT min(referencetid), max(referencetid) FROM bef")[0]
    wanted = [f"{linked.column} IS NOT NULL", some, linked.where.format(since=since, until=until)]
    where = " AND ".join(one for one in wanted if one)
    rows = engine.rows(f"""SELECT r.period, count(DISTINCT r.pnr), count(DISTINCT b.pnr)
        FROM (SELECT DISTINCT period, {linked.column} AS pnr FROM {name} WHERE {where}) r
        LEFT JOIN bef_persons b ON b.pnr = r.pnr GROUP BY GROUPING SETS ((r.period), ())""")
    lacking = [period for period, of, known in rows if _lacks(of, known, linked.least)]
    gaps = {"column": linked.column.upper(), "least": f"{100 * linked.least:g}"}
    if None in lacking:  # All its files together.
        return [fault("link-foreign", name, **gaps)]
    return [fault("link-foreign", name, codes.file_of(name, period, batches), **gaps) for period in sorted(lacking)]


def _lacks(of: int, found: int, least: float) -> bool:
    return of >= _ENOUGH and found < least * of


def _few(engine: DuckEngine, batches: Batches) -> list[Fault]:
    """Registers of nearly everybody that lack most of the residents who have a number."""
    of = engine.step("named_residents", _NAMED)
    found = []
    for name in sorted(batches):
        least = registers()[name].holds
        if not least:
            continue
        there = f"SELECT count(DISTINCT pnr) FROM {name} WHERE pnr IN (SELECT pnr FROM named_residents)"
        if _lacks(of, engine.rows(there)[0][0], least):
            found.append(fault("link-few", name, least=f"{100 * least:g}"))
    return found
