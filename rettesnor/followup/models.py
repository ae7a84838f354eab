from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from rettesnor.danish import clock
from rettesnor.followup.period import Period
from rettesnor.staff.models import House


class Frozen(Exception):
    """A measurement of a closed period does not change: a later correction shows in the next period."""


class ClosingQuerySet(models.QuerySet["Closing"]):
    def periods(self) -> list[Period]:
        """Every closed quarter, oldest first."""
        return sorted(Period.parse(key) for key in self.keys())

    def keys(self) -> set[str]:
        """The keys of every closed quarter."""
        return set(self.values_list("period", flat=True))


class Closing(models.Model):
    """A quarter somebody closed: from then on its figures stand as they were."""

    period = models.CharField(max_length=6, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects: ClassVar[ClosingQuerySet] = ClosingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("period",)

    def __str__(self) -> str:
        return self.period


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def of(self, key: str, version: int) -> MeasurementQuerySet:
        """Every frozen count of one indicator in one version, oldest first."""
        return self.filter(key=key, version=version).order_by("period", "house")


class Measurement(models.Model):
    """The counts of one indicator in one house and one quarter, as they stood when the quarter was frozen."""

    key = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField()
    house = models.ForeignKey(House, on_delete=models.PROTECT)
    period = models.CharField(max_length=6)
    counts = models.JSONField()
    parameters = models.JSONField(default=dict)
    computed_at = models.DateTimeField(default=clock.now)
    code_version = models.CharField(max_length=20)

    objects: ClassVar[MeasurementQuerySet] = MeasurementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_count_an_indicator_house_and_quarter", fields=("key", "version", "house", "period")
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.period}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise Frozen
        super().save(*args, **kwargs)


class Baseline(models.Model):
    """A starting level a goal is measured from, with its definition and its source; until entered it is missing."""

    line = models.CharField(max_length=8, db_index=True)
    definition = models.TextField()
    window = models.CharField(max_length=60)
    hits = models.PositiveIntegerField()
    of = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    vintage = models.CharField(max_length=40)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.line} {self.vintage}"
