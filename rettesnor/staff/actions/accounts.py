"""Houses and accounts: begun, ended, and opened anew for one who lost the way in."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.danish.blank import says_nothing
from rettesnor.danish.refused import Refused
from rettesnor.staff.models import Assignment, Employee, House, RoleGrant, Shift
from rettesnor.vault.models import DataKey


@transaction.atomic
def add_house(
    *, code: str, name: str, municipality: str, by: Employee | None, address: str = "", phone: str = ""
) -> House:
    """A house of the centre, with its address sealed under a key of its own. `by=None` is the one at the machine."""
    if House.objects.filter(code=code).exists():
        raise Refused(_("Der er allerede et hus med den kode."), "code")
    if says_nothing(name):
        raise Refused(_("Skriv navnet."), "name")
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
    if says_nothing(name):
        raise Refused(_("Skriv navnet."), "name")
    person = Employee(username=username, name=name, title=title)
    word = _first_password(person, f"{half_a_password()}-{half_a_password()}")
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("Brugernavnet er taget."), "username") from None
    write(by=by, verb="opret", noun="konto", code=person.code)
    return person, word


@transaction.atomic
def end_person(person: Employee, *, on: date, by: Employee | None) -> None:
    """`on` is the last day: roles, shifts and tasks end with it, and from the next morning nobody comes in."""
    if person == by:
        raise Refused(_("Du kan ikke afslutte din egen konto. Bed en anden om det."))
    after = datetime.combine(on + timedelta(days=1), time(), clock.CPH)
    person.ends_on = on
    person.save(update_fields=["ends_on"])
    still = Q(until=None) | Q(until__gt=on)
    RoleGrant.objects.filter(still, employee=person, since__lte=on).update(until=on)
    Shift.objects.filter(employee=person, starts__gte=after).delete()
    tasks = Assignment.objects.filter(Q(until=None) | Q(until__gt=after), employee=person, since__lte=after)
    tasks.update(until=after, by_itself=False)
    write(by=by, verb="afslut", noun="konto", code=person.code, fields={"ends_on": on})


@transaction.atomic
def close_account(person: Employee, *, by: Employee) -> None:
    """From this moment nobody comes in as this person: roles, shifts, tasks and open sessions end now."""
    if person == by:
        raise Refused(_("Du kan ikke lukke din egen konto. Bed en anden om det."))
    now = clock.now()
    person.is_active, person.ends_on = False, now.date()
    person.save(update_fields=["is_active", "ends_on"])
    sign_out_everywhere(person)
    RoleGrant.objects.filter(Q(until=None) | Q(until__gte=now.date()), employee=person, ended_at=None).update(
        ended_at=now
    )
    Shift.objects.filter(employee=person, starts__gte=now).delete()
    Shift.objects.running(now).filter(employee=person, starts__lt=now).update(ends=now)
    Assignment.objects.in_force(now).filter(employee=person).update(until=now, by_itself=False)
    write(by=by, verb="luk", noun="konto", code=person.code)


@transaction.atomic
def reset_door(person: Employee, *, by: Employee | None) -> str:
    """For one who lost password or telephone: a new first password, and a code app to be enrolled afresh."""
    word = _opened(person, f"{half_a_password()}-{half_a_password()}")
    write(by=by, verb="nulstil", noun="konto", code=person.code)
    return word


@transaction.atomic
def open_anew(person: Employee, *, half: str, asked_by: Employee, by: Employee) -> str:
    """The same by two persons, each with one half of the password: returns the second half."""
    other = half_a_password()
    _opened(person, f"{half}-{other}")
    write(by=by, verb="nulstil", noun="konto", code=person.code, fields={"spurgt": asked_by.name})
    return other


def hold_person(person: Employee) -> None:
    """Nobody else asks or plans anything about this person until the act is done: sent twice at once it is one."""
    Employee.objects.select_for_update().filter(pk=person.pk).first()


def sign_out_everywhere(person: Employee) -> None:
    """Every open session of this person dies at its next request."""
    Employee.objects.filter(pk=person.pk).update(sittings=F("sittings") + 1)


def half_a_password() -> str:
    """Eight letters and digits that nobody mistakes for each other when they are read aloud or copied from paper."""
    return "-".join(
        "".join(secrets.choice("abcdefghkmnpqrstuvwxyz23456789") for _letter in range(4)) for _part in range(2)
    )


def _opened(person: Employee, word: str) -> str:
    _first_password(person, word)
    person.save(update_fields=["password", "password_is_first"])
    for factor in Authenticator.objects.filter(user=person):
        factor.delete()
    return word


def _first_password(person: Employee, word: str) -> str:
    person.set_password(word)
    person.password_is_first = True
    return word
