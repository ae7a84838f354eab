"""A form about a person that comes again: what only adds to the row it has made is kept in it."""

from __future__ import annotations

from typing import Any

from django.db import models

from rettesnor.staff.sent_again import Told, plain
from rettesnor.vault.fields import SealedText


def within(row: models.Model, less: Told, more: Told) -> bool:
    """Does everything of `less` stand in `more` too? Then nothing is lost where `more` is kept and `less` is not.

    A sealed text may have grown, a list or a scale have become longer, an answer have been given where none was.
    """
    sealed = {field.name for field in row._meta.fields if isinstance(field, SealedText)}
    return all(_lies_in(plain(value), plain(more.get(name)), name in sealed) for name, value in less.items())


def _lies_in(less: Any, more: Any, text: bool) -> bool:
    if less in ("", more):
        return True
    if isinstance(less, list) and isinstance(more, list):
        return all(each in more for each in less)
    if isinstance(less, dict) and isinstance(more, dict):
        return less.items() <= more.items()
    return text and isinstance(more, str) and less in more
