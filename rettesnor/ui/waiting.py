"""What waits for one person's answer, in one shape for all rooms, so that I dag asks for all of it at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, DateTimeField, ExpressionWrapper, F, QuerySet, UUIDField, Value
from django.db.models.functions import Cast


class Waiting(NamedTuple):
    """One row: what kind it is of, its code, what it is about and is called, who asked, since when, the case's data key
    if any."""

    kind: str
    code: str
    about: str
    called: str
    asked_by: str
    at: datetime
    key: UUID | None


def waiting(
    rows: QuerySet[Any], kind: str, *, at: str, about: str = "", called: str = "", asked_by: str = "", key: str = ""
) -> Any:
    """The rows as `Waiting`, named by their fields; what a kind lacks is empty."""
    return rows.order_by().values_list(
        Value(kind, CharField()), "code", _text(about), _text(called), _text(asked_by),
        ExpressionWrapper(F(at), DateTimeField()), F(key) if key else Cast(Value(None), UUIDField()),
    )  # fmt: skip


def _text(field: str) -> Any:
    return Cast(F(field), CharField()) if field else Value("", CharField())
