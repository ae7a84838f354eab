"""The verbs of the visitation: the woman's screening, each child's assessment, the leader's answer to a doubt."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rettesnor.audit.actions import write
from rettesnor.danish import clock, codes, cpr
from rettesnor.danish.blank import says_nothing
from rettesnor.danish.refused import Overtaken, Refused, SavedBefore
from rettesnor.residency.actions.answers import claim, joined, names, put, refuse_unknown, whole_minute
from rettesnor.residency.actions.enquiry import may_be_herself
from rettesnor.residency.actions.identity import OLDER, refuse_impossible_age, refuse_mothers_number
from rettesnor.residency.actions.sent_again import within
from rettesnor.residency.actions.told_of_child import NAMED, carry
from rettesnor.residency.models import ChildAssessment, ChildStay, Decision, Enquiry, Visitation
from rettesnor.residency.models.enquiry import key_within
from rettesnor.residency.models.visitation import DOUBT, SCREENED
from rettesnor.staff.models import Employee
from rettesnor.staff.sent_again import same

CODED = {
    "adult": "yes_no",
    "violence": "yes_no",
    "violence_forms": "violence_form",
    "violence_by": "violence_by",
    "in_target_group": "yes_no",
    "safety": "safety_level",
    "mental_health": "screening_result",
    "language": "language",
    "danish": "language_level",
    "english": "language_level",
    "interpreter": "interpreter_need",
}
IDENTITY = ("name", "cpr", "phone")
RESULTS = frozenset({"in_target_group", "safety", "mental_health"})
FOLLOWING = (
    *("screened_by", "screened_at", "afterwards_by"),
    *("leader_asked", "leader_answered_at", "leader_answered_by"),
)
NOTES = ("target_group_note", "safety_note", "mental_health_note", "own_words")
SCREENING = frozenset(CODED) | {*IDENTITY, *NOTES, "age", "anonymous", "screened_at"}
CHILD_CODED = {"needs": "child_need", "offer": "child_offer", "offer_type": "child_offer_type"}
AS_OLD = gettext_lazy("Barnet kan ikke være lige så gammelt som sin mor. Se efter, om alderen er rigtig.")
CHILD = frozenset(CHILD_CODED) | {"called", "cpr", "institution", "age_group", "themes", "observation", "own_words"}


@transaction.atomic
def save_visitation(enquiry: Enquiry, *, by: Employee, version: int | None = None, **fields: Any) -> Visitation:
    """Write down the conversation; `fields` are any of `SCREENING`. No answer is ever an automatic no.

    `version` is the one that was opened, 0 for none yet; raises Overtaken if another has saved since.
    """
    if hasattr(enquiry, "decision"):
        raise Refused(_("Der er truffet afgørelse. Visitationen kan ikke ændres længere."))
    refuse_unknown(fields, CODED, SCREENING)
    return write_down(enquiry, standing(enquiry, by), by=by, version=version, fields=fields)


def standing(enquiry: Enquiry, by: Employee) -> Visitation:
    """What is written of the conversation; a new row if nothing is."""
    row = Visitation.objects.filter(enquiry=enquiry).select_related("key").first()
    return row or Visitation(enquiry=enquiry, key=enquiry.key, screened_by=by)


def write_down(
    enquiry: Enquiry, row: Visitation, *, by: Employee, version: int | None, fields: dict[str, Any]
) -> Visitation:
    """Put the answers into the row, refuse what cannot be, save it as it was opened, and log it. What is answered
    `afterwards` has a moment of its own: the first conversation keeps its."""
    new = row.pk is None
    if new and version:
        raise Overtaken
    told = put(row, _plain_number(fields))
    told = joined(told, _keep_anonymous(enquiry, row, told))
    if new or "screened_at" in told:
        refuse_wrong_moment(enquiry, row.screened_at)
    _refuse_impossible(enquiry, row)
    if row.mental_health == DOUBT and "mental_health" in told:
        row.leader_asked, row.leader_answered_at, row.leader_answered_by = True, None, None
    if not new and RESULTS & told.keys() and "afterwards" not in fields:
        row.screened_by, row.screened_at = by, fields.get("screened_at", clock.now())
    _keep(row, new, row.version if version is None else version, told)
    write(
        by=by,
        verb="opret" if new else "ret",
        noun="visitation",
        code=enquiry.code,
        subject=enquiry.subject,
        fields=told,
    )
    return row


def _plain_number(fields: dict[str, Any]) -> dict[str, Any]:
    """The person number as ten digits."""
    given = fields.get("cpr")
    if not given:
        return {**fields, "cpr": ""} if "cpr" in fields else fields
    try:
        number = given if isinstance(given, cpr.Cpr) else cpr.parse(given)
    except cpr.CprError as fault:
        raise Refused(str(fault), "cpr") from None
    return {**fields, "cpr": number.digits}


def _keep_anonymous(enquiry: Enquiry, row: Visitation, told: dict[str, object]) -> dict[str, object]:
    """Anonymous means that nothing says who she is: what stood there goes, what is typed now is refused."""
    if not row.anonymous:
        return {}
    for name in IDENTITY:
        if name in names(told) and getattr(row, name):
            raise Refused(_("Hun er anonym. Slet det her, eller vælg, at hun ikke er anonym."), name)
    gone = put(row, dict.fromkeys(IDENTITY, ""))
    forget_who_they_are(enquiry)
    return gone


def forget_who_they_are(enquiry: Enquiry) -> None:
    """What the call and the children's pages say of who an anonymous woman and her children are goes."""
    if enquiry.caller_name and may_be_herself(enquiry.caller):
        enquiry.caller_name = ""
        enquiry.save(update_fields=["caller_name"])
    for child in enquiry.children.select_related("key"):
        if child.cpr:
            child.cpr = ""
            child.save(update_fields=["cpr"])


