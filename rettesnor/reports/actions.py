"""The verbs: prepare a resident list, release it as another, hand it out once, withdraw it. Each refuses in words."""

from __future__ import annotations

import hmac
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rettesnor.audit.actions import Line, write, write_all
from rettesnor.danish import clock
from rettesnor.danish.blank import says_nothing
from rettesnor.danish.refused import Refused
from rettesnor.reports.listing import Listing, listing
from rettesnor.reports.models import FEWEST_WOMEN, ResidentList
from rettesnor.staff import limits
from rettesnor.staff.models import Employee
from rettesnor.staff.sent_again import made_before, make_once

NOUN = "residentlist"


@transaction.atomic
def prepare(*, first: date, last: date, purpose: str, by: Employee, client_key: UUID | None = None) -> ResidentList:
    """Count what the list of these days would hold and keep its fingerprint; the numbers themselves are not kept.

    The same `client_key` again gives the list that is already there; raises SavedBefore if other days are asked for.
    """
    said = {"first": first, "last": last, "purpose": purpose.strip()}
    mine = ResidentList.objects.filter(prepared_by=by)
    if again := made_before(mine, client_key, said):
        return again
    _refuse_asked(first, last, purpose)
    found = listing(first, last)
    if len(found.subjects) < FEWEST_WOMEN:
        message = _("I de dage har under {few} kvinder med CPR-nummer boet her. En så kort liste udleveres ikke.")
        raise Refused(message.format(few=FEWEST_WOMEN), "first")
    row = ResidentList(
        **said,
        rows=len(found.rows),
        women=len(found.subjects),
        anonymous=found.anonymous,
        unnumbered=found.unnumbered,
        counts=found.counts,
        sha256=found.sha256,
        prepared_by=by,
        client_key=client_key,
    )
    made, new = make_once(row, mine, said)
    if new:
        _log(made, verb="klargør", by=by)
    return made


@transaction.atomic
def release(wanted: ResidentList, *, by: Employee) -> ResidentList:
    """Let the list go, as another person than the one who prepared it."""
    found = _locked(wanted)
    if found.prepared_by_id == by.pk:
        raise Refused(_("Den, der har klargjort listen, kan ikke selv frigive den. Bed en anden leder om det."))
    if found.status != ResidentList.READY:
        raise Refused(_("Listen venter ikke længere på at blive frigivet."))
    _made_again(found)
    found.status, found.released_by, found.released_at = ResidentList.RELEASED, by, clock.now()
    found.save(update_fields=["status", "released_by", "released_at"])
    _log(found, verb="frigiv", by=by)
    return found


@transaction.atomic
def hand_out(wanted: ResidentList, *, by: Employee) -> bytes:
    """The file, this once, to the one who prepared it; each woman's own log says that her number has left."""
    found = _locked(wanted)
    if found.prepared_by_id != by.pk:
        raise Refused(_("Kun den, der har klargjort listen, kan hente den."))
    if found.status == ResidentList.HANDED_OUT:
        raise Refused(_("Listen er hentet og kan kun hentes én gang. Klargør en ny, hvis filen er gået tabt."))
    if found.status != ResidentList.RELEASED or found.released_at is None:
        raise Refused(_("Listen er ikke frigivet og kan ikke hentes."))
    _refuse_late(found)
    made = _made_again(found)
    found.status, found.dispatched_at = ResidentList.HANDED_OUT, clock.now()
    found.save(update_fields=["status", "dispatched_at"])
    _log(found, verb="udlever", by=by)
    each = [Line("udlever", NOUN, found.code, who, purpose=str(found.recipient)) for who in made.subjects]
    write_all(each, by=by)
    return made.content


@transaction.atomic
def withdraw(wanted: ResidentList, *, why: str, by: Employee) -> ResidentList:
    """Take back a list that nobody has fetched."""
    if says_nothing(why):
        raise Refused(_("Skriv, hvorfor listen trækkes tilbage."), "why")
    found = _locked(wanted)
    if not found.can_be_withdrawn:
        raise Refused(_("Listen er allerede hentet eller trukket tilbage."))
    found.status, found.withdrawn_by, found.withdrawn_at = ResidentList.WITHDRAWN, by, clock.now()
    found.withdrawn_why = why.strip()[:300]
    found.save(update_fields=["status", "withdrawn_by", "withdrawn_at", "withdrawn_why"])
    _log(found, verb="træk tilbage", by=by)
    return found


def fetch_until(one: ResidentList) -> date | None:
    """The last day on which a released list can be fetched; None while it is not released."""
    return None if one.released_at is None else last_fetch(one.released_at)


def last_fetch(released_at: datetime) -> date:
    """The last day on which a list released at that moment can be fetched."""
    day = clock.day_of(released_at)
    return day + timedelta(days=limits.value("reports.fetch", on=day))


def _refuse_asked(first: date, last: date, purpose: str) -> None:
    if says_nothing(purpose):
        raise Refused(_("Skriv, hvad listen skal bruges til, og efter hvilken aftale."), "purpose")
    if first > last:
        raise Refused(_("Den første dag ligger efter den sidste."), "first")
    if last >= clock.today():
        raise Refused(_("Listen kan tidligst slutte i går: dagen skal være ovre, før den kan stå fast."), "last")


def _refuse_late(found: ResidentList) -> None:
    until = fetch_until(found)
    if until is not None and clock.today() > until:
        days = limits.value("reports.fetch", on=clock.today())
        message = ngettext(
            "Listen skulle være hentet inden {days} dag. Klargør en ny.",
            "Listen skulle være hentet inden {days} dage. Klargør en ny.",
            days,
        )
        raise Refused(message.format(days=days))


def _made_again(found: ResidentList) -> Listing:
    """The list as the records tell it now; refused where that is no longer what was looked at."""
    made = listing(found.first, found.last)
    if not hmac.compare_digest(made.sha256, found.sha256):
        message = _("Der er rettet i opholdene, siden listen blev klargjort. Træk den tilbage, og klargør en ny.")
        raise Refused(message)
    return made


def _locked(wanted: ResidentList) -> ResidentList:
    """The list as it is now, held until the act is done: two who fetch at once do not both get it."""
    return ResidentList.objects.select_for_update(of=("self",)).get(pk=wanted.pk)


def _log(one: ResidentList, *, verb: str, by: Employee) -> None:
    fields = {"status": one.status, "sha256": one.sha256, "linjer": one.rows, "fra": one.first, "til": one.last}
    write(by=by, verb=verb, noun=NOUN, code=one.code, fields=fields, purpose=one.withdrawn_why or one.purpose)
