"""Putting a wrong date of a stay right: what the first forms refuse is refused here too."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock, cpr, dates
from rettesnor.danish.blank import says_nothing
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions.admission import owe_notice, refuse_never_came, save_stay
from rettesnor.residency.actions.answers import sent_before
from rettesnor.residency.actions.decision import refuse_decided_before_call, refuse_moved_before_call
from rettesnor.residency.actions.early_notice import look_at_further, owe_discharge
from rettesnor.residency.actions.identity import born_on, count_age_again
from rettesnor.residency.actions.leaving import refuse_left_before
from rettesnor.residency.actions.named import look_again
from rettesnor.residency.actions.tasks import settle
from rettesnor.residency.models import ChildIdentity, ChildStay, Correction, Decision, Move, Stay
from rettesnor.residency.recorded import kept_within
from rettesnor.staff.models import Employee
from rettesnor.staff.sent_again import refuse_other_words
from rettesnor.ui.moment import say_moment


@transaction.atomic
def correct_date(
    stay: Stay, *, field: str, to: datetime, reason: str, by: Employee, client_key: UUID | None = None
) -> Correction:
    """Put a wrong date right, with the reason; the decision, the children's dates and the notices' clocks follow.

    `field`: a date of the stay, or with its code a child's moving in, its own moving out or a
    move between the houses (`Correction`).

    The same `client_key` again gives the correction that is already there; raises SavedBefore if it is another.
    """
    if again := sent_before(stay.corrections.select_related("key"), client_key, within=stay):
        standing = {"field": again.field, "to": again.after, "reason": again.reason}
        refuse_other_words(again, standing, {"field": field, "to": to, "reason": reason})
        return again
    refuse_never_came(stay, "field")
    refuse = _refusing(field)
    _refuse_reason_and_future(to, reason)
    row, name = _dated(stay, field)
    refuse(stay, row, to)
    before = _put(stay, row, name, field, to)
    correction = note_correction(stay, field, before, to, reason=reason, by=by, client_key=client_key)
    look_again(stay.resident)
    subject = row.child.subject if isinstance(row, ChildStay) else stay.resident.subject
    fields = {field: [before, to]}
    write(by=by, verb="ret", noun="stay", code=stay.code, subject=subject, fields=fields)
    if name == "left_at":
        settle(stay, by=by)
    return correction


def note_correction(
    stay: Stay, field: str, before: datetime | None, after: datetime | None, *,
    reason: str, by: Employee, client_key: UUID | None = None,
) -> Correction:  # fmt: skip
    """Keep the date that stood there, if one did, and why it was wrong; without an `after` it is gone."""
    correction = Correction(stay=stay, key=stay.key, field=field, before=before, after=after, by=by)
    correction.client_key, correction.reason = client_key, reason.strip()
    correction.save()
    return correction


Refusing = Callable[[Stay, Any, datetime], None]


def _refusing(field: str) -> Refusing:
    kind = field.partition(":")[0]
    known: dict[str, Refusing] = {
        "decided_at": _refuse_decided,
        "moved_in_at": _refuse_moved_in,
        "left_at": _refuse_left,
        "barn": _refuse_child,
        "barn-ud": _refuse_child_left,
        "flytning": _refuse_move,
    }
    if kind not in known:
        raise Refused(_("Vælg, hvilken dato der skal rettes."), "field")
    return known[kind]


def _refuse_reason_and_future(to: datetime, reason: str) -> None:
    if says_nothing(reason):
        raise Refused(_("Skriv, hvorfor datoen var forkert."), "reason")
    if to > clock.now():
        raise Refused(_("Datoen ligger ude i fremtiden."), "to")


def _dated(stay: Stay, field: str) -> tuple[Stay | ChildStay | Move, str]:
    """The row that holds the date, and what it is called there."""
    kind, _colon, code = field.partition(":")
    children = stay.child_stays.select_related("key", "child")
    rows: dict[str, tuple[QuerySet[ChildStay] | QuerySet[Move], str]] = {
        Correction.CHILD: (children, "moved_in_at"),
        # One that left with its mother follows her date.
        Correction.CHILD_LEFT: (children.filter(left_alone=True), "left_at"),
        Correction.MOVE: (stay.moves.between_houses().select_related("key"), "at"),
    }
    if f"{kind}:" not in rows:
        return stay, field
    among, name = rows[f"{kind}:"]
    found = among.filter(code=code).first()
    if found is None:
        raise Refused(_("Vælg, hvilken dato der skal rettes."), "field")
    return found, name


def refuse_unborn(stay: Stay, to: datetime) -> None:
    """Nobody comes before her birth by her number."""
    born = born_on(stay.resident)
    if born and clock.day_of(to) < born:
        raise Refused(_("Efter CPR-nummeret var hun ikke født endnu. Se efter, om årstallet er rigtigt."), "to")


def _refuse_child(stay: Stay, child_stay: ChildStay, to: datetime) -> None:
    if to < stay.moved_in_at:
        raise Refused(_("Barnet kan ikke være flyttet ind før sin mor."), "to")
    left = child_stay.left_at or stay.left_at
    if left is not None and to > left:
        raise Refused(_("Barnet kan ikke være flyttet ud, før det flyttede ind."), "to")
    if _unborn([child_stay.child_id], to):
        raise Refused(_("Barnet var ikke født endnu efter sit CPR-nummer."), "to")


def _refuse_child_left(stay: Stay, child_stay: ChildStay, to: datetime) -> None:
    if to < child_stay.moved_in_at:
        raise Refused(_("Barnet kan ikke være flyttet ud, før det flyttede ind."), "to")
    if stay.left_at is not None and to > stay.left_at:
        message = _("Moren flyttede ud {moment}. Barnet kan ikke være flyttet senere.")
        raise Refused(message.format(moment=say_moment(stay.left_at)), "to")


def _refuse_move(stay: Stay, move: Move, to: datetime) -> None:
    if to < stay.moved_in_at:
        raise Refused(_("Hun flyttede ind senere end det."), "to")
    if stay.left_at is not None and to > stay.left_at:
        raise Refused(_("Hun var flyttet ud på det tidspunkt."), "to")
    then = Move(pk=move.pk, at=to)
    if any(move.is_after(each) != then.is_after(each) for each in stay.moves.between_houses().exclude(pk=move.pk)):
        raise Refused(_("Der står en anden flytning imellem. Ret dem i den rækkefølge, de skete."), "to")


def _refuse_decided(stay: Stay, _row: Stay, to: datetime) -> None:
    refuse_unborn(stay, to)
    refuse_decided_before_call(stay.enquiry, to, "to")
    if stay.left_at is not None and to > stay.left_at:
        raise Refused(_("Afgørelsen kan ikke være truffet, efter at hun flyttede ud."), "to")
    decision = Decision.objects.filter(enquiry=stay.enquiry_id).first() if stay.enquiry_id else None
    if decision is not None and to > decision.entered_at:
        message = _("Afgørelsen blev skrevet ind {moment}. Den kan ikke være truffet senere.")
        raise Refused(message.format(moment=say_moment(decision.entered_at)), "to")
    _refuse_decided_after_notice(stay, to)


def _refuse_decided_after_notice(stay: Stay, to: datetime) -> None:
    """Nothing is told before the decision that let her in, so nothing that was told can come to stand before it."""
    told = stay.notices.filter(sent_on__lt=clock.day_of(to)).order_by("sent_on").first()
    if told is not None and told.sent_on is not None:
        message = _("Kommunen blev orienteret {day}. Afgørelsen kan ikke være truffet senere.")
        raise Refused(message.format(day=dates.say(told.sent_on)), "to")


def _refuse_moved_in(stay: Stay, _row: Stay, to: datetime) -> None:
    refuse_unborn(stay, to)
    refuse_moved_before_call(stay.enquiry, to, "to")
    if stay.left_at is not None and to > stay.left_at:
        raise Refused(_("Hun kan ikke være flyttet ud, før hun flyttede ind."), "to")
    children = ChildStay.objects.filter(stay=stay)
    # Those who came with her follow her; those who came by themselves stand where they stand.
    if children.exclude(moved_in_at=stay.moved_in_at).filter(moved_in_at__lt=to).exists():
        raise Refused(_("Et af børnene flyttede ind før det, og et barn flytter ikke ind før sin mor."), "to")
    refuse_brings_unborn(stay, to)
    if children.filter(left_at__lt=to).exists():
        raise Refused(_("Et af børnene flyttede ud før det."), "to")
    if any(each.at < to for each in stay.moves.between_houses()):
        raise Refused(_("En flytning til det andet hus ligger før. Ret den først, hvis den er forkert."), "to")


def refuse_brings_unborn(stay: Stay, to: datetime) -> None:
    """No child that follows her date moves in before it was born."""
    if _unborn(stay.child_stays.filter(moved_in_at=stay.moved_in_at).values_list("child", flat=True), to):
        raise Refused(_("Et af de børn, der kom med hende, var ikke født endnu efter sit CPR-nummer."), "to")


def _unborn(children: Iterable[int], to: datetime) -> bool:
    known = ChildIdentity.objects.filter(child__in=list(children)).select_related("key")
    return any(cpr.parse(one.cpr).born > clock.day_of(to) for one in known if one.cpr)


def _refuse_left(stay: Stay, _row: Stay, to: datetime) -> None:
    refuse_unborn(stay, to)
    if stay.left_at is None:
        raise Refused(_("Hun er ikke flyttet ud endnu."), "field")
    refuse_left_before(stay, to, "to")


def _put(stay: Stay, row: Stay | ChildStay | Move, name: str, field: str, to: datetime) -> datetime:
    """Write the date and what follows it; gives the one that stood there, which stands again if it is refused."""
    before: datetime = getattr(row, name)
    setattr(row, name, to)
    try:
        with kept_within(stay, "to"):
            _save(row, name)
            _follow(stay, field, before, to)
    except Refused:
        setattr(row, name, before)
        raise
    return before


def _save(row: Stay | ChildStay | Move, name: str) -> None:
    if isinstance(row, Stay):
        save_stay(row, fields=[name])
    else:
        row.save(update_fields=[name])


def _follow(stay: Stay, field: str, before: datetime, to: datetime) -> None:
    if field == "decided_at":
        Decision.objects.filter(enquiry=stay.enquiry_id).update(decided_at=to)
        count_age_again(stay)
        owe_notice(stay, "admission", clock.day_of(to))
    elif field == "moved_in_at":
        ChildStay.objects.filter(stay=stay, moved_in_at=before).update(moved_in_at=to)
    elif field.startswith(Correction.CHILD_LEFT):
        look_at_further(stay)
    elif field == "left_at":
        ChildStay.objects.filter(stay=stay).left_with_her(before).update(left_at=to)
        owe_discharge(stay, clock.day_of(to), planned=False)
