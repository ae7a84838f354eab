from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q

from rettesnor.danish import clock
from rettesnor.followup.period import Period
from rettesnor.staff.models import House


class Frozen(Exception):
    """What was closed stands: a later correction shows in the next period."""


class Stands(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Frozen
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Frozen


class ClosingQuerySet(models.QuerySet["Closing"]):
    def periods(self) -> list[Period]:
        """Every closed quarter, oldest first."""
        return sorted(Period.parse(key) for key in self.order_by().values_list("period", flat=True))

    def newest(self) -> Period | None:
        return max(self.periods(), default=None)


class Closing(Stands):
    """Somebody's word that a quarter is over and looked through: from then on its figures stand."""

    period = models.CharField(max_length=6, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects: ClassVar[ClosingQuerySet] = ClosingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("period",)

    def __str__(self) -> str:
        return self.period

    @property
    def label(self) -> str:
        return Period.parse(self.period).label


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def of(self, keys: Iterable[str], periods: Iterable[Period] | None = None) -> MeasurementQuerySet:
        """The frozen counts of each house for some indicators, in every period or in those given."""
        rows = self.filter(key__in=list(keys)).exclude(house=None)
        return rows if periods is None else rows.filter(period__in=[period.key for period in periods])


class Measurement(Stands):
    """The counts of one indicator in one house (both: none) and one quarter, as they stood at a closing."""

    key = models.CharField(max_length=12)
    version = models.PositiveSmallIntegerField()
    house = models.ForeignKey(House, on_delete=models.PROTECT, null=True, related_name="+")
    period = models.CharField(max_length=6)
    parameters = models.JSONField(default=dict)
    counts = models.JSONField()
    computed_at = models.DateTimeField(default=clock.now)
    code_version = models.CharField(max_length=20)

    objects: ClassVar[MeasurementQuerySet] = MeasurementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_count_a_house_and_quarter", fields=("key", "version", "house", "period")),
            models.UniqueConstraint(
                name="one_count_of_both_a_quarter", fields=("key", "version", "period"), condition=Q(house=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.period}"
