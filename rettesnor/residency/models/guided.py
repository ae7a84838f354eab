"""A decision she can complain of, and that she has been told how."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Guided(models.Model):
    """Was she told how to complain? Given with the decision (no day of its own), or written down afterwards."""

    complaint_guidance = models.BooleanField(default=False)
    guided_on = models.DateField(null=True)
    guided_how = models.CharField(max_length=30, blank=True)
    guided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def appealable(self) -> bool:
        """Is it a decision against her, of which she can complain to Ankestyrelsen?"""
        raise NotImplementedError

    @property
    def lacks_guidance(self) -> bool:
        """Can she complain, and nobody has yet written down that she was told how?"""
        return self.appealable and not self.complaint_guidance
