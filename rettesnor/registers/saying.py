"""The lines of a bundle in words: a number with its limits and about how many, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rettesnor.registers.models import Result
from rettesnor.registers.naming import KINDS, PARTS, POPULATIONS, named
from rettesnor.ui.templatetags.house import number, percent


def hidden() -> str:
    """Why a line has no number. The bundle does not say which of the two it was; its manifest names the cohorts."""
    return _("skjult, fordi tallet ville røbe få personer eller er taget hjem før")


def is_hidden(line: Result) -> bool:
    """Has the line no number to be read? Of a bound that is its upper limit."""
    return line.status == Result.HIDDEN or (line.high if line.kind == "bound" else line.value) is None


def is_too_early(line: Result) -> bool:
    """Had nobody who left in the year been followed for the whole horizon when the data ended?"""
    if line.kind != "incidence" or line.months is None:
        return False
    years, months = divmod(line.months, 12)
    return date(line.cohort + years, months + 1, 1) > line.bundle.data_cut


def said(line: Result) -> str:
    """One line in words: the number, its limits, about how many; or why there is none."""
    if line.status == Result.HIDDEN or (line.value is None and line.kind != "bound"):
        return _("kan ikke kendes endnu: ingen kunne følges så længe") if is_too_early(line) else hidden()
    told = with_anonymous(line) if line.kind == "bound" else _with_limits(line)
    if line.n is not None:
        told += ", " + _("ca. {n} personer").format(n=number(line.n))
    return f"{told} ({_('foreløbig')})" if line.status == Result.PROVISIONAL else told


def _with_limits(line: Result) -> str:
    value = _number(line, line.value) + _unit(line)
    if line.low is None or line.high is None:
        return value
    low = _number(line, line.low).removesuffix("\u00a0%").removesuffix(" %")
    return _("{value} (kan være {low}-{high})").format(value=value, low=low, high=_number(line, line.high))


def _number(line: Result, value: float | None) -> str:
    return percent(value) if line.kind in ("incidence", "share", "part", "bound") else number(value, 2)


def _unit(line: Result) -> str:
    if line.kind == "rate":
        return " " + _("pr. 100 personår")
    return " " + _("gange") if line.kind in ("ratio", "change", "contrast") else ""


def against_expected(line: Result) -> str:
    """Observed over what women of the same age, origin and children who left other centres would have had."""
    if line.status == Result.HIDDEN or line.value is None:
        return hidden()
    return _with_limits(line)


def with_anonymous(line: Result) -> str:
    """The most it could be, were every anonymous stay one of ours coming back."""
    if line.status == Result.HIDDEN or line.high is None:
        return hidden()
    return _("talte de alle med, blev det højst {high}").format(high=percent(line.high))


@dataclass
class Row:
    """One measure of a bundle, year by year: what it is called, how it is counted, and the years' figures in words."""

    title: str
    how: str
    figures: dict[int, str]

    def cells(self, cohorts: Sequence[int]) -> list[tuple[int, str]]:
        """Every year of the bundle in its order, with a dash where this measure has none."""
        return [(cohort, self.figures.get(cohort, "\u2013")) for cohort in cohorts]


def by_goal(lines: Sequence[Result]) -> dict[str, list[Row]]:
    """The lines that follow a goal as one row a measure; `lines` in the order in which they shall stand."""
    found: dict[str, dict[tuple[object, ...], Row]] = {}
    for line in lines:
        key = (line.indicator, line.kind, line.population, line.months, line.part)
        rows = found.setdefault(line.goal, {})
        rows.setdefault(key, Row(line.title, _how(line), {})).figures[line.cohort] = said(line)
    return {goal: list(rows.values()) for goal, rows in found.items()}


def _how(line: Result) -> str:
    """Kind, part, horizon and population of a line; what is plain (all of our own) is not said."""
    told = [named(KINDS, line.kind)]
    if line.part != "alle":
        told.append(named(PARTS, line.part))
    if line.months and not line.part.startswith(("before", "after", "during")):
        told.append(_("{months} måneder").format(months=line.months))
    if line.population not in ("own", "own/other", "own/matched") or line.kind == "contrast":
        told.append(named(POPULATIONS, line.population))
    return ", ".join(told)
