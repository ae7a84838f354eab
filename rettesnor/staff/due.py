"""What this room would remind of: one's own words sent in vain, and what another has asked for and awaits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rettesnor.danish import clock, dates
from rettesnor.staff import limits
from rettesnor.staff.models import Employee, Proposal, Unsent
from rettesnor.ui.due import Due
from rettesnor.ui.waiting import Waiting, waiting

UNSENT = "staff.unsent"


def asked(user: Employee) -> list[Any]:
    """One's own words that wait to be sent again; roles and new ways in that this person can confirm."""
    mine = waiting(Unsent.objects.own(user), UNSENT, at="sent_at", key="key_id")
    if not user.standing.may("staff.confirm"):
        return [mine]
    can, named = Proposal.objects.waiting().answerable_by(user), {"about": "employee__name"}
    return [mine] + [
        waiting(can.filter(kind=kind), f"staff.{kind}", at="asked_at", asked_by="asked_by__name", **named)
        for kind in (Proposal.ROLE, Proposal.DOOR)
    ]


def told(row: Waiting, day: date) -> Due:
    return _sent_in_vain(row) if row.kind == UNSENT else _to_confirm(row, day)


def _sent_in_vain(row: Waiting) -> Due:
    """It is due at once."""
    saved = dates.say_time(row.at.astimezone(clock.CPH))
    called = _("Din formular fra {time}").format(time=saved)
    why = _("Det kom ikke med, da du sendte det, så det er ikke gemt")
    url = reverse("unsent", args=[row.code])
    return Due(f"{UNSENT}:{row.code}", _("Gem det, du skrev"), None, called, why, row.at, url, row.key)


def _to_confirm(row: Waiting, day: date) -> Due:
    """Until it is too late to."""
    is_role = row.kind.endswith(Proposal.ROLE)
    said = _("Bekræft en rolle til {name}") if is_role else _("Bekræft en ny adgang til {name}")
    why = _("{name} har foreslået det.").format(name=row.asked_by)
    limit = row.at + timedelta(days=limits.value("staff.proposal", day))
    return Due(f"staff.proposal:{row.code}", said.format(name=row.about), None, "", why, limit, reverse("staff"), None)
