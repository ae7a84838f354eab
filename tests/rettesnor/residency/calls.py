"""What the tests of the intake send, and the rows they start from."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from rettesnor.audit.models import Entry
from rettesnor.residency.actions import intake
from rettesnor.residency.models import Enquiry
from rettesnor.staff.models import Employee, House

STORY = "Hun ringer fra badeværelset og hvisker."


def call_form(**changes: Any) -> dict[str, Any]:
    """What the screen of a new enquiry sends: a call that goes on to visitation."""
    typed = {"story": STORY, "house": "kbh", "received_at": "i dag 09.40", "outcome": "visitation"}
    return {**typed, "client_key": str(uuid4()), **changes}


def called(house: House, by: Employee, **fields: Any) -> Enquiry:
    return intake.take_call(house=house, by=by, **{"story": STORY, "outcome": "visitation", **fields})


def screened(house: House, by: Employee, **fields: Any) -> Enquiry:
    """A call whose visitation is held: nothing stands in the way of a yes."""
    enquiry = called(house, by)
    answers = {"adult": "ja", "violence": "ja", "in_target_group": "ja", "mental_health": "kan_vaere_her"}
    intake.save_visitation(enquiry, by=by, **{**answers, "name": "Prøve Testesen", "cpr": "710190-0002", **fields})
    return enquiry


def log_of(verb: str, **fields: Any) -> list[Entry]:
    return list(Entry.objects.filter(verb=verb, **fields).order_by("seq"))
