"""The way around the house: what the menu shows to the one who looks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rettesnor.danish import clock

# label, address name, verb, icon, one of the five night tasks
_PLACES = (
    (_("I dag"), "today", "today.see", "today", True),
    (_("Ny henvendelse"), "enquiry-new", "enquiry.take", "phone", True),
    (_("Registrér"), "record", "practice.record", "pen", True),
    (_("Huset i nat"), "board", "board.see", "house", True),
    (_("Find beboer"), "residents", "stay.find", "search", True),
    (_("Henvendelser"), "enquiries", "enquiry.see", "calls", False),
    (_("Rettesnoren"), "guideline", "guideline.see", "book", False),
    (_("Opfølgning"), "followup", "followup.closed", "chart", False),
    (_("Ud af huset"), "post", "post.see", "letter", False),
    (_("Ud af huset"), "post", "post.release", "letter", False),
    (_("Ud af huset"), "post", "post.register", "letter", False),
    (_("Kommunernes kontorer"), "offices", "office.see", "network", False),
    (_("Personale"), "staff", "staff.see", "people", False),
    (_("Grænser"), "limits", "limits.see", "clock", False),
    (_("Log"), "log", "log.see", "log", False),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The menu, for templates: places this person may go, the one we are at marked."""
    user: Any = getattr(request, "user", None)
    demo = {"demo_day": clock.today(), "demo_url": reverse("demo")} if settings.DEMO else {"demo_day": None}
    if user is None or not user.is_authenticated:
        return {"navigation": [], "user": user, **demo}
    here = request.resolver_match.view_name if request.resolver_match else ""
    places, seen = [], set[str]()
    for label, name, verb, icon, night in _PLACES:
        if name not in seen and user.standing.may(verb):
            seen.add(name)
            places.append({"label": label, "url": reverse(name), "icon": icon, "current": name == here, "night": night})
    return {"navigation": places, "user": user, **demo}
