"""What leaders and the operator do with the house's own people and limits."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.staff.limits import LIMITS
from rettesnor.staff.models import (
    ROLE_CHOICES,
    Assignment,
    Employee,
    House,
    LimitDecision,
    RoleGrant,
    Shift,
    Unsent,
)
from rettesnor.vault.models import DataKey

UNSENT_FOR = timedelta(days=7)
"""So long a form that came after the sign-in had run out waits for its writer."""

MOST_UNSENT = 20
"""So many of one person's wait at most."""


@transaction.atomic
def decide_limit(key: str, *, number: int, since: date, by: Employee) -> LimitDecision:
    """From `since` on the limit is `number` of its own unit. Earlier decisions stand as they were."""
    if key not in LIMITS:
        raise Refused(_("Den grænse findes ikke."), "key")
    if number < 1:
        raise Refused(_("En grænse er mindst 1."), "number")
    decision = LimitDecision.objects.create(key=key, number=number, since=since, decided_by=by)
    write(by=by, verb="beslut", noun="limit", fields={"key": key, "number": number, "since": since})
    return decision


@transaction.atomic
def add_house(
    *, code: str, name: str, municipality: str, by: Employee | None, address: str = "", phone: str = ""
) -> House:
    """A house of the centre, with its address sealed under a key of its own. `by=None` is the one at the machine."""
    if House.objects.filter(code=code).exists():
        raise Refused(_("Der er allerede et hus med den kode."), "code")
    house = House(code=code, name=name, municipality=municipality, key=DataKey.objects.fresh())
    house.address, house.phone = address, phone
    house.save(force_insert=True)
    write(by=by, verb="opret", noun="house", code=code)
    return house


@transaction.atomic
def add_person(*, username: str, name: str, by: Employee | None, title: str = "") -> tuple[Employee, str]:
    """Somebody new, without a role yet: (the person, a password for the first sign-in, which is kept nowhere)."""
    if Employee.objects.filter(username__iexact=username).exists():
        raise Refused(_("Brugernavnet er taget."), "username")
    person = Employee(username=username, name=name, title=title)
    word = _first_password(person)
    person.save(force_insert=True)
    write(by=by, verb="opret", noun="konto", code=person.code)
    return person, word


@transaction.atomic
def give_role(
    person: Employee, *, role: str, house: House | None, since: date, by: Employee | None, until: date | None = None
) -> RoleGrant:
    """From `since` on somebody holds a role in one house, or in both. Nobody gives a role to themselves."""
    if role not in dict(ROLE_CHOICES):
        raise Refused(_("Den rolle findes ikke."), "role")
    if by == person:
        raise Refused(_("Du kan ikke give dig selv en rolle."), "role")
    if until is not None and until < since:
        raise Refused(_("En rolle kan ikke slutte, før den begynder."), "until")
    grant = RoleGrant.objects.create(employee=person, role=role, house=house, since=since, until=until, granted_by=by)
    told = {"role": role, "house": house.code if house else "", "since": since, "until": until}
    write(by=by, verb="giv rolle", noun="konto", code=person.code, fields=told)
    return grant


@transaction.atomic
def end_person(person: Employee, *, on: date, by: Employee | None) -> None:
    """`on` is the last day: roles, shifts and tasks end with it, and from the next morning nobody comes in."""
    after = datetime.combine(on + timedelta(days=1), time(), clock.CPH)
    person.ends_on = on
    person.save(update_fields=["ends_on"])
    still = Q(until=None) | Q(until__gt=on)
    RoleGrant.objects.filter(still, employee=person, since__lte=on).update(until=on)
    Shift.objects.filter(employee=person, starts__gte=after).delete()
    Assignment.objects.filter(employee=person, until=None, since__lte=after).update(until=after)
    write(by=by, verb="afslut", noun="konto", code=person.code, fields={"ends_on": on})


@transaction.atomic
def reset_door(person: Employee, *, by: Employee | None) -> str:
    """For one who lost password or telephone: a new first password, and a code app to be enrolled afresh."""
    word = _first_password(person)
    person.save(update_fields=["password", "password_is_first"])
    for factor in Authenticator.objects.filter(user=person):
        factor.delete()
    write(by=by, verb="nulstil", noun="konto", code=person.code)
    return word


def _first_password(person: Employee) -> str:
    # Letters and digits that nobody mistakes for each other when they are read aloud or copied from paper.
    word = "-".join(
        "".join(secrets.choice("abcdefghkmnpqrstuvwxyz23456789") for _letter in range(4)) for _part in range(4)
    )
    person.set_password(word)
    person.password_is_first = True
    return word


@transaction.atomic
def keep_unsent(*, path: str, typed: Mapping[str, list[str]], by: Employee) -> Unsent | None:
    """Keep what `by` sent to `path` after the sign-in had run out, in place of what the same form held before.

    Not written to the log: nothing has been said to the house before the form is sent by somebody signed in. None when
    too many wait already: then somebody else than a tired person is sending.
    """
    for old in Unsent.objects.older_than(clock.now() - UNSENT_FOR):
        drop_unsent(old)
    forget_unsent(path=path, client_key=typed.get("client_key", [""])[0], by=by)
    if Unsent.objects.own(by).count() >= MOST_UNSENT:
        return None
    unsent = Unsent(key=DataKey.objects.fresh(), employee=by, body=json.dumps([path, dict(typed)]))
    unsent.save(force_insert=True)
    return unsent


@transaction.atomic
def forget_unsent(*, path: str, client_key: str, by: Employee) -> None:
    """The same form has been sent by somebody signed in: what was kept of it goes."""
    for unsent in Unsent.objects.own(by):
        if unsent.is_of(path, client_key):
            drop_unsent(unsent)


@transaction.atomic
def drop_unsent(unsent: Unsent) -> None:
    """The words live on elsewhere, or are not wanted: the row goes, and its key with it."""
    key = unsent.key
    unsent.delete()
    key.delete()
