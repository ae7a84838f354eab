"""The verbs about a child itself."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish.refused import Refused
from rettesnor.residency.models import Child
from rettesnor.staff.models import Employee


@transaction.atomic
def write_words(child: Child, *, own_words: str, by: Employee) -> Child:
    """Write down what the child says of itself, in its own words."""
    if not own_words.strip():
        raise Refused(_("Skriv, hvad barnet siger."), "own_words")
    child.own_words = own_words.strip()
    child.save(update_fields=["own_words"])
    write(by=by, verb="ret", noun="child", code=child.code, subject=child.subject, fields={"felter": ["egne ord"]})
    return child
