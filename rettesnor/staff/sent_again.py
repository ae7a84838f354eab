"""A form that comes again: the answer to it may have been lost, and what was written since must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from rettesnor.danish.refused import Refused, SavedBefore

M = TypeVar("M", bound=models.Model)
Told = Mapping[str, Any]
SENT_ELSEWHERE = _("Den formular er allerede sendt et andet sted. Åbn siden igen, og skriv det på ny.")


def refuse_other_words(row: models.Model, standing: Told, said: Told) -> None:
    """Raise SavedBefore unless the form says what stands: sent twice it is one row, and no word is thrown away."""
    if not same(standing, said):
        raise SavedBefore(row, standing)


def same(standing: Told, said: Told) -> bool:
    return all(plain(standing.get(name)) == plain(value) for name, value in said.items())


def made_before(rows: models.QuerySet[M], client_key: UUID | None, said: Told) -> M | None:
    """The row among `rows` that this very form has made already; raises SavedBefore if it says something else."""
    found = by_key(rows, client_key)
    if found is not None:
        refuse_other_words(found, {name: getattr(found, name) for name in said}, said)
    return found


def by_key(rows: models.QuerySet[M], client_key: UUID | None) -> M | None:
    """The row among `rows` with the key; raises Refused where the key has made a row elsewhere."""
    if client_key is None:
        return None
    found = rows.filter(client_key=client_key).first()
    if found is None and rows.model._default_manager.filter(client_key=client_key).exists():
        raise Refused(SENT_ELSEWHERE)
    return found


def make_once(row: M, rows: models.QuerySet[M], said: Told) -> tuple[M, bool]:
    """Save a new row with its `client_key`: (the row, True), or the one that the same form made a hair before."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        before = made_before(rows, row.client_key, said)  # type: ignore[attr-defined]
        if before is None:
            raise
        return before, False
    return row, True


def plain(value: Any) -> Any:
    """A value without what is no difference: spaces around it, how lines are parted, which kind of nothing it is."""
    if isinstance(value, str):
        return value.strip().replace("\r\n", "\n")
    if isinstance(value, tuple):
        return list(value)
    return "" if value is None or value in ([], {}) else value
