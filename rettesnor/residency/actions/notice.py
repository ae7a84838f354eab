"""The notice to the municipality: built from what is known, by rule, and sent through the gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock, codes, dates, law
from rettesnor.danish.blank import says_nothing
from rettesnor.danish.refused import Refused
from rettesnor.network.models import Office
from rettesnor.post import actions as gate
from rettesnor.post.models import Document
from rettesnor.post.scan import Forbidden, in_words, shows
from rettesnor.residency.actions.answers import sent_before
from rettesnor.residency.actions.correction import note_correction
from rettesnor.residency.actions.early_notice import child_told_otherwise, forget_needless, last_told, refuse_passed
from rettesnor.residency.actions.named import persons_of
from rettesnor.residency.actions.unprintable import told_of_names
from rettesnor.residency.forbidden import forbidden_values
from rettesnor.residency.models import Correction, Identity, Notice, Stay
from rettesnor.staff.models import Employee
from rettesnor.staff.sent_again import refuse_other_words

KIND = {
    Notice.ADMISSION: "orientering-indskrivning",
    Notice.DISCHARGE: "orientering-udskrivning",
    Notice.CHANGED: "orientering-anden-dag",
}


def prepare_notice(
    notice: Notice, *, by: Employee, reason: str, alternative: Office | None = None, alternative_reason: str = ""
) -> Document:
    """Build the letter and hand it to the gate; a hit keeps it there, blocked, for somebody to mend."""
    with transaction.atomic():
        held = _held(notice)
        try:
            document = _build(held, by, reason, alternative, alternative_reason)
        except gate.CannotBePrinted as refusal:
            raise told_of_names(refusal, held.stay) from None
        held.document, held.reason = document, reason.strip()
        held.told_on, held.told_planned, held.names_others = held.triggered_on, held.is_early, False
        held.save(update_fields=["document", "reason", "told_on", "told_planned", "names_others"])
    notice.document, notice.reason = document, held.reason
    return document


def _held(notice: Notice) -> Notice:
    """The notice as it is now, held until the act is done: two at once would make two letters of one notice."""
    rows = Notice.objects.select_for_update(of=("self",)).select_related(
        "key", "document", "stay", "stay__key", "stay__house", "stay__house__key", "stay__resident__key"
    )
    return rows.get(pk=notice.pk)


def _build(notice: Notice, by: Employee, reason: str, alternative: Office | None, alternative_reason: str) -> Document:
    _refuse(notice, reason, alternative, alternative_reason)
    stay = notice.stay
    office = alternative or Office.objects.usual(stay.case_municipality, clock.today())
    if office is None:
        raise Refused(_("Handlekommunen har ingen modtager i registret. Bed lederen om at tilføje en."))
    persons = persons_of(notice)
    return gate.prepare(
        kind=KIND[notice.kind],
        template="notice",
        data=_letter(notice, office, persons, reason.strip()),
        title=_("Orientering"),
        filename_stem="orientering",
        subject=stay.resident.subject,
        others=[child.child.subject for child in stay.child_stays.select_related("child")],
        house=stay.house,
        key=stay.key,
        recipient=gate.Recipient(office.name, office.municipality, office.department, alternative_reason.strip()),
        grounds=gate.Grounds(Document.LAW, _legal(notice), notice.reminds_on, notice.due_on),
        forbidden=forbidden_values(stay),
        allowed=[part for person in persons for part in (person["name"], person["cpr"]) if part],
        by=by,
    )


def _refuse(notice: Notice, reason: str, alternative: Office | None, alternative_reason: str) -> None:
    stay = notice.stay
    if notice.sent_on is not None:
        raise Refused(_("Orienteringen er allerede sendt."))
    if notice.not_owed_why:
        raise Refused(_("Orienteringen skal ikke sendes. {why}").format(why=notice.not_owed_why))
    if notice.document is not None and notice.document.can_be_recalled:
        raise Refused(_("Der er allerede klargjort et brev. Træk det tilbage, før du klargør et nyt."))
    if notice.has_passed:
        refuse_passed(notice.triggered_on)
    if notice.kind == Notice.CHANGED and _is_right_already(notice):
        raise Refused(_("Kommunen har fået den rigtige dag at vide, så der er intet at rette."))
    if says_nothing(reason):
        raise Refused(_("Skriv begrundelsen. Loven kræver, at den står i orienteringen."), "reason")
    if not stay.case_municipality.isdigit():
        raise Refused(_("Vælg handlekommunen på opholdet først."), "case_municipality")
    if alternative is not None and says_nothing(alternative_reason):
        raise Refused(_("Skriv, hvorfor den sædvanlige modtager ikke skal have brevet."), "alternative_reason")
    if not stay.anonymous and not Identity.objects.filter(resident=stay.resident).exists():
        raise Refused(
            _("Hendes navn mangler. Skriv på opholdets side, hvem hun er, eller at hun vil være anonym."), "name"
        )


def _legal(notice: Notice) -> str:
    key = "notice_admission" if notice.kind == "admission" else "notice_discharge"
    day = notice.triggered_on
    return f"{law.reference(key, day).text}; {law.reference('notice_content', day).text}"


def _heading(notice: Notice) -> str:
    told = {
        Notice.ADMISSION: _("Orientering om optagelse"),
        Notice.CHANGED: _("Orientering om en anden udskrivningsdag"),
    }
    return told.get(notice.kind, _("Orientering om udskrivning"))


def _paragraphs(notice: Notice) -> list[str]:
    changed = _("Vi har oplyst en anden dato for en udskrivning fra krisecenter. Datoen her er den rigtige.")
    if notice.kind == Notice.CHANGED and _told_before(notice) == notice.triggered_on:
        changed = _("Vi har oplyst en anden dato for et barns udskrivning fra krisecenter. Datoen her er den rigtige.")
    told = {
        Notice.ADMISSION: _("Vi orienterer hermed kommunen om en optagelse på krisecenter."),
        Notice.CHANGED: changed,
    }.get(notice.kind, _("Vi orienterer hermed kommunen om en udskrivning fra krisecenter."))
    secret = _("Opholdet er anonymt. Navn og CPR-nummer er efter loven udeladt, og vi kan ikke oplyse mere.")
    return [told, secret] if notice.stay.anonymous else [told]


def _letter(notice: Notice, office: Office, persons: Sequence[dict[str, str]], reason: str) -> dict[str, object]:
    """The values of the letter. What is known of her comes in `persons` alone, empty for an anonymous stay."""
    return {
        "recipient": [office.name, office.department],
        "sender": [_("Krisecentret")],
        "date": dates.say(clock.today()),
        "reference": notice.code[:8],
        "reference_label": _("Vores reference:"),
        "heading": _heading(notice),
        "paragraphs": _paragraphs(notice),
        "persons_heading": _("Personer"),
        "persons_columns": [_("Hvem"), _("Navn"), _("CPR-nummer")],
        "persons": list(persons),
        "facts_heading": _("Ophold"),
        "facts": _facts(notice, notice.triggered_on, planned=notice.is_early),
        "reason_heading": _("Begrundelse"),
        "reason": [reason],
        "legal_heading": _("Lovgrundlag"),
        "legal": _legal(notice),
        "contact": _("Svar os gennem Digital Post, og skriv vores reference."),
        "footer": _("Fortroligt"),
    }


@dataclass(frozen=True)
class Preview:
    """What the letter will say besides the names, the numbers and the reason."""

    heading: str
    paragraphs: list[str]
    facts: list[list[str]]
    legal: str


def preview(notice: Notice) -> Preview:
    """The words of the letter before it is built; once it has left, with the day it told. Reads nobody's identity."""
    told = notice.told_on if notice.sent_on else None
    facts = _facts(notice, told or notice.triggered_on, planned=notice.told_planned if told else notice.is_early)
    return Preview(_heading(notice), _paragraphs(notice), facts, _legal(notice))


