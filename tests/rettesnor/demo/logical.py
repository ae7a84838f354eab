"""Rows as plain values that can be compared between two houses: opened seals, no keys, no codes, no row numbers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

from rettesnor.demo.builder.rows import ORDER
from rettesnor.staff.models import Employee, House
from rettesnor.vault.fields import SealedBytes, SealedText
from rettesnor.vault.models import DataKey

Names = dict[type[models.Model], dict[int, str]]
NEVER = frozenset({"id", "code", "key", "client_key", "case"})
ENTRY = frozenset({"entered_at", "recorded_at", "created_at", "named_at"})


def everything(*, without: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """Every row of the demo's own models, in order: {"Stay": ["(…)", …], …}; `without` names fields left out."""
    names: Names = {
        Employee: dict(Employee.objects.values_list("pk", "username")),
        House: dict(House.objects.values_list("pk", "code")),
    }
    return {model.__name__: sorted(map(repr, _rows(model, without, names))) for model in ORDER if model is not DataKey}


def _rows(model: type[models.Model], without: frozenset[str], names: Names) -> list[tuple[Any, ...]]:
    fields = [field for field in model._meta.concrete_fields if field.name not in NEVER | without]
    sealed = any(isinstance(field, SealedText | SealedBytes) for field in fields)
    found = model._default_manager.select_related("key") if sealed else model._default_manager.all()
    return [tuple((field.name, _value(row, field, names)) for field in fields) for row in found]


def _value(row: models.Model, field: Any, names: Names) -> Any:
    if isinstance(field, models.ForeignKey):
        return _pointed_at(row, field, names)
    if field.name == "child" and field.get_internal_type() == "CharField":
        return bool(getattr(row, "child"))  # noqa: B009  (the code of a child)
    if field.name == "cpr_index":
        return bool(getattr(row, field.name))
    value = getattr(row, field.name)
    return value.astimezone().isoformat() if isinstance(value, datetime) else value


def _pointed_at(row: models.Model, field: models.ForeignKey[Any, Any], names: Names) -> Any:
    """Who acted and where by name; other rows only by whether there is one."""
    number = getattr(row, field.attname)
    known = names.get(field.related_model)
    return known.get(number) if known is not None else number is not None
