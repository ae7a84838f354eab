"""An invented bundle, made of plain counts by the engine's own closed formulas: small, and the same every time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from math import exp, log, sqrt

from dkcohort import record
from dkcohort.estimate import indirectly_standardised, wilson

BASELINE = 2024
Z = 1.959964

LEFT = (60, 55, 58, 57)
"""Women who left the two houses in the baseline's year and after it, round and round."""

HITS: dict[tuple[str, int], tuple[int, int, int, int]] = {
    ("returns.elsewhere", 6): (11, 6, 8, 10),
    ("returns.elsewhere", 12): (18, 9, 11, 16),
    ("returns.elsewhere", 24): (23, 14, 17, 21),
    ("returns.anywhere", 12): (23, 14, 17, 22),
    ("returns.anywhere", 24): (29, 20, 23, 27),
}
"""Women with a new stay, by horizon in months."""

ELSEWHERE = {6: 0.11, 12: 0.19, 24: 0.27}
ANYWHERE = {12: 0.25, 24: 0.34}
OTHERS = 4_200
"""Women who left other centres, and their shares."""

ANONYMOUS = 7
"""Anonymous stays that began elsewhere in the year after: none of them can be followed."""

TITLES = {
    "returns.elsewhere": "Nyt ophold på et andet krisecenter",
    "returns.anywhere": "Nyt ophold på et hvilket som helst krisecenter",
    "crime.charges": "Sigtelser efter gerningsdag",
    "crime.charges_any": "Kvinder med mindst én sigtelse",
    "placement.ever": "Anbragt før 18 år",
    "work.week+52": "Forsørgelse 52 uger efter udflytning",
    "origin.group": "Oprindelse",
    "violence.children": "Anmeldt vold mod medfølgende børn i året efter",
}
GOALS = {
    "returns.elsewhere": "OTH-G2",
    "returns.anywhere": "OTH-G1",
    "crime.charges": "CRI-G1",
    "crime.charges_any": "CRI-G1",
    "placement.ever": "PLA-G1",
    "work.week+52": "EDU-G2",
    "origin.group": "ORI-G1",
    "violence.children": "CHI-G4",
}
"""Title and goal of each indicator, as the engine's definitions have them (a test holds them together)."""


def bundle(cut: date) -> record.Bundle:
    """What would have come home in the July after `cut`, the last day of the data."""
    cohorts = tuple(range(min(BASELINE, cut.year - 3), cut.year + 1))
    lines = tuple(line for cohort in cohorts for line in _of(cohort, cut))
    return _made("Registeranalyse af et opdigtet land (tallene er opdigtet)", cut, cohorts, BASELINE, lines)


def tried(cut: date) -> record.Bundle:
    """The trial run: two years of one measure under other definitions."""
    level = min(BASELINE, cut.year - 1)
    years = [cohort for cohort in (level, level + 1) if _begun(cohort, 12, cut)]
    lines = tuple(_incidence("returns.elsewhere", cohort, 12, cut) for cohort in years)
    made = _made("Prøvekørsel på et opdigtet land", cut, (level, level + 1), level, lines)
    return replace(made, digest="0000-0000-0000-0000")


def _made(
    title: str, cut: date, cohorts: tuple[int, ...], baseline: int, lines: tuple[record.Line, ...]
) -> record.Bundle:
    return record.Bundle(
        title=title,
        version="0.1.0",
        digest="0f1d-16e7-0f1d-16e7",
        data_cut=cut.isoformat(),
        cohorts=cohorts,
        baseline=baseline,
        mode="list",
        threshold=5,
        cuts={name: cut.isoformat() for name in ("bef", "dod", "kkcoph", "krsi")},
        parameters=(
            record.Parameter("gap_days", "Højeste antal dage mellem to ophold i samme forløb", "1", "UVERIFICERET"),
            record.Parameter("origin_danish", "BEF.IE_TYPE: dansk oprindelse", "1", "UVERIFICERET"),
        ),
        lines=lines,
    )


def _of(cohort: int, cut: date) -> Iterator[record.Line]:
    for indicator, months in HITS:
        yield from _return(indicator, cohort, months, cut)
    yield from _shares(cohort, cut)
    yield _contrast(cohort, cut)
    yield _hidden(_line("violence.children", "rate", "children", cohort, 12, "after12"))


def _nth(cohort: int) -> int:
    return (cohort - BASELINE) % len(LEFT)


def _line(
    indicator: str, kind: str, population: str, cohort: int, months: int | None = None, part: str = "alle"
) -> record.Line:
    goal = GOALS[indicator] if population in ("own", "own/matched", "own/other", "children") else ""
    return record.Line(indicator, goal, TITLES[indicator], kind, population, cohort, months, part, "vist",
                       None, None, None, None, None)  # fmt: skip


