"""The verbs about a child itself: coming later than the mother, and what it says in its own words."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock, codes, cpr
from rettesnor.danish.blank import says_nothing
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions.admission import admit_child, refuse_never_came
from rettesnor.residency.actions.answers import sent_before
from rettesnor.residency.actions.correction import note_correction
from rettesnor.residency.actions.early_notice import look_at_further
from rettesnor.residency.actions.identity import born_on
from rettesnor.residency.actions.named import look_again
from rettesnor.residency.actions.tasks import settle
from rettesnor.residency.actions.told_of_child import say
from rettesnor.residency.actions.visitation import AS_OLD, as_old_as, refuse_no_name
from rettesnor.residency.models import Child, ChildAssessment, ChildStay, Correction, Stay, Visitation
from rettesnor.residency.recorded import kept_within
from rettesnor.staff.models import Employee
from rettesnor.staff.sent_again import refuse_other_words


@transaction.atomic
def bring_child(
    stay: Stay,
    *,
    moved_in_at: datetime,
    by: Employee,
    age_group: str = "",
    called: str = "",
    institution: str = "",
    client_key: UUID | None = None,
) -> ChildStay:
    """A child that comes later than its mother, or is born here: a person of its own, to be assessed like the others.

    An anonymous woman's child gets no name here either. The same `client_key` again gives the child already here;
    raises SavedBefore if something else is said of it.
    """
    if again := sent_before(ChildAssessment.objects.filter(enquiry=stay.enquiry_id), client_key, within=stay):
        stayed = ChildStay.objects.select_related("key", "child").get(stay=stay, child=again.child_id)
        standing = {"moved_in_at": stayed.moved_in_at, "age_group": again.age_group}
        standing |= {"called": again.called, "institution": again.institution}
        said = {"moved_in_at": moved_in_at, "age_group": age_group, "called": called, "institution": institution}
        refuse_other_words(stayed, standing, said)
        return stayed
    refuse_never_came(stay, "moved_in_at")
    _refuse_child(stay, moved_in_at, age_group, called or institution)
    _refuse_as_old_as_mother(stay, age_group)
    refuse_no_name(called, "called")
    last = ChildAssessment.objects.filter(enquiry=stay.enquiry).aggregate(last=Max("order"))["last"] or 0
    told = ChildAssessment(enquiry=stay.enquiry, key=stay.key, order=last + 1, age_group=age_group)
    told.client_key = client_key
    told.called, told.institution = called.strip(), institution.strip()
    told.why_not = _("Kom til, efter at moren flyttede ind.")
    told.save()
    stayed = admit_child(stay, told, by, moved_in_at)
    look_again(stay.resident)
    fields = {"moved_in_at": moved_in_at, "age_group": age_group}
    write(by=by, verb="optag barn", noun="childstay", code=stayed.code, subject=stayed.child.subject, fields=fields)
    return stayed


def _refuse_child(stay: Stay, moved_in_at: datetime, age_group: str, named: str) -> None:
    if stay.left_at is not None:
        raise Refused(_("Opholdet er slut."), "moved_in_at")
    if stay.enquiry is None:
        raise Refused(_("Henvendelsen er slettet, så barnet kan ikke skrives ind her."), "moved_in_at")
    if moved_in_at > clock.now():
        raise Refused(_("Tidspunktet ligger ude i fremtiden."), "moved_in_at")
    if moved_in_at < stay.moved_in_at:
        raise Refused(_("Barnet kan ikke være flyttet ind før sin mor."), "moved_in_at")
    if age_group and not codes.valid("child_age_group", age_group):
        raise Refused(_("Vælg et af svarene på listen."), "age_group")
    if stay.anonymous and named.strip():
        raise Refused(_("Moren er anonym. Så skriver vi heller ikke barnets navn."), "called")


def _refuse_as_old_as_mother(stay: Stay, age_group: str) -> None:
    """By her number, else by the age she told."""
    born, day = born_on(stay.resident), clock.today()
    told = Visitation.objects.filter(enquiry=stay.enquiry).select_related("key").first()
    years = cpr.age_on(born, day) if born else told.years_on(day) if told else None
    if as_old_as(codes.youngest(age_group), years):
        raise Refused(AS_OLD, "age_group")


@transaction.atomic
def child_leaves(
    stay: Stay, *, child_stay: ChildStay, left_at: datetime, by: Employee, left_for: str = ""
) -> ChildStay:
    """A child moves out before its mother does: to its father, to others, to a place of its own."""
    refuse_never_came(stay)
    if stay.left_at is not None:
        raise Refused(_("Opholdet er slut, og barnet er flyttet ud med sin mor."))
    if child_stay.left_at is not None:
        raise Refused(_("Barnet er allerede flyttet ud."), "child_stay")
    if left_at > clock.now():
        raise Refused(_("Tidspunktet ligger ude i fremtiden."), "left_at")
    if left_at < child_stay.moved_in_at:
        raise Refused(_("Barnet kan ikke være flyttet ud, før det flyttede ind."), "left_at")
    _gone(stay, child_stay, left_at)
    child_stay.left_for = left_for.strip()
    child_stay.save(update_fields=["left_for"])
    look_again(stay.resident)
    look_at_further(stay)
    _log_child(child_stay, "barn flyttet", by, left_at=left_at)
    settle(stay, by=by)
    return child_stay


def _gone(stay: Stay, child_stay: ChildStay, left_at: datetime) -> None:
    """The child at hand is changed when nothing that was recorded of it refuses the day."""
    with kept_within(stay, "left_at"):
        ChildStay.objects.filter(pk=child_stay.pk).update(left_at=left_at, left_alone=True)
    child_stay.left_at, child_stay.left_alone = left_at, True


@transaction.atomic
def child_is_back(stay: Stay, *, child_stay: ChildStay, reason: str, by: Employee) -> Correction:
    """A child that moved out lives here again, or had not moved at all; when it was said to have left is kept."""
    refuse_never_came(stay)
    if stay.left_at is not None:
        raise Refused(_("Opholdet er slut. Barnet kan ikke bo her."))
    before = child_stay.left_at
    if before is None:
        raise Refused(_("Barnet bor her allerede."), "child_stay")
    if says_nothing(reason):
        raise Refused(_("Skriv kort, hvorfor. Fx at barnet er kommet igen i dag."), "reason")
    child_stay.left_at, child_stay.left_alone = None, False
    child_stay.save(update_fields=["left_at", "left_alone"])
    field = Correction.CHILD_LEFT + child_stay.code
    correction = note_correction(stay, field, before, None, reason=reason, by=by)
    look_again(stay.resident)
    look_at_further(stay)
    _log_child(child_stay, "barn her igen", by, left_at=[before, None])
    settle(stay, by=by)
    return correction


def _log_child(child_stay: ChildStay, verb: str, by: Employee, **fields: object) -> None:
    write(by=by, verb=verb, noun="childstay", code=child_stay.code, subject=child_stay.child.subject, fields=fields)


@transaction.atomic
def write_words(child: Child, *, own_words: str, by: Employee, version: int | None = None) -> Child:
    """Write down what the child says of itself, in its own words; what it said before is kept beside.

    `version` is the one that was opened; raises Overtaken if another has saved since.
    """
    if says_nothing(own_words):
        raise Refused(_("Skriv, hvad barnet siger."), "own_words")
    say(child, own_words.strip(), clock.today(), by, version)
    return child
