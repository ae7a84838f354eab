"""How forms look in the house, and the kinds of field that speak Danish."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from rettesnor.danish import clock, codes, cpr, dates
from rettesnor.danish.blank import is_blank
from rettesnor.danish.refused import Refused
from rettesnor.ui.moment import names_a_time, parse_moment
from rettesnor.ui.widgets import Chips, DayInput, ManyChips, MomentInput

FEW = 9
"""Up to so many choices stand side by side as chips; more become a list that opens."""

Pairs = list[tuple[str, Any]]
T = TypeVar("T")


class HouseRenderer(TemplatesSetting):
    """Renders every form with the templates of `ui` (needs "django.forms" in INSTALLED_APPS)."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


@dataclass
class Words:
    """What was typed into some form before and waits for it; `taken` once the form stands on the page with it."""

    typed: Mapping[str, list[str]]
    taken: bool = False

    def fit(self, names: Iterable[str]) -> bool:
        """Is it the form with these names? A button that was pressed sends one more than the form has fields."""
        known = self.typed.keys() & set(names)
        return len(known) > len(self.typed) - len(known) <= 1


_waiting: ContextVar[Words | None] = ContextVar("words_waiting", default=None)


@contextmanager
def standing_words(typed: Mapping[str, list[str]]) -> Iterator[Words]:
    """Within this, a blank form that fits stands there with these words."""
    words = Words(typed)
    token = _waiting.set(words)
    try:
        yield words
    finally:
        _waiting.reset(token)


def _without_blanks(data: Any) -> Any:
    """What was sent, and nothing where only signs were sent that nobody can see: no reason is given by them."""
    if not any(isinstance(each, str) and each and is_blank(each) for each in data.values()):
        return data
    kept = data.copy()
    for name, each in data.items():
        if isinstance(each, str) and is_blank(each):
            kept[name] = ""
    return kept


def _missing(field: forms.Field) -> Any:
    """What to do where nothing was given: said as one would say it."""
    if isinstance(field, forms.ChoiceField):
        return _("Vælg et svar.")
    return _("Skriv hvornår.") if isinstance(field, DayField | MomentField) else _("Feltet skal udfyldes.")


def _speak_plainly(field: forms.Field) -> None:
    """Replace what Django says; a choice that is none is often a code, which tells nobody anything."""
    said = field.error_messages
    if said.get("required") == forms.Field.default_error_messages["required"]:
        said["required"] = _missing(field)
    if "%(value)s" in str(said.get("invalid_choice", "")):
        said["invalid_choice"] = _("Det kan ikke vælges her. Vælg et af svarene på listen.")


class HouseForm(forms.Form):
    """A form that never lets the browser stop a tired person: the server answers beside the field, in Danish.

    Nor lets it cut what is pasted at the longest that may be: the rest would be gone without a word.
    """

    use_required_attribute = False

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(None if data is None else _without_blanks(data), *args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)

    def full_clean(self) -> None:
        """Check what was typed; what is wrong is said plainly, also of the fields a form makes for itself."""
        for field in self.fields.values():
            _speak_plainly(field)
        super().full_clean()

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """What stands in a field to begin with; the words that were typed before, if they wait for this form."""
        words = _waiting.get()
        if words is None or self.is_bound or not words.fit(self.add_prefix(name) for name in self.fields):
            return super().get_initial_for_field(field, field_name)
        words.taken = True
        typed = QueryDict(mutable=True)
        for name, values in words.typed.items():
            typed.setlist(name, list(values))
        return field.widget.value_from_datadict(typed, MultiValueDict(), self.add_prefix(field_name))