def warnings(notice: Notice, reason: str) -> list[str]:
    """What a typed reason would give away, said in words ("husets adresse"), each once."""
    return sorted({value.why for value in in_words(reason, forbidden_values(notice.stay))})


def _facts(notice: Notice, day: date, *, planned: bool) -> list[list[str]]:
    if notice.kind == "admission":
        return [[_("Dato for optagelse"), dates.say(day)]]
    facts = [[_("Planlagt udskrivning") if planned else _("Dato for udskrivning"), dates.say(day)]]
    before = _told_before(notice) if notice.kind == Notice.CHANGED else None
    return facts + ([[_("Oplyst tidligere"), dates.say(before)]] if before and before != day else [])


def _told_before(notice: Notice) -> date | None:
    """The day the municipality had been told before this letter."""
    return last_told(_earlier(notice))


def _is_right_already(notice: Notice) -> bool:
    """Has the municipality been told the right days already, hers and the children's?"""
    return _told_before(notice) == notice.triggered_on and not child_told_otherwise(_earlier(notice))


def _earlier(notice: Notice) -> list[Notice]:
    return [one for one in notice.stay.notices.all() if one.pk < notice.pk]


def forbidden_for(document: Document) -> list[Forbidden]:
    """What must not leave in a notice as things stand now: the gate asks again at release.

    `Refused` for a letter that no notice holds any more: another has taken its place.
    """
    notice = _notice_of(document)
    if notice is None:
        raise Refused(_("Brevet hører ikke længere til en orientering, så det kan ikke frigives. Klargør et nyt."))
    if notice.not_owed_why:
        told = _("Orienteringen skal ikke sendes. {why} Træk brevet tilbage.")
        raise Refused(told.format(why=notice.not_owed_why))
    return forbidden_values(notice.stay)


