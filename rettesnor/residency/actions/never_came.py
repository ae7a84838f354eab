"""She got a yes and never came: the stay is none, and what hung on it is not owed. It can be undone if she comes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.danish.blank import says_nothing
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions.admission import carry_a_word, refuse_far_future, save_stay
from rettesnor.residency.actions.answers import sent_before, whole_minute
from rettesnor.residency.actions.correction import note_correction, refuse_brings_unborn, refuse_unborn
from rettesnor.residency.actions.decision import refuse_moved_before_call
from rettesnor.residency.actions.named import look_again
from rettesnor.residency.actions.tasks import end_all, settle
from rettesnor.residency.models import ChildStay, Correction, Notice, Stay
from rettesnor.residency.recorded import been_here
from rettesnor.staff.models import Employee
from rettesnor.staff.sent_again import refuse_other_words

NEVER_CAME = gettext_lazy("Hun kom aldrig.")
"""Why a notice of an admission that did not happen is not owed."""
DATES = ["moved_in_at", "left_at", "never_came_at"]


@transaction.atomic
def never_came(
    stay: Stay, *, reason: str, by: Employee, known_at: datetime | None = None, client_key: UUID | None = None
) -> Correction:
    """She never came, as is known since `known_at` (now): nothing is counted or owed, and no stay is in her way.

    The stay ends as it begins, at this moment, so that whoever wrote it can still read it and undo it as long as of
    one that has ended. The same `client_key` again gives the correction that is there; raises SavedBefore if it says
    something else.
    """
    if again := sent_before(stay.corrections.select_related("key"), client_key, within=stay):
        standing = {"reason": again.reason, "known_at": stay.never_came_at}
        refuse_other_words(again, standing, {"reason": reason, "known_at": known_at or stay.never_came_at})
        return again
    _hold(stay)
    _refuse_never_came(stay, reason, known_at)
    expected, now = stay.moved_in_at, clock.now()
    stay.moved_in_at = stay.left_at = now
    stay.never_came_at = known_at or now
    save_stay(stay, fields=DATES)
    ChildStay.objects.filter(stay=stay).update(moved_in_at=now, left_at=now)
    _owe_none(stay)
    look_again(stay.resident)
    correction = note_correction(stay, "moved_in_at", expected, None, reason=reason, by=by, client_key=client_key)
    _log(stay, "kom aldrig", by, moved_in_at=[expected, None], never_came_at=stay.never_came_at)
    settle(stay, by=by)
    return correction


@transaction.atomic
def came_after_all(
    stay: Stay, *, to: datetime, reason: str, by: Employee, client_key: UUID | None = None
) -> Correction:
    """She came after all, or is awaited again: the stay runs from `to`, and the notice is owed as it was.

    Refused if another stay of hers is in the way. The same `client_key` again as in `never_came`.
    """
    if again := sent_before(stay.corrections.select_related("key"), client_key, within=stay):
        refuse_other_words(again, {"to": again.after, "reason": again.reason}, {"to": to, "reason": reason})
        return again
    _hold(stay)
    _refuse_came(stay, to, reason)
    carry_a_word(stay.resident)
    stay.moved_in_at, stay.left_at, stay.never_came_at = to, None, None
    save_stay(stay, fields=DATES)
    ChildStay.objects.filter(stay=stay).update(moved_in_at=to, left_at=None)
    _owe_again(stay)
    look_again(stay.resident)
    if stay.resident.stays.came().filter(decided_at__gt=stay.decided_at).exists():
        end_all(stay.resident, by=by)  # she has lived here since: as at every new stay, they are asked again
    correction = note_correction(stay, "moved_in_at", None, to, reason=reason, by=by, client_key=client_key)
    _log(stay, "kom alligevel", by, moved_in_at=[None, to])
    settle(stay, by=by)
    return correction


def has_told(stay: Stay) -> Notice | None:
    """A notice by which the municipality was told of a stay that did not happen."""
    told = stay.notices.exclude(sent_on=None)
    return told.first() if stay.never_came_at is not None else None


def _hold(stay: Stay) -> None:
    """The dates as they are now, held until the act is done: two may write at once."""
    stay.refresh_from_db(fields=[*DATES, "decided_at"], from_queryset=Stay.objects.select_for_update())


def _refuse_never_came(stay: Stay, reason: str, known_at: datetime | None) -> None:
    if stay.never_came_at is not None:
        raise Refused(_("Det står allerede, at hun aldrig kom."))
    if stay.left_at is not None:
        raise Refused(_("Der står, at hun er flyttet ud. Er det forkert, så skriv først, at hun ikke er flyttet."))
    if Stay.objects.filter(been_here(), pk=stay.pk).exists():
        raise Refused(_("Der er registreret noget, mens hun skulle være her. Er det forkert, så ret det først."))
    if stay.talks.waiting().exists():
        raise Refused(_("Der er aftalt en samtale. Skriv først, hvad der blev af den."))
    if says_nothing(reason):
        raise Refused(_("Skriv kort, hvad I ved om, at hun ikke kom."), "reason")
    if known_at is not None and known_at > clock.now():
        raise Refused(_("Tidspunktet ligger ude i fremtiden."), "known_at")
    if known_at is not None and known_at < whole_minute(stay.decided_at):
        raise Refused(_("Afgørelsen om opholdet blev først truffet senere."), "known_at")


def _refuse_came(stay: Stay, to: datetime, reason: str) -> None:
    if stay.never_came_at is None:
        raise Refused(_("Der står ikke, at hun aldrig kom."))
    if says_nothing(reason):
        raise Refused(_("Skriv kort, hvad der er sket."), "reason")
    refuse_far_future(to, "to")
    refuse_moved_before_call(stay.enquiry, to, "to")
    refuse_unborn(stay, to)
    refuse_brings_unborn(stay, to)


def _unsent(stay: Stay) -> QuerySet[Notice]:
    return Notice.objects.filter(stay=stay, sent_on=None).select_related("key")


def _owe_none(stay: Stay) -> None:
    for notice in _unsent(stay).filter(not_owed_why=None):
        notice.not_owed_why = str(NEVER_CAME)
        notice.save(update_fields=["not_owed_why"])


def _owe_again(stay: Stay) -> None:
    """Only what was not owed because she never came."""
    for notice in _unsent(stay).exclude(not_owed_why=None):
        if notice.not_owed_why == str(NEVER_CAME):
            notice.not_owed_why = ""
            notice.save(update_fields=["not_owed_why"])


def _log(stay: Stay, verb: str, by: Employee, **fields: object) -> None:
    write(by=by, verb=verb, noun="stay", code=stay.code, subject=stay.resident.subject, fields=fields)
