"""What the newest bundle says of a goal: the level, the years since, and whether a difference can be told at all.

Only numbers that left are used: a difference of shares is Newcombe's square-and-add over their released limits, of
cumulative incidences the cloglog comparison over their released standard errors. Nothing is computed over what is
hidden, and what is provisional gets no verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from math import hypot, log

from django.utils.translation import gettext as _

from dkcohort.estimate import compare_incidences
from rettesnor.registers.models import Bundle, OutsideFigure, Result
from rettesnor.registers.naming import PARTS, named
from rettesnor.registers.saying import against_expected, said, with_anonymous

YEAR = 12
RUN_IN_JULY = 7
"""The analysis is meant to be repeated every July, when the year before has been delivered."""


@dataclass(frozen=True)
class Measure:
    """What of an indicator a goal is followed by. `judged`: False where the document sets no target."""

    goal: str
    indicator: str
    kind: str
    population: str = "own"
    months: int | None = None
    part: str = "alle"
    judged: bool = True
    beside: str = ""

    @property
    def key(self) -> Key:
        return self.indicator, self.kind, self.population, self.months, self.part


MEASURES = (
    Measure("OTH-G1", "returns.anywhere", "incidence", months=12, beside="other"),
    Measure("OTH-G1", "returns.anywhere", "incidence", months=24, beside="other"),
    Measure("OTH-G2", "returns.elsewhere", "incidence", months=12, beside="other"),
    Measure("OTH-G2", "returns.elsewhere", "incidence", months=24, beside="other"),
    Measure("OTH-G2", "returns.elsewhere", "incidence", months=6, beside="other"),
    Measure("CRI-G1", "crime.charges", "contrast", "own/matched", 12, "before12/after12"),
    Measure("CRI-G1", "crime.charges_any", "share", months=12, part="after12", beside="matched"),
    Measure("PLA-G1", "placement.ever", "share", beside="matched"),
    Measure("EDU-G2", "work.week+52", "part", part="self_support", beside="matched"),
    Measure("ORI-G1", "origin.group", "part", part="danish", judged=False),
    Measure("ORI-G1", "origin.group", "part", part="immigrant", judged=False),
    Measure("ORI-G1", "origin.group", "part", part="descendant", judged=False),
    Measure("CHI-G4", "violence.children", "rate", "children", 12, "after12"),
)
"""The measures of each goal, the first one leading: it stands in the margin of Rettesnoren."""

AWAITED = tuple(dict.fromkeys(one.goal for one in MEASURES))
"""The goals that wait for the register."""


Key = tuple[str, str, str, int | None, str]
"""Indicator, kind, population, months and part: what a line of a bundle measures, in each of its years."""


@dataclass(frozen=True)
class Told:
    """One measure of a goal in words, each put together when it is read; "" where there is nothing to say."""

    measure: Measure
    lines: Mapping[Key, Sequence[Result]]
    baseline: int

    @cached_property
    def _own(self) -> dict[int, Result]:
        return {line.cohort: line for line in self.lines[self.measure.key]}

    @property
    def _level(self) -> Result | None:
        return self._own.get(self.baseline)

    @cached_property
    def _now(self) -> Result | None:
        """The newest final year."""
        return _newest(self._own.values(), Result.SHOWN, after=self.baseline)

    @property
    def title(self) -> str:
        return _title(next(iter(self._own.values())))

    @cached_property
    def level(self) -> str:
        """The figure of the baseline year."""
        level = self._level
        return said(level) if level is not None and level.value is not None else ""

    @property
    def no_level(self) -> str:
        """Why the baseline year has no figure."""
        if self.level:
            return ""
        return said(self._level) if self._level is not None else _("ikke med i bundtet")

    @property
    def now(self) -> str:
        return f"{self._now.cohort}: {said(self._now)}" if self._now is not None else ""

    @property
    def coming(self) -> str:
        """A newer year that is still provisional."""
        after = self._now.cohort if self._now else self.baseline
        coming = _newest(self._own.values(), Result.PROVISIONAL, after=after)
        return f"{coming.cohort}: {said(coming)}" if coming is not None else ""

    @property
    def verdict(self) -> str:
        if not self.measure.judged or self._level is None or self._now is None:
            return ""
        return verdict(self._level, self._now)

    @property
    def beside(self) -> tuple[tuple[str, str], ...]:
        """What the figure is held against in its own year."""
        return _beside(self.measure, self.lines, self._now or self._level)

    @property
    def years(self) -> tuple[tuple[int, str], ...]:
        return tuple((year, said(self._own[year])) for year in sorted(self._own))

    @property
    def note(self) -> str:
        """How to read it."""
        return _note(self.measure)


@dataclass(frozen=True)
class Standing:
    """What the register says of one goal, from which data, and when more can be expected."""

    goal: str
    bundle: Bundle | None
    told: tuple[Told, ...] = ()
    outside: tuple[OutsideFigure, ...] = field(default=())

    @property
    def has_level(self) -> bool:
        return any(one.level for one in self.told)

    @property
    def next_expected(self) -> date | None:
        return expected_after(self.bundle) if self.bundle else None


def expected_after(bundle: Bundle) -> date:
    """The next July in which a year more can be there than in this bundle."""
    return date(bundle.data_cut.year + 2, RUN_IN_JULY, 1)


def standings(goals: Sequence[str]) -> dict[str, Standing]:
    """The standing of some goals: three questions, however many goals."""
    bundle = Bundle.objects.defer("text").standing().first()
    wanted = [one for one in MEASURES if one.goal in goals]
    lines: dict[Key, list[Result]] = {}
    for line in bundle.results.of_indicators({one.indicator for one in wanted}) if bundle and wanted else ():
        lines.setdefault((line.indicator, line.kind, line.population, line.months, line.part), []).append(line)
    outside: dict[str, list[OutsideFigure]] = {}
    for figure in OutsideFigure.objects.in_use().filter(line__in=goals):
        outside.setdefault(figure.line, []).append(figure)
    found = {}
    for goal in goals:
        told = [Told(one, lines, bundle.baseline) for one in wanted if one.goal == goal and bundle and one.key in lines]
        found[goal] = Standing(goal, bundle, tuple(told), tuple(outside.get(goal, ())))
    return found


def _newest(lines: Iterable[Result], status: str, *, after: int) -> Result | None:
    found = [line for line in lines if line.status == status and line.cohort > after]
    return max(found, key=lambda line: line.cohort, default=None)


def _title(line: Result) -> str:
    more = [named(PARTS, line.part)] if line.kind == "part" else []
    if line.kind == "contrast":
        more.append(_("efter mod før, holdt op mod sammenlignelige kvinder"))
    if line.months:
        more.append(_("inden for {months} måneder").format(months=line.months))
    return ", ".join([line.title, *more])


def _note(measure: Measure) -> str:
    """How the figures are read that are neither a share nor a rate; once a goal."""
    if measure.kind == "contrast":
        return _(
            "1 gange betyder, at det ændrede sig ligesom hos kvinder, der ligner dem. "
            "Under 1 er det faldet mere end hos dem."
        )
    if measure.beside == "other" and measure.months == YEAR:
        return _(
            "Det ventede er, hvad vi ville se, hvis kvinderne fik nye ophold som kvinder på andre krisecentre med "
            "samme alder, oprindelse og børn: 1 gange er som ventet. Anonyme ophold kan ingen følge; tallet er, "
            "hvad de højst kan betyde."
        )
    return ""


def _beside(
    measure: Measure, lines: Mapping[Key, Sequence[Result]], like: Result | None
) -> tuple[tuple[str, str], ...]:
    """What a figure is held against in its own year: women elsewhere or like them, what was expected, the anonymous."""
    if like is None or not measure.beside:
        return ()
    who = {"other": _("Andre krisecentre"), "matched": _("Sammenlignelige kvinder")}[measure.beside]
    asked = (
        (replace(measure, population=measure.beside), f"{who} {like.cohort}", said),
        (replace(measure, kind="ratio", population="own/other"), _("Mod det ventede"), against_expected),
        (replace(measure, kind="bound"), _("Anonyme ophold"), with_anonymous),
    )
    return tuple(
        (label, words(line))
        for wanted, label, words in asked
        for line in lines.get(wanted.key, ())
        if line.cohort == like.cohort
    )


def verdict(level: Result, now: Result) -> str:
    """Whether the newest final year can be told from the level at all, and which way it went."""
    if None in (level.value, now.value):
        return _("Kan ikke sammenlignes: et af tallene er skjult.")
    differs = distinguishable(level, now)
    if differs is None:
        return _("For lidt til at sige, om der er en forskel.")
    if not differs:
        return _("Ikke til at skelne fra {year}.").format(year=level.cohort)
    lower = (now.value or 0) < (level.value or 0)
    return (_("Lavere end {year}.") if lower else _("Højere end {year}.")).format(year=level.cohort)


def distinguishable(level: Result, now: Result) -> bool | None:
    """Do two figures that left differ by more than chance? None where their numbers do not suffice to say."""
    if level.kind == "incidence" and level.se and now.se:
        found = compare_incidences(now.value or 0, now.se, level.value or 0, level.se).distinguishable
        if found is not None:
            return bool(found)
    if None in (level.low, level.high, now.low, now.high):
        return None
    if level.kind in ("incidence", "share", "part"):
        return _apart(_limits(level), _limits(now))
    if min(level.low or 0, now.low or 0) <= 0:
        return None
    return _apart(_logs(_limits(level)), _logs(_limits(now)))


Limits = tuple[float, float, float]


def _limits(line: Result) -> Limits:
    return line.low or 0.0, line.value or 0.0, line.high or 0.0


def _logs(limits: Limits) -> Limits:
    low, value, high = limits
    return log(low), log(value), log(high)


def _apart(before: Limits, after: Limits) -> bool:
    """Newcombe 1998b, method 10: does the interval of the difference, from both one-sample limits, leave out zero?"""
    gap = after[1] - before[1]
    low = gap - hypot(after[1] - after[0], before[2] - before[1])
    high = gap + hypot(after[2] - after[1], before[1] - before[0])
    return low > 0 or high < 0
