"""What this room would remind of: lists to release, lists to fetch before it is too late."""

from __future__ import annotations

from datetime import date, datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _

from rettesnor.danish import clock
from rettesnor.reports.actions import fetch_until
from rettesnor.reports.models import ResidentList
from rettesnor.staff.models import Employee
from rettesnor.ui.due import Due


def due(user: Employee, day: date) -> list[Due]:
    """Lists this user can release; one's own that are released and not fetched, until the last day for it."""
    found = []
    if user.standing.may("reports.release"):
        for each in ResidentList.objects.awaiting_release().exclude(prepared_by=user).with_people():
            why = _("Klargjort af {name} og venter på en anden").format(name=each.prepared_by.name)
            found.append(_item(each, _("Se beboerlisten igennem, og frigiv den"), why, day))
    if user.standing.may("reports.prepare"):
        for each in ResidentList.objects.awaiting_fetch().filter(prepared_by=user):
            until = fetch_until(each)
            if until is not None and day <= until:
                found.append(_item(each, _("Hent beboerlisten"), _("Den er frigivet og kan hentes én gang"), until))
    return found


def _item(one: ResidentList, what: str, why: str, limit: date) -> Due:
    at = datetime.combine(limit, time(16), clock.CPH)
    return Due(f"reports.list:{one.code}", what, None, str(one.recipient), why, at, _url(one), None)


def _url(one: ResidentList) -> str:
    return reverse("resident-list", args=[one.code])
