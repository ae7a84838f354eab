"""What practice would remind of: plans whose day has come, and children nobody has written about for long."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rettesnor.danish import clock, dates
from rettesnor.guideline.models import Wording
from rettesnor.practice import whom
from rettesnor.practice.models import Effort, WellBeing
from rettesnor.residency.models import ChildStay
from rettesnor.staff import limits
from rettesnor.staff.models import Employee
from rettesnor.ui.due import Due

NOTE = "CHI-A4"
NAMED = ("code", "key", "line", "on", "stay__resident__code", "stay__resident__alias", "child__code", "child__alias")


def due(user: Employee, day: date) -> list[Due]:
    """Everything of this room that this person can do something about in the coming days."""
    return [*_plans(user, day), *_notes(user, day)]


def _plans(user: Employee, day: date) -> list[Due]:
    if not user.standing.may("practice.correct"):
        return []
    ahead = day + timedelta(days=limits.value("practice.ahead", day))
    rows = Effort.objects.reached_by(user, "practice.correct").planned_until(ahead).order_by()
    # A reminder opens no note: no key and no sealed word is fetched.
    rows = rows.select_related("stay__resident", "child").only(*NAMED)
    named: Iterable[Any] = rows.annotate(short=Wording.objects.short_of("line", day))
    return [_plan(effort, effort.short or effort.line) for effort in named]


def _plan(effort: Effort, short: str) -> Due:
    return Due(
        item=f"practice.plan:{effort.code}",
        what=_("Sig, hvad der blev af „{plan}“").format(plan=short),
        who=effort,
        called=effort.called,
        why=_("Planlagt til {day}.").format(day=dates.say(effort.on)),
        limit=_end_of(effort.on),
        url=reverse("effort-correct", args=[effort.code]),
        key=effort.key_id,
        lines=(effort.line,),
    )


def _notes(user: Employee, day: date) -> list[Due]:
    if not user.standing.may("wellbeing.write"):
        return []
    here = ChildStay.objects.open_at(_end_of(day)).filter(child__in=whom.children(user, "wellbeing.write").values("pk"))
    newest = WellBeing.objects.newest_of(here)
    weeks = limits.value("wellbeing.every", day)
    ahead = day + timedelta(days=limits.value("practice.ahead", day))
    rows = []
    for own in here.select_related("child").order_by("pk"):
        last = newest.get(own.pk)
        limit = (last or clock.day_of(own.moved_in_at)) + timedelta(weeks=weeks)
        if limit <= ahead:
            rows.append(_note(own, last, limit, weeks))
    return rows


def _note(own: ChildStay, last: date | None, limit: date, weeks: int) -> Due:
    rule = _("Der skal højst gå {weeks} uger mellem to notater.").format(weeks=weeks)
    since = _("Sidste notat er fra {day}.").format(day=dates.say(last)) if last else _("Der er intet notat endnu.")
    return Due(
        item=f"practice.wellbeing:{own.code}:{limit:%Y%m%d}",
        what=_("Skriv, hvordan barnet har det"),
        who=own,
        called=own.child.alias,
        why=f"{since} {rule}",
        limit=_end_of(limit),
        url=reverse("wellbeing", args=[own.child.code]),
        key=own.key_id,
        lines=(NOTE,),
    )


def _end_of(day: date) -> datetime:
    """The last minute of the day, Danish time."""
    return datetime.combine(day, time(23, 59), clock.CPH)
