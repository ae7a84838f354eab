"""A form that comes again: the answer to it may have been lost, and what was written since must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rettesnor.danish.refused import Refused
from rettesnor.vault.fields import SealedText

Told = Mapping[str, Any]
SENT_ELSEWHERE = gettext_lazy("Den formular er allerede sendt et andet sted. Åbn siden igen, og skriv det på ny.")


class SavedBefore(Refused):
    """The same form has been saved, with other words. `row` is what it made, `standing` what stands there."""

    def __init__(self, row: models.Model, standing: Told) -> None:
        super().__init__(_("Formularen er allerede gemt, men med andre ord. Det, du har skrevet nu, er ikke gemt."))
        self.row, self.standing = row, standing


def refuse_other_words(row: models.Model, standing: Told, said: Told) -> None:
    """Raise SavedBefore unless the form says what stands: sent twice it is one row, and no word is thrown away."""
    if not same(standing, said):
        raise SavedBefore(row, standing)


def same(standing: Told, said: Told) -> bool:
    return all(_plain(standing.get(name)) == _plain(value) for name, value in said.items())


def within(row: models.Model, less: Told, more: Told) -> bool:
    """Does everything of `less` stand in `more` too? Then nothing is lost where `more` is kept and `less` is not.

    A sealed text may have grown, a list or a scale have become longer, an answer have been given where none was.
    """
    sealed = {field.name for field in row._meta.fields if isinstance(field, SealedText)}
    return all(_lies_in(_plain(value), _plain(more.get(name)), name in sealed) for name, value in less.items())


def _lies_in(less: Any, more: Any, text: bool) -> bool:
    if less in ("", more):
        return True
    if isinstance(less, list) and isinstance(more, list):
        return all(each in more for each in less)
    if isinstance(less, dict) and isinstance(more, dict):
        return less.items() <= more.items()
    return text and isinstance(more, str) and less in more


def _plain(value: Any) -> Any:
    """A value without what is no difference: spaces around it, how lines are parted, which kind of nothing it is."""
    if isinstance(value, str):
        return value.strip().replace("\r\n", "\n")
    if isinstance(value, tuple):
        return list(value)
    return "" if value is None or value in ([], {}) else value
