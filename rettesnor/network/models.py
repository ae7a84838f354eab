from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rettesnor.danish import codes
from rettesnor.staff.asked import Asked

# Two municipalities are not called by their name and "Kommune".
_OWN_NAMES = {"0101": _("Københavns Kommune"), "0400": _("Bornholms Regionskommune")}


def authority(municipality: str) -> str:
    """The municipality as it is written on a letter."""
    if municipality in _OWN_NAMES:
        return str(_OWN_NAMES[municipality])
    return f"{codes.label('municipality', municipality)} Kommune"


class Addressed:
    """Something with a place that letters go to, named as it is written on them."""

    municipality: str
    department: str
    channel: str

    def __str__(self) -> str:
        return f"{self.name}, {self.department}"

    @property
    def name(self) -> str:
        """The municipality as it is written on a letter."""
        return authority(self.municipality)

    @property
    def channel_name(self) -> str:
        return codes.label("dispatch", self.channel)


class OfficeQuerySet(models.QuerySet["Office"]):
    def in_use(self, day: date) -> OfficeQuerySet:
        begun = Q(valid_from=None) | Q(valid_from__lte=day)
        return self.filter(begun, Q(closed_on=None) | Q(closed_on__gt=day))

    def of(self, municipality: str, day: date) -> OfficeQuerySet:
        """The offices of a municipality that are in use on the day, the usual one first."""
        return self.in_use(day).filter(municipality=municipality).order_by("alternative", "department")

    def usual(self, municipality: str, day: date) -> Office | None:
        return self.of(municipality, day).filter(alternative=False).first()

    def usual_of(self, municipalities: Collection[str], day: date) -> dict[str, str]:
        """The usual office's department in each of these municipalities that has one on the day."""
        rows = self.in_use(day).filter(municipality__in=municipalities, alternative=False)
        # The last one said stands: the same office as `usual` finds first.
        return dict(rows.order_by("-department").values_list("municipality", "department"))

    def alternatives(self, day: date) -> OfficeQuerySet:
        """The offices chosen by name when the usual one must not have the letter."""
        return self.in_use(day).filter(alternative=True).order_by("municipality")


class Office(Addressed, models.Model):
    """A municipality's office that receives notices: chosen from this register, never typed in a letter."""

    municipality = models.CharField(max_length=4, db_index=True)
    department = models.CharField(max_length=120)
    channel = models.CharField(max_length=20, default="digital_post")
    mailbox = models.CharField(max_length=120, blank=True)
    """Where the letter is sent: the CVR number in Digital Post, or the address of a secure mailbox."""
    alternative = models.BooleanField(default=False)
    verified_on = models.DateField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects: ClassVar[OfficeQuerySet] = OfficeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("municipality", "alternative", "department", "pk")
        constraints = (
            models.UniqueConstraint(
                name="an_office_is_listed_once",
                fields=("municipality", "department"),
                condition=Q(closed_on=None),
            ),
        )


class OfficeChangeQuerySet(models.QuerySet["OfficeChange"]):
    def waiting(self) -> OfficeChangeQuerySet:
        """What nobody has answered yet, the oldest first."""
        return self.filter(outcome="").select_related("replaces", "asked_by").order_by("asked_at")


class OfficeChange(Addressed, Asked):
    """A recipient somebody has found out, new or instead of another; it counts when another has found the same."""

    replaces = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    office = models.OneToOneField(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="change")
    municipality = models.CharField(max_length=4)
    department = models.CharField(max_length=120)
    channel = models.CharField(max_length=20)
    mailbox = models.CharField(max_length=120)
    alternative = models.BooleanField(default=False)
    valid_from = models.DateField()
    checked = models.CharField(max_length=300)

    objects: ClassVar[OfficeChangeQuerySet] = OfficeChangeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="a_recipient_is_confirmed_by_another",
                condition=~Q(outcome="ja") | (Q(answered_by__isnull=False) & ~Q(answered_by=F("asked_by"))),
            ),
        )
