"""The verbs of a stay: admitting, assigning, moving, correcting, naming, protecting."""

from __future__ import annotations

from datetime import date, datetime

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock, codes, cpr, workdays
from rettesnor.danish.refused import Refused
from rettesnor.residency.aliases import WORDS, free_alias
from rettesnor.residency.models import (
    Capacity,
    Child,
    ChildAssessment,
    ChildIdentity,
    ChildStay,
    Correction,
    Decision,
    Identity,
    Move,
    Notice,
    Resident,
    Stay,
    Visitation,
)
from rettesnor.staff.models import Assignment, Employee, House
from rettesnor.vault import box


@transaction.atomic
def admit(decision: Decision, *, moved_in_at: datetime, by: Employee) -> Stay:
    """Turn a yes into a stay: the woman, her children each as a person, and the clock of the notice.

    An anonymous woman gets no identity row. A woman who is recognised by CPR comes back as herself.
    """
    enquiry = decision.enquiry
    screened = Visitation.objects.filter(enquiry=enquiry).select_related("key").first()
    if not decision.admitted:
        raise Refused(_("Der er sagt nej til et ophold. Det kan ikke begynde."))
    _refuse_far_future(moved_in_at)
    resident = _resident(decision, screened)
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
        age_group=_age_group(screened, decision.decided_at.date()),
        language=screened.language if screened else enquiry.language,
        interpreter=screened.interpreter if screened else enquiry.interpreter,
        home_municipality=enquiry.municipality,
        case_municipality=enquiry.municipality,
    )
    _saved(stay)
    for assessment in enquiry.children.select_related("key").order_by("order"):
        _admit_child(stay, assessment)
    owe_notice(stay, "admission", decision.decided_at.date())
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


def _resident(decision: Decision, screened: Visitation | None) -> Resident:
    """The woman: herself again if her CPR is known here, else a new one under the enquiry's key."""
    anonymous = bool(screened and screened.anonymous)
    number = screened.cpr if screened and not anonymous else ""
    if number:
        known = Resident.objects.with_cpr_index(box.blind_index(number)).select_related("key").first()
        if known is not None:
            return known
    named = bool(screened and not anonymous and (screened.name or number))
    resident = Resident(key=decision.key, anonymous=anonymous)
    start = sum(resident.code.encode()) % len(WORDS)
    resident.alias = free_alias(decision.house_id, start)
    resident.save()
    if named and screened is not None:
        _identify(resident, name=screened.name, number=number, phone=screened.phone)
    return resident


def _identify(resident: Resident, *, name: str, number: str, phone: str) -> Identity:
    identity = Identity(resident=resident, key=resident.key, name=name, cpr=number, phone=phone)
    identity.cpr_index = box.blind_index(number) if number else ""
    identity.save()
    return identity


def _age_group(screened: Visitation | None, day: date) -> str:
    if screened is None:
        return "ukendt"
    if screened.cpr and not screened.anonymous:
        return codes.age_group(cpr.age_on(cpr.parse(screened.cpr, on=day).born, day))
    return codes.age_group(screened.age)


def _admit_child(stay: Stay, assessment: ChildAssessment) -> ChildStay:
    """The child as a person of its own; one the mother brought before is the same child again."""
    child = _known_child(stay.resident, assessment)
    if child is None:
        number = Child.objects.filter(resident=stay.resident).count() + 1
        child = Child(key=stay.key, resident=stay.resident, alias=f"{stay.resident.alias}-barn {number}")
        child.own_words = assessment.own_words
        child.save()
        if not stay.anonymous:
            _identify_child(child, assessment)
    ChildAssessment.objects.filter(pk=assessment.pk).update(child=child)
    return ChildStay.objects.create(
        key=stay.key,
        stay=stay,
        child=child,
        moved_in_at=stay.moved_in_at,
        age_group=assessment.age_group or "ukendt",
        assessed_at=assessment.assessed_at,
    )


def _known_child(mother: Resident, assessment: ChildAssessment) -> Child | None:
    if not assessment.cpr:
        return None
    index = box.blind_index(assessment.cpr)
    return Child.objects.filter(resident=mother, identity__cpr_index=index).select_related("key").first()


def _identify_child(child: Child, assessment: ChildAssessment) -> None:
    identity = ChildIdentity(child=child, key=child.key, name=assessment.called, cpr=assessment.cpr)
    identity.institution = assessment.institution
    identity.cpr_index = box.blind_index(assessment.cpr) if assessment.cpr else ""
    identity.save()