class RefusableForm(HouseForm):
    """A form whose verb may refuse: the refusal stands beside the field it is about."""

    def refuse(self, refusal: Refused) -> None:
        """Put the refusal beside its field, or above the form where it is about none."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


def text(label: Any, *, rows: int = 2, help_text: Any = "", longest: int = 4000) -> forms.CharField:
    """A free text that need not be filled in."""
    area = forms.Textarea({"rows": rows, "autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, max_length=longest, required=False, widget=area)


def line(label: Any, *, help_text: Any = "", longest: int = 200) -> forms.CharField:
    """A short text that need not be filled in."""
    plain = forms.TextInput({"autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, max_length=longest, required=False, widget=plain)


class DayField(forms.Field):
    """A day as people type it ("12-3-26", "i går", "tir"); cleans to a date.

    `future=False` refuses later days; `ahead` is for what is planned: a bare weekday is the next one.
    """

    widget = DayInput
    default_error_messages = {  # noqa: RUF012 - declared so by Django
        "future": _("Datoen ligger ude i fremtiden."),
        "time": _("Skriv kun dagen her, uden klokkeslæt."),
    }

    def __init__(self, *, future: bool = True, ahead: bool = False, **kwargs: Any) -> None:
        near = _("Fx 12-3-2026, i morgen eller tirsdag.") if ahead else _("Fx 12-3-2026, i går eller tirsdag.")
        kwargs.setdefault("help_text", near)
        kwargs.setdefault("widget", DayInput(ahead=ahead))
        super().__init__(**kwargs)
        self.future, self.ahead = future, ahead

    def to_python(self, value: Any) -> date | None:
        """Read the typed day; raises ValidationError with a message in Danish."""
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            return _read(lambda: dates.parse_day(str(value), clock.today(), ahead=self.ahead))
        except ValidationError:
            if names_a_time(str(value)):
                raise ValidationError(self.error_messages["time"], code="time") from None
            raise

    def validate(self, value: Any) -> None:
        """Refuse a missing day, and a later one where that cannot be."""
        super().validate(value)
        if value and not self.future and value > clock.today():
            raise ValidationError(self.error_messages["future"], code="future")


class MomentField(forms.Field):
    """A day and a time in one line ("i dag 02.15", "nu"); cleans to an aware datetime in Danish time.

    `future=False` refuses later moments, and lets a bare time mean the latest such time.
    """

    widget = MomentInput
    default_error_messages = {  # noqa: RUF012 - declared so by Django
        "future": _("Tidspunktet ligger ude i fremtiden."),
    }

    def __init__(self, *, future: bool = True, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Fx nu, i dag 02.15 eller 12-3 kl. 14.30."))
        kwargs.setdefault("widget", MomentInput(past=not future))
        super().__init__(**kwargs)
        self.future = future

    def to_python(self, value: Any) -> datetime | None:
        """Read the typed moment; raises ValidationError with a message in Danish."""
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value
        return _read(lambda: parse_moment(str(value), clock.now(), past=not self.future))

    def validate(self, value: Any) -> None:
        """Refuse a missing moment, and a later one where that cannot be."""
        super().validate(value)
        if value and not self.future and value > clock.now():
            raise ValidationError(self.error_messages["future"], code="future")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare to the minute: seconds are never typed."""
        if isinstance(initial, datetime):
            initial = initial.replace(second=0, microsecond=0)
        return super().has_changed(initial, data)


class CodeField(forms.ChoiceField):
    """One code of a list of `rettesnor.danish.codes`; cleans to the code. Few choices are chips, many a select.

    `only` narrows the list (the order stays the list's); `on` leaves out codes that are not yet valid that day.
    """

    def __init__(
        self, list_name: str, *, only: Iterable[str] | None = None, on: date | None = None, **kwargs: Any
    ) -> None:
        chosen = chip_choices(list_name, only=only, on=on)
        few = len(chosen) <= FEW
        kwargs.setdefault("label", codes.title(list_name))
        kwargs.setdefault("widget", Chips if few else forms.Select)
        super().__init__(choices=chosen if few else [("", _("Vælg")), *chosen], **kwargs)
        self.list_name = list_name


class ManyCodesField(forms.MultipleChoiceField):
    """Any codes of a list, as chips; cleans to a list of codes."""

    widget = ManyChips

    def __init__(
        self, list_name: str, *, only: Iterable[str] | None = None, on: date | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("label", codes.title(list_name))
        super().__init__(choices=chip_choices(list_name, only=only, on=on), **kwargs)
        self.list_name = list_name


class CprField(forms.Field):
    """A person number; cleans to a `Cpr`, or None. A number given as initial is never written into the page."""

    default_error_messages = {"required": cpr.MESSAGES["empty"]}  # noqa: RUF012 - declared so by Django

    def __init__(self, **kwargs: Any) -> None:
        plain = {"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false", "size": 14}
        kwargs.setdefault("label", _("CPR-nummer"))
        kwargs.setdefault("help_text", _("Ti cifre, med eller uden bindestreg."))
        kwargs.setdefault("widget", forms.TextInput(plain))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show what was typed; hide a number that comes from the records."""
        return "" if isinstance(value, cpr.Cpr) else value

    def to_python(self, value: Any) -> cpr.Cpr | None:
        """Read the number; raises ValidationError with a message in Danish."""
        if value in self.empty_values:
            return None
        if isinstance(value, cpr.Cpr):
            return value
        return _read(lambda: cpr.parse(str(value)))


def chip_choices(list_name: str, *, only: Iterable[str] | None = None, on: date | None = None) -> Pairs:
    """Return (code, label) of a code list, narrowed to `only`; raises LookupError for a list or code that is not."""
    pairs: Pairs = list(codes.choices(list_name, on))
    if only is None:
        return pairs
    wanted = set(only)
    missing = wanted - {code for code, _label in pairs}
    if missing:
        raise LookupError(f"{sorted(missing)} are not in the list {list_name!r}")
    return [pair for pair in pairs if pair[0] in wanted]


def _read(reader: Callable[[], T]) -> T:
    try:
        return reader()
    except ValueError as error:
        raise ValidationError(str(error), code="invalid") from None
