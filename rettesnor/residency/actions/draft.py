"""Keeping what somebody is in the middle of typing, and letting go of it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.residency.models import Draft
from rettesnor.staff.models import Employee
from rettesnor.vault.models import DataKey

LONGEST = 100_000
"""So many characters a draft may hold."""


@transaction.atomic
def save_draft(*, form: str, body: str, by: Employee, code: str = "", about: str = "") -> Draft:
    """Keep the text under a key of its own: on in the draft `code` if it is one's own, else in a new one.

    Not written to the log: nothing has been said to the house before the form is sent.
    """
    if len(body) > LONGEST:
        raise Refused(_("Teksten er for lang til at blive gemt som kladde."))
    draft = Draft.objects.own(by, form).filter(code=code).first() if code else None
    if draft is None:
        draft = Draft(key=DataKey.objects.fresh(), employee=by, form=form, about=about)
    draft.body, draft.saved_at = body, clock.now()
    draft.save()
    return draft


@transaction.atomic
def take_over_draft(draft: Draft, *, by: Employee) -> None:
    """The text lives on elsewhere, or is not wanted: the draft goes, and its key with it."""
    if draft.employee_id != by.pk:
        raise Refused(_("Kladden er en andens."))
    key = draft.key
    draft.delete()
    key.delete()
