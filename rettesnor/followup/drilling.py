"""The rows behind a figure of the leader's own house: codes and what was counted, never a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from rettesnor.danish import clock, codes, dates
from rettesnor.followup.indicators.residency import WARM
from rettesnor.followup.period import Period
from rettesnor.residency.actions.leaving import DECIDED
from rettesnor.residency.models import ChildStay, Decision, Enquiry, Notice, Stay


@dataclass(frozen=True)
class Row:
    """One counted row: a short code, its day, the answer in words, and the stay it belongs to (code, or nothing)."""

    code: str
    day: str
    answer: str
    yes: bool
    stay: str = ""


def rows(key: str, house: int, period: Period) -> list[Row]:
    """Every row the indicator counts for this house and period; nothing for an indicator without rows to show."""
    found = _ROWS.get(key)
    return found(house, period) if found else []


def _ages(house: int, period: Period) -> list[Row]:
    stays = Stay.objects.filter(first_house=house).begun_in(period.begins, period.ends).order_by("decided_at")
    return [
        Row(s.code[:6], _day(s.decided_at), codes.label("age_group", s.age_group), s.age_group != "ukendt", s.code)
        for s in stays
    ]


def _assessed(house: int, period: Period) -> list[Row]:
    found = ChildStay.objects.filter(
        stay__first_house=house, stay__decided_at__gte=period.begins, stay__decided_at__lt=period.ends
    )
    return [
        Row(
            one.code[:6],
            _day(one.stay.decided_at),
            _day(one.assessed_at) if one.assessed_at else _("aldrig"),
            one.assessed_at is not None and one.assessed_at <= one.stay.decided_at,
            one.stay.code,
        )
        for one in found.select_related("stay").order_by("stay__decided_at")
    ]


def _notices(house: int, period: Period) -> list[Row]:
    found = Notice.objects.filter(stay__house=house).triggered_in(period.first, period.after)
    return [
        Row(
            one.code[:6],
            dates.say_short(one.triggered_on),
            _("sendt {day}").format(day=dates.say_short(one.sent_on)) if one.sent_on else _("ikke sendt"),
            one.sent_on is not None and one.sent_on <= one.due_on,
            one.stay.code,
        )
        for one in found.select_related("stay").order_by("triggered_on")
    ]


def _ended(house: int, period: Period, of: str, yes: Callable[[str], bool]) -> list[Row]:
    stays = Stay.objects.filter(house=house).ended_in(period.begins, period.ends).select_related("leaving")
    out = []
    for stay in stays.order_by("left_at"):
        leaving = getattr(stay, "leaving", None)
        code = getattr(leaving, of, "") if leaving else ""
        label = codes.label(of, code) if code else _("ikke skrevet")
        out.append(Row(stay.code[:6], _day(stay.left_at), label, yes(code), stay.code))
    return out


def _helped(house: int, period: Period) -> list[Row]:
    begins, ends = period.begins, period.ends
    decided = Decision.objects.filter(house=house, admitted=False, refusal_reason="psykisk").made_in(begins, ends)
    called = Enquiry.objects.filter(
        house=house,
        outcome="afvist",
        refusal_reason="psykisk",
        decision=None,
        outcome_at__gte=begins,
        outcome_at__lt=ends,
    )
    found = [(d.code, d.decided_at, d.helped_on) for d in decided] + [
        (e.code, e.outcome_at, e.helped_on) for e in called
    ]
    return [
        Row(code[:6], _day(at), codes.label("refusal_help", helped), helped in WARM)
        for code, at, helped in sorted(found, key=lambda one: str(one[1]))
    ]


def _day(moment: object) -> str:
    return dates.say_short(moment.astimezone(clock.CPH).date()) if isinstance(moment, datetime) else ""


_ROWS: dict[str, Callable[[int, Period], list[Row]]] = {
    "AGE-G1": _ages,
    "CHI-A1": _assessed,
    "MUN-G1a": _notices,
    "OTH-G2": lambda house, period: _ended(house, period, "destination", lambda code: code == "andet_krisecenter"),
    "PSY-N1": _helped,
    "OUT-G1a": lambda house, period: _ended(house, period, "aftercare", lambda code: code in DECIDED),
}
