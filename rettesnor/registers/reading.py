"""What the newest bundle says of a goal: the level, the years since, and whether a difference can be told at all.

A level the newest bundle does not show again is read from an earlier one counted alike, and says from which data.
Only numbers that left are used: a difference of shares is Newcombe's square-and-add over their released limits, of
cumulative incidences the cloglog comparison over their released standard errors. Nothing is computed over what is
hidden, and what is provisional gets no verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from math import hypot, log

from django.db.models import Q
from django.utils.translation import gettext as _

from dkcohort import record
from dkcohort.estimate import compare_incidences
from rettesnor.registers.models import Bundle, OutsideFigure, Result
from rettesnor.registers.naming import PARTS, named
from rettesnor.registers.saying import against_expected, is_hidden, said, with_anonymous
from rettesnor.ui.templatetags.house import day

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


def key_of(line: Result | record.Line) -> Key:
    return line.indicator, line.kind, line.population, line.months, line.part


@dataclass(frozen=True)
class Told:
    """One measure of a goal in words, each put together when it is read; "" where there is nothing to say."""

    measure: Measure
    lines: Mapping[Key, Sequence[Result]]
    baseline: int
    earlier: Mapping[Key, Result] = field(default_factory=dict)
    """Levels that came home before, counted alike: a year that has left once is not always let out again."""

    @cached_property
    def _own(self) -> dict[int, Result]:
        return {line.cohort: line for line in self.lines[self.measure.key]}

    @property
    def _level(self) -> Result | None:
        own = self._own.get(self.baseline)
        return own if own is not None and own.value is not None else self.earlier.get(self.measure.key, own)

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
        if level is None or level.value is None:
            return ""
        if level is self._own.get(self.baseline):
            return said(level)
        return _("{level}, hentet hjem med data til {day}").format(level=said(level), day=day(level.bundle.data_cut))

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
        if self._level.status == Result.PROVISIONAL:
            return ""
        return verdict(self._level, self._now)

    @property
    def beside(self) -> tuple[tuple[str, str], ...]:
        """What the figure is held against in its own year."""
        return tuple((label, words) for label, words, _line in self._against)

    @cached_property
    def _against(self) -> list[tuple[str, str, Result]]:
        return _beside(self.measure, self.lines, self._now or self._level)

    @property
    def years(self) -> tuple[tuple[int, str], ...]:
        told = {year: said(line) for year, line in self._own.items()}
        return tuple(sorted((told | {self.baseline: self.level} if self.level else told).items()))

    @property
    def notes(self) -> list[str]:
        """How to read those of its numbers that are neither a share nor a rate, and are there to be read."""
        lines = [*self._own.values(), *(line for _label, _words, line in self._against)]
        kinds = dict.fromkeys(line.kind for line in lines if not is_hidden(line))
        return [told for told in map(_note, kinds) if told]


@dataclass(frozen=True)
class Standing:
    """What the register says of one goal, from which data, and when more can be expected."""

    goal: str
    bundle: Bundle | None
    told: tuple[Told, ...] = ()
    outside: tuple[OutsideFigure, ...] = field(default=())

    @property
    def explained(self) -> list[tuple[Told, list[str]]]:
        """Each measure with how to read its numbers; a sentence stands where it is needed first, and once a goal."""
        found: list[tuple[Told, list[str]]] = []
        said_before: set[str] = set()
        for told in self.told:
            found.append((told, [note for note in told.notes if note not in said_before]))
            said_before.update(told.notes)
        return found

    @property
    def has_level(self) -> bool:
        return any(one.level for one in self.told)

    @property
    def next_expected(self) -> date | None:
        return expected_after(self.bundle) if self.bundle else None


def expected_after(bundle: Bundle) -> date:
    """The July in which the year after the last whole one of this bundle can be there: a year comes the July after."""
    last_whole = (bundle.data_cut + timedelta(days=1)).year - 1
    return date(last_whole + 2, RUN_IN_JULY, 1)


def standings(goals: Sequence[str], *, alone: bool = False) -> dict[str, Standing]:
    """The standing of some goals: three questions, however many goals; `alone`: with nothing beside their measures."""
    standing = list(Bundle.objects.defer("text").standing())
    bundle = standing[0] if standing else None
    wanted = [one for one in MEASURES if one.goal in goals]
    lines, earlier = _lines(standing, wanted, alone=alone)
    outside: dict[str, list[OutsideFigure]] = {}
    for figure in OutsideFigure.objects.in_use().filter(line__in=[] if alone else goals):
        outside.setdefault(figure.line, []).append(figure)
    found = {}
    for goal in goals:
        told = [
            Told(one, lines, bundle.baseline, earlier)
            for one in wanted
            if one.goal == goal and bundle and one.key in lines
        ]
        found[goal] = Standing(goal, bundle, tuple(told), tuple(outside.get(goal, ())))
    return found


def _lines(
    standing: Sequence[Bundle], wanted: Sequence[Measure], *, alone: bool
) -> tuple[dict[Key, list[Result]], dict[Key, Result]]:
    """The lines of the newest bundle, and the newest level of each measure among the older ones counted alike."""
    lines: dict[Key, list[Result]] = {}
    earlier: dict[Key, Result] = {}
    if not standing or not wanted:
        return lines, earlier
    newest = standing[0]
    older = {one.pk: one for one in standing[1:] if one.counted_as == newest.counted_as}
    levels: dict[int, list[Result]] = {pk: [] for pk in older}
    asked = Q(bundle=newest) | Q(bundle__in=older, cohort=newest.baseline, value__isnull=False)
    if alone:
        asked &= Q(kind__in={one.kind for one in wanted}, population__in={one.population for one in wanted})
    for line in Result.objects.filter(asked).of_indicators({one.indicator for one in wanted}):
        if line.bundle_id == newest.pk:
            line.bundle = newest
            lines.setdefault(key_of(line), []).append(line)
        else:
            levels[line.bundle_id].append(line)
    for pk, bundle in older.items():
        for line in levels[pk]:
            line.bundle = bundle
            earlier.setdefault(key_of(line), line)
    return lines, earlier


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


def _note(kind: str) -> str:
    """How a number of this kind is read."""
    return {
        "contrast": _(
            "Er tallet 1, har det ændret sig som hos kvinder, der ligner dem. Er det under 1, er det faldet mere end "
            "hos dem."
        ),
        "ratio": _(
            "Det ventede er, hvor mange der ville have fået et nyt ophold, hvis det var gået dem som kvinder på andre "
            "krisecentre med samme alder, oprindelse og børn. Er tallet 1, gik det som ventet."
        ),
        "bound": _(
            "Anonyme ophold kan ingen følge. Tallet siger, hvor stor andelen højst kunne være, hvis de alle var "
            "kvinder herfra, der kom igen."
        ),
    }.get(kind, "")


def _beside(
    measure: Measure, lines: Mapping[Key, Sequence[Result]], like: Result | None
) -> list[tuple[str, str, Result]]:
    """What a figure is held against in its own year, as label, words and line: women elsewhere or like them, what was
    expected, the anonymous."""
    if like is None or not measure.beside:
        return []
    who = {"other": _("Andre krisecentre"), "matched": _("Sammenlignelige kvinder")}[measure.beside]
    asked = (
        (replace(measure, population=measure.beside), f"{who} {like.cohort}", said),
        (replace(measure, kind="ratio", population="own/other"), _("Mod det ventede"), against_expected),
        (replace(measure, kind="bound"), _("Anonyme ophold"), with_anonymous),
    )
    return [
        (label, words(line), line)
        for wanted, label, words in asked
        for line in lines.get(wanted.key, ())
        if line.cohort == like.cohort
    ]


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