def _hidden(line: record.Line) -> record.Line:
    return replace(line, status="skjult")


def _ripe(line: record.Line, cut: date) -> record.Line:
    """Provisional where the year's last woman cannot be followed for the whole horizon."""
    years, rest = divmod(line.months or 0, 12)
    ends = date(line.cohort + years + 1, 6, 30) if rest else date(line.cohort + years, 12, 31)
    return line if ends <= cut else replace(line, status="foreløbig")


def _begun(cohort: int, months: int, cut: date) -> bool:
    """Can anybody who left in the year be followed for the whole horizon?"""
    years, rest = divmod(months, 12)
    return date(cohort + years, rest + 1, 1) <= cut


def _return(indicator: str, cohort: int, months: int, cut: date) -> Iterator[record.Line]:
    if not _begun(cohort, months, cut):
        return
    ours = _incidence(indicator, cohort, months, cut)
    share = (ELSEWHERE if indicator == "returns.elsewhere" else ANYWHERE)[months]
    theirs = _filled(_line(indicator, "incidence", "other", cohort, months), round(OTHERS * share), OTHERS)
    yield from (ours, _ripe(theirs, cut))
    if ours.status == "vist" and ours.value is not None:
        hits, of = HITS[indicator, months][_nth(cohort)], LEFT[_nth(cohort)]
        yield _ratio(_line(indicator, "ratio", "own/other", cohort, months), hits, of, share)
        most = (hits + ANONYMOUS) / of
        yield replace(_line(indicator, "bound", "own", cohort, months), low=ours.value, high=round(most, 3))


def _incidence(indicator: str, cohort: int, months: int, cut: date) -> record.Line:
    hits, of = HITS[indicator, months][_nth(cohort)], LEFT[_nth(cohort)]
    return _ripe(_filled(_line(indicator, "incidence", "own", cohort, months), hits, of), cut)


def _filled(line: record.Line, hits: int, of: int) -> record.Line:
    """A cumulative incidence of women all of whom were followed to the end; limits on the log-log scale."""
    value = hits / of
    se = sqrt(value * (1 - value) / of)
    reach = Z * se / (value * abs(log(value)))
    low, high = value ** exp(reach), value ** exp(-reach)
    return replace(line, n=round(of / 5) * 5, value=round(value, 3), low=round(low, 3), high=round(high, 3),
                   se=round(se, 4))  # fmt: skip


def _ratio(line: record.Line, hits: int, of: int, share: float) -> record.Line:
    found = indirectly_standardised([hits], [of], [round(OTHERS * share)], [OTHERS])
    return replace(line, n=round(of / 5) * 5, value=_two(found.value), low=_two(found.low), high=_two(found.high))


def _shares(cohort: int, cut: date) -> Iterator[record.Line]:
    nth, of = _nth(cohort), LEFT[_nth(cohort)]
    told = (
        (_line("placement.ever", "share", "own", cohort), (13, 10, 12, 11)[nth], of),
        (_line("placement.ever", "share", "matched", cohort), 44, 600),
        (_line("crime.charges_any", "share", "own", cohort, 12, "after12"), (8, 7, 6, 9)[nth], of),
        (_line("crime.charges_any", "share", "matched", cohort, 12, "after12"), 24, 600),
        (_line("work.week+52", "part", "own", cohort, None, "self_support"), (14, 16, 15, 12)[nth], of),
        (_line("work.week+52", "part", "matched", cohort, None, "self_support"), 318, 600),
        *((_line("origin.group", "part", "own", cohort, None, part), hits, of) for part, hits in _origins(of)),
    )
    for line, hits, women in told:
        if line.indicator == "work.week+52" and cohort >= cut.year:
            continue
        found = wilson(hits, women)
        filled = replace(line, n=round(women / 5) * 5, value=_three(found.value), low=_three(found.low),
                         high=_three(found.high))  # fmt: skip
        yield _ripe(filled, cut) if line.months else filled


def _origins(of: int) -> tuple[tuple[str, int], ...]:
    danish, descendant = of * 9 // 20, 6
    return ("danish", danish), ("immigrant", of - danish - descendant), ("descendant", descendant)


def _contrast(cohort: int, cut: date) -> record.Line:
    """Charges in the year after against the year before, held against the same among matched women."""
    counts = (14 - _nth(cohort), (12, 10, 11, 9)[_nth(cohort)], 40, 36)
    value = (counts[1] / counts[0]) / (counts[3] / counts[2])
    reach = exp(Z * sqrt(sum(1 / count for count in counts)))
    line = _line("crime.charges", "contrast", "own/matched", cohort, 12, "before12/after12")
    return _ripe(replace(line, n=LEFT[_nth(cohort)] // 5 * 5, value=_two(value), low=_two(value / reach),
                         high=_two(value * reach)), cut)  # fmt: skip


def _two(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _three(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
