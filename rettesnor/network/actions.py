"""The verbs of the network: which office of each municipality receives what. A recipient takes two persons."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock, codes, cvr
from rettesnor.danish.blank import as_seen, says_nothing
from rettesnor.danish.refused import Refused
from rettesnor.network.models import Office, OfficeChange
from rettesnor.staff.asked import hold
from rettesnor.staff.models import Employee

STANDARD = "Myndighed for voldsramte kvinder og familier"
SECURE = ("digital_post", "sikker_mail")
"""The ways a notice may be sent to an office."""

_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]{2,}")


@transaction.atomic
def load_offices() -> int:
    """A standard office for every municipality that has none; unverified until somebody has rung and asked."""
    known = set(Office.objects.values_list("municipality", flat=True))
    missing = [code for code, _label in codes.choices("municipality") if code.isdigit() and code not in known]
    Office.objects.bulk_create(Office(municipality=code, department=STANDARD) for code in missing)
    return len(missing)


@transaction.atomic
def propose_office(
    *,
    municipality: str,
    department: str,
    channel: str,
    mailbox: str,
    valid_from: date,
    checked: str,
    by: Employee,
    alternative: bool = False,
    replaces: Office | None = None,
) -> OfficeChange:
    """Write down where a municipality wants its notices. Nothing is sent there before another has found the same.

    The same again by the same person, while it waits, is the proposal that is already there.
    """
    if replaces is not None:
        municipality, alternative = replaces.municipality, replaces.alternative
    mailbox = plain(mailbox)
    _refuse_place(municipality, department, channel, mailbox)
    _refuse_time(valid_from, checked, replaces)
    said: dict[str, Any] = {
        "replaces": replaces,
        "municipality": municipality,
        "department": department.strip(),
        "channel": channel,
        "mailbox": mailbox,
        "alternative": alternative,
        "valid_from": valid_from,
        "checked": checked.strip(),
    }
    # Held until it is written, so that two proposals at once are one.
    list(Office.objects.select_for_update(of=("self",)).filter(municipality=municipality))
    if again := OfficeChange.objects.waiting().filter(**said, asked_by=by).first():
        return again
    _refuse_twice(municipality, department.strip(), alternative, replaces)
    change = OfficeChange.objects.create(**said, asked_by=by)
    write(by=by, verb="foreslå", noun="office", code=municipality, fields=_told(change))
    return change


def plain(mailbox: str) -> str:
    """An address as it is compared: without spaces, capitals and what does not show."""
    return "".join(as_seen(mailbox).split()).lower()


def _refuse_place(municipality: str, department: str, channel: str, mailbox: str) -> None:
    if not codes.valid("municipality", municipality) or not municipality.isdigit():
        raise Refused(_("Vælg en kommune fra listen."), "municipality")
    if says_nothing(department):
        raise Refused(_("Skriv, hvad afdelingen hedder."), "department")
    if channel not in SECURE:
        raise Refused(_("Vælg, hvordan brevet skal sendes."), "channel")
    if channel == "digital_post" and not cvr.valid(mailbox):
        raise Refused(_("Skriv kommunens CVR-nummer: otte cifre. Et af dem er forkert."), "mailbox")
    if channel == "sikker_mail" and not _ADDRESS.fullmatch(mailbox):
        raise Refused(_("Skriv adressen på den sikre postkasse, fx sikkerpost@kommunen.dk."), "mailbox")


def _refuse_time(valid_from: date, checked: str, replaces: Office | None) -> None:
    if says_nothing(checked):
        raise Refused(_("Skriv, hvor du har fundet adressen, og hvem du har talt med."), "checked")
    if valid_from < clock.today():
        raise Refused(_("Vælg i dag eller en senere dag."), "valid_from")
    if replaces is not None and replaces.closed_on is not None:
        raise Refused(_("Modtageren er lukket. Skriv en ny i stedet."))


def _refuse_twice(municipality: str, department: str, alternative: bool, replaces: Office | None) -> None:
    if OfficeChange.objects.waiting().filter(municipality=municipality, replaces=replaces).exists():
        raise Refused(_("Der venter allerede et forslag om den kommune. Få det besvaret først."))
    others = Office.objects.filter(municipality=municipality, closed_on=None)
    if replaces is not None:
        others = others.exclude(pk=replaces.pk)
    if others.filter(department=department).exists():
        raise Refused(_("Den afdeling står der allerede."), "department")
    if not alternative and others.filter(alternative=False).exists():
        told = _("Kommunen har allerede en sædvanlig modtager. Ret den, eller skriv en anden modtager.")
        raise Refused(told, "municipality")


@transaction.atomic
def confirm_office(change: OfficeChange, *, mailbox: str, by: Employee) -> Office:
    """Another has found the address out anew and typed it: are the two the same, letters go there from its day on."""
    held = hold(change, "replaces")
    _refuse_same_person(held, by)
    if plain(mailbox) != held.mailbox:
        told = _(
            "Det er ikke den adresse, {name} har skrevet. Én af jer har tastet forkert eller fået en forkert adresse. "
            "Find ud af hvem, før du går videre."
        )
        raise Refused(told.format(name=held.asked_by.name), "mailbox")
    held.office = _in_force(held)
    held.answer(OfficeChange.YES, by, "office")
    write(by=by, verb="bekræft", noun="office", code=held.municipality, fields=_told(held))
    return held.office


def _in_force(held: OfficeChange) -> Office:
    """The new row, beside the old one that is closed on its day: what was sent earlier still says where it went."""
    begins = max(held.valid_from, clock.today())
    if held.replaces is not None:
        closed = Office.objects.filter(pk=held.replaces.pk, closed_on=None).update(closed_on=begins)
        if not closed:
            raise Refused(_("Modtageren er lukket imens. Skriv et nyt forslag."))
    told = {name: getattr(held, name) for name in ("municipality", "department", "channel", "mailbox", "alternative")}
    verified = clock.day_of(held.asked_at)
    try:
        with transaction.atomic():
            return Office.objects.create(**told, valid_from=begins, verified_on=verified)
    except IntegrityError:
        raise Refused(_("Den afdeling står der allerede.")) from None


@transaction.atomic
def refuse_office(change: OfficeChange, *, by: Employee) -> None:
    """Another says no; nothing has changed."""
    held = hold(change, "replaces")
    _refuse_same_person(held, by)
    held.answer(OfficeChange.NO, by)
    write(by=by, verb="afvis", noun="office", code=held.municipality)


@transaction.atomic
def take_back_office(change: OfficeChange, *, by: Employee) -> None:
    """Whoever proposed it has thought better of it."""
    held = hold(change, "replaces")
    if held.asked_by_id != by.pk:
        raise Refused(_("Kun den, der har foreslået det, kan trække det tilbage."))
    held.answer(OfficeChange.TAKEN_BACK, by)
    write(by=by, verb="træk tilbage", noun="office", code=held.municipality)


@transaction.atomic
def reconfirm_office(office: Office, *, on: date, by: Employee) -> Office:
    """Note that the municipality was asked again and nothing has changed; only of one that two have confirmed."""
    if office.verified_on is None:
        raise Refused(_("Ingen har bekræftet modtageren endnu. Foreslå adressen, så en anden kan bekræfte den."))
    if on > clock.today():
        raise Refused(_("Dagen ligger ude i fremtiden."), "on")
    if on < office.verified_on:
        raise Refused(_("Den er bekræftet senere end det."), "on")
    office.verified_on = on
    office.save(update_fields=["verified_on"])
    write(by=by, verb="bekræft igen", noun="office", code=office.municipality, fields={"verified_on": on})
    return office


@transaction.atomic
def close_office(office: Office, *, on: date, by: Employee) -> None:
    """From the day on nothing is sent there; without a usual office a municipality gets no notice before it has one."""
    if office.closed_on is not None:
        raise Refused(_("Modtageren er allerede lukket."))
    if on < clock.today():
        raise Refused(_("Vælg i dag eller en senere dag."), "on")
    office.closed_on = on
    office.save(update_fields=["closed_on"])
    write(by=by, verb="luk", noun="office", code=office.municipality, fields={"closed_on": on})


def _refuse_same_person(held: OfficeChange, by: Employee) -> None:
    if held.asked_by_id == by.pk:
        raise Refused(_("Det skal en anden end dig bekræfte."))


def _told(change: OfficeChange) -> dict[str, object]:
    return {"department": change.department, "channel": change.channel, "valid_from": change.valid_from}