def _notice_of(document: Document) -> Notice | None:
    rows = Notice.objects.select_related("key", "stay", "stay__key", "stay__house", "stay__house__key")
    return rows.select_related("stay__resident__key").filter(document=document).first()


def outdated(document: Document) -> list[str]:
    """What the case says otherwise than a letter that waits: in words, empty if the letter is as it would be now.

    `left_behind` asks the same of all letters at once.
    """
    notice = _notice_of(document)
    if notice is None:
        return []
    told = {
        _("at det skal sendes"): not notice.not_owed_why,
        _("hvem det handler om"): document.named == persons_of(notice),
        _("datoen"): all(shows(document.content, " ".join(fact)) for fact in _told(notice)),
        _("den planlagte dag, som er gået"): not notice.has_passed,
        _("fristen"): _limits_stand(document, notice),
        _("modtageren"): bool(document.recipient_reason) or _usual(document, notice.stay),
    }
    return [what for what, as_it_is in told.items() if not as_it_is]


def _told(notice: Notice) -> list[list[str]]:
    """What the letter must say of the day: that it was planned is still true on the day itself."""
    return _facts(notice, notice.triggered_on, planned=notice.told_planned)


def _limits_stand(document: Document, notice: Notice) -> bool:
    """One prepared before she left was to go by the day itself, and may wait longer now."""
    sooner = notice.told_planned or document.reminds_on == notice.reminds_on
    return sooner and document.judges_on == notice.due_on


def _usual(document: Document, stay: Stay) -> bool:
    """Is the letter to the one who gets such letters of her municipality now?"""
    office = Office.objects.usual(stay.case_municipality, clock.today())
    sent_to = (document.recipient, document.department, document.municipality)
    return office is not None and sent_to == (office.name, office.department, office.municipality)


def left_behind(day: date, letters: Sequence[int]) -> set[int]:
    """Which of the letters say otherwise than their cases do on the day: one question for all of them, and one for the
    offices that get such letters."""
    rows = Notice.objects.with_their_letters(letters)
    usual = Office.objects.usual_of({row["stay__case_municipality"] for row in rows}, day) if rows else {}
    return {row["document"] for row in rows if _is_behind(row, usual.get(row["stay__case_municipality"]), day)}


def _is_behind(row: dict[str, Any], office: str | None, day: date) -> bool:
    """What `outdated` tells in words, of the plain values alone; `office` gets such letters of her municipality."""
    passed = row["kind"] != Notice.ADMISSION and row["stay__left_at"] is None and row["triggered_on"] < day
    another_day = row["told_on"] not in (None, row["triggered_on"])
    sooner = row["told_planned"] or row["document__reminds_on"] == row["reminds_on"]
    limits = sooner and row["document__judges_on"] == row["due_on"]
    sent_to = (row["document__municipality"], row["document__department"])
    usual = sent_to == (row["stay__case_municipality"], office)
    recipient = usual or row["document__recipient_reason"] is not None
    not_owed = row["not_owed_why"] is not None
    return not_owed or row["names_others"] or another_day or passed or not limits or not recipient


