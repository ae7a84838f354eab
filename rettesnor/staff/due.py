"""What this room would remind of: one's own words sent in vain, and what another has asked for and awaits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from rettesnor.danish import clock, dates
from rettesnor.staff import limits
from rettesnor.staff.models import Employee, Proposal, Unsent
from rettesnor.ui.due import Due


def due(user: Employee, day: date) -> list[Due]:
    return [*_sent_in_vain(user), *_to_confirm(user, day)]


def _sent_in_vain(user: Employee) -> Iterator[Due]:
    """One's own words that wait to be sent again; they are due at once."""
    for unsent in Unsent.objects.own(user):
        saved = dates.say_time(unsent.sent_at.astimezone(clock.CPH))
        yield Due(
            item=f"staff.unsent:{unsent.code}",
            what=_("Gem det, du skrev"),
            who=None,
            called=_("Din formular fra {time}").format(time=saved),
            why=_("Du var logget ud, da du sendte det, så det er ikke gemt"),
            limit=unsent.sent_at,
            url=reverse("unsent", args=[unsent.code]),
            key=unsent.key_id,
        )


def _to_confirm(user: Employee, day: date) -> Iterator[Due]:
    """Roles and new ways in that this person can confirm, until it is too late to."""
    if not user.standing.may("staff.confirm"):
        return
    lasts = timedelta(days=limits.value("staff.proposal", day))
    for row in Proposal.objects.waiting():
        if row.can_be_answered_by(user):
            yield _proposal(row, lasts)


def _proposal(row: Proposal, lasts: timedelta) -> Due:
    said = _("Bekræft en rolle til {name}") if row.kind == Proposal.ROLE else _("Bekræft en ny adgang til {name}")
    what, why = said.format(name=row.employee.name), _("{name} har foreslået det.").format(name=row.asked_by.name)
    return Due(f"staff.proposal:{row.code}", what, None, "", why, row.asked_at + lasts, reverse("staff"), None)
