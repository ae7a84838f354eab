"""The verbs of the gate: prepare, release, dispatch, recall. Each refuses in words with `Refused`."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rettesnor.audit.actions import Line, write_all
from rettesnor.danish import clock, codes
from rettesnor.danish.blank import says_nothing
from rettesnor.danish.refused import Refused
from rettesnor.post import scan, sources, typeset
from rettesnor.post.models import Document
from rettesnor.staff.models import Employee, House
from rettesnor.vault.codes import new_code
from rettesnor.vault.models import DataKey

_STEM = re.compile(r"[a-z]{3,30}")


class CannotBePrinted(Refused):
    """A part of the letter cannot be set as it stands; `field` is that part's name in the letter's values."""


@dataclass(frozen=True)
class Recipient:
    """Who gets the letter: an office by name, its municipality's code, and why it is not the usual one, if so."""

    name: str
    municipality: str = ""
    department: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Grounds:
    """Why the letter may leave: by law or by her consent, the words of the rule, and the days that count."""

    basis: str
    legal: str = ""
    reminds_on: date | None = None
    judges_on: date | None = None


def prepare(
    *,
    kind: str,
    template: str,
    data: Mapping[str, object],
    title: str,
    filename_stem: str,
    subject: str,
    others: Sequence[str] = (),
    house: House,
    key: DataKey,
    recipient: Recipient,
    grounds: Grounds,
    forbidden: Sequence[scan.Forbidden],
    allowed: Sequence[str] = (),
    by: Employee,
) -> Document:
    """Set the letter, scan its finished bytes and keep it: ready for another to release, or blocked with its hits.

    `data` is what the template takes (see `post/typst/`); `allowed` are the values the law demands in this letter.
    `CannotBePrinted` says which part of `data` the page cannot show.
    """
    document = Document(kind=kind, house=house, key=key, subject=subject, others=" ".join(others))
    document.prepared_by, document.prepared_at = by, clock.now()
    document.filename = _filename(filename_stem)
    document.content = _finished(template, data, title, recipient)
    document.sha256 = _fingerprint(document.content)
    document.persons = _packed(data.get("persons", []))
    document.allowed = _packed(list(allowed))
    _address(document, recipient, grounds)
    _judge(document, _scanned(document, forbidden), otherwise=Document.READY)
    with transaction.atomic():
        document.save(force_insert=True)
        _log(document, "klargør", by, _("brev til {recipient}").format(recipient=recipient.name))
    return document


def release(document: Document, *, by: Employee, forbidden: Sequence[scan.Forbidden]) -> Document:
    """Let a clean document go, as another person than the one who prepared it.

    The stored bytes are scanned again against the values as they are now. A hit blocks the document, and the block
    stands although `Refused` is raised: do not call this inside a transaction that the refusal would undo.
    """
    with transaction.atomic():
        document = _locked(document)
        _refuse_release(document, by)
        hits = _scanned(document, forbidden)
        _judge(document, hits, otherwise=Document.RELEASED)
        if hits:
            document.save(update_fields=["status", "hit_count", "hits_found"])
            _log(document, "standset", by, _("kontrollen fandt noget ved frigivelsen"))
        else:
            document.released_by, document.released_at = by, clock.now()
            document.save(update_fields=["status", "hit_count", "hits_found", "released_by", "released_at"])
            _log(document, "frigiv", by, _("brev til {recipient}").format(recipient=document.recipient))
    if hits:
        raise Refused(_("Kontrollen fandt noget, der ikke må forlade huset. Brevet er standset."))
    return document


def mark_dispatched(document: Document, *, channel: str, proof: str, at: datetime, by: Employee) -> Document:
    """Note that a released document has left: how, when, and what proves it (a receipt number, who received it)."""
    with transaction.atomic():
        document = _locked(document)
        _refuse_dispatch(document, channel, proof, at)
        document.status, document.dispatch_channel, document.proof = Document.DISPATCHED, channel, proof.strip()
        document.dispatched_at, document.dispatched_by = at, by
        document.save(update_fields=["status", "dispatch_channel", "proof", "dispatched_at", "dispatched_by"])
        sources.tell_dispatched(document)
        _log(document, "afsend", by, _("brev til {recipient}").format(recipient=document.recipient))
    return document


def recall(document: Document, *, reason: str, by: Employee) -> Document:
    """Withdraw a document that has not left."""
    if says_nothing(reason):
        raise Refused(_("Skriv, hvorfor brevet trækkes tilbage."), "reason")
    with transaction.atomic():
        document = _locked(document)
        if document.status == Document.DISPATCHED:
            raise Refused(_("Brevet er sendt og kan ikke trækkes tilbage. Ring til modtageren."))
        if not document.can_be_recalled:
            raise Refused(_("Brevet er allerede trukket tilbage."))
        document.status, document.recall_reason = Document.RECALLED, reason.strip()
        document.recalled_at, document.recalled_by = clock.now(), by
        document.save(update_fields=["status", "recall_reason", "recalled_at", "recalled_by"])
        _log(document, "tilbagekald", by)
        sources.tell_recalled(document)
    return document