def refuse_wrong_moment(enquiry: Enquiry, at: datetime) -> None:
    """The conversation is held after the call, and not in the future."""
    if at > clock.now():
        raise Refused(_("Tidspunktet ligger ude i fremtiden."), "screened_at")
    if at < whole_minute(enquiry.received_at):
        raise Refused(_("Samtalen kan ikke være holdt, før henvendelsen kom."), "screened_at")


def _refuse_impossible(enquiry: Enquiry, row: Visitation) -> None:
    refuse_no_name(row.name, "name")
    if row.cpr:
        refuse_impossible_age(row.cpr, "cpr")
    children = list(enquiry.children.select_related("key")) if row.cpr or row.age is not None else []
    if any(_older_than_mother(child, row, clock.today()) for child in children):
        raise Refused(_("Et af børnene ville være ældre end sin mor."), "cpr" if row.cpr else "age")


def refuse_no_name(name: str, field: str) -> None:
    """A name may wait, but "." would become hers when she is admitted, and stand in the letters."""
    if name and says_nothing(name):
        raise Refused(_("Skriv navnet, eller lad feltet stå tomt."), field)


def _keep(row: Visitation, new: bool, version: int, told: dict[str, object]) -> None:
    if not new:
        claim(row, version)
        row.save(update_fields=[*names(told), *FOLLOWING])
        return
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Overtaken from None


@transaction.atomic
def answer_doubt(enquiry: Enquiry, *, by: Employee, result: str, answer: str) -> Visitation:
    """The leader answers a doubt: the result, and in words what it rests on. The doubt itself stays on record."""
    row = Visitation.objects.select_for_update(of=("self",)).select_related("key").get(enquiry=enquiry)
    if not row.in_doubt:
        raise Refused(_("Der er ingen tvivl, der venter på svar."))
    if result not in SCREENED or result == DOUBT:
        raise Refused(_("Vælg, hvad du er nået frem til."), "result")
    if says_nothing(answer):
        raise Refused(_("Skriv, hvad svaret bygger på."), "answer")
    told = put(row, {"mental_health": result, "leader_answer": answer.strip(), "leader_answered_at": clock.now()})
    row.leader_answered_by = by
    row.version += 1
    row.save(update_fields=[*names(told), "leader_answered_by", "version"])
    write(by=by, verb="svar", noun="visitation", code=enquiry.code, subject=enquiry.subject, fields=told)
    return row


