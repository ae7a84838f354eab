"""What this room would remind of: lists to release, lists to fetch before it is too late."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rettesnor.danish import clock
from rettesnor.reports.actions import last_fetch
from rettesnor.reports.models import ResidentList
from rettesnor.staff.models import Employee
from rettesnor.ui.due import Due
from rettesnor.ui.waiting import Waiting, waiting

RELEASE, FETCH = "reports.release", "reports.fetch"


def asked(user: Employee) -> list[Any]:
    """Lists this user can release; one's own that are released and not fetched."""
    found, rows = [], ResidentList.objects
    if user.standing.may("reports.release"):
        others = rows.awaiting_release().exclude(prepared_by=user)
        found.append(waiting(others, RELEASE, at="prepared_at", asked_by="prepared_by__name"))
    if user.standing.may("reports.prepare"):
        found.append(waiting(rows.awaiting_fetch().filter(prepared_by=user), FETCH, at="released_at"))
    return found


def told(row: Waiting, day: date) -> Due | None:
    """None when the last day for fetching it is over."""
    if row.kind == RELEASE:
        why = _("Klargjort af {name} og venter på en anden").format(name=row.asked_by)
        return _item(row, _("Se beboerlisten igennem, og frigiv den"), why, day)
    until = last_fetch(row.at)
    what, why = _("Hent beboerlisten"), _("Den er frigivet og kan hentes én gang")
    return _item(row, what, why, until) if day <= until else None


def _item(row: Waiting, what: str, why: str, limit: date) -> Due:
    at, url = datetime.combine(limit, time(16), clock.CPH), reverse("resident-list", args=[row.code])
    return Due(f"reports.list:{row.code}", what, None, str(ResidentList.recipient), why, at, url, None)
