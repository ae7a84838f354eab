"""What one person asks for and another answers: the fields of every such row, and how an answer is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.vault.codes import new_code

if TYPE_CHECKING:
    from rettesnor.staff.models import Employee

A = TypeVar("A", bound="Asked")


class Asked(models.Model):
    """Asked for by one; nothing happens before another has said yes."""

    YES, NO, TAKEN_BACK = "ja", "nej", "fortrudt"
    OUTCOMES = ((YES, _("bekræftet")), (NO, _("afvist")), (TAKEN_BACK, _("trukket tilbage")))

    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=OUTCOMES, blank=True)

    class Meta:
        abstract = True

    def answer(self, outcome: str, by: Employee, *also: str) -> None:
        """Write the answer down, and the fields in `also` that changed with it."""
        self.outcome, self.answered_by, self.answered_at = outcome, by, clock.now()
        self.save(update_fields=["outcome", "answered_by", "answered_at", *also])


def hold(asked: A, *related: str) -> A:
    """The row as it is now, held until it is answered: two answers at once are one."""
    rows: Any = type(asked)._default_manager
    found: A = rows.select_for_update(of=("self",)).select_related("asked_by", *related).get(pk=asked.pk)
    if found.outcome:
        raise Refused(_("Der er allerede svaret."))
    return found