def assess_child(
    enquiry: Enquiry,
    *,
    by: Employee,
    assessment: ChildAssessment | None = None,
    assessed_at: datetime | None = None,
    why_not: str = "",
    version: int | None = None,
    client_key: UUID | None = None,
    **fields: Any,
) -> ChildAssessment:
    """Write down one child: assessed once at least one observation stands there, else with the reason why not yet.

    Without `assessment` a child is added; the same `client_key` again gives the child that is already there, with what
    has been added since; raises SavedBefore if it says something else.
    """
    said = {**fields, "why_not": why_not}
    if assessment is not None:
        with transaction.atomic():
            return _write_child(enquiry, assessment, by, assessed_at, said, version)
    try:
        with transaction.atomic():
            if again := _added_before(enquiry, client_key):
                return _added_again(again, by, assessed_at, said)
            return _write_child(enquiry, _new_child(enquiry, client_key), by, assessed_at, said, version)
    except IntegrityError:
        # Two sent at the same moment: the other one has written it.
        if again := _added_before(enquiry, client_key):
            return _added_again(again, by, assessed_at, said)
        raise


def _added_again(
    row: ChildAssessment, by: Employee, assessed_at: datetime | None, fields: dict[str, Any]
) -> ChildAssessment:
    """What only adds to the child is written there, as long as nobody else has been at it and nothing is decided."""
    said = {name: value for name, value in _plain_number(fields).items() if name != "cpr" or value}
    if said.get("cpr"):
        said.pop("age_group", None)  # it is counted from the number
    seen = {"assessed_at": whole_minute(assessed_at)} if assessed_at else {}
    standing = {name: getattr(row, name) for name in said | seen}
    if same(standing, said | seen):
        return row
    untouched = row.version == 1 and not Decision.objects.filter(enquiry=row.enquiry_id).exists()
    if not untouched or not within(row, standing, said | seen):
        raise SavedBefore(row, standing)
    with transaction.atomic():
        return _write_child(row.enquiry, row, by, assessed_at, said, row.version)


def _added_before(enquiry: Enquiry, client_key: UUID | None) -> ChildAssessment | None:
    if client_key is None:
        return None
    keys = (client_key, key_within(client_key, enquiry.code))
    return (
        ChildAssessment.objects.filter(enquiry=enquiry, client_key__in=keys)
        .select_related("key", "enquiry__key")
        .first()
    )


def _new_child(enquiry: Enquiry, client_key: UUID | None) -> ChildAssessment:
    if Decision.objects.filter(enquiry=enquiry).exists():
        raise Refused(_("Der er truffet afgørelse. Barnet skal skrives ind på opholdet."))
    if client_key is not None and ChildAssessment.objects.filter(client_key=client_key).exists():
        # The same form sent about another woman: a child of its own.
        client_key = key_within(client_key, enquiry.code)
    last = ChildAssessment.objects.filter(enquiry=enquiry).aggregate(last=Max("order"))["last"] or 0
    return ChildAssessment(enquiry=enquiry, key=enquiry.key, order=last + 1, client_key=client_key)


def _write_child(
    enquiry: Enquiry,
    row: ChildAssessment,
    by: Employee,
    assessed_at: datetime | None,
    fields: dict[str, Any],
    version: int | None,
) -> ChildAssessment:
    refuse_unknown(fields, CHILD_CODED, CHILD | {"why_not"})
    _refuse_strange_themes(fields.get("themes") or {})
    new = row.pk is None
    before = {name: getattr(row, name) for _label, name, _of_child in NAMED}
    told = put(row, _plain_number(fields))
    mother = Visitation.objects.filter(enquiry=enquiry).select_related("key").first()
    _refuse_impossible_child(row, mother)
    _refuse_same_number(row)
    told = joined(told, _age_from_number(row))
    _judge_assessed(row, told, by, assessed_at)
    if not new:
        claim(row, row.version if version is None else version)
    row.save(update_fields=None if new else [*names(told), "assessed_at", "assessed_by"])
    _follow_into_stay(row, names(told), by, before)
    verb = "opret" if new else "ret"
    write(by=by, verb=verb, noun="childassessment", code=row.code, subject=row.subject, fields=told)
    return row


