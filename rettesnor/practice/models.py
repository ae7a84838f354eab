from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Max, Q

from rettesnor.danish import clock, codes
from rettesnor.residency.models import Child, ChildStay, Stay
from rettesnor.residency.models.people import reached_children
from rettesnor.residency.models.stay import reached
from rettesnor.staff import limits
from rettesnor.staff.models import Employee, RoleGrant
from rettesnor.staff.standing import Reach
from rettesnor.vault.codes import new_code
from rettesnor.vault.fields import SealedText
from rettesnor.vault.models import DataKey

DONE, OFFERED, DECLINED, PLANNED = "udfoert", "tilbudt", "afslaaet", "planlagt"
STATUSES = [code for code, _label in codes.choices("effort_status")]


class EffortQuerySet(models.QuerySet["Effort"]):
    def visible_to(self, user: Employee, verb: str) -> EffortQuerySet:
        """What was done for the women and children the verb reaches.

        A child's efforts are read only by those who may see that child, on shift only the latest days are read,
        and a verb that reaches one's own rows reaches them no longer than one may read them.
        """
        return self.reached_by(user, verb).whole()

    def reached_by(self, user: Employee, verb: str) -> EffortQuerySet:
        """What `visible_to` asks, and nothing fetched with it."""
        reach = user.standing.reach(verb)
        if reach.own:
            return self.reached_by(user, "practice.see").filter(by=user)
        seen = Q(child=None) | reached_children(user.standing.reach("child.see"), "child__")
        hidden = verb != "practice.see" and not user.standing.may("practice.reserved")
        return self.filter(self._within(reach) & (Q(reserved=False) if hidden else Q()) & seen)

    def _within(self, reach: Reach) -> Q:
        lasting = Reach(everywhere=reach.everywhere, houses=reach.houses, cases=reach.cases)
        where = reached(lasting, "stay__")
        if reach.everywhere:
            return where
        if reach.children:
            where |= Q(child__code__in=reach.children)
        if reach.shift:
            first = clock.today() - timedelta(days=limits.value("practice.shift_reads", clock.today()))
            where |= reached(Reach(shift=reach.shift), "stay__") & Q(on__gte=first)
        return where

    def whole(self) -> EffortQuerySet:
        return self.select_related("key", "stay", "stay__resident", "child", "by")

    def standing(self) -> EffortQuerySet:
        """The rows that count: neither corrected by a later row nor withdrawn."""
        return self.filter(corrected_by=None, withdrawn=False)

    def in_period(self, begins: date, ends: date) -> EffortQuerySet:
        """Done, offered, declined or planned from `begins` until the day before `ends`."""
        return self.filter(on__gte=begins, on__lt=ends)

    def of_stay(self, stay: Stay) -> EffortQuerySet:
        return self.filter(stay=stay)

    def of_child(self, child: Child) -> EffortQuerySet:
        return self.filter(child=child)

    def planned_until(self, day: date) -> EffortQuerySet:
        return self.standing().filter(status=PLANNED, on__lte=day)

    def most_used(self, letters: Iterable[str], *, for_child: bool, on: date) -> dict[str, int]:
        """How often each line was recorded lately by those who hold one of the roles: {"CHI-A8": 12, …}."""
        first = on - timedelta(days=limits.value("practice.most_used", on))
        peers = RoleGrant.objects.in_force(on).filter(role__in=list(letters)).values("employee")
        rows = self.standing().filter(on__gte=first, by__in=peers, child__isnull=not for_child)
        return dict(rows.order_by().values_list("line").annotate(times=Count("pk")))


