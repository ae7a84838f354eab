"""Whether registers that lie in one file tell of as many years as the study asks about: from where its themes look back
to, until the data cut. What lies outside is counted as if nothing had happened.
"""

from collections.abc import Iterable

from dkcohort import definitions
from dkcohort.days import day, first, number
from dkcohort.engine import DuckEngine
from dkcohort.layout.contract import Register, registers
from dkcohort.layout.faults import Fault, fault
from dkcohort.study import Study

_FEWEST = 50
"""Of a register with fewer rows nothing can be told."""
_SILENT = 8
"""So many times its usual while between two events a register may be silent at the end: one in three thousand is, by
chance, and a register of the whole country is never silent for a day."""


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
        need = day(needed(engine, study, register.name)).year
        # Its first event may come in the second year: a few persons have none every year.
        if _is_asked(study, register) and day(since).year > need + 1:
            found.append(fault("begins-late", register.name, found=day(since).year, need=need))
        last = min(study.data_cut, number(register.closed) if register.closed else study.data_cut)
        if register.shown and until < last - register.late - _SILENT * (until - since) // rows:
            found.append(fault("stops-early", register.name, found=f"{day(until):%Y-%m}", need=f"{day(last):%Y-%m}"))
    return found


def needed(engine: DuckEngine, study: Study, name: str) -> int:
    """Return the first day a register must tell of: where the longest look-back begins, and not before its flow or the
    last of the register it goes on from, but for the hundredth that came late."""
    register = registers()[name]
    begins = register.flow.since if register.flow else None
    year = definitions.needed_from(study, name)
    days = [first(year) if year else 0, number(begins) if begins else 0]
    if register.follows:
        told = registers()[register.follows].shown
        (last,) = engine.rows(f"SELECT quantile_disc({told}, 0.99) FROM {register.follows}")[0]  # noqa: S608
        days.append(int(last or 0))
    return max(days)


def _is_asked(study: Study, register: Register) -> bool:
    """Whether a theme looks back on a register that lies in one file; files of years are asked for one by one."""
    return register.files == "all" and definitions.needed_from(study, register.name) > 0


def _told(engine: DuckEngine, study: Study, register: Register, told: str) -> tuple[int, int, int]:
    """The first and the last day of it, and its rows, to the data cut."""
    asked = f"SELECT min({told}), max({told}), count(*) FROM {register.name} WHERE {told} <= {study.data_cut}"  # noqa: S608
    since, until, rows = engine.rows(asked)[0]
    return int(since or 0), int(until or 0), int(rows)
