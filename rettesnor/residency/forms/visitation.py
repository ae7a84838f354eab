from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rettesnor.danish import codes, cpr
from rettesnor.residency.models import ChildAssessment, Visitation
from rettesnor.residency.models.visitation import DOUBT, LEAST_AGE, MOST_AGE, SCREENED
from rettesnor.ui.again import ActForm, VersionedForm
from rettesnor.ui.forms import CodeField, CprField, ManyCodesField, MomentField, line, text

IMPOSSIBLE_AGE = _("Skriv hendes alder i hele år, fra 10 til 110, eller lad feltet stå tomt.")
KEEPS = _("Der står et nummer i forvejen: {masked}. Skriv kun, hvis det skal være et andet.")


class SomeOrNoneField(ManyCodesField):
    """Any codes of a list; that there are none, or that nobody has asked, stands alone."""

    ALONE = ("ingen", "ikke_spurgt")

    def validate(self, value: Any) -> None:
        """Refuse "none" beside something: nobody could tell which of the two is so."""
        super().validate(value)
        alone = next((code for code in value if code in self.ALONE), "")
        if alone and len(value) > 1:
            told = _("„{label}“ kan ikke stå sammen med andre svar. Vælg det, der passer.")
            raise forms.ValidationError(told.format(label=codes.label(self.list_name, alone)), code="alone")


