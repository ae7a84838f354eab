"""What this room would remind of: a quarter that can be closed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rettesnor.danish import clock
from rettesnor.followup.live import closable
from rettesnor.staff import limits
from rettesnor.staff.models import Employee
from rettesnor.ui.due import Due


def due(user: Employee, day: date) -> list[Due]:
    """The oldest quarter that has ended and is not closed, for those who close; it says how many wait after it."""
    if not user.standing.may("followup.close"):
        return []
    waiting = closable(datetime.combine(day, time(), clock.CPH))
    if not waiting:
        return []
    oldest, more = waiting[0], len(waiting) - 1
    limit = datetime.combine(
        oldest.day_after + timedelta(days=limits.value("followup.close", day)), time(16), clock.CPH
    )
    what = _("Luk {period}").format(period=oldest.label)
    url = reverse("close-period")
    return [Due(f"followup.close:{oldest.key}", what, None, "", _why(more), limit, url, None, ("PRE-N3",))]


def _why(more: int) -> str:
    why = _("Kvartalet er slut. Når det er lukket, står tallene fast, og alle kan se dem.")
    if not more:
        return why
    waits = ngettext("{count} kvartal mere venter bagefter.", "{count} kvartaler mere venter bagefter.", more)
    return f"{why} {waits.format(count=more)}"
