"""What can be typed when a stay ends, and about the time after."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rettesnor.network.models import Office
from rettesnor.residency.forms.stay import text
from rettesnor.residency.models import Child, ChildStay, Leaving, Stay
from rettesnor.residency.models.leaving import DIED
from rettesnor.ui.again import ActForm, OnceForm, VersionedForm
from rettesnor.ui.forms import CodeField, DayField, MomentField


class WithoutWhereabouts(forms.Form):
    """Where she moves to is a field only for those who follow her there."""

    def __init__(self, *args: Any, whereabouts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not whereabouts:
            del self.fields["next_address"]


class PrepareForm(WithoutWhereabouts, VersionedForm):
    """The plan for moving out; may be filled in over several days."""

    prepared_on = DayField(label=_("Forberedelsen begyndte"), future=False, required=False)
    planned_on = DayField(label=_("Planlagt udflytning"), required=False, ahead=True)
    destination = CodeField("destination", label=_("Hun flytter til"), required=False)
    aftercare = CodeField("aftercare", label=_("Efterværn, besluttet sammen med hende"), required=False)
    agreed = text(_("Hvad er aftalt om tiden efter?"), rows=3)
    next_address = text(_("Hendes næste adresse"), help_text=_("Forsegles. Den må aldrig stå i et brev."), length=200)

    @staticmethod
    def of(plan: Leaving | None) -> dict[str, Any]:
        """What stands now, as the form shows it."""
        names = ("prepared_on", "planned_on", "destination", "aftercare", "agreed", "next_address", "version")
        return {name: getattr(plan, name) for name in names} if plan else {"version": 0}


NOT_KNOWN = {"required": _("Vælg et svar. Du kan også vælge, at det ikke vides.")}


class EndedForm(WithoutWhereabouts, VersionedForm):
    """How it ended, where she went, what was agreed; of a woman who has died only how it ended is asked."""

    kind = CodeField("discharge_kind", label=_("Sådan sluttede opholdet"))
    destination = CodeField("destination", label=_("Hun flyttede til"), error_messages=NOT_KNOWN)
    aftercare = CodeField("aftercare", label=_("Efterværn, besluttet sammen med hende"), error_messages=NOT_KNOWN)
    agreed = text(_("Hvad er aftalt om tiden efter?"), rows=3)
    next_address = text(_("Hendes næste adresse"), help_text=_("Forsegles. Den må aldrig stå i et brev."), length=200)
    reason = text(_("Begrundelse, hvis huset udskrev hende"), rows=3)

    def full_clean(self) -> None:
        for name in ("destination", "aftercare"):
            self.fields[name].required = self.data.get("kind") != DIED
        super().full_clean()


class LeaveForm(EndedForm):
    """The day she moved, and how; begun from the plan."""

    mine_alone = ("left_at", "kind", "reason", "complaint_guidance")
    field_order = ("version", "left_at", "kind", "destination", "aftercare", "municipality_after")

    left_at = MomentField(label=_("Hvornår flyttede hun"), future=False)
    municipality_after = CodeField("home_municipality", label=_("Kommune efter opholdet"), required=False)
    complaint_guidance = forms.BooleanField(
        label=_("Hun har fået klagevejledning"),
        help_text=_("Hvis huset udskrev eller bortviste hende: hun kan klage i fire uger."),
        required=False,
    )

    @staticmethod
    def of(stay: Stay, plan: Leaving | None) -> dict[str, Any]:
        """What stands now, as the form shows it."""
        names = ("destination", "aftercare", "agreed", "next_address", "version")
        planned = {name: getattr(plan, name) for name in names} if plan else {"version": 0}
        return {**planned, "municipality_after": stay.municipality_after}


class CorrectLeavingForm(EndedForm):
    """What was written when she left, put right, and why."""

    mine_alone = ("why",)

    why = text(_("Hvorfor rettes det?"), required=True, length=500)

    @staticmethod
    def of(plan: Leaving | None) -> dict[str, Any]:
        """What stands now, as the form shows it."""
        names = ("kind", "destination", "aftercare", "agreed", "next_address", "reason", "version")
        return {name: getattr(plan, name) for name in names} if plan else {"version": 0}


class UndoLeavingForm(OnceForm):
    """She has not left after all."""

    reason = text(_("Hvorfor var udflytningen forkert?"), required=True, length=500)


class NeverCameForm(OnceForm):
    """She got a yes and never came."""

    known_at = MomentField(
        label=_("Hvornår fik I det at vide?"),
        help_text=_("Lad feltet stå tomt, hvis det er nu. Ellers fx i dag 02.15 eller 12-3 kl. 14.30."),
        future=False,
        required=False,
    )
    reason = text(_("Hvad ved I om, at hun ikke kom?"), help_text=_("Forsegles."), required=True, length=500)


class CameAfterAllForm(OnceForm):
    """She came after all, or is awaited again."""

    to = MomentField(
        label=_("Hvornår flyttede hun ind?"),
        help_text=_("Fx nu, i dag 02.15 eller 12-3 kl. 14.30. Kommer hun først, så skriv, hvornår hun ventes."),
    )
    reason = text(_("Hvad er der sket?"), help_text=_("Fx at hun ringede og kom en dag senere."), required=True,
                  length=500)  # fmt: skip


class TalkForm(OnceForm):
    """A talk after the stay, with the only safe way to reach her."""

    child = forms.ChoiceField(label=_("Med hvem"), required=False)
    due_on = DayField(label=_("Hvornår"), ahead=True)
    safe_contact = CodeField("safe_contact", label=_("Sådan er det sikkert at få fat i hende"))
    contact = text(_("Nummer eller aftale"), help_text=_("Forsegles."), length=200)

    def __init__(self, *args: Any, children: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["child"]
        field.choices = [("", _("Kvinden selv")), *children]


class TalkDoneForm(ActForm):
    """How an agreed talk ended: held, or dropped with a reason."""

    held_at = MomentField(label=_("Samtalen blev holdt"), future=False, required=False)
    why = text(_("Eller: hvorfor blev den ikke til noget?"), rows=2)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("held_at")) == bool((cleaned.get("why") or "").strip()):
            self.add_error("held_at", _("Skriv enten, hvornår samtalen blev holdt, eller hvorfor den ikke blev."))
        return cleaned


class ConsiderForm(VersionedForm):
    """What follow-up a child was offered."""

    follow_up = CodeField("followup_child", label=_("Opfølgning for barnet"))
    note = text(_("Bemærkning"), rows=2)

    @staticmethod
    def of(stayed: ChildStay) -> dict[str, Any]:
        """What stands now, as the form shows it."""
        return {"follow_up": stayed.follow_up, "note": stayed.follow_up_note, "version": stayed.version}


class NoticeForm(ActForm):
    """The reason the law wants, and another recipient where the usual one is dangerous."""

    reason = text(_("Begrundelse"), rows=5, required=True)
    alternative = forms.ModelChoiceField(
        label=_("Anden modtager end handlekommunen"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=_("Ingen"),
    )
    alternative_reason = text(_("Hvorfor en anden modtager?"), length=200)

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["alternative"]
        field.queryset = offices


class ElsewhereForm(ActForm):
    """A notice that left outside this house's post."""

    sent_on = DayField(label=_("Sendt den"), future=False)
    how = CodeField("dispatch", label=_("Sendt med"))


class SentDayForm(OnceForm):
    """The day a notice was sent, where a wrong one was noted."""

    sent_on = DayField(label=_("Den rigtige dag"), future=False)
    reason = text(_("Hvorfor var dagen forkert?"), rows=2, required=True, length=500)


class WordsForm(VersionedForm):
    """The child's own words, in the form the child chose."""

    own_words = text(_("Barnets egne ord"), rows=4, required=True, help_text=_("Det, barnet sagde før, bliver gemt."))

    @staticmethod
    def of(child: Child) -> dict[str, Any]:
        """What stands now, as the form shows it."""
        return {"own_words": child.own_words, "version": child.version}