def _filename(stem: str) -> str:
    if not _STEM.fullmatch(stem):
        raise ValueError(f"a file name begins with one plain word, not {stem!r}")
    return f"{stem}-{new_code()[:8]}.pdf"


def _finished(template: str, data: Mapping[str, object], title: str, recipient: Recipient) -> bytes:
    _refuse_turned(data)
    try:
        content = typeset.compile_pdf(template, data, title=title)
    except typeset.Unprintable:
        part = next((part for part, value in data.items() if not typeset.can_be_printed(value)), "")
        told = _("Teksten har tegn, som ikke kan trykkes i brevet, fx en smiley. Skriv den med latinske bogstaver.")
        raise CannotBePrinted(told, part) from None
    if not scan.shows(content, recipient.name):
        raise Refused(_("Modtagerens navn kan ikke læses i det færdige brev. Brevet kan ikke klargøres."))
    return content


def _refuse_turned(data: Mapping[str, object]) -> None:
    """Left out in print like all that is unseen, they would leave a word that reads backwards past the scan."""
    turned = next((part for part, value in data.items() if typeset.turns(value)), None)
    if turned is not None:
        told = _("Teksten har usynlige tegn, som vender skriveretningen. Slet den, og skriv den forfra på tastaturet.")
        raise CannotBePrinted(told, turned)


def _address(document: Document, recipient: Recipient, grounds: Grounds) -> None:
    document.recipient, document.department = recipient.name, recipient.department
    document.municipality, document.recipient_reason = recipient.municipality, recipient.reason
    document.basis, document.legal_basis = grounds.basis, grounds.legal
    document.reminds_on, document.judges_on = grounds.reminds_on, grounds.judges_on


def _scanned(document: Document, forbidden: Sequence[scan.Forbidden]) -> list[scan.Hit]:
    try:
        return scan.hits(document.content, document.filename, forbidden, allowed=document.excused)
    except scan.Unreadable:
        raise Refused(_("Brevet kan ikke læses igennem af kontrollen og må ikke forlade huset.")) from None


def _judge(document: Document, hits: Sequence[scan.Hit], *, otherwise: str) -> None:
    document.status = Document.BLOCKED if hits else otherwise
    document.hit_count = len(hits)
    document.hits_found = _packed([asdict(hit) for hit in hits]) if hits else ""


def _packed(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _locked(document: Document) -> Document:
    """The document as it is now, held until the act is done, so that two people cannot act on it at once."""
    return Document.objects.select_for_update(of=("self",)).select_related("key").get(pk=document.pk)


def _refuse_release(document: Document, by: Employee) -> None:
    if document.prepared_by_id == by.pk:
        raise Refused(_("Den, der har klargjort brevet, kan ikke selv frigive det. Bed en anden om at se det igennem."))
    if document.status == Document.BLOCKED:
        raise Refused(_("Brevet er standset, fordi kontrollen fandt noget. Træk det tilbage, og klargør et nyt."))
    if document.status != Document.READY:
        raise Refused(_("Brevet venter ikke længere på at blive frigivet."))
    if not hmac.compare_digest(document.sha256, _fingerprint(document.content)):
        raise Refused(_("Brevet er ikke længere det, der blev klargjort. Træk det tilbage, og klargør et nyt."))


def _refuse_dispatch(document: Document, channel: str, proof: str, at: datetime) -> None:
    if document.status == Document.DISPATCHED:
        raise Refused(_("Brevet er allerede noteret som sendt."))
    if document.status != Document.RELEASED or document.released_at is None:
        raise Refused(_("Brevet er ikke frigivet og må ikke sendes."))
    if not codes.valid("dispatch", channel):
        raise Refused(_("Vælg, hvordan brevet er sendt."), "channel")
    if says_nothing(proof):
        raise Refused(_("Skriv, hvad der viser, at brevet er sendt, fx kvitteringens nummer."), "proof")
    if at > clock.now():
        raise Refused(_("Tidspunktet ligger ude i fremtiden."), "at")
    if at < document.released_at.replace(second=0, microsecond=0):  # people type whole minutes
        raise Refused(_("Brevet kan ikke være sendt, før det blev frigivet."), "at")


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _log(document: Document, verb: str, by: Employee, purpose: object = "") -> None:
    """One line for each person the letter is about, so that each one's own log tells of it."""
    fields = {"status": document.status, "sha256": document.sha256, "fund": document.hit_count}
    write_all([Line(verb, "document", document.code, who, fields, str(purpose)) for who in document.subjects()], by=by)
