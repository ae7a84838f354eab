"""What was written when she left was wrong: the answers are put right, or the move is undone; what stood is kept."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish.blank import says_nothing
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions.admission import carry_a_word, refuse_never_came, save_stay
from rettesnor.residency.actions.answers import put, save_as_opened, sent_before
from rettesnor.residency.actions.correction import note_correction
from rettesnor.residency.actions.early_notice import forget_discharge
from rettesnor.residency.actions.leaving import decide_aftercare, plan_of, refuse_answers
from rettesnor.residency.actions.named import look_again
from rettesnor.residency.actions.tasks import settle
from rettesnor.residency.models import ChildStay, Correction, EarlierLeaving, Leaving, Stay
from rettesnor.staff.models import Employee
from rettesnor.staff.sent_again import refuse_other_words

KEPT = ("kind", "destination", "aftercare", "next_address", "reason", "agreed")


@transaction.atomic
def correct_leaving(
    stay: Stay,
    *,
    by: Employee,
    kind: str,
    destination: str,
    aftercare: str,
    why: str,
    reason: str = "",
    next_address: str = "",
    agreed: str = "",
    version: int | None = None,
) -> Leaving:
    """Put right how she left, where she went and what was agreed, with the reason; what stood can still be read.

    `version` is the one that was opened; raises Overtaken if another has saved since.
    """
    refuse_never_came(stay)
    leaving = plan_of(stay)
    if stay.left_at is None or leaving is None:
        raise Refused(_("Hun er ikke flyttet ud endnu."))
    if says_nothing(why):
        raise Refused(_("Skriv, hvorfor det rettes."), "why")
    refuse_answers(kind, destination, aftercare, reason)
    earlier = _as_it_stands(leaving, by, why)
    told = put(leaving, {"kind": kind, "destination": destination, "reason": reason.strip(),
                         "next_address": next_address.strip(), "agreed": agreed.strip()})  # fmt: skip
    if aftercare != leaving.aftercare:
        told["aftercare"] = aftercare
        decide_aftercare(leaving, aftercare, by)
    if not told:
        raise Refused(_("Der er ikke rettet noget."))
    save_as_opened(leaving, version)
    earlier.save()
    write(by=by, verb="ret udflytning", noun="stay", code=stay.code, subject=stay.resident.subject, fields=told)
    settle(stay, by=by)
    return leaving


def _as_it_stands(leaving: Leaving, by: Employee, why: str) -> EarlierLeaving:
    earlier = EarlierLeaving(leaving=leaving, key=leaving.key, replaced_by=by)
    for name in KEPT:
        setattr(earlier, name, getattr(leaving, name))
    earlier.why = why.strip()
    return earlier


@transaction.atomic
def undo_leaving(stay: Stay, *, reason: str, by: Employee, client_key: UUID | None = None) -> Correction:
    """She has not left after all: she and the children who left with her live here again, and no notice is owed.

    What was planned with her stays as a plan. The same `client_key` again gives the correction that is already there;
    raises SavedBefore if it gives another reason.
    """
    if again := sent_before(stay.corrections.select_related("key"), client_key, within=stay):
        refuse_other_words(again, {"reason": again.reason}, {"reason": reason})
        return again
    refuse_never_came(stay)
    before = stay.left_at
    if before is None:
        raise Refused(_("Hun er ikke flyttet ud."))
    if says_nothing(reason):
        raise Refused(_("Skriv, hvorfor udflytningen var forkert."), "reason")
    forget_discharge(stay, by=by)
    carry_a_word(stay.resident)
    stay.left_at = None
    save_stay(stay, fields=["left_at"], refused="")
    ChildStay.objects.filter(stay=stay).left_with_her(before).update(left_at=None)
    _plan_again(stay, by, reason)
    look_again(stay.resident)
    correction = note_correction(stay, "left_at", before, None, reason=reason, by=by, client_key=client_key)
    fields = {"left_at": [before, None]}
    write(by=by, verb="fortryd udflytning", noun="stay", code=stay.code, subject=stay.resident.subject, fields=fields)
    settle(stay, by=by)
    return correction


def _plan_again(stay: Stay, by: Employee, why: str) -> None:
    leaving = plan_of(stay)
    if leaving is None:
        return
    _as_it_stands(leaving, by, why).save()
    leaving.kind, leaving.reason, leaving.complaint_guidance = "", "", False
    leaving.guided_on, leaving.guided_how, leaving.guided_by = None, "", None
    save_as_opened(leaving, None)
