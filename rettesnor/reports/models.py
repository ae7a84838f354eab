"""What leaves the house as a whole list, and everything that was done to let it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rettesnor.danish import clock
from rettesnor.vault.codes import new_code

FEWEST_WOMEN = 5
"""A list of fewer is of no use to a register analysis, and its fingerprint could be guessed back to a person."""


class ResidentListQuerySet(models.QuerySet["ResidentList"]):
    def with_people(self) -> ResidentListQuerySet:
        return self.select_related("prepared_by", "released_by", "withdrawn_by")

    def awaiting_release(self) -> ResidentListQuerySet:
        return self.filter(status=ResidentList.READY).order_by("prepared_at")

    def awaiting_fetch(self) -> ResidentListQuerySet:
        return self.filter(status=ResidentList.RELEASED).order_by("released_at")

    def left_in(self, first: date, last: date) -> ResidentListQuerySet:
        """What was handed out on the days from `first` to `last`, both included, the newest first."""
        begins = datetime.combine(first, time(), clock.CPH)
        ends = datetime.combine(last + timedelta(days=1), time(), clock.CPH)
        return self.with_people().filter(dispatched_at__gte=begins, dispatched_at__lt=ends).order_by("-dispatched_at")


class ResidentList(models.Model):
    """A list of who lived here and when, for Statistics Denmark to tell own stays from others' by; never kept itself.

    first, last: the days it covers · sha256: of the file, which is made anew from the records whenever it is needed ·
    counts: rows by house and by year of moving in · anonymous, unnumbered: stays left out, and why.
    """

    READY, RELEASED, HANDED_OUT, WITHDRAWN = "klar", "frigivet", "udleveret", "tilbagekaldt"
    STATUSES = (
        (READY, _("venter på frigivelse")),
        (RELEASED, _("frigivet, ikke hentet")),
        (HANDED_OUT, _("hentet")),
        (WITHDRAWN, _("trukket tilbage")),
    )

    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    client_key = models.UUIDField(null=True, unique=True)
    status = models.CharField(max_length=12, choices=STATUSES, default=READY, db_index=True)
    first = models.DateField()
    last = models.DateField()
    purpose = models.CharField(max_length=300)
    rows = models.PositiveIntegerField()
    women = models.PositiveIntegerField()
    anonymous = models.PositiveIntegerField()
    unnumbered = models.PositiveIntegerField()
    counts = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(default=clock.now)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True, db_index=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    objects: ClassVar[ResidentListQuerySet] = ResidentListQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-prepared_at", "-pk")
        constraints = (
            models.CheckConstraint(name="a_list_ends_after_it_begins", condition=Q(last__gte=F("first"))),
            models.CheckConstraint(name="a_list_is_of_several", condition=Q(women__gte=FEWEST_WOMEN)),
            models.CheckConstraint(
                name="a_list_is_released_by_another", condition=Q(released_by=None) | ~Q(released_by=F("prepared_by"))
            ),
            models.CheckConstraint(
                name="only_a_released_list_leaves",
                condition=Q(dispatched_at=None) & ~Q(status="udleveret")
                | Q(status="udleveret", dispatched_at__isnull=False, released_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_list_is_withdrawn_by_somebody_for_a_reason",
                condition=Q(status="tilbagekaldt", withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawn_why="")
                | ~Q(status="tilbagekaldt") & Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why=""),
            ),
        )

    def __str__(self) -> str:
        return "beboerliste"

    @property
    def filename(self) -> str:
        return f"beboerliste-{self.first:%Y%m%d}-{self.last:%Y%m%d}.txt"

    @property
    def shape(self) -> str:
        """The shape that stands beside the status."""
        return {self.READY: "due", self.RELEASED: "due", self.HANDED_OUT: "done"}.get(self.status, "")

    @property
    def can_be_withdrawn(self) -> bool:
        return self.status in (self.READY, self.RELEASED)

    # What the gate's register of what has left asks of it (post/disclosures.py).
    house = None
    department = ""
    kind_name = _("Beboerliste")
    recipient = _("Danmarks Statistik")
    channel_name = _("fil, hentet én gang")
