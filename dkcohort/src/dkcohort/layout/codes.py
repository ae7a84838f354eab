"""The codes of a register held against what the contract and the study know, and its dates against its files' years.

A code nobody knows is counted as nothing, and the figure would be a nought that looks like a finding. Each file is
asked by itself: one bad file among good ones changes few of all rows and every row of its year.
"""

# ruff: noqa: S608  (every name in this SQL is our own)

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import dropwhile, takewhile
from pathlib import Path

from dkcohort.catalogue import Batch
from dkcohort.days import first
from dkcohort.engine import DuckEngine
from dkcohort.layout.checks import few
from dkcohort.layout.contract import Codes, Dated, Register
from dkcohort.layout.delivery import File
from dkcohort.layout.dreamweeks import monday
from dkcohort.layout.faults import Fault, fault
from dkcohort.stage import counted
from dkcohort.study import Study

_FULL = 50
"""Where not even so many have a code in the fullest week, blank weeks may be chance."""
_BLANK = 0.2
"""A week with under this part of the codes of the fullest is blank. An assumption: crises come and go by less."""
_WEEKS_A_ROW = 25
"""So many columns of weeks cost what a row of another register costs."""

_SHORT = 9

Made = Callable[..., Fault]


def faults(engine: DuckEngine, study: Study, register: Register, batches: Sequence[Batch]) -> list[Fault]:
    """Return every fault of codes and of dates, file by file."""
    found = _of_variables(engine, study, register, batches)
    for rule in register.codes:
        if not rule.column:
            found += _of_weeks(engine, study, register, rule, batches)
    return found + (_of_dates(engine, study, register, register.dated, batches) if register.dated else [])


def file_of(register: str, period: str, batches: Iterable[Batch]) -> str:
    """Return the name of the file of a period; the period itself, where it lies in several."""
    names = [File(register, period, -1, Path(f)).name for b in batches if b.period == period for f in b.files]
    return names[0] if len(names) == 1 else period


def _of_variables(engine: DuckEngine, study: Study, register: Register, batches: Sequence[Batch]) -> list[Fault]:
    """All variables of a register in one pass."""
    rules = [rule for rule in register.codes if rule.column]
    if not rules:
        return []
    # DuckDB's histogram costs less than any test of each row. Without groups it costs less still.
    by = "" if register.files == "all" else " GROUP BY period"
    counts = ", ".join(f"histogram({rule.column})" for rule in rules)
    rows = engine.rows(f"SELECT {'period' if by else 'max(period)'}, {counts} FROM {register.name}{by}")
    found: list[Fault] = []
    for period, *columns in sorted(rows, key=str):
        made = _maker(register, file_of(register.name, period, batches))
        for rule, seen in zip(rules, columns, strict=True):
            asked = (study, rule, rule.column, _there(seen), made)
            found += _of_form(*asked) or [*_of_known(*asked), *_of_starts(*asked), *_of_one(*asked)]
    return found


def _maker(register: Register, file: str) -> Made:
    return lambda kind, **gaps: fault(kind, register.name, file, **gaps)


def _at_least(made: Made) -> Made:
    """For counts of a few of the rows."""
    return lambda kind, **gaps: made(kind, **{**gaps, "count": f"mindst {gaps.get('count')}"})


def _there(seen: Mapping[str, int] | None) -> Counter[str]:
    return Counter({code: count for code, count in (seen or {}).items() if code})


def _of_form(study: Study, rule: Codes, column: str, seen: Counter[str], made: Made) -> list[Fault]:
    """More codes than may be have another form than the contract's, or are none the study has a meaning for."""
    meant = {code for name in rule.only for code in study.parameters[name].value}
    otherwise = Counter({code: n for code, n in seen.items() if not _is_meant(code, meant, rule)})
    if otherwise.total() <= rule.at_most * seen.total():
        return []
    shown = counted(otherwise.total(), study.threshold)
    example = _example(otherwise, study.threshold)
    return [made("code-unknown", column=column.upper(), count=shown, example=example, said=_said(study, rule))]


def _is_meant(code: str, meant: Container[str], rule: Codes) -> bool:
    return code in meant if rule.only else bool(re.fullmatch(rule.form, code))


def _said(study: Study, rule: Codes) -> str:
    """What was waited for: the form, or the parameters with the codes they name."""
    named = (f"{name} ({', '.join(study.parameters[name].value) or 'ingen'})" for name in rule.only)
    return rule.said or "en kode i " + " eller ".join(named)


def _example(otherwise: Counter[str], threshold: int) -> str:
    """The commonest code, where rows enough share it and it is too short to be anybody's key."""
    code, count = otherwise.most_common(1)[0]
    return f" (»{code}«)" if count >= threshold and len(code) <= _SHORT else ""


