"""Special protection: given by one, ended by two."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.danish.blank import says_nothing
from rettesnor.danish.refused import Refused
from rettesnor.residency.models import Lifting, Resident
from rettesnor.staff.models import Employee


@transaction.atomic
def protect(resident: Resident, *, by: Employee) -> None:
    """Give her special protection, at once; a wish to end it that waits for an answer falls."""
    waiting = Lifting.objects.waiting_for(resident)
    if waiting is not None:
        _answer(waiting, lifted=False, by=by)
    resident.protected = True
    resident.save(update_fields=["protected"])
    _log(resident, by, protected=True)


@transaction.atomic
def ask_to_lift(resident: Resident, *, reason: str, by: Employee) -> Lifting:
    """Ask that her special protection ends; it stands until somebody else says yes."""
    if says_nothing(reason):
        raise Refused(_("Skriv, hvorfor beskyttelsen kan ophæves."), "reason")
    if not Resident.objects.filter(pk=resident.pk, protected=True).exists():
        raise Refused(_("Hun har ikke særlig beskyttelse."), "reason")
    lifting = Lifting(resident=resident, key=resident.key, asked_by=by, reason=reason.strip())
    try:
        with transaction.atomic():
            lifting.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("Der er allerede bedt om det. En leder skal svare først."), "reason") from None
    subject = resident.subject
    write(
        by=by, verb="bed om at ophæve", noun="lifting", code=lifting.code, subject=subject, fields={"protected": True}
    )
    return lifting


@transaction.atomic
def answer_lifting(lifting: Lifting, *, lifted: bool, by: Employee) -> None:
    """Say yes or no to the wish; the yes is somebody else's than the wish."""
    # Held until the answer stands, so that two people cannot answer at once.
    held = Lifting.objects.select_for_update(of=("self",)).select_related("resident").get(pk=lifting.pk)
    if held.answered_at is not None:
        raise Refused(_("Der er allerede svaret."))
    if lifted and held.asked_by_id == by.pk:
        raise Refused(_("Du har selv bedt om det. En anden leder skal sige ja."))
    _answer(lifting, lifted=lifted, by=by)
    if lifted:
        Resident.objects.filter(pk=lifting.resident_id).update(protected=False)
        lifting.resident.protected = False
        _log(lifting.resident, by, protected=False, asked_by=held.asked_by.code)


def _answer(lifting: Lifting, *, lifted: bool, by: Employee) -> None:
    lifting.answered_by, lifting.answered_at, lifting.lifted = by, clock.now(), lifted
    lifting.save(update_fields=["answered_by", "answered_at", "lifted"])
    if not lifted:
        told, subject = {"lifted": False}, lifting.resident.subject
        write(by=by, verb="svar", noun="lifting", code=lifting.code, subject=subject, fields=told)


def _log(resident: Resident, by: Employee, **fields: object) -> None:
    write(by=by, verb="beskyt", noun="resident", code=resident.code, subject=resident.subject, fields=fields)
