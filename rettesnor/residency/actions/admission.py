"""Admitting: a yes becomes a stay, the woman and each child a person, and the clock of the notice starts."""

from __future__ import annotations

from datetime import date, datetime

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock, codes, cpr, workdays
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions.answers import save_as_opened
from rettesnor.residency.actions.identity import identify, identify_child
from rettesnor.residency.actions.tasks import end_all
from rettesnor.residency.actions.told_of_child import carry
from rettesnor.residency.aliases import WORDS, free_alias, taken_aliases
from rettesnor.residency.models import (
    Child,
    ChildAssessment,
    ChildStay,
    Decision,
    Identity,
    Notice,
    Resident,
    Stay,
    Visitation,
)
from rettesnor.staff.models import Employee
from rettesnor.vault import box


@transaction.atomic
def admit(decision: Decision, *, moved_in_at: datetime, by: Employee, same_woman: bool = False) -> Stay:
    """Turn a yes into a stay: the woman, her children each as a person, and the clock of the notice.

    An anonymous woman gets no identity row. A woman who is recognised by CPR comes back as herself; under another name
    than the one that is known only if it is confirmed that she is the same woman.
    """
    enquiry = decision.enquiry
    screened = Visitation.objects.filter(enquiry=enquiry).select_related("key").first()
    if not decision.admitted:
        raise Refused(_("Der er sagt nej til et ophold. Det kan ikke begynde."))
    refuse_far_future(moved_in_at, "moved_in_at")
    resident = _resident(decision, screened, same_woman, by)
    decided_on = clock.day_of(decision.decided_at)
    stay = Stay(
        key=resident.key,
        resident=resident,
        enquiry=enquiry,
        house=decision.house,
        first_house=decision.house,
        decided_at=decision.decided_at,
        decided_by=decision.decided_by,
        moved_in_at=moved_in_at,
        emergency=decision.emergency,
        anonymous=resident.anonymous,
        age_group=_age_group(screened, decided_on),
        language=screened.language if screened else enquiry.language,
        interpreter=screened.interpreter if screened else enquiry.interpreter,
        home_municipality=enquiry.municipality,
        case_municipality=enquiry.municipality if codes.valid("municipality", enquiry.municipality) else "",
    )
    save_stay(stay, refused="moved_in_at")
    for assessment in enquiry.children.select_related("key").order_by("order"):
        admit_child(stay, assessment, by)
    owe_notice(stay, "admission", decided_on)
    enquiry.resident = resident
    enquiry.save(update_fields=["resident"])
    write(by=by, verb="optag", noun="stay", code=stay.code, subject=resident.subject, fields=_dates(stay))
    return stay


def owe_notice(stay: Stay, kind: str, triggered_on: date) -> Notice:
    """Start, or move, the clock of a notice: both limits are stored as they read on this day."""
    limits = workdays.notice_deadlines(triggered_on)
    days = {"triggered_on": triggered_on, "reminds_on": limits.reminds, "due_on": limits.judges}
    notice = Notice.objects.filter(stay=stay, kind=kind).select_related("key").first()
    if notice is None:
        return Notice.objects.create(stay=stay, kind=kind, key=stay.key, **days)
    Notice.objects.filter(pk=notice.pk).update(**days)
    notice.refresh_from_db(fields=list(days))
    return notice


def recognised(screened: Visitation | None) -> Identity | None:
    """Who has been here with the number that the visitation wrote down; None if nobody has."""
    if screened is None or screened.anonymous or not screened.cpr:
        return None
    known = Identity.objects.filter(cpr_index=box.blind_index(screened.cpr))
    return known.select_related("key", "resident", "resident__key").first()


def under_another_name(known: Identity, screened: Visitation) -> bool:
    """A name was typed, and it is not the one that is known: the number may be another woman's."""
    return bool(screened.name.strip()) and _plain(screened.name) != _plain(known.name)


def _plain(name: str) -> list[str]:
    return name.casefold().split()


def _resident(decision: Decision, screened: Visitation | None, same_woman: bool, by: Employee) -> Resident:
    """The woman: herself again if her CPR is known here, else a new one under the enquiry's key."""
    known = recognised(screened)
    if known is not None and screened is not None:
        _recognise(known, screened, same_woman, by)
        end_all(known.resident, by=by)
        return carry_a_word(known.resident)
    anonymous = bool(screened and screened.anonymous)
    resident = Resident(key=decision.key, anonymous=anonymous)
    resident.alias = free_alias(_somewhere(resident))
    resident.save()
    if screened is not None and not anonymous and (screened.name or screened.cpr):
        identify(resident, name=screened.name, number=screened.cpr, phone=screened.phone)
    return resident


