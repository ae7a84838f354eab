"""It is the same child: two rows of one mother become one, and nothing that was written of either is lost.

A woman who comes back in haste brings children without numbers, so a child who was here before is written as a new one.
"""

from __future__ import annotations

from itertools import product

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rettesnor.audit.actions import Line, write_all
from rettesnor.danish import clock, dates
from rettesnor.danish.refused import Overtaken, Refused
from rettesnor.residency.actions.identity import (
    TAKEN,
    identify_child,
    learn_child_age,
    name_child,
    refuse_impossible_birth,
)
from rettesnor.residency.actions.tasks import end_assignment
from rettesnor.residency.actions.told_of_child import say
from rettesnor.residency.models import Child, ChildIdentity, ChildStay
from rettesnor.staff.models import Assignment, Employee
from rettesnor.vault import box


def known_by(child: Child, number: str, among: QuerySet[Child]) -> Child | None:
    """Another child of the same mother that the number stands on and that may be this one; looked for `among` these."""
    if not number:
        return None
    same = among.filter(resident=child.resident_id, identity__cpr_index=box.blind_index(number))
    other = same.exclude(pk=child.pk).first()
    return other if other is not None and _may_be_one(child, other) else None


def _may_be_one(child: Child, other: Child) -> bool:
    """A child is once in a stay and in one place at a time: where both were here at once, they are two."""
    return not any(_at_once(one, two) for one, two in product(_stays(child), _stays(other)))


def _stays(child: Child) -> list[ChildStay]:
    return list(child.stays.select_related("stay"))


def _at_once(one: ChildStay, other: ChildStay) -> bool:
    if one.stay_id == other.stay_id:
        return True
    came = one.stay.never_came_at is None and other.stay.never_came_at is None
    first, second = sorted((one, other), key=lambda own: own.moved_in_at)
    return came and (first.left_at is None or first.left_at > second.moved_in_at)


def asked(child: Child, other: Child, number: str) -> Refused:
    """The question whether it is the child that was here before; raises Refused where the number cannot be its own."""
    refuse_impossible_birth(child, number, "number")
    question = _("Nummeret står på {alias}, {when}. Sæt kryds, hvis det er det samme barn.")
    return Refused(question.format(alias=other.alias, when=_when(other)), "same_child")


def _when(child: Child) -> str:
    """When it was here the last time, as the question says it."""
    stayed = child.stays.came().order_by("-moved_in_at").first()
    if stayed is None:
        return _("der skulle have været her før")
    begins = dates.say_short(clock.day_of(stayed.moved_in_at))
    if stayed.left_at is None:
        return _("der har været her siden {begins}").format(begins=begins)
    return _("der var her fra {begins} til {ends}").format(
        begins=begins, ends=dates.say_short(clock.day_of(stayed.left_at))
    )


@transaction.atomic
def join(
    child: Child, other: Child, *, name: str, number: str, institution: str, by: Employee, version: int | None = None
) -> Child:
    """The child, whose page this is said on, is the other one: whichever was known first goes on with everything that
    hangs on both, under the name that is said now. A place left blank stays as the other has it.

    `version` is that of the child's name as it was opened; raises Overtaken if another has saved since, or has said
    the same already.
    """
    kept, gone = _held(child, other, version)
    place = institution.strip() or ChildIdentity.objects.select_related("key").get(child=other).institution
    _move_rows(kept, gone)
    _move_tasks(kept, gone, by)
    _move_words(kept, gone, by)
    _move_name(kept, gone, other, name.strip(), place)
    name_child(kept, name=name, number=number, institution=place, by=by)
    learn_child_age(kept, number)
    _log(kept, gone, by)
    return kept


def _held(child: Child, other: Child, version: int | None) -> tuple[Child, Child]:
    """Both as they are now, held until they are one: the one known first, and the other."""
    rows = Child.objects.select_for_update(of=("self",)).select_related("key", "resident")
    kept, gone = rows.filter(pk__in=(child.pk, other.pk)).order_by("created_at", "pk")
    stands = ChildIdentity.objects.filter(child=child).values_list("version", flat=True).first() or 0
    if kept.same_as_id or gone.same_as_id or version not in (None, stands):
        raise Overtaken
    if not _may_be_one(kept, gone):
        raise Refused(TAKEN, "number")
    return kept, gone


def _move_rows(kept: Child, gone: Child) -> None:
    """Whatever points at the child, in every room; its identity is one row at most, and is joined by itself."""
    for link in Child._meta.related_objects:
        if link.one_to_many:
            at = link.field.name
            link.related_model._base_manager.filter(**{at: gone}).update(**{at: kept})


def _move_tasks(kept: Child, gone: Child, by: Employee) -> None:
    """Its adults are the child's adults; who had the same task for both has it once."""
    Assignment.objects.filter(child=gone.code).update(child=kept.code)
    held = set[tuple[int, str]]()
    for task in Assignment.objects.in_force(clock.now()).filter(child=kept.code).order_by("-since", "-pk"):
        if (task.employee_id, task.kind) in held:
            end_assignment(task, by=by)
        held.add((task.employee_id, task.kind))


def _move_words(kept: Child, gone: Child, by: Employee) -> None:
    """Newer words on top, and the older ones beside. No form that was opened before is of the version there is now."""
    if gone.own_words:
        say(kept, gone.own_words, gone.own_words_on or clock.day_of(gone.created_at), by)
    kept.version = max(kept.version, gone.version) + 1
    kept.save(update_fields=["version"])
    gone.own_words, gone.own_words_on = "", None
    gone.same_as, gone.version = kept, kept.version
    gone.save(update_fields=["own_words", "own_words_on", "same_as", "version"])


def _move_name(kept: Child, gone: Child, other: Child, name: str, place: str) -> None:
    """One row says who the child is; what stood on the other one otherwise stays on the address that is left of it."""
    rows = {row.child_id: row for row in ChildIdentity.objects.filter(child__in=(kept, gone)).select_related("key")}
    stood, goes_on = rows[other.pk], rows.get(kept.pk) or rows[gone.pk]
    aside = {
        "name": stood.name if stood.name != name else "",
        "institution": stood.institution if stood.institution != place else "",
    }
    newest = max(row.version for row in rows.values())
    ChildIdentity.objects.filter(child=gone).exclude(pk=goes_on.pk).delete()
    ChildIdentity.objects.filter(pk=goes_on.pk).update(child=kept, version=newest)
    if any(aside.values()):
        identify_child(gone, number="", **aside)


def _log(kept: Child, gone: Child, by: Employee) -> None:
    write_all(
        [
            Line("samme barn", "child", kept.code, kept.subject, {"også": gone.code}),
            Line("samme barn", "child", gone.code, gone.subject, {"fortsætter": kept.code}),
        ],
        by=by,
    )
