"""What was brought home from the registers, and what others have published: numbers about many, never about one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rettesnor.danish import clock
from rettesnor.vault.codes import new_code


class BundleQuerySet(models.QuerySet["Bundle"]):
    def standing(self) -> BundleQuerySet:
        """Those that have not been withdrawn, the one with the newest data first."""
        return self.filter(withdrawn_at=None).order_by("-data_cut", "-imported_at", "-pk")


class Bundle(models.Model):
    """One release of the register engine, as it left Statistics Denmark: its text, how it was made, who brought it."""

    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    fingerprint = models.CharField(max_length=79, unique=True)
    title = models.CharField(max_length=200)
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    mode = models.CharField(max_length=20)
    data_cut = models.DateField()
    baseline = models.PositiveSmallIntegerField()
    threshold = models.PositiveSmallIntegerField()
    cohorts = models.JSONField(default=list)
    cuts = models.JSONField(default=dict)
    parameters = models.JSONField(default=list)
    text = models.TextField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(default=clock.now)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    objects: ClassVar[BundleQuerySet] = BundleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="withdrawn_by_somebody_for_a_reason",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why=""),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def counted_as(self) -> tuple[str, str, str]:
        """Figures of two bundles may be held against each other only where this is the same in both."""
        return self.version, self.digest, self.mode

    @property
    def settings_open(self) -> list[dict[str, str]]:
        """The choices behind the figures that no source has settled."""
        return [one for one in self.parameters if one["status"].startswith("UVERIFICERET")]


class ResultQuerySet(models.QuerySet["Result"]):
    def of_indicators(self, indicators: Iterable[str]) -> ResultQuerySet:
        return self.filter(indicator__in=indicators).order_by("indicator", "months", "part", "kind", "cohort")


class Result(models.Model):
    """One line of a bundle, as it left: shares from 0 to 1, rates per 100 person-years, persons to the nearest five."""

    SHOWN, HIDDEN, PROVISIONAL = "vist", "skjult", "foreløbig"

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="results")
    indicator = models.CharField(max_length=40, db_index=True)
    goal = models.CharField(max_length=8, blank=True, db_index=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    population = models.CharField(max_length=40)
    cohort = models.PositiveSmallIntegerField()
    months = models.PositiveSmallIntegerField(null=True)
    part = models.CharField(max_length=40)
    status = models.CharField(max_length=10)
    n = models.PositiveIntegerField(null=True)
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    se = models.FloatField(null=True)

    objects: ClassVar[ResultQuerySet] = ResultQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="what_is_hidden_has_no_numbers",
                condition=~Q(status="skjult") | Q(n=None, value=None, low=None, high=None, se=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.cohort}"


class OutsideFigureQuerySet(models.QuerySet["OutsideFigure"]):
    def in_use(self) -> OutsideFigureQuerySet:
        return self.filter(retired_at=None).order_by("line", "title", "-vintage", "pk")


class OutsideFigure(models.Model):
    """A figure somebody else has published, with all that is needed to know what it says; never the house's own level.

    value: as `unit` says (andel: 0 to 1) · vintage: the year of the data · entered_by: None for those the house came
    with · key: lets those be laid in once.
    """

    UNITS = (("andel", _("andel")), ("antal", _("antal")), ("doegn", _("døgn")), ("rate", _("pr. 100 personår")))

    key = models.CharField(max_length=60, null=True, unique=True)  # noqa: DJ001 (unique where there is one)
    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    line = models.CharField(max_length=8, db_index=True)
    title = models.CharField(max_length=200)
    population = models.CharField(max_length=200)
    value = models.FloatField()
    unit = models.CharField(max_length=10, choices=UNITS)
    n = models.PositiveIntegerField(null=True)
    definition = models.TextField()
    window = models.CharField(max_length=100, blank=True)
    source = models.CharField(max_length=300)
    vintage = models.CharField(max_length=40)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)
    client_key = models.UUIDField(null=True, unique=True)
    retired_at = models.DateTimeField(null=True)

    objects: ClassVar[OutsideFigureQuerySet] = OutsideFigureQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.title
