"""Writing and proving the log. There is no other way in, and no way to change what is written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.db import DatabaseError, connection, transaction
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


class EndIsMissing(Exception):
    """The sealed end of the chain is gone: nothing is done that cannot be written down. See `manage audit verify`."""


def _locked_head() -> Head:
    head = Head.objects.select_for_update().filter(pk=1).first()
    if head is None:
        raise EndIsMissing
    return head


def begin() -> None:
    """Seal the end of a chain that has no line yet. Done by the migration, and by nobody once the house stands."""
    first = Head(pk=1, seq=0, mac=BEGINNING)
    first.seal = first.sealed()
    first.save(force_insert=True)


@dataclass(frozen=True)
class Proof:
    """The answer of `verify`: how many lines stand, and the number and reason of the first broken one."""

    lines: int
    broken: int | None = None
    why: str = ""


UNREADABLE = (DatabaseError, ValueError, TypeError, AttributeError)
"""What reading a line may raise whose columns were filled with something else than what they hold."""


def verify() -> Proof:
    """Recompute the whole chain. Finds a changed, swapped, removed, added or spoilt line and a cut end."""
    before, expected = BEGINNING, 1
    for entry in _entries():
        if entry is None:
            return Proof(expected - 1, expected, _("linjen kan ikke læses"))
        if entry.seq != expected:
            return Proof(expected - 1, expected, _("linjen mangler"))
        if not _follows(entry, before):
            return Proof(expected - 1, expected, _("linjen er ændret"))
        before, expected = entry.mac, expected + 1
    return _verify_end(before, expected - 1)


def _follows(entry: Entry, before: str) -> bool:
    try:
        return entry.mac == entry.chained(before)
    except UNREADABLE:
        return False


def _entries() -> Iterator[Entry | None]:
    """Every line in its order; None for the first that cannot be read, and then no more."""
    rows, reached = Entry.objects.order_by("seq").iterator(chunk_size=2000), 0
    try:
        for entry in rows:
            yield entry
            reached = entry.seq
    except UNREADABLE:
        yield from _one_by_one(reached)


def _one_by_one(reached: int) -> Iterator[Entry | None]:
    """The lines after this one, each asked for alone: the reading of many broke somewhere among them."""
    try:
        while (entry := Entry.objects.order_by("seq").filter(seq__gt=reached).first()) is not None:
            yield entry
            reached = entry.seq
    except UNREADABLE:
        yield None


def _verify_end(last: str, lines: int) -> Proof:
    heads = list(Head.objects.order_by("pk")[:2])
    if not heads:
        return Proof(lines, lines + 1, _("kædens ende mangler"))
    head = heads[0]
    if len(heads) > 1 or head.pk != 1 or head.seal != head.sealed():
        return Proof(lines, lines, _("kædens ende er ændret"))
    if head.seq != lines or head.mac != last:
        return Proof(lines, min(lines, head.seq) + 1, _("linjer er skåret af enden"))
    return Proof(lines)
