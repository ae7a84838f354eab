"""Whether registers that lie in one file tell of as many years as the study asks about: from where its themes look back
to, until the data cut. What lies outside is counted as if nothing had happened.
"""

from collections.abc import Iterable

from dkcohort import definitions
from dkcohort.days import day, number
from dkcohort.engine import DuckEngine
from dkcohort.layout.contract import Register, registers
from dkcohort.layout.faults import Fault, fault
from dkcohort.study import Study

_FEWEST = 50
"""Of a register with fewer rows nothing can be told."""


def faults(engine: DuckEngine, study: Study, names: Iterable[str]) -> list[Fault]:
    """Return every register that begins more than a year late, or whose last event lies too long before it should."""
    found = []
    for register in (registers()[name] for name in sorted(names)):
        told = register.shown or register.ends
        if told is None:
            continue
        since, until, rows = _told(engine, study, register, told)
        if rows < _FEWEST:
            continue
        need = _needed(study, register)
        # Its first event may come in the second year: a few persons have none every year.
        if register.files == "all" and need and day(since).year > need + 1:
            found.append(fault("begins-late", register.name, found=day(since).year, need=need))
        last = min(study.data_cut, number(register.closed) if register.closed else study.data_cut)
        if register.shown and until < last - register.late:
            found.append(fault("stops-early", register.name, found=f"{day(until):%Y-%m}", need=f"{day(last):%Y-%m}"))
    return found


def _needed(study: Study, register: Register) -> int:
    """The first year it must tell of, or 0; a register whose flow begins later has nothing before."""
    need = definitions.needed_from(study, register.name)
    begins = register.flow.since if register.flow else None
    return max(need, begins.year) if need and begins else need


def _told(engine: DuckEngine, study: Study, register: Register, told: str) -> tuple[int, int, int]:
    """The first and the last day of it, and its rows, to the data cut."""
    asked = f"SELECT min({told}), max({told}), count(*) FROM {register.name} WHERE {told} <= {study.data_cut}"  # noqa: S608
    since, until, rows = engine.rows(asked)[0]
    return int(since or 0), int(until or 0), int(rows)
