"""What somebody sent after the sign-in had run out: kept sealed for its writer alone, until it is sent again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction

from rettesnor.danish import clock
from rettesnor.staff.models import Employee, Unsent
from rettesnor.vault.models import DataKey

UNSENT_FOR = timedelta(days=7)
"""So long a form that came after the sign-in had run out waits for its writer."""

MOST_UNSENT = 20
"""So many of one person's wait at most."""


@transaction.atomic
def keep_unsent(*, path: str, typed: Mapping[str, list[str]], by: Employee) -> Unsent | None:
    """Keep what `by` sent to `path` after the sign-in had run out, in place of what the same form held before.

    Not written to the log: nothing has been said to the house before the form is sent by somebody signed in. None when
    too many wait already: then somebody else than a tired person is sending.
    """
    for old in Unsent.objects.older_than(clock.now() - UNSENT_FOR):
        drop_unsent(old)
    forget_unsent(path=path, client_key=typed.get("client_key", [""])[0], by=by)
    if Unsent.objects.own(by).count() >= MOST_UNSENT:
        return None
    unsent = Unsent(key=DataKey.objects.fresh(), employee=by, body=json.dumps([path, dict(typed)]))
    unsent.save(force_insert=True)
    return unsent


@transaction.atomic
def forget_unsent(*, path: str, client_key: str, by: Employee) -> None:
    """The same form has been sent by somebody signed in: what was kept of it goes."""
    for unsent in Unsent.objects.own(by):
        if unsent.is_of(path, client_key):
            drop_unsent(unsent)


@transaction.atomic
def drop_unsent(unsent: Unsent) -> None:
    """The words live on elsewhere, or are not wanted: the row goes, and its key with it."""
    key = unsent.key
    unsent.delete()
    key.delete()
