"""What this room would remind of: a quarter that can be closed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from rettesnor.danish import clock
from rettesnor.followup.models import Closing
from rettesnor.followup.period import last_ended
from rettesnor.staff.models import Employee
from rettesnor.ui.due import Due


def due(user: Employee, day: date) -> list[Due]:
    """The last quarter, until it is closed, for those who close."""
    last = last_ended(clock.now())
    if not user.standing.may("followup.close") or Closing.objects.filter(period=last.key).exists():
        return []
    limit = datetime.combine(last.day_after + timedelta(days=30), time(16), clock.CPH)
    what = _("Luk {period}").format(period=last.label)
    why = _("Kvartalet er slut. Når det er lukket, kan alle se dets tal")
    return [Due(f"followup.close:{last.key}", what, None, "", why, limit, reverse("close-period"), None)]