class Effort(models.Model):
    """Something the document speaks of that was done for, offered to, declined by or planned with a woman or a child.

    Never overwritten: a correction is a new row that points at the one it replaces.
    """

    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    client_key = models.UUIDField(unique=True, default=uuid.uuid4)
    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="efforts")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, null=True, related_name="efforts")
    line = models.CharField(max_length=8, db_index=True)
    status = models.CharField(max_length=20)
    on = models.DateField(db_index=True)
    recorded_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=20, blank=True)
    interpreter = models.CharField(max_length=30, blank=True)
    reserved = models.BooleanField(default=False)
    note = SealedText()
    corrects = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="corrected_by")
    reason = SealedText()
    withdrawn = models.BooleanField(default=False)

    objects: ClassVar[EffortQuerySet] = EffortQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-on", "-recorded_at", "-pk")
        indexes = (models.Index(name="efforts_by_line_and_day", fields=("line", "on")),)
        constraints = (
            models.CheckConstraint(name="an_effort_has_a_known_status", condition=Q(status__in=STATUSES)),
            models.CheckConstraint(
                name="only_a_correction_withdraws", condition=Q(withdrawn=False) | Q(corrects__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return "indsats"

    def subjects(self) -> list[str]:
        return self.child.subjects() if self.child else self.stay.subjects()

    @property
    def called(self) -> str:
        """The alias of the one it is about."""
        return self.child.alias if self.child else self.stay.resident.alias

    @property
    def is_back_dated(self) -> bool:
        """Was it written down on a later day than it happened?"""
        return self.status != PLANNED and clock.day_of(self.recorded_at) > self.on


class WellBeingQuerySet(models.QuerySet["WellBeing"]):
    def visible_to(self, user: Employee, verb: str) -> WellBeingQuerySet:
        """Notes on the children whom the verb reaches; it reaches nobody whom one may not see."""
        rows = self.filter(child_stay__child__in=Child.objects.visible_to(user, verb).values("pk"))
        return rows.select_related("key", "child_stay", "child_stay__child", "by")

    def of_child(self, child: Child) -> WellBeingQuerySet:
        return self.filter(child_stay__child=child)

    def in_period(self, begins: date, ends: date) -> WellBeingQuerySet:
        return self.filter(on__gte=begins, on__lt=ends)

    def standing(self) -> WellBeingQuerySet:
        """The notes that count: neither corrected by a later one nor withdrawn."""
        return self.filter(corrected_by=None, withdrawn=False)

    def newest_of(self, stays: models.QuerySet[ChildStay]) -> dict[int, date]:
        """The day of the newest note of each child's stay, by the stay's id; a stay without a note is left out."""
        rows = self.standing().filter(child_stay__in=stays).order_by().values_list("child_stay")
        return dict(rows.annotate(newest=Max("on")))


class WellBeing(models.Model):
    """How a child was doing on a day: the child's own words, what an adult saw, and the child's own simple scale.

    Never overwritten: a correction is a new note that points at the one it replaces.
    """

    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    client_key = models.UUIDField(unique=True, default=uuid.uuid4)
    child_stay = models.ForeignKey(ChildStay, on_delete=models.CASCADE, related_name="wellbeing")
    on = models.DateField(db_index=True)
    recorded_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    scale = models.JSONField(default=dict)
    own_words = SealedText()
    observation = SealedText()
    corrects = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="corrected_by")
    reason = SealedText()
    withdrawn = models.BooleanField(default=False)

    objects: ClassVar[WellBeingQuerySet] = WellBeingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-on", "-recorded_at", "-pk")
        constraints = (
            models.CheckConstraint(name="a_note_holds_an_observation", condition=Q(observation__isnull=False)),
            models.CheckConstraint(
                name="only_a_correction_withdraws_a_note", condition=Q(withdrawn=False) | Q(corrects__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return "trivselsnotat"

    def subjects(self) -> list[str]:
        return self.child_stay.subjects()

    @property
    def is_back_dated(self) -> bool:
        return clock.day_of(self.recorded_at) > self.on

    @property
    def answers(self) -> list[tuple[str, str]]:
        """The scale in words, in the order of the themes: [("Søvn", "Godt"), …]."""
        themes = codes.choices("child_theme")
        return [(name, codes.label("wellbeing", self.scale[theme])) for theme, name in themes if theme in self.scale]
