"""The rows behind a figure of the leader's own house: codes and what was counted, never a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from rettesnor.danish import clock, dates
from rettesnor.followup.counts import IRRELEVANT, NO, PENDING, UNKNOWN, YES
from rettesnor.followup.indicators.card import Card
from rettesnor.followup.period import Period


@dataclass(frozen=True)
class Row:
    """One counted row: a short code, its day, what it counts as, its band, and the code of its stay, if any."""

    code: str
    day: str
    answer: str
    band: str
    stay: str


def rows(card: Card, house: int, period: Period, on: date) -> list[Row]:
    """Every row the indicator counts for this house and period, from the very rows the figure is counted from."""
    found = card.rows(period.quarters, on).filter(unit_house=house).order_by("unit_day", "pk")
    said = _answers(card)
    return [
        Row((stay or code)[:6], _day(at), said.get(answer, ""), str(card.bands.get(band, "")), stay or "")
        for code, stay, at, answer, band in found.values_list("code", "unit_stay", "unit_day", "answer", "band")
    ]


def _answers(card: Card) -> dict[str, str]:
    return {
        YES: str(card.hit or _("talt med")),
        NO: str(card.miss or _("nej")),
        UNKNOWN: str(card.not_recorded or _("ikke skrevet")),
        IRRELEVANT: str(card.not_relevant or _("ikke relevant")),
        PENDING: _("fristen er ikke nået"),
    }


def _day(moment: date | datetime) -> str:
    return dates.say_short(moment.astimezone(clock.CPH).date() if isinstance(moment, datetime) else moment)
