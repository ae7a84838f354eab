"""Who works with a case, and until when: a task is given and ended by hand, or ends when the stay does (security.md 6).

Thirty days after she left, a case is an archive that only aftercare opens. So every task then ends by itself, and
whoever followed her, or a child, has aftercare as a task of its own for as long as something is agreed. A woman who
comes back begins with new people, and one who moves to the other house is left to those who work there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.residency.models import Child, ChildStay, FollowUpTalk, Leaving, Resident, Stay
from rettesnor.residency.models.stay import ARCHIVED_AFTER
from rettesnor.residency.people_of import colleagues
from rettesnor.staff.models import Assignment, Employee, House

AFTERCARE = "eftervaern"
FOLLOWS_HER, FOLLOWS_A_CHILD = ("kontaktperson", "stedfortraeder"), ("boernefaglig",)
"""The tasks that go on as aftercare."""
WITH_US, CHILD_WITH_US = ("liva", "liva_og_andre"), ("liva",)
"""Answers of the lists "aftercare" and "followup_child" that bind the house itself."""


@transaction.atomic
def assign(stay: Stay, *, employee: Employee, kind: str, by: Employee, child: Child | None = None) -> Assignment:
    """Give somebody the task from now on; whoever had the same task for the same person hands it over.

    Whoever has it already keeps it; where it would have ended by itself, it goes on as one given by hand does.
    """
    if kind not in dict(Assignment.KINDS):
        raise Refused(_("Vælg, hvad opgaven er."), "kind")
    if kind == "boernefaglig" and child is None:
        raise Refused(_("Vælg, hvilket barn det gælder."), "child")
    # Held until the task is given, so that the same task given twice at once is one.
    Stay.objects.select_for_update(of=("self",)).filter(pk=stay.pk).first()
    now, code = clock.now(), child.code if child else ""
    if not employee.works_on(now.date()):
        raise Refused(_("{name} er ikke længere ansat.").format(name=employee.name), "employee")
    same = Assignment.objects.in_force(now).filter(case=stay.key, child=code, kind=kind)
    others, held = same.exclude(employee=employee), same.filter(employee=employee).order_by("pk").last()
    if held is not None and not others.exists() and (held.until is None or kind != AFTERCARE):
        return held
    others.update(until=now, by_itself=False)
    task = held or Assignment(employee=employee, case=stay.key, child=code, kind=kind, since=now)
    task.until, task.by_itself = None, False
    task.save()
    subject = child.subject if child else stay.resident.subject
    write(by=by, verb="tildel", noun="assignment", code=stay.code, subject=subject, fields={"opgave": kind})
    settle(stay, by=by)
    return task


@transaction.atomic
def end_assignment(task: Assignment, *, by: Employee) -> None:
    """End a task: the case is closed to that person from this moment."""
    now = clock.now()
    Assignment.objects.in_force(now).filter(pk=task.pk).update(until=now, by_itself=False)
    write(by=by, verb="afslut", noun="assignment", code=task.child, fields={"opgave": task.kind})


def end_all(resident: Resident, *, by: Employee) -> None:
    """She comes back: whoever worked with her before is asked again, and is not let into the new stay unasked."""
    for task in Assignment.objects.in_force(clock.now()).filter(case=resident.key):
        end_assignment(task, by=by)


def leave_to(house: House, stay: Stay, *, by: Employee) -> None:
    """She has moved to this house: the tasks of those who do not work in it end."""
    theirs = colleagues(house, clock.today())
    for task in Assignment.objects.in_force(clock.now()).filter(case=stay.key).exclude(employee__in=theirs):
        end_assignment(task, by=by)


@transaction.atomic
def settle(stay: Stay, *, by: Employee) -> None:
    """Let each task of the stay end when it should by what now stands of leaving, of aftercare and of the agreed talks.

    Called by whatever changes one of these; called twice it changes nothing. Once she has come again, an earlier stay
    of hers has no tasks left.
    """
    if stay.resident.stays.came().filter(moved_in_at__gt=stay.moved_in_at).exists():
        return
    talks = _talks(stay)
    leaving = Leaving.objects.filter(stay=stay).only("aftercare").first()
    came = stay.never_came_at is None
    agreed = came and leaving is not None and leaving.aftercare in WITH_US
    _settle(stay, "", stay.left_at, FOLLOWS_HER, _lasts(stay.left_at, agreed, talks), by)
    for row in ChildStay.objects.filter(stay=stay).select_related("child"):
        own = [talk for talk in talks if talk.child == row.child_id]
        lasts = _lasts(row.left_at, came and row.follow_up in CHILD_WITH_US, own)
        _settle(stay, row.child.code, row.left_at, FOLLOWS_A_CHILD, lasts, by)


@dataclass(frozen=True)
class _Talk:
    """An agreed talk: with which child (None: with her), whether it still waits, and else when it ended."""

    child: int | None
    waits: bool
    ended: datetime


def _talks(stay: Stay) -> list[_Talk]:
    waits = ExpressionWrapper(Q(held_at=None, dropped_why=None), output_field=BooleanField())
    rows = FollowUpTalk.objects.filter(stay=stay).values_list("child", "held_at", "due_on", waits)
    return [
        _Talk(child, bool(waits), held_at or datetime.combine(due_on, time(), clock.CPH))
        for child, held_at, due_on, waits in rows
    ]


def _lasts(left: datetime | None, agreed: bool, talks: Sequence[_Talk]) -> datetime | None:
    """When the last there was ended: the stay or a talk after it; None while something agreed is still to come."""
    if left is None or any(talk.waits for talk in talks) or (agreed and not talks):
        return None
    return max([left, *(talk.ended for talk in talks)])


def _settle(
    stay: Stay, child: str, left: datetime | None, follows: Sequence[str], lasts: datetime | None, by: Employee
) -> None:
    """The tasks for her (`child` empty) or for one child."""
    tasks = Assignment.objects.filter(case=stay.key, child=child, since__gte=stay.decided_at)
    work = tasks.exclude(kind=AFTERCARE).filter(Q(until=None) | Q(by_itself=True))
    after = tasks.filter(kind=AFTERCARE, by_itself=True)
    if left is None:
        work.update(until=None, by_itself=False)
        after.delete()
        return
    if lasts is None:
        for task in work.filter(kind__in=follows).exclude(employee__in=after.values("employee")):
            _go_on(stay, task, left, by)
    for task in [*work, *after]:
        task.until = _end(task, left, lasts)
        task.by_itself = True
        task.save(update_fields=["until", "by_itself"])


def _end(task: Assignment, left: datetime, lasts: datetime | None) -> datetime | None:
    if task.kind != AFTERCARE:
        return closes(max(left, task.since))
    return None if lasts is None else closes(max(lasts, task.since))


def closes(moment: datetime) -> datetime:
    """When a case is closed after the last there was: the same moment, whatever clock that was told by."""
    return moment.astimezone(UTC) + ARCHIVED_AFTER


def _go_on(stay: Stay, task: Assignment, left: datetime, by: Employee) -> None:
    since = max(left, task.since)
    after = Assignment(employee=task.employee, case=stay.key, child=task.child, kind=AFTERCARE, since=since)
    after.by_itself = True
    after.save()
    subject = f"barn:{task.child}" if task.child else stay.resident.subject
    write(by=by, verb="tildel", noun="assignment", code=stay.code, subject=subject, fields={"opgave": AFTERCARE})