def _refuse_strange_themes(themes: dict[str, str]) -> None:
    for theme, step in themes.items():
        if not (codes.valid("child_theme", theme) and codes.valid("wellbeing", step)):
            raise Refused(_("Vælg et af svarene på skalaen."), "themes")


def _refuse_impossible_child(row: ChildAssessment, mother: Visitation | None) -> None:
    refuse_no_name(row.called, "called")
    if row.cpr and mother is not None and mother.anonymous:
        raise Refused(_("Moren er anonym. Så gemmer vi heller ikke barnets CPR-nummer."), "cpr")
    if mother is None or not _older_than_mother(row, mother, clock.today()):
        return
    if not row.cpr:
        raise Refused(AS_OLD, "age_group")
    refuse_mothers_number(row.cpr, mother.cpr, "cpr")
    raise Refused(OLDER, "cpr")


def _refuse_same_number(row: ChildAssessment) -> None:
    """Two children of one visitation are two people."""
    others = ChildAssessment.objects.filter(enquiry=row.enquiry).exclude(pk=row.pk).select_related("key")
    if row.cpr and any(other.cpr == row.cpr for other in others):
        raise Refused(_("Nummeret står allerede på et andet af hendes børn. Se efter, hvis det er."), "cpr")


def _older_than_mother(child: ChildAssessment, mother: Visitation, day: date) -> bool:
    if child.cpr and mother.cpr:
        return cpr.parse(child.cpr, day).born <= cpr.parse(mother.cpr, day).born
    return as_old_as(child.least_age_on(day), mother.years_on(day))


def as_old_as(child: int, mother: int | None) -> bool:
    """Is a child of at least so many years as old as its mother? Nobody knows where her age is not known."""
    return mother is not None and child >= max(mother, 1)


def _age_from_number(row: ChildAssessment) -> dict[str, object]:
    if not row.cpr:
        return {}
    return put(row, {"age_group": codes.child_age_group(row.least_age_on(clock.today()))})


def _judge_assessed(row: ChildAssessment, told: dict[str, object], by: Employee, at: datetime | None) -> None:
    """Assessed when somebody has said what they saw; that moment, now unless another is said, is what figures count."""
    _refuse_wrong_sight(row.enquiry, at)
    if says_nothing(row.observation):
        if row.is_assessed or at is not None or row.observation.strip():
            raise Refused(_("Skriv mindst én iagttagelse af barnet. Uden den er barnet ikke vurderet."), "observation")
        return
    # To the minute, as a decision is typed: what happens in the same minute is not "later".
    seen = whole_minute(at or row.assessed_at or clock.now())
    if row.cpr and clock.day_of(seen) < cpr.parse(row.cpr).born:
        message = _("Efter CPR-nummeret var barnet ikke født den dag. Se efter, om dagen eller nummeret er rigtigt.")
        raise Refused(message, "assessed_at")
    if not row.is_assessed:
        row.assessed_by = by
    if seen != row.assessed_at:
        row.assessed_at = told["assessed_at"] = seen


def _refuse_wrong_sight(enquiry: Enquiry, at: datetime | None) -> None:
    if at is not None and at > clock.now():
        raise Refused(_("Tidspunktet ligger ude i fremtiden."), "assessed_at")
    if at is not None and at < whole_minute(enquiry.received_at):
        raise Refused(_("Barnet kan ikke være set, før henvendelsen kom."), "assessed_at")


def _follow_into_stay(row: ChildAssessment, named: Collection[str], by: Employee, before: dict[str, str]) -> None:
    """A child that lives here already is given what was written of it now."""
    stays = ChildStay.objects.filter(child=row.child_id, stay__enquiry=row.enquiry_id)
    stayed = stays.select_related("key", "child__key", "child__resident", "stay").first() if row.child_id else None
    if stayed is None:
        return
    if stayed.stay.anonymous and row.cpr:
        raise Refused(_("Moren er anonym. Så gemmer vi heller ikke barnets CPR-nummer."), "cpr")
    if row.assessed_at:
        stayed.assessed_at = row.assessed_at
        stayed.save(update_fields=["assessed_at"])
    carry(row, stayed, named, by, before)
