"""The verbs of the document: loading an edition, giving a word a local meaning, noting how a house does it."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.danish.blank import as_seen, says_nothing
from rettesnor.danish.refused import Refused
from rettesnor.guideline import edition
from rettesnor.guideline.models import Area, Edition, Line, LocalDefinition, LocalNote, Wording
from rettesnor.staff.models import Employee, House
from rettesnor.staff.sent_again import made_before, make_once

_LOOKS_LIKE_CPR = re.compile(r"(?<!\d)\d{6}[ -]?\d{4}(?!\d)")


@transaction.atomic
def load_edition(by: Employee | None = None, told: edition.Document | None = None) -> bool:
    """Load the edition in the repository as adopted; False and no change where it is there already."""
    told = told or edition.document()
    if Edition.objects.filter(name=told.name).exists():
        return False
    loaded = Edition.objects.create(
        name=told.name,
        title=told.title,
        adopted_by=told.adopted_by,
        adopted_text=told.adopted_text,
        valid_from=told.valid_from,
        evidence=told.evidence,
    )
    _load_lines(loaded, told)
    for question in told.questions:
        LocalDefinition.objects.get_or_create(
            number=question.number,
            defaults={"question": question.question, "proposal": question.proposal},
        )
    loaded.adopted = True
    loaded.save(update_fields=["adopted"])
    write(by=by, verb="vedtag", noun="edition", code=told.name, fields={"valid_from": told.valid_from})
    return True


def _load_lines(loaded: Edition, told: edition.Document) -> None:
    for area in told.areas:
        Area.objects.update_or_create(
            id=area.id, defaults={"title": area.title, "order": area.order, "introduction": area.introduction}
        )
    for area, line in told.lines():
        Line.objects.update_or_create(
            id=line.id,
            defaults={
                "area_id": area.id,
                "kind": line.kind,
                "order": line.order,
                "subject": line.subject,
                "recordable": line.recordable,
                "evidence": list(line.evidence),
                "awaits": list(line.awaits),
                "search": " ".join(line.search),
            },
        )
    Wording.objects.bulk_create(
        Wording(
            line_id=line.id,
            edition=loaded,
            short=line.short,
            text=line.text,
            remember=line.remember,
            goal_kind=line.goal_kind,
            roles=line.roles,
            reason=told.reason,
            valid_from=told.valid_from,
        )
        for _area, line in told.lines()
    )


@transaction.atomic
def add_note(line: Line, *, house: House, text: str, by: Employee, client_key: UUID | None = None) -> LocalNote:
    """Note how a house does a line; the earlier note stays and is superseded.

    Raises Refused for an empty note, a line no longer in use, or what looks like a person number: everyone reads notes.
    The same `client_key` again gives the note that is already there; raises SavedBefore if it says something else.
    """
    said, mine = {"house": house, "text": text.strip()}, LocalNote.objects.filter(line=line, by=by)
    if again := made_before(mine, client_key, said):
        return again
    if line.closed_on and line.closed_on <= clock.today():
        raise Refused(_("Linjen er gået ud af dokumentet. Der kan ikke skrives flere noter til den."))
    if _LOOKS_LIKE_CPR.search(as_seen(text)):
        raise Refused(_("Noten ser ud til at rumme et CPR-nummer. Skriv aldrig om bestemte personer her."), "text")
    if says_nothing(text):
        raise Refused(_("Skriv, hvordan I gør det hos jer."), "text")
    row = LocalNote(line=line, by=by, written_at=clock.now(), client_key=client_key, **said)
    note, new = make_once(row, mine, said)
    if new:
        write(by=by, verb="notér", noun="line", code=line.id, fields={"house": house.code})
    return note


@transaction.atomic
def decide_definition(number: int, *, answer: str, valid_from: date, by: Employee) -> LocalDefinition:
    """Write down what an unclear word means from a date; an earlier meaning stays for the time it held.

    The same from the same day by the same person is the decision that is already there.
    """
    asked = LocalDefinition.objects.select_for_update().filter(number=number).order_by("pk").first()
    if asked is None:
        raise Refused(_("Der er ikke noget spørgsmål med det nummer."))
    if says_nothing(answer):
        raise Refused(_("Skriv, hvad ordet betyder hos jer."), "answer")
    said = {"number": number, "answer": answer.strip(), "valid_from": valid_from, "decided_by": by}
    if again := LocalDefinition.objects.filter(**said).first():
        return again
    if LocalDefinition.objects.filter(number=number, valid_from__gte=valid_from).exists():
        raise Refused(_("Der gælder allerede en nyere beslutning. Vælg en senere dag."), "valid_from")
    decided = LocalDefinition.objects.create(question=asked.question, proposal=asked.proposal, **said)
    write(by=by, verb="beslut", noun="localdefinition", code=str(number), fields={"valid_from": valid_from})
    return decided
