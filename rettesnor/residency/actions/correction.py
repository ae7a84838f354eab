"""Putting a wrong date of a stay right: what the first forms refuse is refused here too."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock, cpr
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions.admission import owe_notice, save_stay
from rettesnor.residency.actions.answers import sent_before
from rettesnor.residency.actions.decision import refuse_decided_before_call, refuse_moved_before_call
from rettesnor.residency.actions.identity import born_on, count_age_again
from rettesnor.residency.actions.leaving import refuse_left_before
from rettesnor.residency.models import ChildIdentity, ChildStay, Correction, Decision, Stay
from rettesnor.staff.models import Employee
from rettesnor.ui.moment import say_moment

CORRECTABLE = ("decided_at", "moved_in_at", "left_at")


@transaction.atomic
def correct_date(
    stay: Stay, *, field: str, to: datetime, reason: str, by: Employee, client_key: UUID | None = None
) -> Correction:
    """Put a wrong date right, with the reason; the decision, the children's dates and the notices' clocks follow.

    The same `client_key` again gives the correction that is already there.
    """
    if again := sent_before(stay.corrections.select_related("key"), client_key, within=stay):
        return again
    _refuse(stay, field, to, reason)
    before = _set(stay, field, to)
    correction = Correction(stay=stay, key=stay.key, field=field, before=before, after=to, by=by)
    correction.client_key = client_key
    correction.reason = reason.strip()
    correction.save()
    _follow(stay, field, before, to)
    fields = {field: [before, to]}
    write(by=by, verb="ret", noun="stay", code=stay.code, subject=stay.resident.subject, fields=fields)
    return correction


def _refuse(stay: Stay, field: str, to: datetime, reason: str) -> None:
    if field not in CORRECTABLE:
        raise Refused(_("Vælg, hvilken dato der skal rettes."), "field")
    if not reason.strip():
        raise Refused(_("Skriv, hvorfor datoen var forkert."), "reason")
    if to > clock.now():
        raise Refused(_("Datoen ligger ude i fremtiden."), "to")
    born = born_on(stay.resident)
    if born and clock.day_of(to) < born:
        raise Refused(_("Efter CPR-nummeret var hun ikke født endnu. Se efter, om årstallet er rigtigt."), "to")
    {"decided_at": _refuse_decided, "moved_in_at": _refuse_moved_in, "left_at": _refuse_left}[field](stay, to)


def _refuse_decided(stay: Stay, to: datetime) -> None:
    refuse_decided_before_call(stay.enquiry, to, "to")
    if stay.left_at is not None and to > stay.left_at:
        raise Refused(_("Afgørelsen kan ikke være truffet, efter at hun flyttede ud."), "to")
    decision = Decision.objects.filter(enquiry=stay.enquiry_id).first() if stay.enquiry_id else None
    if decision is not None and to > decision.entered_at:
        message = _("Afgørelsen blev skrevet ind {moment}. Den kan ikke være truffet senere.")
        raise Refused(message.format(moment=say_moment(decision.entered_at)), "to")


def _refuse_moved_in(stay: Stay, to: datetime) -> None:
    refuse_moved_before_call(stay.enquiry, to, "to")
    if stay.left_at is not None and to > stay.left_at:
        raise Refused(_("Hun kan ikke være flyttet ud, før hun flyttede ind."), "to")
    children = ChildStay.objects.filter(stay=stay)
    # Those who came with her follow her; those who came by themselves stand where they stand.
    if children.exclude(moved_in_at=stay.moved_in_at).filter(moved_in_at__lt=to).exists():
        raise Refused(_("Et af børnene flyttede ind før det, og et barn flytter ikke ind før sin mor."), "to")
    if _brings_unborn(stay, to):
        raise Refused(_("Et af de børn, der kom med hende, var ikke født endnu efter sit CPR-nummer."), "to")
    if children.filter(left_at__lt=to).exists():
        raise Refused(_("Et af børnene flyttede ud før det."), "to")
    if stay.moves.filter(at__lt=to).exists():
        raise Refused(_("Der står en flytning under opholdet, som ligger før det."), "to")


def _brings_unborn(stay: Stay, to: datetime) -> bool:
    """Would a child that follows her date have moved in before it was born?"""
    with_her = stay.child_stays.filter(moved_in_at=stay.moved_in_at).values("child")
    known = ChildIdentity.objects.filter(child__in=with_her).select_related("key")
    return any(cpr.parse(one.cpr).born > clock.day_of(to) for one in known if one.cpr)


def _refuse_left(stay: Stay, to: datetime) -> None:
    if stay.left_at is None:
        raise Refused(_("Hun er ikke flyttet ud endnu."), "field")
    refuse_left_before(stay, to, "to")


def _set(stay: Stay, field: str, to: datetime) -> datetime:
    """Write the date; gives the one that stood there, which stands again if it is refused."""
    before: datetime = getattr(stay, field)
    setattr(stay, field, to)
    try:
        save_stay(stay, fields=[field])
    except Refused:
        setattr(stay, field, before)
        raise
    return before


def _follow(stay: Stay, field: str, before: datetime, to: datetime) -> None:
    if field == "decided_at":
        Decision.objects.filter(enquiry=stay.enquiry_id).update(decided_at=to)
        count_age_again(stay)
        owe_notice(stay, "admission", clock.day_of(to))
    elif field == "moved_in_at":
        ChildStay.objects.filter(stay=stay, moved_in_at=before).update(moved_in_at=to)
    else:
        ChildStay.objects.filter(stay=stay, left_at=before).update(left_at=to)
        owe_notice(stay, "discharge", clock.day_of(to))
