"""Writing and proving the log. There is no other way in, and no way to change what is written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rettesnor.audit.models import Entry, Head
from rettesnor.danish import clock

BEGINNING = "0" * 64


class Actor(Protocol):
    """Whoever acts: an employee."""

    pk: int
    name: str


@dataclass(frozen=True)
class Line:
    """What one line of the log will say; `fields`: names changed, with values only for codes, dates and statuses."""

    verb: str
    noun: str
    code: str = ""
    subject: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)
    purpose: str = ""


def write(
    *,
    by: Actor | None,
    verb: str,
    noun: str,
    code: str = "",
    subject: str = "",
    fields: Mapping[str, object] | None = None,
    purpose: str = "",
) -> None:
    """Write one line inside the transaction of the act; `by=None` is the system itself."""
    write_all([Line(verb, noun, code, subject, fields or {}, purpose)], by=by)


def write_all(lines: Sequence[Line], *, by: Actor | None) -> None:
    """Write several lines at the cost of one: lock the head, chain, insert, move the head."""
    if not lines:
        return
    now = clock.now()
    with transaction.atomic():
        head = _locked_head()
        entries = []
        for line in lines:
            entry = Entry(
                seq=head.seq + 1,
                at=now,
                actor_id=by.pk if by else None,
                actor_name=by.name if by else "systemet",
                verb=line.verb,
                noun=line.noun,
                code=line.code,
                subject=line.subject,
                fields=json.dumps(line.fields, ensure_ascii=False, default=str) if line.fields else "",
                purpose=line.purpose[:200],
            )
            entry.mac = entry.chained(head.mac)
            head.seq, head.mac = entry.seq, entry.mac
            entries.append(entry)
        _insert(entries)
        head.seal = head.sealed()
        head.save(update_fields=["seq", "mac", "seal"])


def _insert(entries: Sequence[Entry]) -> None:
    """One statement however many lines: `bulk_create` would split a long list by what SQLite once could take."""
    columns = Entry._meta.concrete_fields
    rows = [[column.get_db_prep_save(column.pre_save(one, True), connection) for column in columns] for one in entries]
    names = ", ".join(f'"{column.column}"' for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{Entry._meta.db_table}" ({names}) VALUES ({marks})', rows)  # noqa: S608


def _locked_head() -> Head:
    head = Head.objects.select_for_update().filter(pk=1).first()
    if head is None:
        # Of several who begin the log at once one makes the end of the chain; the others wait for it.
        first = Head(pk=1, seq=0, mac=BEGINNING)
        first.seal = first.sealed()
        Head.objects.bulk_create([first], ignore_conflicts=True)
        head = Head.objects.select_for_update().get(pk=1)
    return head


@dataclass(frozen=True)
class Proof:
    """The answer of `verify`: how many lines stand, and the number and reason of the first broken one."""

    lines: int
    broken: int | None = None
    why: str = ""


def verify() -> Proof:
    """Recompute the whole chain. Finds a changed, swapped, removed or added line and a cut end."""
    before, expected = BEGINNING, 1
    for entry in Entry.objects.order_by("seq").iterator(chunk_size=2000):
        if entry.seq != expected:
            return Proof(expected - 1, expected, _("linjen mangler"))
        if entry.mac != entry.chained(before):
            return Proof(expected - 1, expected, _("linjen er ændret"))
        before, expected = entry.mac, expected + 1
    return _verify_end(before, expected - 1)


def _verify_end(last: str, lines: int) -> Proof:
    head = Head.objects.filter(pk=1).first()
    if head is None:
        return Proof(lines) if lines == 0 else Proof(lines, lines, _("kædens ende mangler"))
    if head.seal != head.sealed():
        return Proof(lines, lines, _("kædens ende er ændret"))
    if head.seq != lines or head.mac != last:
        return Proof(lines, min(lines, head.seq) + 1, _("linjer er skåret af enden"))
    return Proof(lines)
