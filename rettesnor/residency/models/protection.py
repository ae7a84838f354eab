from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from rettesnor.danish import clock
from rettesnor.residency.models.people import Resident
from rettesnor.staff.models import Employee
from rettesnor.vault.codes import new_code
from rettesnor.vault.fields import SealedText
from rettesnor.vault.models import DataKey


class LiftingQuerySet(models.QuerySet["Lifting"]):
    def visible_to(self, user: Employee, verb: str) -> LiftingQuerySet:
        """Those that wait for an answer: a leader of either house gives it."""
        reach = user.standing.reach(verb)
        rows = self.select_related("key", "resident", "resident__key", "asked_by")
        return rows.filter(answered_at=None) if reach.everywhere else self.none()

    def waiting_for(self, resident: Resident) -> Lifting | None:
        return self.filter(resident=resident, answered_at=None).select_related("key", "resident", "asked_by").first()


class Lifting(models.Model):
    """One person's wish that a woman's special protection ends, and another's answer to it."""

    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="liftings")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    lifted = models.BooleanField(default=False)
    reason = SealedText()

    objects: ClassVar[LiftingQuerySet] = LiftingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                name="one_wish_to_lift_at_a_time", fields=("resident",), condition=Q(answered_at=None)
            ),
            models.CheckConstraint(
                name="nobody_lifts_protection_alone",
                condition=Q(lifted=False) | (Q(answered_by__isnull=False) & ~Q(answered_by=F("asked_by"))),
            ),
        )

    def __str__(self) -> str:
        return str(_("ønske om at ophæve beskyttelsen"))

    def subjects(self) -> list[str]:
        return self.resident.subjects()
