"""What somebody sent in vain because the sign-in had run out."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from rettesnor.danish import clock, dates
from rettesnor.staff.models import Employee, Unsent
from rettesnor.ui.due import Due


def due(user: Employee, day: date) -> list[Due]:
    """One's own words that wait to be sent again; they are due at once."""
    return [_waiting(unsent) for unsent in Unsent.objects.own(user)]


def _waiting(unsent: Unsent) -> Due:
    saved = dates.say_time(unsent.sent_at.astimezone(clock.CPH))
    return Due(
        item=f"staff.unsent:{unsent.code}",
        what=_("Gem det, du skrev"),
        who=None,
        called=_("Din formular fra {time}").format(time=saved),
        why=_("Du var logget ud, da du sendte det, så det er ikke gemt"),
        limit=unsent.sent_at,
        url=reverse("unsent", args=[unsent.code]),
        key=unsent.key_id,
    )