def _recognise(known: Identity, screened: Visitation, same_woman: bool, by: Employee) -> None:
    """The phone she has now is taken over; the name that is known stays until her contact person changes it."""
    her = known.resident
    if under_another_name(known, screened):
        if not same_woman:
            message = _("Nummeret står på en, der har været her under et andet navn. Sæt kryds, hvis det er hende.")
            raise Refused(message, "same_woman")
        write(by=by, verb="genkend", noun="identity", code=her.code, subject=her.subject, fields={"andet navn": True})
    if screened.phone.strip() and screened.phone != known.phone:
        known.phone = screened.phone
        save_as_opened(known, None)
        write(by=by, verb="ret", noun="identity", code=her.code, subject=her.subject, fields={"felter": ["telefon"]})


def carry_a_word(resident: Resident) -> Resident:
    """A woman who comes back keeps her word on the board, unless another carries it now."""
    here = Resident.objects.filter(pk=resident.pk, stays__left_at=None).exists()
    if not here and resident.alias in taken_aliases(resident):
        resident.alias = free_alias(_somewhere(resident))
        resident.save(update_fields=["alias"])
    return resident


def _somewhere(resident: Resident) -> int:
    # Her code is random, so the word is too: never alphabetical by arrival, never from her name.
    return sum(resident.code.encode()) % len(WORDS)


def _age_group(screened: Visitation | None, day: date) -> str:
    if screened is None:
        return "ukendt"
    if screened.cpr and not screened.anonymous:
        return codes.age_group(cpr.age_on(cpr.parse(screened.cpr, on=day).born, day))
    return codes.age_group(screened.age)


def admit_child(
    stay: Stay, assessment: ChildAssessment, by: Employee, moved_in_at: datetime | None = None
) -> ChildStay:
    """The child as a person of its own; one the mother brought before is the same child again, with what it says now
    and where it goes now."""
    known = child = _known_child(stay.resident, assessment)
    if child is not None and ChildStay.objects.filter(stay=stay, child=child).exists():
        message = _("To af børnene er skrevet ind med samme CPR-nummer. Ret det ene i visitationen, før du siger ja.")
        raise Refused(message, "admitted")
    if child is None:
        number = Child.objects.filter(resident=stay.resident).count() + 1
        child = Child(key=stay.key, resident=stay.resident, alias=f"{stay.resident.alias}-barn {number}")
        child.own_words = assessment.own_words
        if assessment.own_words:
            child.own_words_on = clock.day_of(assessment.assessed_at or clock.now())
        child.save()
        if not stay.anonymous:
            identify_child(child, name=assessment.called, number=assessment.cpr, institution=assessment.institution)
    ChildAssessment.objects.filter(pk=assessment.pk).update(child=child)
    stayed = ChildStay.objects.create(
        key=stay.key,
        stay=stay,
        child=child,
        moved_in_at=moved_in_at or stay.moved_in_at,
        age_group=assessment.age_group or "ukendt",
        assessed_at=assessment.assessed_at,
    )
    if known is not None:
        carry(assessment, stayed, ("own_words", "institution"), by)
    return stayed


def _known_child(mother: Resident, assessment: ChildAssessment) -> Child | None:
    if not assessment.cpr:
        return None
    index = box.blind_index(assessment.cpr)
    return Child.objects.filter(resident=mother, identity__cpr_index=index).select_related("key").first()


def save_stay(stay: Stay, fields: list[str] | None = None, *, refused: str = "to") -> None:
    """Save a stay; two stays at once are refused by the database and said in words."""
    try:
        with transaction.atomic():
            stay.save(update_fields=fields)
    except DatabaseError as fault:
        if "stays_overlap" not in str(fault):
            raise
        raise Refused(
            _("Hun har allerede et ophold i den tid. Ret datoerne, så de ikke overlapper."), refused
        ) from None
    if fields:
        Stay.objects.filter(pk=stay.pk).update(version=F("version") + 1)


def refuse_far_future(moved_in_at: datetime, field: str) -> None:
    if (moved_in_at - clock.now()).days >= 14:
        raise Refused(_("Indflytningen ligger mere end to uger ude i fremtiden."), field)


def refuse_never_came(stay: Stay, field: str = "") -> None:
    """Whoever never came does not move, leave or bring a child. Asked of the stay as it is now, and held until the act
    is done: another may be writing it this moment."""
    if Stay.objects.select_for_update().only("never_came_at").get(pk=stay.pk).never_came_at is not None:
        raise Refused(_("Der står, at hun aldrig kom. Kom hun alligevel, så skriv det på opholdets side først."), field)


def _dates(stay: Stay) -> dict[str, object]:
    return {"hus": stay.house.code, "besluttet": stay.decided_at, "indflyttet": stay.moved_in_at}
