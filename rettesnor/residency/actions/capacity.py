"""How many children a house can give what they need."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.danish.blank import says_nothing
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions.answers import sent_before
from rettesnor.residency.models import Capacity
from rettesnor.staff.models import Employee, House
from rettesnor.staff.sent_again import refuse_other_words

YEAR = timedelta(days=366)


@transaction.atomic
def set_capacity(
    house: House, *, children: int, since: date, reason: str, by: Employee, client_key: UUID | None = None
) -> Capacity:
    """Say how many children the house can give what they need; the earlier limits stay as they were.

    The same `client_key` again gives the limit that is already there; raises SavedBefore if it is another.
    """
    if again := sent_before(Capacity.objects.filter(house=house), client_key, within=house):
        standing = {"house": house, "children": again.children, "since": again.since, "reason": again.reason}
        refuse_other_words(again, standing, {"children": children, "since": since, "reason": reason})
        return again
    if says_nothing(reason):
        raise Refused(_("Skriv, hvorfor grænsen er, som den er."), "reason")
    _refuse_strange_day(since)
    row = Capacity(house=house, children=children, since=since, reason=reason.strip(), decided_by=by)
    row.client_key = client_key
    row.save()
    write(by=by, verb="beslut", noun="capacity", code=house.code, fields={"børn": children, "fra": since})
    return row


def _refuse_strange_day(since: date) -> None:
    """What was answered by an earlier limit was answered by it; and nobody plans further ahead than a year."""
    if since < clock.today():
        raise Refused(_("En grænse kan ikke ændres for dage, der er gået. Vælg i dag eller en senere dag."), "since")
    if since > clock.today() + YEAR:
        raise Refused(_("Det er mere end et år ude i fremtiden. Se efter, om årstallet er rigtigt."), "since")
