"""Dates that are declared to be text or SAS days, read before anything else: each that cannot be is counted by name."""

# ruff: noqa: S608  (every name in this SQL is our own)

from collections.abc import Sequence

from dkcohort.catalogue import Batch, quoted
from dkcohort.engine import DuckEngine
from dkcohort.layout.codes import file_of
from dkcohort.layout.faults import Fault, fault
from dkcohort.stage import counted
from dkcohort.study import Study

_UNREADABLE = {
    "iso_text": "trim({0}) <> '' AND (TRY_CAST({0} AS DATE) IS NULL OR NOT regexp_matches({0}, '^[0-9]{{4}}-'))",
    # A number that is none is what other programs write for missing, and is read so.
    "sas_day": "NOT isnan(CAST({0} AS DOUBLE)) AND abs(CAST({0} AS DOUBLE)) > 1e8",
}
_SAID = {"iso_text": "åååå-mm-dd", "sas_day": "SAS-dage"}


def faults(engine: DuckEngine, study: Study, name: str, batches: Sequence[Batch]) -> list[Fault]:
    """Return a fault for every date of a file that has values of another form than declared."""
    found = []
    for batch in batches:
        for one in batch.variables:
            if one.form not in _UNREADABLE:
                continue
            wrong = _UNREADABLE[one.form].format(quoted(one.column))
            count = sum(engine.rows(f"SELECT count(*) FROM {source} WHERE {wrong}")[0][0]
                        for source in engine.sources(batch.files))  # fmt: skip
            if count:
                gaps = {"column": one.name.upper(), "form": one.form, "said": _SAID[one.form]}
                file = file_of(name, batch.period, batches)
                found.append(fault("date-unreadable", name, file, **gaps, count=counted(count, study.threshold)))
    return found
