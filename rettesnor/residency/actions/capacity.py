"""How many children a house can give what they need."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish.refused import Refused
from rettesnor.residency.models import Capacity
from rettesnor.staff.models import Employee, House


@transaction.atomic
def set_capacity(house: House, *, children: int, since: date, reason: str, by: Employee) -> Capacity:
    """Say how many children the house can give what they need; the earlier limits stay as they were."""
    if not reason.strip():
        raise Refused(_("Skriv, hvorfor grænsen er, som den er."), "reason")
    row = Capacity.objects.create(house=house, children=children, since=since, reason=reason.strip(), decided_by=by)
    write(by=by, verb="beslut", noun="capacity", code=house.code, fields={"børn": children, "fra": since})
    return row
