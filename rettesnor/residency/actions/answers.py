"""What every verb of the intake does with answers: known codes only, named fields only, one writer at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rettesnor.danish import codes
from rettesnor.danish.refused import Overtaken, Refused
from rettesnor.staff.sent_again import by_key
from rettesnor.vault.fields import SealedText

M = TypeVar("M", bound=models.Model)


def claim(row: models.Model, version: int) -> None:
    """Take the row for writing if it still stands as it did when it was opened; raises Overtaken."""
    manager: Any = type(row)._default_manager
    if not manager.filter(pk=row.pk, version=version).update(version=F("version") + 1):
        raise Overtaken
    row.version = version + 1  # type: ignore[attr-defined]


def save_as_opened(row: models.Model, version: int | None) -> None:
    """Save a whole row, if it still stands as it did when it was opened (0: it did not stand yet); raises Overtaken.

    Without a version it is taken as it stands.
    """
    new = row.pk is None
    if new and version:
        raise Overtaken
    if not new:
        claim(row, row.version if version is None else version)  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        if not new:
            raise
        raise Overtaken from None


def sent_before(rows: models.QuerySet[M], client_key: UUID | None, *, within: models.Model) -> M | None:
    """The row that this very form has made already; the same form sent twice is one row.

    `within` is held until the act is done, so that two sendings cannot both find nothing.
    """
    if client_key is None:
        return None
    manager: Any = type(within)._default_manager
    manager.select_for_update(of=("self",)).filter(pk=within.pk).first()
    return by_key(rows, client_key)


def refuse_unknown(fields: Mapping[str, Any], lists: Mapping[str, str], known: frozenset[str]) -> None:
    """Raise TypeError for a field the verb does not write, Refused for a code that is not in its list."""
    if strange := set(fields) - known:
        raise TypeError(f"this verb does not write {sorted(strange)}")
    for name, list_name in lists.items():
        given = fields.get(name) or ""
        for code in given if isinstance(given, list | tuple) else [given]:
            if code and not codes.valid(list_name, code):
                raise Refused(_("Vælg et af svarene på listen."), name)


def put(row: models.Model, fields: Mapping[str, Any]) -> dict[str, object]:
    """Set what differs and tell it for the log: codes, numbers and dates with value, sealed text by name alone."""
    changed: dict[str, object] = {}
    sealed: list[str] = []
    for name, value in fields.items():
        if getattr(row, name) == value:
            continue
        setattr(row, name, value)
        if isinstance(row._meta.get_field(name), SealedText):
            sealed.append(name)
        else:
            changed[name] = value
    return {**changed, "felter": sealed} if sealed else changed


def whole_minute(moment: datetime) -> datetime:
    """The moment as people type it: the same minute is not before."""
    return moment.replace(second=0, microsecond=0)


def joined(told: Mapping[str, object], more: Mapping[str, object]) -> dict[str, object]:
    """What two calls of `put` have to tell, as one."""
    sealed = [*_sealed(told), *(name for name in _sealed(more) if name not in _sealed(told))]
    both = {name: value for name, value in {**told, **more}.items() if name != "felter"}
    return {**both, "felter": sealed} if sealed else both


def names(told: Mapping[str, object]) -> list[str]:
    """The names of the fields that `put` changed."""
    return [name for name in told if name != "felter"] + _sealed(told)


def _sealed(told: Mapping[str, object]) -> list[str]:
    sealed: Any = told.get("felter", [])
    return list(sealed)
