from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rettesnor.registers.models import OutsideFigure
from rettesnor.ui.again import OnceForm
from rettesnor.ui.forms import RefusableForm

LARGEST = 20 * 1024 * 1024
"""A bundle of every theme takes about one megabyte."""

MOST = 1_000_000_000
"""More than any figure of the country is."""

_EITHER = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
_WHOLE = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(?:\.\d{3})+,\d+|-?[1-9]\d{0,2}(?:\.\d{3}){2,}")


class ImportForm(RefusableForm):
    """The two files of a release that the house reads."""

    bundle = forms.FileField(label=_("Bundtet"), help_text=_("Filen bundt.txt fra hjemtagningen."))
    manifest = forms.FileField(
        label=_("Manifestet"), help_text=_("Filen manifest.txt fra samme mappe. Den bærer bundtets fingeraftryk.")
    )

    def clean(self) -> dict[str, Any]:
        """Both files as text."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("bundle", "manifest"):
            if name in cleaned:
                self._read(cleaned, name)
        return cleaned

    def _read(self, cleaned: dict[str, Any], name: str) -> None:
        file = cleaned[name]
        if file.size > LARGEST:
            self.add_error(name, _("Filen er for stor til at være den rigtige."))
            return
        try:
            cleaned[name] = file.read().decode("utf-8")
        except UnicodeDecodeError:
            self.add_error(name, _("Filen er ikke tekst. Vælg bundt.txt og manifest.txt, som de kom ud."))


class WithdrawForm(RefusableForm):
    why = forms.CharField(label=_("Hvorfor skal tallene ikke bruges?"), max_length=300)


class DanishNumber(forms.DecimalField):
    """A number as Danes write it: 1234,5, 1.234,5 or 1.234.567. What may mean two numbers is asked about."""

    def to_python(self, value: Any) -> Any:
        """The number, without the dots between its thousands; never 1e400, which no one writes."""
        text = str(value or "").strip()
        if _EITHER.fullmatch(text):
            plain, decimal = text.replace(".", ""), text.replace(".", ",")
            raise ValidationError(_("%(text)s kan læses på to måder: skriv %(plain)s eller %(decimal)s."),
                                  params={"text": text, "plain": plain, "decimal": decimal})  # fmt: skip
        if _THOUSANDS.fullmatch(text):
            text = text.replace(".", "")
        elif "e" in text.lower():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text)


class DanishCount(forms.IntegerField):
    """A count as Danes write it: 3400 or 3.400. Asked for as text: a browser takes the dot of a number for a comma."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """The count, without the dots between its thousands."""
        text = str(value or "").strip()
        return super().to_python(text.replace(".", "") if _WHOLE.fullmatch(text) else text)


class OutsideForm(OnceForm):
    """A published figure with everything that says what it means."""

    line = forms.ChoiceField(label=_("Hører til"))
    title = forms.CharField(label=_("Hvad er det et tal for?"), max_length=200)
    value = DanishNumber(
        label=_("Tallet"), help_text=_("En andel skrives i procent, fx 12,9."), localize=True, max_value=MOST
    )
    unit = forms.ChoiceField(label=_("Enhed"), choices=OutsideFigure.UNITS)
    n = DanishCount(label=_("Ud af hvor mange"), required=False, min_value=1, max_value=MOST)
    population = forms.CharField(label=_("Hvem handler det om?"), max_length=200)
    definition = forms.CharField(label=_("Sådan er det talt"), widget=forms.Textarea({"rows": 3}), max_length=2000)
    window = forms.CharField(label=_("Vindue"), required=False, max_length=100, help_text=_("Fx kalenderåret 2024."))
    source = forms.CharField(label=_("Kilde"), max_length=300)
    vintage = forms.CharField(label=_("Dataår"), max_length=40)

    def __init__(self, *args: Any, lines: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["line"]
        field.choices = lines

    @staticmethod
    def of(figure: OutsideFigure) -> dict[str, Any]:
        """What stands, as the form shows it."""
        names = ("line", "title", "unit", "n", "population", "definition", "window", "source", "vintage")
        value = figure.value * 100 if figure.unit == "andel" else figure.value
        return {name: getattr(figure, name) for name in names} | {"value": Decimal(f"{value:.10g}")}

    def said(self) -> dict[str, Any]:
        """What the verb asks for: a share from 0 to 1."""
        said = dict(self.cleaned_data)
        value = float(said["value"])
        return said | {"value": value / 100 if said["unit"] == "andel" else value}
