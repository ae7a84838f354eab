"""Forms that are sent again, and forms on rows that two people can have open at once: both texts, and no word lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, cast
from uuid import uuid4

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _

from rettesnor.danish import dates
from rettesnor.danish.cpr import Cpr
from rettesnor.ui.forms import CprField, RefusableForm
from rettesnor.ui.moment import say_moment

OURS = ("version", "client_key", "draft")


class ActForm(RefusableForm):
    """A form whose words go on to a verb, or can be read on a page that can no longer save them."""

    def said(self) -> dict[str, Any]:
        """What was typed, by the verb's own names."""
        return {name: value for name, value in self.cleaned_data.items() if name not in OURS}

    def typed(self) -> list[tuple[Any, str]]:
        """Every word of it, for a page that can no longer save: label and text, also what cannot be understood."""
        self.is_valid()
        told = [(field.label, _say(field.field, self._as_typed(field))) for field in self.visible_fields()]
        return [(label, words) for label, words in told if words]

    def _as_typed(self, field: forms.BoundField) -> Any:
        raw = field.value()
        # A number is never written out in full but by whoever types it.
        return raw if isinstance(field.field, CprField) else self.cleaned_data.get(field.name, raw)


class OnceForm(ActForm):
    """A form that makes a row: it carries a key of its own, so that sent twice it is one row."""

    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)


class VersionedForm(ActForm):
    """A form on a row that another may save meanwhile; it carries the version that was opened.

    `mine_alone` are fields that nobody else can have written: they are not compared.
    """

    mine_alone: ClassVar[tuple[str, ...]] = ()

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_version(self) -> int:
        return int(self.cleaned_data["version"] or 0)

    def meet(self, standing: Mapping[str, Any], version: int) -> list[dict[str, Any]] | None:
        """Both texts where they differ: (label, what stands now, what was typed); the form then saves on top of it.

        None where all of it stands already: the same form sent twice, or two who wrote the same, are answered as one.
        """
        data = cast(QueryDict, self.data).copy()
        data["version"] = str(version)
        self.data = data
        differing = both(self, standing, self.mine_alone)
        return differing if differing or self.mine_alone else None


def saved_before(form: RefusableForm, standing: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Both texts where the same form has been saved with other words. It gets a key of its own, so that who saves it
    all the same makes one more."""
    data = cast(QueryDict, form.data).copy()
    data["client_key"] = str(uuid4())
    form.data = data
    return both(form, standing)


def both(form: RefusableForm, standing: Mapping[str, Any], mine_alone: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Both texts of every field where they differ: (label, what stands, what was typed)."""
    shared = [field for field in form.visible_fields() if field.name not in mine_alone]
    texts = [(field, standing.get(field.name), form.cleaned_data.get(field.name)) for field in shared]
    return [
        {"label": field.label, "theirs": _say(field.field, theirs), "mine": _say(field.field, mine)}
        for field, theirs, mine in texts
        if _differ(field.field, theirs, mine)
    ]


def _differ(field: forms.Field, theirs: Any, mine: Any) -> bool:
    if isinstance(theirs, Cpr):
        # A number left blank is the one that stands; two may look the same, masked.
        return mine is not None and theirs.digits != mine.digits
    return _say(field, theirs) != _say(field, mine)


def _say(field: forms.Field, value: Any) -> str:
    if value in (None, "", [], False):
        return ""
    if isinstance(value, datetime):
        return say_moment(value)
    if isinstance(value, date):
        return dates.say_short(value)
    if isinstance(value, bool):
        return str(_("ja"))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    if isinstance(value, Cpr):
        return value.masked
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(field, forms.ChoiceField):
        labels = {str(code): str(label) for code, label in cast("Iterable[tuple[Any, Any]]", field.choices)}
        chosen = value if isinstance(value, list | tuple) else [value]
        return ", ".join(labels.get(str(code), str(code)) for code in chosen)
    return str(value).strip().replace("\r\n", "\n")
