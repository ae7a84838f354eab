"""That she has been told how to complain, of a no or of being discharged: written down when it was forgotten."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock, codes
from rettesnor.danish.refused import Refused
from rettesnor.residency.models import Decision, Leaving, Stay
from rettesnor.staff.models import Employee

_SAID = ("complaint_guidance", "guided_on", "guided_how", "guided_by")


@transaction.atomic
def guide_after_no(decision: Decision, *, on: date, how: str, given_by: Employee, by: Employee) -> Decision:
    """Write down when, how and by whom she was told how to complain of a no. Once."""
    # Held until it stands, so that two people cannot note it at once.
    held = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if not held.appealable:
        raise Refused(_("Hun fik et ja. Klagevejledning hører til et nej."), "on")
    if on < clock.day_of(held.decided_at):
        raise Refused(_("Afgørelsen var ikke truffet den dag."), "on")
    told = _guide(held, on=on, how=how, given_by=given_by)
    enquiry = decision.enquiry
    write(by=by, verb="ret", noun="decision", code=enquiry.code, subject=enquiry.subject, fields=told)
    return held


@transaction.atomic
def guide_after_leaving(stay: Stay, *, on: date, how: str, given_by: Employee, by: Employee) -> Leaving:
    """The same of a discharge against her wish. She may have been told before she moved, when it was decided."""
    held = Leaving.objects.select_for_update(of=("self",)).filter(stay=stay).first()
    if held is None or not held.appealable:
        raise Refused(_("Hun er ikke udskrevet imod sit ønske, så der er intet at klage over."), "on")
    if on < clock.day_of(stay.moved_in_at):
        raise Refused(_("Hun var ikke flyttet ind den dag."), "on")
    told = _guide(held, on=on, how=how, given_by=given_by)
    write(by=by, verb="ret", noun="leaving", code=stay.code, subject=stay.resident.subject, fields=told)
    return held


def _guide(row: Decision | Leaving, *, on: date, how: str, given_by: Employee) -> dict[str, Any]:
    if row.complaint_guidance:
        raise Refused(_("Der står allerede, at hun har fået klagevejledning."), "on")
    if on > clock.today():
        raise Refused(_("Datoen ligger ude i fremtiden."), "on")
    if not codes.valid("complaint_guidance", how):
        raise Refused(_("Vælg, hvordan hun fik den."), "how")
    row.complaint_guidance, row.guided_on, row.guided_how, row.guided_by = True, on, how, given_by
    row.save(update_fields=_SAID)
    return {"klagevejledning": True, "dag": on, "hvordan": how, "givet af": given_by.code}
