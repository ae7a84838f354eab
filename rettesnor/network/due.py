"""What this room would remind of: a recipient that another has found and somebody else must find too."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rettesnor.network.models import OfficeChange, authority
from rettesnor.staff import limits
from rettesnor.staff.models import Employee
from rettesnor.ui.due import Due
from rettesnor.ui.waiting import Waiting, waiting


def asked(user: Employee) -> list[Any]:
    """Recipients this person can confirm: everybody's but one's own."""
    if not user.standing.may("office.confirm"):
        return []
    rows = OfficeChange.objects.waiting().exclude(asked_by=user)
    return [waiting(rows, "network.office", at="asked_at", about="municipality", asked_by="asked_by__name")]


def told(row: Waiting, day: date) -> Due:
    what = _("Find adressen på {name}, og bekræft den").format(name=authority(row.about))
    why = _("{name} har foreslået en modtager til orienteringer.").format(name=row.asked_by)
    limit = row.at + timedelta(days=limits.value("staff.proposal", day))
    return Due(f"{row.kind}:{row.code}", what, None, "", why, limit, reverse("office-proposal", args=[row.code]), None)
