"""The leader's yes or no."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions.answers import refuse_unknown
from rettesnor.residency.actions.stay import admit
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
) -> Decision:
    """Decide on a stay, once. A yes begins the stay (`decision.enquiry.stay`) at `moved_in_at`, default `decided_at`.

    A no says why, and how she was helped on. A yes waits for every child's assessment, or the reason why not yet, and
    for her screening or the reason why not; an emergency waits for neither.
    """
    _refuse_moment(enquiry, decided_at)
    if not reason.strip():
        raise Refused(_("Skriv begrundelsen. En afgørelse skal kunne forklares."), "reason")
    if admitted:
        _refuse_unready(enquiry, emergency, unscreened_why)
        _refuse_move(enquiry, moved_in_at)
    else:
        _refuse_bare_no(refusal_reason, helped_on)
    decision = Decision(
        key=enquiry.key,
        enquiry=enquiry,
        house=house,
        admitted=admitted,
        emergency=admitted and emergency,
        decided_at=decided_at,
        decided_by=by,
        refusal_reason="" if admitted else refusal_reason,
        helped_on="" if admitted else helped_on,
        complaint_guidance=complaint_guidance and not admitted,
    )
    decision.entered_at = clock.now()
    decision.reason, decision.unscreened_why = reason.strip(), unscreened_why.strip() if admitted else ""
    decision.helped_to = "" if admitted else helped_to.strip()
    decision.save(force_insert=True)
    _log(decision, by)
    _close(enquiry, by)
    if admitted:
        admit(decision, moved_in_at=moved_in_at or decided_at, by=by)
    return decision


def _refuse_moment(enquiry: Enquiry, decided_at: datetime) -> None:
    # Held until the decision stands, so that two people cannot decide at once.
    Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    if Decision.objects.filter(enquiry=enquiry).exists():
        raise Refused(_("Der er allerede truffet afgørelse."))
    if enquiry.outcome not in OPEN_OUTCOMES:
        raise Refused(_("Henvendelsen er afsluttet. Åbn den igen med et nyt udfald, før du træffer afgørelse."))
    if decided_at > clock.now():
        raise Refused(_("Afgørelsen kan ikke ligge ude i fremtiden."), "decided_at")
    if decided_at < _minute(enquiry.received_at):
        raise Refused(_("Afgørelsen kan ikke være truffet, før hun henvendte sig."), "decided_at")


def _refuse_unready(enquiry: Enquiry, emergency: bool, unscreened_why: str) -> None:
    if emergency:
        return
    screened = Visitation.objects.filter(enquiry=enquiry).first()
    if not (screened and screened.is_screened) and not unscreened_why.strip():
        raise Refused(
            _("Screeningen af psykisk helbred mangler. Skriv hvorfor, eller optag hende akut."), "unscreened_why"
        )
    children = enquiry.children.unassessed().select_related("key")
    if any(not child.why_not.strip() for child in children):
        raise Refused(
            _("Et barn er ikke vurderet. Vurdér barnet, skriv på barnet hvorfor ikke endnu, eller optag dem akut."),
            "admitted",
        )


def _refuse_move(enquiry: Enquiry, moved_in_at: datetime | None) -> None:
    if moved_in_at is not None and moved_in_at < _minute(enquiry.received_at):
        raise Refused(_("Hun kan ikke være flyttet ind, før hun henvendte sig."), "moved_in_at")


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


def _minute(moment: datetime) -> datetime:
    # People type whole minutes.
    return moment.replace(second=0, microsecond=0)
