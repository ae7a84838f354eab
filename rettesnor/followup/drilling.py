"""The rows behind a figure of the leader's own house: numbered, with what each counts as, never a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from rettesnor.danish import clock, codes, dates
from rettesnor.followup.counts import IRRELEVANT, NO, PENDING, UNKNOWN, YES
from rettesnor.followup.indicators import EFFORTS, Card
from rettesnor.followup.indicators.card import Tally
from rettesnor.followup.indicators.practice import MARK
from rettesnor.followup.period import Period, between
from rettesnor.residency.models import Stay
from rettesnor.staff.models import Employee, House

MOST = 400


@dataclass(frozen=True)
class Row:
    """One counted row: its number, day, what it counts as, more about it, and its stay's code if it may be opened."""

    number: str
    day: str
    answer: str
    more: str
    stay: str


def behind(card: Card, house: House, period: Period, user: Employee) -> list[Row]:
    """Every row an indicator counts in one house and quarter, as it stands today."""
    found = _found(card, house, [period])
    opens = _opens(found, user)
    return [_row(one, _answer(card, one["answer"]), _more(card, one), opens) for one in found]


def of_line(line: str, house: House, first: Period, last: Period, user: Employee) -> list[Row]:
    """The efforts recorded under a line of the document in one house."""
    rows = EFFORTS.rows(between(first, last), clock.today()).filter(unit_house=house.pk, line=line)
    found = list(rows.order_by("-unit_day", "-pk").values("code", "unit_day", "unit_stay", "band")[:MOST])
    opens = _opens(found, user)
    return [_row(one, codes.label("effort_status", one["band"].split(MARK)[1]), "", opens) for one in found]


def _found(counted: Tally, house: House, quarters: list[Period]) -> list[dict[str, Any]]:
    rows = counted.rows(quarters, clock.today()).filter(unit_house=house.pk).order_by("unit_day", "pk")
    return list(rows.values("code", "unit_day", "unit_stay", "answer", "band", "other")[:MOST])


def _opens(found: list[dict[str, Any]], user: Employee) -> set[str]:
    """The stays one may still open."""
    wanted = {one["unit_stay"] for one in found if one["unit_stay"]}
    return set(Stay.objects.visible_to(user, "stay.see").filter(code__in=wanted).values_list("code", flat=True))


def _row(one: dict[str, Any], answer: str, more: str, opens: set[str]) -> Row:
    stay = one["unit_stay"] if one["unit_stay"] in opens else ""
    return Row(one["code"][:6], _day(one["unit_day"]), answer, more, stay)


def _answer(card: Card, answer: str) -> str:
    words = {
        YES: _("tæller") if card.is_description else card.hit,
        NO: card.miss,
        UNKNOWN: card.not_recorded,
        IRRELEVANT: card.not_relevant,
        PENDING: _("fristen er ikke gået"),
    }
    return str(words[answer])


def _more(card: Card, one: dict[str, Any]) -> str:
    if one["band"] in card.bands:
        return str(card.bands[one["band"]])
    if one["other"] and one["other"] != one["answer"]:
        return f"{card.other_reading}: {_answer(card, one['other'])}"
    return ""


def _day(moment: date | datetime) -> str:
    return dates.say_short(clock.day_of(moment) if isinstance(moment, datetime) else moment)
