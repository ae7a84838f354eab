"""What this room would remind of: a recipient that another has found and somebody else must find too."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from rettesnor.network.models import OfficeChange
from rettesnor.staff import limits
from rettesnor.staff.models import Employee
from rettesnor.ui.due import Due


def due(user: Employee, day: date) -> list[Due]:
    """Recipients this person can confirm: everybody's but one's own."""
    if not user.standing.may("office.confirm"):
        return []
    lasts = timedelta(days=limits.value("staff.proposal", day))
    waiting = OfficeChange.objects.waiting().exclude(asked_by=user)
    return [_item(row, lasts) for row in waiting]


def _item(row: OfficeChange, lasts: timedelta) -> Due:
    what = _("Find adressen på {name}, og bekræft den").format(name=row.name)
    why = _("{name} har foreslået en modtager til orienteringer.").format(name=row.asked_by.name)
    url = reverse("office-proposal", args=[row.code])
    return Due(f"network.office:{row.code}", what, None, "", why, row.asked_at + lasts, url, None)
