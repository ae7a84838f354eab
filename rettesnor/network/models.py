from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rettesnor.danish import codes

# Two municipalities are not called by their name and "Kommune".
_OWN_NAMES = {"0101": _("Københavns Kommune"), "0400": _("Bornholms Regionskommune")}


class OfficeQuerySet(models.QuerySet["Office"]):
    def of(self, municipality: str, day: date) -> OfficeQuerySet:
        """The offices of a municipality that are in use on the day, the usual one first."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day), municipality=municipality).order_by(
            "alternative", "department"
        )

    def usual(self, municipality: str, day: date) -> Office | None:
        return self.of(municipality, day).filter(alternative=False).first()

    def alternatives(self, day: date) -> OfficeQuerySet:
        """The offices chosen by name when the usual one must not have the letter."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day), alternative=True).order_by("municipality")


class Office(models.Model):
    """A municipality's office that receives notices: chosen from this register, never typed in a letter."""

    municipality = models.CharField(max_length=4, db_index=True)
    department = models.CharField(max_length=120)
    channel = models.CharField(max_length=20, default="digital_post")
    alternative = models.BooleanField(default=False)
    verified_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects: ClassVar[OfficeQuerySet] = OfficeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("municipality", "alternative", "department")
        constraints = (models.UniqueConstraint(name="an_office_is_listed_once", fields=("municipality", "department")),)

    def __str__(self) -> str:
        return f"{self.name}, {self.department}"

    @property
    def name(self) -> str:
        """The municipality as it is written on a letter."""
        if self.municipality in _OWN_NAMES:
            return str(_OWN_NAMES[self.municipality])
        return f"{codes.label('municipality', self.municipality)} Kommune"
