"""Roles: given, and ended at once."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.staff.actions.accounts import sign_out_everywhere
from rettesnor.staff.models import ROLE_CHOICES, Employee, House, RoleGrant

GRANTABLE = "SFKB"
"""What a leader gives and ends in the own house; every other role is given at the machine (docs/decisions/0009)."""


@transaction.atomic
def give_role(
    person: Employee,
    *,
    role: str,
    house: House | None,
    since: date,
    by: Employee | None,
    until: date | None = None,
    confirmed_by: Employee | None = None,
) -> RoleGrant:
    """From `since` on somebody holds a role in one house, or in both. Nobody gives a role to themselves."""
    if role not in dict(ROLE_CHOICES):
        raise Refused(_("Den rolle findes ikke."), "role")
    if person in (by, confirmed_by):
        raise Refused(_("Du kan ikke give dig selv en rolle."), "role")
    if until is not None and until < since:
        raise Refused(_("En rolle kan ikke slutte, før den begynder."), "until")
    grant = RoleGrant.objects.create(
        employee=person, role=role, house=house, since=since, until=until, granted_by=by, confirmed_by=confirmed_by
    )
    told: dict[str, object] = {"role": role, "house": house.code if house else "", "since": since, "until": until}
    told |= {"spurgt": by.name} if by and confirmed_by else {}
    write(by=confirmed_by or by, verb="giv rolle", noun="konto", code=person.code, fields=told)
    return grant


@transaction.atomic
def end_role(grant: RoleGrant, *, by: Employee) -> None:
    """The role is over at this moment: what it opened is closed, and who held it must sign in again."""
    if not can_end(grant, by):
        raise Refused(_("Den rolle kan du ikke afslutte her."))
    ended = RoleGrant.objects.filter(pk=grant.pk, ended_at=None).update(ended_at=clock.now())
    if not ended:
        raise Refused(_("Rollen er allerede afsluttet."))
    sign_out_everywhere(grant.employee)
    told = {"role": grant.role, "house": grant.house.code if grant.house else ""}
    write(by=by, verb="afslut rolle", noun="konto", code=grant.employee.code, fields=told)


def can_end(grant: RoleGrant, by: Employee) -> bool:
    """A leader ends in the own house what a leader may give there, but nobody their own."""
    if grant.role not in GRANTABLE or grant.employee_id == by.pk or grant.ended_at is not None:
        return False
    return grant.house_id in by.standing.houses("staff.grant") and not grant.is_over(clock.today())
