"""Whom one may record something for: women, and children as persons of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import F
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.residency.models import Child, ChildStay, Stay
from rettesnor.staff.models import Employee


@dataclass(frozen=True)
class Person:
    """One to record for. `child` is None for a woman; `present`: does she, or the child, live here now?"""

    stay: Stay
    child: Child | None = None
    present: bool = True

    @property
    def called(self) -> str:
        return self.child.alias if self.child else self.stay.resident.alias

    @property
    def url(self) -> str:
        """Where something is recorded for this person."""
        if self.child:
            return reverse("record-child", args=[self.child.code])
        return reverse("record-woman", args=[self.stay.code])


def women(user: Employee, verb: str = "practice.record") -> models.QuerySet[Stay]:
    """The stays of the women one may record for."""
    return Stay.objects.came().visible_to(user, verb)


def children(user: Employee, verb: str = "practice.record") -> models.QuerySet[Child]:
    """The children the verb reaches; it reaches nobody whom one may not see."""
    return Child.objects.visible_to(user, verb)


def their_stays(kids: models.QuerySet[Child]) -> models.QuerySet[ChildStay]:
    """The stays of these children, the newest first."""
    stays = ChildStay.objects.came().filter(child__in=kids.order_by().values("pk"))
    return stays.select_related("key", "child", "stay", "stay__resident").order_by("-moved_in_at", "child__alias")


def listed(stays: Iterable[Stay], child_stays: Iterable[ChildStay]) -> list[Person]:
    """Everyone once with the newest stay: those who live here first, each child right after its mother."""
    now = clock.now()
    newest: dict[str, Person] = {}
    for stay in sorted(stays, key=lambda one: one.decided_at, reverse=True):
        newest.setdefault(stay.resident.subject, Person(stay, None, stay.is_open_at(now)))
    for own in child_stays:
        here = own.left_at is None or own.left_at > now
        newest.setdefault(own.child.subject, Person(own.stay, own.child, here))
    return sorted(newest.values(), key=_place)


def _place(person: Person) -> tuple[bool, str, bool, str]:
    return (not person.present, person.stay.resident.alias, person.child is not None, person.called)


def of_child(child: Child) -> ChildStay | None:
    """The child's present stay, else its latest; one its mother never came to only where there is no other."""
    stays = child.stays.select_related("key", "stay", "stay__key", "stay__resident", "child", "child__key")
    return stays.order_by(F("stay__never_came_at").asc(nulls_first=True), "-moved_in_at").first()
