"""The centre decides its own limits."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.danish.blank import says_nothing
from rettesnor.danish.refused import Refused
from rettesnor.staff.limits import LIMITS
from rettesnor.staff.models import Employee, LimitDecision
from rettesnor.staff.sent_again import made_before, make_once


@transaction.atomic
def decide_limit(
    key: str, *, number: int, since: date, by: Employee, reason: str = "", client_key: UUID | None = None
) -> LimitDecision:
    """From `since` on the limit is `number` of its own unit. Earlier decisions stand as they were.

    The same `client_key` again gives the decision that is already there; raises SavedBefore if it is another.
    """
    said = {"number": number, "since": since, "reason": reason.strip()}
    mine = LimitDecision.objects.filter(key=key, decided_by=by)
    if again := made_before(mine, client_key, said):
        return again
    if key not in LIMITS:
        raise Refused(_("Den grænse findes ikke."), "key")
    if number < 1:
        raise Refused(_("En grænse er mindst 1."), "number")
    if since < clock.today():
        raise Refused(_("En grænse kan ikke ændres for dage, der er gået. Vælg i dag eller en senere dag."), "since")
    # The page asks for a reason; a limit that is laid in without one has none rather than ".".
    if reason and says_nothing(reason):
        raise Refused(_("Skriv, hvorfor grænsen er, som den er."), "reason")
    row = LimitDecision(key=key, decided_by=by, client_key=client_key, **said)
    decision, new = make_once(row, mine, said)
    if new:
        write(by=by, verb="beslut", noun="limit", code=key, fields={"key": key, "number": number, "since": since})
    return decision
