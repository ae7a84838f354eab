"""What takes two persons: one asks, another confirms. A role in a house, and a lost way in that is opened anew."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.staff import limits
from rettesnor.staff.actions.accounts import half_a_password, hold_person, open_anew
from rettesnor.staff.actions.roles import GRANTABLE, give_role
from rettesnor.staff.asked import hold
from rettesnor.staff.models import Employee, House, Proposal, RoleGrant
from rettesnor.vault import box

PLACE = "staff_proposal.half"


@transaction.atomic
def ask_role(
    person: Employee, *, role: str, house: House, since: date, by: Employee, until: date | None = None
) -> Proposal:
    """Ask for a role in one's own house. Nothing changes before another has confirmed it."""
    if role not in GRANTABLE:
        raise Refused(_("Den rolle gives ikke her."), "role")
    _refuse_person(person, by)
    if since < clock.today():
        raise Refused(_("En rolle kan ikke begynde på en dag, der er gået."), "since")
    if until is not None and until < since:
        raise Refused(_("En rolle kan ikke slutte, før den begynder."), "until")
    hold_person(person)
    _refuse_twice(person, role, house, since)
    asked = Proposal.objects.create(
        kind=Proposal.ROLE, employee=person, role=role, house=house, since=since, until=until, asked_by=by
    )
    told = {"role": role, "house": house.code, "since": since, "until": until}
    write(by=by, verb="foreslå rolle", noun="konto", code=person.code, fields=told)
    return asked


def _refuse_person(person: Employee, by: Employee) -> None:
    if person == by:
        raise Refused(_("Det kan du ikke gøre for dig selv. Bed en anden om det."), "employee")
    if not person.works_on(clock.today()):
        raise Refused(_("{name} er ikke længere ansat.").format(name=person.name), "employee")


def _refuse_twice(person: Employee, role: str, house: House, since: date) -> None:
    same = Q(employee=person, role=role, house=house)
    if RoleGrant.objects.filter(same, Q(until=None) | Q(until__gte=since), ended_at=None).exists():
        raise Refused(_("{name} har allerede den rolle.").format(name=person.name), "role")
    if Proposal.objects.waiting().filter(same).exists():
        raise Refused(_("Der er allerede spurgt om den rolle. Den venter på en anden."), "role")


@transaction.atomic
def ask_door(person: Employee, *, by: Employee) -> tuple[Proposal, str]:
    """Ask for a new way in for one who lost password or telephone: (the proposal, the first half of the password).

    The half that is shown now opens nothing. Whoever confirms gets the other, so that neither can come in alone.
    """
    _refuse_person(person, by)
    hold_person(person)
    if Proposal.objects.waiting().filter(kind=Proposal.DOOR, employee=person).exists():
        raise Refused(_("Der er allerede spurgt. Træk det tilbage, hvis det skal gøres om."))
    half = half_a_password()
    asked = Proposal(kind=Proposal.DOOR, employee=person, asked_by=by)
    asked.half = box.seal_secret(half, f"{PLACE}:{asked.code}")
    asked.save(force_insert=True)
    write(by=by, verb="foreslå nulstilling", noun="konto", code=person.code)
    return asked, half


@transaction.atomic
def confirm(proposal: Proposal, *, by: Employee) -> str:
    """Another than the asker says yes, and it is done. Returns the second half of a new password, or nothing."""
    held = hold(proposal, "employee", "house")
    if not _may_answer(held, by):
        raise Refused(_("Det skal en anden bekræfte: den anden leder eller logrevisoren."))
    lasts = timedelta(days=limits.value("staff.proposal", clock.today()))
    if clock.now() > held.asked_at + lasts:
        raise Refused(_("Der er gået for lang tid. Der må spørges igen."))
    if not held.employee.works_on(clock.today()):
        raise Refused(_("{name} er ikke længere ansat.").format(name=held.employee.name))
    half = _answered(held, Proposal.YES, by)
    if held.kind == Proposal.DOOR:
        return open_anew(held.employee, half=half, asked_by=held.asked_by, by=by)
    _give(held, by)
    return ""


def _give(held: Proposal, by: Employee) -> None:
    """The role as it was asked for; a day that has passed meanwhile counts from today."""
    today = clock.today()
    if held.employee.password_is_first:
        first = _("{name} skal først logge ind og vælge sin egen adgangskode. Ellers kender it den stadig.")
        raise Refused(first.format(name=held.employee.name))
    if held.until is not None and held.until < today:
        raise Refused(_("Rollen skulle være slut nu. Der må spørges igen."))
    since = max(held.since or today, today)
    give_role(
        held.employee,
        role=held.role,
        house=held.house,
        since=since,
        until=held.until,
        by=held.asked_by,
        confirmed_by=by,
    )


@transaction.atomic
def refuse(proposal: Proposal, *, by: Employee) -> None:
    """Another than the asker says no."""
    held = hold(proposal, "employee", "house")
    if not _may_answer(held, by):
        raise Refused(_("Det skal en anden svare på: den anden leder eller logrevisoren."))
    _answered(held, Proposal.NO, by)
    write(by=by, verb="afvis", noun="konto", code=held.employee.code, fields={"forslag": held.kind})


@transaction.atomic
def take_back(proposal: Proposal, *, by: Employee) -> None:
    """Whoever asked has thought better of it."""
    held = hold(proposal, "employee", "house")
    if held.asked_by_id != by.pk:
        raise Refused(_("Kun den, der har spurgt, kan trække det tilbage."))
    _answered(held, Proposal.TAKEN_BACK, by)
    write(by=by, verb="træk tilbage", noun="konto", code=held.employee.code, fields={"forslag": held.kind})


def _may_answer(held: Proposal, by: Employee) -> bool:
    return Proposal.objects.filter(pk=held.pk).answerable_by(by).exists()


def _answered(held: Proposal, outcome: str, by: Employee) -> str:
    """Write the answer down; what was sealed for it is given back and kept no longer."""
    half = box.unseal_secret(held.half, f"{PLACE}:{held.code}") if held.half else ""
    held.half = ""
    held.answer(outcome, by, "half")
    return half
