"""Who they are: writing names down, showing a number."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rettesnor.audit.actions import Line, write, write_all
from rettesnor.danish import clock, codes, cpr
from rettesnor.danish.blank import says_nothing
from rettesnor.danish.refused import Overtaken, Refused
from rettesnor.residency.actions.answers import save_as_opened
from rettesnor.residency.actions.named import look_again
from rettesnor.residency.models import Child, ChildIdentity, ChildStay, Identity, Resident, Stay
from rettesnor.residency.models.visitation import ADULT, LEAST_AGE, MOST_AGE
from rettesnor.staff.models import Employee
from rettesnor.vault import box

OLDER = gettext_lazy("Barnet kan ikke være ældre end sin mor. Se efter, om numrene er byttet om.")
TAKEN = gettext_lazy("Nummeret står allerede på et andet af hendes børn. Se efter, hvis det er.")


def identify(resident: Resident, *, name: str, number: str, phone: str) -> Identity:
    """The row that says who she is; a woman has one at most."""
    identity = Identity(resident=resident, key=resident.key, name=name, cpr=number, phone=phone)
    identity.cpr_index = box.blind_index(number) if number else ""
    identity.save()
    return identity


def identify_child(child: Child, *, name: str, number: str, institution: str) -> ChildIdentity:
    """The row that says who the child is, and where it goes to school or day care."""
    identity = ChildIdentity(child=child, key=child.key, name=name, cpr=number, institution=institution)
    identity.cpr_index = box.blind_index(number) if number else ""
    identity.save()
    return identity


def name_her(
    resident: Resident, *, name: str, number: str, phone: str, by: Employee, version: int | None = None
) -> Identity:
    """Write down who she is, for a woman who has given her name. What was anonymous when it was sent stays so:
    `Stay.anonymous` is not touched, and notices of that stay never read the identity.

    `version` is the one that was opened, 0 for none yet; raises Overtaken if another has saved since.
    """
    if says_nothing(name):
        raise Refused(_("Skriv hendes navn."), "name")
    _refuse_taken(resident, number, by)
    with transaction.atomic():
        return _name(resident, name, number, phone, by, version)


def _name(resident: Resident, name: str, number: str, phone: str, by: Employee, version: int | None) -> Identity:
    _refuse_if_any(_with_this_number(number, resident))  # again: somebody may have come first
    _refuse_born_after_a_child(resident, number)
    _refuse_unborn(resident, number)
    known = Identity.objects.filter(resident=resident).select_related("key").first()
    before = known.cpr if known else ""
    identity = known or Identity(resident=resident, key=resident.key)
    identity.name, identity.cpr, identity.phone = name.strip(), number, phone.strip()
    identity.cpr_index = box.blind_index(number) if number else ""
    save_as_opened(identity, version)
    if known is None:
        resident.anonymous = False
        resident.save(update_fields=["anonymous"])
    if number and number != before:
        _learn_age(resident, number)
    told = {"felter": [label for label, text in (("navn", name), ("cpr", number), ("telefon", phone)) if text]}
    look_again(resident)
    verb = "ret" if known else "navngiv"
    write(by=by, verb=verb, noun="identity", code=resident.code, subject=resident.subject, fields=told)
    return identity


def _refuse_taken(resident: Resident, number: str, by: Employee) -> None:
    """A number that is another woman's. That she is known here is told by the refusal, so it is written as a look-up
    of her, and stands although the act is refused: do not call this inside a transaction that the refusal would undo.
    """
    purpose = str(_("samme CPR-nummer"))
    others = _with_this_number(number, resident)
    write_all([Line("opslag", "resident", her.code, her.subject, purpose=purpose) for her in others], by=by)
    _refuse_if_any(others)


def _with_this_number(number: str, resident: Resident) -> list[Resident]:
    """Other women who are known here by it."""
    rows = Resident.objects.with_cpr_index(box.blind_index(number)) if number else Resident.objects.none()
    return list(rows.exclude(pk=resident.pk))


def _refuse_if_any(others: list[Resident]) -> None:
    if others:
        message = _("Nummeret står allerede på en anden sag. Skriv navnet uden nummer, og tal med lederen.")
        raise Refused(message, "number")


def _refuse_born_after_a_child(resident: Resident, number: str) -> None:
    if not number:
        return
    children = ChildIdentity.objects.filter(child__resident=resident).select_related("key")
    if any(child.cpr and _born(child.cpr) <= _born(number) for child in children):
        raise Refused(_("Et af børnene ville være ældre end sin mor. Se efter, om numrene er byttet om."), "number")


def _refuse_unborn(resident: Resident, number: str) -> None:
    if not number:
        return
    refuse_impossible_age(number, "number")
    if any(_decided_on(stay) < _born(number) for stay in resident.stays.all()):
        message = _("Efter det nummer var hun ikke født, da hun kom hertil. Se efter, om det er et af børnenes.")
        raise Refused(message, "number")


def refuse_impossible_age(number: str, field: str) -> None:
    """A number that cannot be a woman's: it is likely one of her children's, or a slip of the pen in the century."""
    age = cpr.age_on(_born(number), clock.today())
    if age < LEAST_AGE:
        raise Refused(_("Efter det nummer er hun et lille barn. Se efter, om det er et af børnenes nummer."), field)
    if age > MOST_AGE:
        raise Refused(_("Efter det nummer er hun over 110 år. Se efter, om der er tastet forkert."), field)


def refuse_mothers_number(number: str, hers: str, field: str) -> None:
    """A child that is given the number of its mother."""
    if number and number == hers:
        raise Refused(_("Det er morens nummer. Skriv barnets eget, eller lad feltet stå tomt."), field)


def _decided_on(stay: Stay) -> date:
    return clock.day_of(stay.decided_at)


def _born(number: str) -> date:
    return cpr.parse(number).born


def _morning(day: date) -> datetime:
    """When the day begins, Danish time."""
    return datetime.combine(day, time(), clock.CPH)


def born_on(resident: Resident) -> date | None:
    """Her day of birth, if her number is known."""
    known = Identity.objects.filter(resident=resident).select_related("key").first()
    return _born(known.cpr) if known and known.cpr else None


def under_age(known: Identity | None, day: date) -> bool | None:
    """Is she by her number not yet 18 on the day? None if no number is known."""
    return cpr.age_on(_born(known.cpr), day) < ADULT if known and known.cpr else None


def _learn_age(resident: Resident, number: str) -> None:
    """Her stays get the age she had when each was decided, by the number that was given now."""
    for stay in resident.stays.all():
        stay.age_group = _age_group(number, stay)
        stay.save(update_fields=["age_group"])


def _age_group(number: str, stay: Stay) -> str:
    return codes.age_group(cpr.age_on(_born(number), _decided_on(stay)))


def count_age_again(stay: Stay) -> None:
    """The day of the decision was put right: her age group is that of the right day, if her number is known."""
    known = Identity.objects.filter(resident=stay.resident_id).select_related("key").first()
    if known and known.cpr:
        stay.age_group = _age_group(known.cpr, stay)
        stay.save(update_fields=["age_group"])


@transaction.atomic
def name_child(
    child: Child, *, name: str, number: str, institution: str, by: Employee, version: int | None = None
) -> ChildIdentity:
    """Write down who the child is and where it goes to school or day care; needs a mother who has given her name.

    `version` is the one that was opened, 0 for none yet; raises Overtaken if another has saved since, or has said
    meanwhile that it is the same child as another row.
    """
    if says_nothing(name):
        raise Refused(_("Skriv barnets navn."), "name")
    if Child.objects.select_for_update(of=("self",)).get(pk=child.pk).same_as_id is not None:
        raise Overtaken
    mother = Identity.objects.filter(resident=child.resident).select_related("key").first()
    if mother is None:
        raise Refused(_("Moren er anonym. Så skriver vi heller ikke barnets navn."), "name")
    refuse_impossible_number(child, number, "number")
    identity = ChildIdentity.objects.filter(child=child).select_related("key").first()
    identity = identity or ChildIdentity(child=child, key=child.key)
    before = identity.cpr
    identity.name, identity.cpr, identity.institution = name.strip(), number, institution.strip()
    identity.cpr_index = box.blind_index(number) if number else ""
    save_as_opened(identity, version)
    if number and number != before:
        learn_child_age(child, number)
    look_again(child.resident)
    told = {"felter": [label for label, text in (("navn", name), ("cpr", number), ("sted", institution)) if text]}
    write(by=by, verb="navngiv", noun="childidentity", code=child.code, subject=child.subject, fields=told)
    return identity


def refuse_impossible_number(child: Child, number: str, field: str, taken: Any = TAKEN) -> None:
    """A number that cannot be this child's: of an impossible birth, or a sibling's; then `taken` is what is said."""
    if not number:
        return
    refuse_impossible_birth(child, number, field)
    siblings = ChildIdentity.objects.filter(child__resident=child.resident).exclude(child=child)
    if siblings.filter(cpr_index=box.blind_index(number)).exists():
        raise Refused(taken, field)


def refuse_impossible_birth(child: Child, number: str, field: str) -> None:
    """The number of its mother, of somebody older, or of one who was not born when the child was here."""
    mother = Identity.objects.filter(resident=child.resident).select_related("key").first()
    hers = mother.cpr if mother else ""
    refuse_mothers_number(number, hers, field)
    if hers and _born(number) <= _born(hers):
        raise Refused(OLDER, field)
    if child.stays.filter(moved_in_at__lt=_morning(_born(number))).exists():
        message = _("Efter det nummer var barnet ikke født, da det flyttede ind. Se efter, om det er rigtigt.")
        raise Refused(message, field)


def learn_child_age(child: Child, number: str) -> None:
    """Its stays get the age it had when it moved in, by the number that is known now."""
    for stayed in child.stays.all():
        stayed.age_group = child_of_age(number, stayed)
        stayed.save(update_fields=["age_group"])


def child_of_age(number: str, stayed: ChildStay) -> str:
    """The group of ages the child was of when it moved in."""
    return codes.child_age_group(cpr.age_on(_born(number), clock.day_of(stayed.moved_in_at)))


@transaction.atomic
def reveal_cpr(person: Resident | Child, *, purpose: str, by: Employee) -> str:
    """The whole number, written to the log with the purpose (of the list "cpr_purpose") before it is shown."""
    if not codes.valid("cpr_purpose", purpose):
        raise Refused(_("Vælg, hvad du skal bruge nummeret til."), "purpose")
    whose = {"resident": person} if isinstance(person, Resident) else {"child": person}
    table = Identity if isinstance(person, Resident) else ChildIdentity
    identity = table._default_manager.filter(**whose).select_related("key").first()
    if identity is None or not identity.cpr:
        raise Refused(_("Der er ikke noget CPR-nummer."), "purpose")
    write(
        by=by,
        verb="vis cpr",
        noun="identity",
        code=person.code,
        subject=person.subject,
        purpose=codes.label("cpr_purpose", purpose),
    )
    return cpr.parse(identity.cpr).written