class VisitationForm(VersionedForm):
    """The conversation with her: her own words, whether the house is the right place, how safe she is, who she is."""

    own_words = text(
        _("Med hendes egne ord"), rows=5, help_text=_("Hvad er sket, og hvad ønsker hun sig nu?"), longest=20000
    )
    screened_at = MomentField(label=_("Samtalen fandt sted"), future=False)
    adult = CodeField("yes_no", label=_("Er hun fyldt 18 år?"), required=False)
    age = forms.IntegerField(
        label=_("Hendes alder, som hun siger den"),
        min_value=LEAST_AGE,
        max_value=MOST_AGE,
        required=False,
        error_messages={"min_value": IMPOSSIBLE_AGE, "max_value": IMPOSSIBLE_AGE},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "size": 4}),
    )
    violence = CodeField("yes_no", label=_("Er der vold i nære relationer?"), required=False)
    violence_forms = SomeOrNoneField("violence_form", label=_("Hvilke former for vold?"), required=False)
    violence_by = CodeField("violence_by", label=_("Fra hvem?"), required=False)
    in_target_group = CodeField("yes_no", label=_("Er Liva det rette sted for hende?"), required=False)
    target_group_note = text(_("Hvad bygger det på?"))
    safety = CodeField("safety_level", label=_("Hvor sikker er hun?"), required=False)
    safety_note = text(_("Det skal vi vide for at passe på hende"))
    mental_health = CodeField(
        "screening_result",
        label=_("Psykisk helbred, efter husets regler"),
        help_text=_("Intet svar er et nej. Er du i tvivl, bliver lederen spurgt."),
        required=False,
    )
    mental_health_note = text(
        _("Hvad hun har brug for"), help_text=_("Beskriv, hvad du ser og hører. Skriv aldrig en diagnose.")
    )
    language = CodeField("language", required=False)
    danish = CodeField("language_level", label=_("Taler hun dansk?"), required=False)
    english = CodeField("language_level", label=_("Taler hun engelsk?"), required=False)
    interpreter = CodeField("interpreter_need", required=False)
    anonymous = forms.BooleanField(label=_("Hun ønsker at være anonym"), required=False)
    name = line(_("Navn"))
    cpr = CprField(required=False)
    phone = line(_("Telefon"), longest=40)

    def __init__(self, *args: Any, standing: Visitation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        if "cpr" in self.fields:
            _say_kept_number(self, standing.cpr if standing else "")

    @staticmethod
    def of(row: Visitation) -> dict[str, Any]:
        """What stands, as the form's own values; the number itself never goes back into a page."""
        names = [name for name in VisitationForm.base_fields if name not in ("version", "cpr")]
        return {name: getattr(row, name) for name in names} | {"version": row.version, "cpr": _parsed(row.cpr)}

    def said(self) -> dict[str, Any]:
        """What was typed; an empty number keeps the one that stands, and anonymous lets go of all that stood."""
        said = super().said()
        if not said.get("cpr"):
            said.pop("cpr", None)
        if said.get("anonymous") and self.standing:
            said = {name: self._let_go(name, value) for name, value in said.items()}
        return said

    def _let_go(self, name: str, value: Any) -> Any:
        # A name that only stood there goes with the tick; one that was typed beside the tick is asked about.
        return "" if name in ("name", "phone") and value == getattr(self.standing, name) else value


class LateTalkForm(VisitationForm):
    """The conversation held after she came: what nobody had answered before; who she is has pages of its own."""

    field_order = ("version", "own_words", "safety", "safety_note", "mental_health", "mental_health_note")

    def __init__(self, *args: Any, open_answers: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() - {*open_answers, "version", "screened_at"}:
            del self.fields[name]

    @staticmethod
    def of(row: Visitation) -> dict[str, Any]:
        """What stands, with the moment of what was answered here."""
        return VisitationForm.of(row) | {"screened_at": row.afterwards_at}


class AnswerForm(ActForm):
    """The leader's answer to a doubt about mental health."""

    result = CodeField("screening_result", label=_("Dit svar"), only=[code for code in SCREENED if code != DOUBT])
    answer = forms.CharField(
        label=_("Hvad bygger det på?"),
        help_text=_("Fx en samtale med hende eller med psykiatrien. Skriv aldrig en diagnose."),
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
    )


class ChildForm(VersionedForm):
    """One child: who it is, how it is, what it needs, and what is planned for it."""

    called = line(_("Hvad kalder vi barnet?"), help_text=_("Er moren anonym, så vælg et kaldenavn, der intet siger."))
    cpr = CprField(label=_("Barnets CPR-nummer"), required=False)
    age_group = CodeField(
        "child_age_group",
        label=_("Alder"),
        help_text=_("Står der et CPR-nummer, regner vi den selv ud."),
        required=False,
    )
    institution = line(_("Skole eller dagtilbud"), help_text=_("Navnet kan afsløre, hvor de er. Det deles aldrig."))
    observation = text(
        _("Hvad ser og hører du?"),
        rows=4,
        help_text=_("Mindst én iagttagelse af netop dette barn. Først dér er barnet vurderet."),
    )
    assessed_at = MomentField(
        label=_("Hvornår så I barnet?"),
        help_text=_("Lad feltet stå tomt, hvis det er nu. Fx i dag 02.15."),
        future=False,
        required=False,
    )
    own_words = text(_("Med barnets egne ord"), help_text=_("Også det, de mindste viser uden ord."))
    needs = SomeOrNoneField("child_need", required=False)
    offer = CodeField("child_offer", required=False)
    offer_type = CodeField("child_offer_type", required=False)
    why_not = text(_("Hvis barnet ikke er vurderet endnu: hvorfor?"))
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, standing: ChildAssessment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in codes.choices("child_theme"):
            self.fields[f"theme_{code}"] = CodeField("wellbeing", label=label, required=False)
        _say_kept_number(self, standing.cpr if standing else "")

    def refuse_blank(self) -> None:
        """A child of which nothing is known at all is a slip of the finger, and nobody could take it away again."""
        if not any(value for name, value in self.cleaned_data.items() if name not in ("version", "client_key")):
            told = _("Skriv mindst ét om barnet: et kaldenavn, alderen, eller hvorfor det ikke er vurderet endnu.")
            self.add_error("called", told)

    def themes(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("theme_")]

    @staticmethod
    def of(row: ChildAssessment) -> dict[str, Any]:
        names = [name for name in ChildForm.base_fields if name not in ("version", "cpr", "client_key")]
        steps = {f"theme_{theme}": step for theme, step in row.themes.items()}
        return {name: getattr(row, name) for name in names} | steps | {"version": row.version, "cpr": _parsed(row.cpr)}

    def said(self) -> dict[str, Any]:
        said = super().said()
        steps = {name.removeprefix("theme_"): said.pop(name) for name in list(said) if name.startswith("theme_")}
        if not said["cpr"]:
            del said["cpr"]
        return said | {"themes": {theme: step for theme, step in steps.items() if step}}


def _say_kept_number(form: ActForm, digits: str) -> None:
    number = _parsed(digits)
    if number:
        form.fields["cpr"].help_text = str(KEEPS).format(masked=number.masked)


def _parsed(digits: str) -> cpr.Cpr | None:
    return cpr.parse(digits) if digits else None
