"""The leader's yes or no."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.danish.blank import says_nothing
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions.admission import admit
from rettesnor.residency.actions.answers import refuse_unknown, whole_minute
from rettesnor.residency.actions.visitation import assess_child
from rettesnor.residency.models import Decision, Enquiry, Visitation
from rettesnor.residency.models.enquiry import OPEN_OUTCOMES
from rettesnor.staff.models import Employee, House

CODED = {"refusal_reason": "refusal_reason", "helped_on": "refusal_help"}


@transaction.atomic
def decide(
    enquiry: Enquiry,
    *,
    admitted: bool,
    decided_at: datetime,
    by: Employee,
    house: House,
    reason: str = "",
    emergency: bool = False,
    moved_in_at: datetime | None = None,
    refusal_reason: str = "",
    helped_on: str = "",
    helped_to: str = "",
    complaint_guidance: bool = False,
    unscreened_why: str = "",
    same_woman: bool = False,
) -> Decision:
    """Decide on a stay, once. A yes begins the stay (`decision.enquiry.stay`) at `moved_in_at`, default `decided_at`.

    A no says why, and how she was helped on. A yes waits for every child's assessment, or the reason why not yet, and
    for her screening or the reason why not; an emergency waits for neither.
    """
    _refuse_decided(enquiry, decided_at)
    if says_nothing(reason):
        raise Refused(_("Skriv begrundelsen. En afgørelse skal kunne forklares."), "reason")
    decision = Decision(enquiry=enquiry, key=enquiry.key, house=house, decided_at=decided_at, decided_by=by)
    decision.admitted, decision.reason, decision.entered_at = admitted, reason.strip(), clock.now()
    if admitted:
        _prepare_yes(enquiry, emergency, unscreened_why, moved_in_at, by)
        decision.emergency, decision.unscreened_why = emergency, unscreened_why.strip()
    else:
        _refuse_bare_no(refusal_reason, helped_on)
        decision.refusal_reason, decision.helped_on = refusal_reason, helped_on
        decision.helped_to, decision.complaint_guidance = helped_to.strip(), complaint_guidance
    decision.save(force_insert=True)
    _log(decision, by)
    _close(enquiry, by)
    if admitted:
        admit(decision, moved_in_at=moved_in_at or decided_at, by=by, same_woman=same_woman)
    return decision


def _prepare_yes(
    enquiry: Enquiry, emergency: bool, unscreened_why: str, moved_in_at: datetime | None, by: Employee
) -> None:
    refuse_moved_before_call(enquiry, moved_in_at, "moved_in_at")
    if emergency:
        _bring_children(enquiry, by)
    else:
        _refuse_unready(enquiry, unscreened_why)


def _refuse_decided(enquiry: Enquiry, decided_at: datetime) -> None:
    # Held until the decision stands, so that two people cannot decide at once.
    held = Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    if Decision.objects.filter(enquiry=enquiry).exists():
        raise Refused(_("Der er allerede truffet afgørelse."))
    if held.outcome not in OPEN_OUTCOMES:
        raise Refused(_("Henvendelsen er afsluttet. Giv den et nyt udfald, før du træffer afgørelse."))
    if decided_at > clock.now():
        raise Refused(_("Afgørelsen kan ikke ligge ude i fremtiden."), "decided_at")
    refuse_decided_before_call(enquiry, decided_at, "decided_at")


def refuse_decided_before_call(enquiry: Enquiry | None, decided_at: datetime, field: str) -> None:
    """Without an enquiry (it is kept for a shorter time than the stay) there is no call to hold it against."""
    if enquiry is not None and decided_at < whole_minute(enquiry.received_at):
        raise Refused(_("Afgørelsen kan ikke være truffet, før hun henvendte sig."), field)


def _refuse_unready(enquiry: Enquiry, unscreened_why: str) -> None:
    screened = Visitation.objects.filter(enquiry=enquiry).first()
    if not (screened and screened.is_screened) and says_nothing(unscreened_why):
        message = _("Screeningen af psykisk helbred mangler. Skriv hvorfor, eller optag hende akut.")
        raise Refused(message, "unscreened_why")
    if _children_missing(enquiry):
        raise Refused(
            _("Ikke alle de børn, hun har med, er skrevet ind. Tilføj dem, eller optag dem akut."), "admitted"
        )
    children = enquiry.children.unassessed().select_related("key")
    if any(says_nothing(child.why_not) for child in children):
        message = _("Et barn er ikke vurderet. Vurdér barnet, skriv hvorfor ikke endnu, eller optag dem akut.")
        raise Refused(message, "admitted")


def _children_missing(enquiry: Enquiry) -> int:
    return max(0, (enquiry.children_with or 0) - enquiry.children.count())


def _bring_children(enquiry: Enquiry, by: Employee) -> None:
    """In an emergency nobody has had time: each child she said she brings is a person all the same, to be assessed."""
    for _number in range(_children_missing(enquiry)):
        assess_child(enquiry, by=by)


def refuse_moved_before_call(enquiry: Enquiry | None, moved_in_at: datetime | None, field: str) -> None:
    """She calls first, and moves in then."""
    if enquiry is not None and moved_in_at is not None and moved_in_at < whole_minute(enquiry.received_at):
        raise Refused(_("Hun kan ikke være flyttet ind, før hun henvendte sig."), field)


def _refuse_bare_no(refusal_reason: str, helped_on: str) -> None:
    refuse_unknown({"refusal_reason": refusal_reason, "helped_on": helped_on}, CODED, frozenset(CODED))
    if not refusal_reason:
        raise Refused(_("Vælg grunden. Et nej skal kunne forklares."), "refusal_reason")
    if not helped_on:
        raise Refused(_("Vælg, hvordan hun blev hjulpet videre."), "helped_on")


def _close(enquiry: Enquiry, by: Employee) -> None:
    """The visitation has ended in a decision; the decision itself says which."""
    enquiry.outcome, enquiry.outcome_at, enquiry.outcome_by = "visitation", clock.now(), by
    enquiry.save(update_fields=["outcome", "outcome_at", "outcome_by"])


def _log(decision: Decision, by: Employee) -> None:
    told: dict[str, Any] = {"optaget": decision.admitted, "hus": decision.house.code, "truffet": decision.decided_at}
    if decision.emergency:
        told["akut"] = True
    if not decision.admitted:
        told |= {"grund": decision.refusal_reason, "hjulpet": decision.helped_on}
        told["klagevejledning"] = decision.complaint_guidance
    enquiry = decision.enquiry
    write(by=by, verb="afgør", noun="decision", code=enquiry.code, subject=enquiry.subject, fields=told)
