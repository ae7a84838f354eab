"""What this room would remind of: what another has asked for and waits for an answer."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from rettesnor.staff import limits
from rettesnor.staff.models import Employee, Proposal
from rettesnor.ui.due import Due


def due(user: Employee, day: date) -> list[Due]:
    """Roles and new ways in that this person can confirm, until it is too late to."""
    if not user.standing.may("staff.confirm"):
        return []
    lasts = timedelta(days=limits.value("staff.proposal", day))
    waiting = [row for row in Proposal.objects.waiting() if row.can_be_answered_by(user)]
    return [_item(row, lasts) for row in waiting]


def _item(row: Proposal, lasts: timedelta) -> Due:
    said = _("Bekræft en rolle til {name}") if row.kind == Proposal.ROLE else _("Bekræft en ny adgang til {name}")
    what, why = said.format(name=row.employee.name), _("{name} har foreslået det.").format(name=row.asked_by.name)
    return Due(f"staff.proposal:{row.code}", what, None, "", why, row.asked_at + lasts, reverse("staff"), None)
