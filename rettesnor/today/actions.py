"""The one verb of I dag: saying, with a reason, that a reminder is not relevant."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.danish.blank import says_nothing
from rettesnor.danish.refused import Refused
from rettesnor.staff.models import Dismissal, Employee
from rettesnor.ui.due import Due


@transaction.atomic
def dismiss(item: Due, *, reason: str, by: Employee) -> Dismissal:
    """Take a reminder away for everyone. Refuses without a reason; said twice it stays as it was said first."""
    if says_nothing(reason):
        raise Refused(_("Skriv kort, hvorfor det ikke er relevant."), "reason")
    if item.key is None:
        raise Refused(_("Den påmindelse handler om huset og kan ikke vælges fra."))
    told = {"key_id": item.key, "by": by, "at": clock.now(), "reason": reason}
    said, new = Dismissal.objects.get_or_create(item=item.item, defaults=told)
    if not new:
        return said
    subject = item.who.subjects()[0] if item.who else ""
    write(by=by, verb="vælg fra", noun="reminder", code=said.code, subject=subject, fields={"item": item.item})
    return said