@transaction.atomic
def assign(stay: Stay, *, employee: Employee, kind: str, by: Employee, child: Child | None = None) -> Assignment:
    """Give somebody the task from now on; whoever had the same task for the same person hands it over."""
    if kind not in dict(Assignment.KINDS):
        raise Refused(_("Vælg, hvad opgaven er."), "kind")
    if kind == "boernefaglig" and child is None:
        raise Refused(_("Vælg, hvilket barn det gælder."), "child")
    now = clock.now()
    if not employee.works_on(now.date()):
        raise Refused(_("{name} er ikke længere ansat.").format(name=employee.name), "employee")
    code = child.code if child else ""
    Assignment.objects.in_force(now).filter(case=stay.key, child=code, kind=kind).update(until=now)
    task = Assignment.objects.create(employee=employee, case=stay.key, child=code, kind=kind, since=now)
    subject = child.subject if child else stay.resident.subject
    write(by=by, verb="tildel", noun="assignment", code=stay.code, subject=subject, fields={"opgave": kind})
    return task


@transaction.atomic
def end_assignment(task: Assignment, *, by: Employee) -> None:
    """End a task: the case is closed to that person from this moment."""
    Assignment.objects.filter(pk=task.pk, until=None).update(until=clock.now())
    write(by=by, verb="afslut", noun="assignment", code=task.child, fields={"opgave": task.kind})


@transaction.atomic
def move(stay: Stay, *, to_house: House, at: datetime, by: Employee, room: str = "", reason: str = "") -> Move:
    """Move her to the other house, or to another room: the same stay goes on."""
    if at > clock.now():
        raise Refused(_("Flytningen ligger ude i fremtiden."), "at")
    if at < stay.moved_in_at:
        raise Refused(_("Hun flyttede ind senere end det."), "at")
    if stay.left_at is not None:
        raise Refused(_("Opholdet er slut."), "at")
    moved = Move(stay=stay, key=stay.key, from_house=stay.house, to_house=to_house, at=at, by=by)
    moved.reason = reason
    moved.save()
    houses = {"fra": stay.house.code, "til": to_house.code}
    stay.house, stay.room = to_house, room
    stay.save(update_fields=["house", "room"])
    write(by=by, verb="flyt", noun="stay", code=stay.code, subject=stay.resident.subject, fields=houses)
    return moved


CORRECTABLE = ("decided_at", "moved_in_at", "left_at")


@transaction.atomic
def correct_date(stay: Stay, *, field: str, to: datetime, reason: str, by: Employee) -> Correction:
    """Put a wrong date right, with the reason; the children's dates and the notices' clocks follow."""
    if field not in CORRECTABLE:
        raise Refused(_("Vælg, hvilken dato der skal rettes."), "field")
    if not reason.strip():
        raise Refused(_("Skriv, hvorfor datoen var forkert."), "reason")
    if to > clock.now():
        raise Refused(_("Datoen ligger ude i fremtiden."), "to")
    before = getattr(stay, field)
    if field == "left_at" and before is None:
        raise Refused(_("Hun er ikke flyttet ud endnu."), "field")
    setattr(stay, field, to)
    if stay.left_at is not None and stay.left_at < stay.moved_in_at:
        raise Refused(_("Hun kan ikke være flyttet ud, før hun flyttede ind."), "to")
    _saved(stay, fields=[field])
    correction = Correction(stay=stay, key=stay.key, field=field, before=before, after=to, by=by)
    correction.reason = reason.strip()
    correction.save()
    _follow(stay, field, before, to)
    fields = {field: [before, to]}
    write(by=by, verb="ret", noun="stay", code=stay.code, subject=stay.resident.subject, fields=fields)
    return correction


def _follow(stay: Stay, field: str, before: datetime, to: datetime) -> None:
    if field == "decided_at":
        owe_notice(stay, "admission", to.astimezone(clock.CPH).date())
    elif field == "moved_in_at":
        ChildStay.objects.filter(stay=stay, moved_in_at=before).update(moved_in_at=to)
    else:
        ChildStay.objects.filter(stay=stay, left_at=before).update(left_at=to)
        owe_notice(stay, "discharge", to.astimezone(clock.CPH).date())