def _of_known(study: Study, rule: Codes, column: str, seen: Counter[str], made: Made) -> list[Fault]:
    """None of the codes, or too few, are those the study counts by."""
    known = {*rule.among, *(code for name in rule.known for code in study.parameters[name].value)}
    found = sum(seen[code] for code in known)
    if not known or seen.total() < rule.enough or found > rule.least * seen.total():
        return []
    return [made("code-none-known", column=column.upper(), known=", ".join(rule.known or rule.among))]


def _of_starts(study: Study, rule: Codes, column: str, seen: Counter[str], made: Made) -> list[Fault]:
    """Too few of the codes begin as those do that the steps look for."""
    found = sum(n for code, n in seen.items() if code.startswith(rule.starts))
    if not rule.starts or seen.total() < rule.enough or found >= rule.least * seen.total():
        return []
    least, starts = f"{100 * rule.least:g}", ", ".join(rule.starts)
    return [made("code-starts", column=column.upper(), least=least, starts=starts)]


def _of_one(study: Study, rule: Codes, column: str, seen: Counter[str], made: Made) -> list[Fault]:
    """One code has more of the rows than any has."""
    if seen.total() < rule.enough or max(seen.values()) <= rule.most * seen.total():
        return []
    example = _example(seen, study.threshold)
    return [made("code-one", column=column.upper(), example=example, most=f"{100 * rule.most:g}")]


def _of_weeks(
    engine: DuckEngine, study: Study, register: Register, rule: Codes, batches: Sequence[Batch]
) -> list[Fault]:
    """Each of the study's weeks by itself, the first at fault is named; whether any code is known, of all together.

    In large registers a fixed tenth of a per cent of the persons, who show every week.
    """
    since = first(study.cohorts[0] - 1) - 7
    days = {week.lower(): monday(week) or 0 for batch in batches for week in batch.weeks}
    weeks = sorted((week for week, day in days.items() if day >= since), key=lambda week: days[week])
    if not weeks:
        return []
    some = few("pnr", sum(batch.rows for batch in batches) * len(weeks) // _WEEKS_A_ROW)
    asked = ", ".join(f"histogram({week})" for week in weeks)
    seen = [_there(one) for one in engine.rows(f"SELECT {asked} FROM {register.name} {some}")[0]]
    made = _maker(register, file_of(register.name, batches[0].period, batches))
    made = _at_least(made) if some else made
    every = list(zip(weeks, seen, strict=True))
    if wrong := _first(_of_form(study, rule, week, one, made) for week, one in every):
        return wrong
    one_code = _first(_of_one(study, rule, week, one, made) for week, one in every)
    blank = _of_blank({week: one.total() for week, one in every}, made)
    return [*_of_known(study, rule, "Y_ÅÅUU", sum(seen, Counter()), made), *one_code, *blank]


def _first(found: Iterable[list[Fault]]) -> list[Fault]:
    return next((some for some in found if some), [])


def _of_blank(filled: Mapping[str, int], made: Made) -> list[Fault]:
    """The first run of weeks in which next to nobody has a code, where in the other weeks many have."""
    usual = max(filled.values())
    if usual < _FULL:
        return []
    blank = list(takewhile(lambda week: filled[week] < _BLANK * usual,
                           dropwhile(lambda week: filled[week] >= _BLANK * usual, filled)))  # fmt: skip
    return [made("weeks-blank", since=blank[0].upper(), until=blank[-1].upper())] if blank else []


def _of_dates(
    engine: DuckEngine, study: Study, register: Register, dated: Dated, batches: Sequence[Batch]
) -> list[Fault]:
    """Rows whose days do not touch the year their file is named after."""
    years = {period: int(period[:4]) for period in {batch.period for batch in batches}}
    engine.table("file_years", {"period": "VARCHAR", "first_day": "INTEGER", "after": "INTEGER"},
                 [(period, first(year), first(year + 1)) for period, year in sorted(years.items())])  # fmt: skip
    outside = f"r.{dated.since} >= y.after OR r.{dated.until} < y.first_day"
    rows = engine.rows(f"""SELECT r.period, count(*), count(*) FILTER (WHERE {outside})
        FROM {register.name} r JOIN file_years y ON y.period = r.period GROUP BY r.period""")
    allowed = f"{100 * dated.at_most:g}"
    return [
        fault("date-outside", register.name, file_of(register.name, period, batches), column=dated.since.upper(),
              count=counted(count, study.threshold), allowed=allowed)
        for period, of, count in sorted(rows) if count > dated.at_most * of
    ]  # fmt: skip
