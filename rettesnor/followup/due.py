"""What this room would remind of: a quarter that can be closed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from rettesnor.danish import clock
from rettesnor.followup.models import Closing
from rettesnor.followup.period import Period
from rettesnor.staff import limits
from rettesnor.staff.models import Employee
from rettesnor.ui.due import Due


def due(user: Employee, day: date) -> list[Due]:
    """The last quarter that has ended, until it is closed, for those who close."""
    last = Period.quarter_of(day).previous
    if not user.standing.may("followup.close") or Closing.objects.filter(period=last.key).exists():
        return []
    days = limits.value("followup.close", day)
    limit = datetime.combine(last.day_after + timedelta(days=days), time(16), clock.CPH)
    what = _("Luk {period}").format(period=last.label)
    why = _("Kvartalet er slut. Når det er lukket, står tallene fast, og alle kan se dem.")
    return [Due(f"followup.close:{last.key}", what, None, "", why, limit, reverse("close-period"), None, ("PRE-N3",))]
