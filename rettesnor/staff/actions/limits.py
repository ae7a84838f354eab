"""The centre decides its own limits."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.staff.limits import LIMITS
from rettesnor.staff.models import Employee, LimitDecision


@transaction.atomic
def decide_limit(key: str, *, number: int, since: date, by: Employee, reason: str = "") -> LimitDecision:
    """From `since` on the limit is `number` of its own unit. Earlier decisions stand as they were."""
    if key not in LIMITS:
        raise Refused(_("Den grænse findes ikke."), "key")
    if number < 1:
        raise Refused(_("En grænse er mindst 1."), "number")
    if since < clock.today():
        raise Refused(_("En grænse kan ikke ændres for dage, der er gået. Vælg i dag eller en senere dag."), "since")
    decision = LimitDecision.objects.create(key=key, number=number, since=since, reason=reason.strip(), decided_by=by)
    write(by=by, verb="beslut", noun="limit", code=key, fields={"key": key, "number": number, "since": since})
    return decision