@transaction.atomic
def set_municipalities(
    stay: Stay, *, by: Employee, case_municipality: str, home_municipality: str, municipality_after: str = ""
) -> Stay:
    """The three municipalities that are often one: who handles the case, where she lived, where she moves."""
    wanted = {
        "case_municipality": case_municipality,
        "home_municipality": home_municipality,
        "municipality_after": municipality_after,
    }
    for name, code in wanted.items():
        if code and not codes.valid("municipality", code):
            raise Refused(_("Vælg en kommune fra listen."), name)
    changed = {name: code for name, code in wanted.items() if getattr(stay, name) != code}
    for name, code in changed.items():
        setattr(stay, name, code)
    if changed:
        stay.save(update_fields=list(changed))
        write(by=by, verb="ret", noun="stay", code=stay.code, subject=stay.resident.subject, fields=changed)
    return stay


@transaction.atomic
def name_her(resident: Resident, *, name: str, number: str, phone: str, by: Employee) -> Identity:
    """Write down who she is, for a woman who has given her name. What was anonymous when it was sent stays so:
    `Stay.anonymous` is not touched, and notices of that stay never read the identity."""
    if not name.strip():
        raise Refused(_("Skriv hendes navn."), "name")
    identity = Identity.objects.filter(resident=resident).select_related("key").first()
    if identity is None:
        identity = _identify(resident, name=name.strip(), number=number, phone=phone.strip())
        resident.anonymous = False
        resident.save(update_fields=["anonymous"])
        verb = "navngiv"
    else:
        identity.name, identity.cpr, identity.phone = name.strip(), number, phone.strip()
        identity.cpr_index = box.blind_index(number) if number else ""
        identity.save()
        verb = "ret"
    told = {"felter": [label for label, text in (("navn", name), ("cpr", number), ("telefon", phone)) if text]}
    write(by=by, verb=verb, noun="identity", code=resident.code, subject=resident.subject, fields=told)
    return identity


@transaction.atomic
def reveal_cpr(person: Resident | Child, *, purpose: str, by: Employee) -> str:
    """The whole number, written to the log with the purpose before it is shown."""
    if not purpose.strip():
        raise Refused(_("Skriv, hvad du skal bruge nummeret til."), "purpose")
    identity = getattr(person, "identity", None)
    if identity is None or not identity.cpr:
        raise Refused(_("Der er ikke noget CPR-nummer."))
    write(by=by, verb="vis cpr", noun="identity", code=person.code, subject=person.subject, purpose=purpose.strip())
    return cpr.parse(identity.cpr).written


@transaction.atomic
def protect(resident: Resident, *, protected: bool, by: Employee) -> None:
    """Give her special protection, or end it."""
    resident.protected = protected
    resident.save(update_fields=["protected"])
    fields = {"protected": protected}
    write(by=by, verb="beskyt", noun="resident", code=resident.code, subject=resident.subject, fields=fields)


@transaction.atomic
def set_capacity(house: House, *, children: int, since: date, reason: str, by: Employee) -> Capacity:
    """Say how many children the house can give what they need; the earlier limits stay as they were."""
    if not reason.strip():
        raise Refused(_("Skriv, hvorfor grænsen er, som den er."), "reason")
    row = Capacity.objects.create(house=house, children=children, since=since, reason=reason.strip(), decided_by=by)
    write(by=by, verb="beslut", noun="capacity", code=house.code, fields={"børn": children, "fra": since})
    return row


def _saved(stay: Stay, fields: list[str] | None = None) -> None:
    """Save a stay; two stays at once are refused by the database and said in words."""
    try:
        with transaction.atomic():
            stay.save(update_fields=fields)
    except DatabaseError as fault:
        if "stays_overlap" not in str(fault):
            raise
        raise Refused(_("Hun har allerede et ophold i den tid. Ret datoerne, så de ikke overlapper."), "to") from None
    if fields:
        Stay.objects.filter(pk=stay.pk).update(version=F("version") + 1)


def _refuse_far_future(moved_in_at: datetime) -> None:
    if (moved_in_at - clock.now()).days >= 14:
        raise Refused(_("Indflytningen ligger mere end to uger ude i fremtiden."), "moved_in_at")


def _dates(stay: Stay) -> dict[str, object]:
    return {"hus": stay.house.code, "besluttet": stay.decided_at, "indflyttet": stay.moved_in_at}
