"""The verbs of the network: which office of each municipality receives what."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock, codes
from rettesnor.danish.refused import Refused
from rettesnor.network.models import Office
from rettesnor.staff.models import Employee

STANDARD = "Myndighed for voldsramte kvinder og familier"


@transaction.atomic
def load_offices() -> int:
    """A standard office for every municipality that has none; unverified until somebody has rung and asked."""
    known = set(Office.objects.values_list("municipality", flat=True))
    missing = [code for code, _label in codes.choices("municipality") if code.isdigit() and code not in known]
    Office.objects.bulk_create(Office(municipality=code, department=STANDARD) for code in missing)
    return len(missing)


@transaction.atomic
def verify_office(office: Office, *, department: str, channel: str, on: date, by: Employee) -> Office:
    """Note that somebody has asked the municipality where its notices go, and what it answered."""
    if not department.strip():
        raise Refused(_("Skriv, hvad afdelingen hedder."), "department")
    if not codes.valid("dispatch", channel):
        raise Refused(_("Vælg, hvordan brevet skal sendes."), "channel")
    if on > clock.today():
        raise Refused(_("Dagen ligger ude i fremtiden."), "on")
    office.department, office.channel, office.verified_on = department.strip(), channel, on
    office.save(update_fields=["department", "channel", "verified_on"])
    write(by=by, verb="ret", noun="office", code=office.municipality, fields={"channel": channel, "verified_on": on})
    return office


@transaction.atomic
def add_alternative(*, municipality: str, department: str, channel: str, by: Employee) -> Office:
    """Add an office for those whose usual office must not have the letter."""
    if not codes.valid("municipality", municipality) or not municipality.isdigit():
        raise Refused(_("Vælg en kommune fra listen."), "municipality")
    if not department.strip():
        raise Refused(_("Skriv, hvad afdelingen hedder."), "department")
    office = Office.objects.create(
        municipality=municipality, department=department.strip(), channel=channel, alternative=True
    )
    write(by=by, verb="opret", noun="office", code=municipality, fields={"channel": channel})
    return office