def on_recalled(document: Document) -> None:
    """The gate tells that the letter was taken back: a further letter may be needed no more."""
    notice = _notice_of(document)
    if notice is not None:
        forget_needless(notice)


def on_dispatched(document: Document) -> None:
    """The gate tells that the letter has left: the notice is sent."""
    if document.dispatched_at is not None:
        day = clock.day_of(document.dispatched_at)
        Notice.objects.filter(document=document).update(sent_on=day)


@transaction.atomic
def note_sent_elsewhere(notice: Notice, *, sent_on: date, how: str, by: Employee) -> Notice:
    """Note a notice that left outside this house's own post, with the day and how."""
    notice = _held(notice)
    if notice.sent_on is not None:
        raise Refused(_("Orienteringen er allerede sendt."))
    if notice.document is not None and notice.document.can_be_recalled:
        raise Refused(_("Der er klargjort et brev her. Træk det tilbage, før du noterer, at et andet er sendt."))
    _refuse_impossible(notice, sent_on)
    if not codes.valid("dispatch", how):
        raise Refused(_("Vælg, hvordan den er sendt."), "how")
    notice.sent_on, notice.told_on, notice.told_planned = sent_on, notice.triggered_on, notice.is_early
    notice.save(update_fields=["sent_on", "told_on", "told_planned"])
    fields = {"sent_on": sent_on, "how": how}
    subject = notice.stay.resident.subject
    write(by=by, verb="notér sendt", noun="notice", code=notice.code, subject=subject, fields=fields)
    return notice


@transaction.atomic
def correct_sent_day(
    notice: Notice, *, sent_on: date, reason: str, by: Employee, client_key: UUID | None = None
) -> Correction:
    """Put the day right that was noted of a notice sent by hand, with the reason; the day that stood there is kept.

    The same `client_key` again gives the correction that is already there; raises SavedBefore if it is another.
    """
    notice, to = _held(notice), _midnight(sent_on)
    stay, field = notice.stay, Correction.SENT + notice.code
    if again := sent_before(stay.corrections.select_related("key"), client_key, within=stay):
        standing = {"field": again.field, "sent_on": again.after, "reason": again.reason}
        refuse_other_words(again, standing, {"field": field, "sent_on": to, "reason": reason})
        return again
    before = _refuse_correction(notice, sent_on, reason)
    notice.sent_on = sent_on
    notice.save(update_fields=["sent_on"])
    fields = {"sent_on": [before, sent_on]}
    write(by=by, verb="ret", noun="notice", code=notice.code, subject=stay.resident.subject, fields=fields)
    return note_correction(stay, field, _midnight(before), to, reason=reason, by=by, client_key=client_key)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.CPH)


def _refuse_correction(notice: Notice, sent_on: date, reason: str) -> date:
    """Gives the day that stands there."""
    before = notice.sent_on
    if before is None:
        raise Refused(_("Orienteringen er ikke noteret som sendt."))
    if not notice.noted_by_hand:
        raise Refused(_("Brevet er sendt herfra, og kvitteringen viser hvornår. Den dag kan ikke rettes."))
    if sent_on == before:
        raise Refused(_("Den dag står der allerede."), "sent_on")
    _refuse_impossible(notice, sent_on)
    if says_nothing(reason):
        raise Refused(_("Skriv, hvorfor dagen var forkert."), "reason")
    return before


def _refuse_impossible(notice: Notice, sent_on: date) -> None:
    """Nothing is told on a day to come. A discharge may be told before it happens, but nothing is told before the
    decision that let her in."""
    if sent_on > clock.today():
        raise Refused(_("Dagen ligger ude i fremtiden."), "sent_on")
    decided_on = clock.day_of(notice.stay.decided_at)
    earliest = max(decided_on, notice.triggered_on) if notice.kind == "admission" else decided_on
    if sent_on < earliest:
        told = _("Det er før afgørelsen om opholdet, {day}. Se efter, om dagen eller året er skrevet forkert.")
        raise Refused(told.format(day=dates.say(earliest)), "sent_on")
