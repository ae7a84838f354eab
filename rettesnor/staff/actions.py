"""What leaders and the operator do with the house's own people and limits."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rettesnor.audit.actions import write
from rettesnor.danish.refused import Refused
from rettesnor.staff.limits import LIMITS
from rettesnor.staff.models import Employee, LimitDecision


@transaction.atomic
def decide_limit(key: str, *, number: int, since: date, by: Employee) -> LimitDecision:
    """From `since` on the limit is `number` of its own unit. Earlier decisions stand as they were."""
    if key not in LIMITS:
        raise Refused(_("Den grænse findes ikke."), "key")
    if number < 1:
        raise Refused(_("En grænse er mindst 1."), "number")
    decision = LimitDecision.objects.create(key=key, number=number, since=since, decided_by=by)
    write(by=by, verb="beslut", noun="limit", fields={"key": key, "number": number, "since": since})
    return decision
