"""A thousand ways to tamper with the log, drawn by chance, and every one of them found."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

import pytest
from django.db import connection, transaction
from django.db.models import Field, Max, QuerySet

from rettesnor.audit.actions import Proof, verify, write
from rettesnor.audit.models import Entry, Head, mac
from rettesnor.danish import clock
from rettesnor.staff.models import Employee
from tests.rettesnor.audit.test_write_the_log import forget_the_triggers

LINES, TIMES = 24, 1000
COLUMNS = ("at", "actor_id", "actor_name", "verb", "noun", "code", "subject", "fields", "purpose", "mac")


def rows() -> dict[int, tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_entry ORDER BY seq")
        return {row[0]: row for row in cursor.fetchall()}


def run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def change_a_column(chance: random.Random) -> None:
    seq, column = chance.randint(1, LINES), chance.choice(COLUMNS)
    entry = Entry.objects.get(seq=seq)
    value: Any = getattr(entry, column)
    if column == "at":
        value += timedelta(microseconds=chance.choice([-1, 1, 1_000_000, 86_400_000_000]))
    elif column == "actor_id":
        value = chance.choice([None, (value or 0) + 1, 0]) if value != 0 else 1
        if value == entry.actor_id:
            value = (value or 0) + 1
    elif column == "mac":
        value = mac(str(chance.random()))
    else:
        at = chance.randint(0, len(value))
        value = value[:at] + chance.choice(["x", " ", "0", "|", ","]) + value[at:]
        value = value[: cast("Field[Any, Any]", Entry._meta.get_field(column)).max_length or 1000]
        value = value if value != getattr(entry, column) else value[:-1] + "§"
    # Our own queryset refuses; Django's does what somebody with the database in their hands would.
    QuerySet.update(Entry.objects.filter(seq=seq), **{column: value})


def delete_a_line(chance: random.Random) -> None:
    run("DELETE FROM audit_entry WHERE seq = %s", chance.randint(1, LINES))


def delete_and_close_the_gap(chance: random.Random) -> None:
    gone = chance.randint(1, LINES - 1)
    run("DELETE FROM audit_entry WHERE seq = %s", gone)
    for seq in range(gone + 1, LINES + 1):
        run("UPDATE audit_entry SET seq = %s WHERE seq = %s", seq - 1, seq)


def swap_two_lines(chance: random.Random) -> None:
    one, other = chance.sample(range(1, LINES + 1), 2)
    for old, new in ((one, -1), (other, one), (-1, other)):
        run("UPDATE audit_entry SET seq = %s WHERE seq = %s", new, old)


def put_in_a_line(chance: random.Random) -> None:
    """A copy of a line, at the end or in a place that is made for it."""
    source, place = chance.randint(1, LINES), chance.randint(1, LINES + 1)
    row = list(rows()[source])
    for seq in range(LINES, place - 1, -1):
        run("UPDATE audit_entry SET seq = %s WHERE seq = %s", seq + 1, seq)
    row[0] = place
    run(f"INSERT INTO audit_entry VALUES ({', '.join(['%s'] * len(row))})", *row)


def cut_the_end(chance: random.Random) -> None:
    run("DELETE FROM audit_entry WHERE seq > %s", chance.randint(0, LINES - 1))


def cut_the_end_and_move_the_head(chance: random.Random) -> None:
    cut_the_end(chance)
    last = Entry.objects.aggregate(last=Max("seq"))["last"] or 0
    before = Entry.objects.filter(seq=last).first()
    Head.objects.filter(pk=1).update(seq=last, mac=before.mac if before else "0" * 64)


def move_the_head(chance: random.Random) -> None:
    seq = chance.randint(1, LINES - 1)
    Head.objects.filter(pk=1).update(seq=seq, mac=Entry.objects.get(seq=seq).mac)


def forge_the_seal(chance: random.Random) -> None:
    Head.objects.filter(pk=1).update(seal=mac(str(chance.random())))


def lose_the_head(chance: random.Random) -> None:
    del chance
    Head.objects.all().delete()


def lose_everything(chance: random.Random) -> None:
    del chance
    run("DELETE FROM audit_entry")
    Head.objects.all().delete()


def put_the_head_back_to_the_beginning(chance: random.Random) -> None:
    """With a code of the attacker's own: the real one stands in no line."""
    run("DELETE FROM audit_entry")
    Head.objects.filter(pk=1).update(seq=0, mac="0" * 64, seal=f"{chance.getrandbits(256):064x}")


WAYS: tuple[Callable[[random.Random], None], ...] = (
    change_a_column,
    change_a_column,
    change_a_column,
    delete_a_line,
    delete_and_close_the_gap,
    swap_two_lines,
    put_in_a_line,
    cut_the_end,
    cut_the_end_and_move_the_head,
    move_the_head,
    forge_the_seal,
    lose_the_head,
    lose_everything,
    put_the_head_back_to_the_beginning,
)


@pytest.fixture
def log(cast: dict[str, Employee]) -> None:
    """Lines by several people about several persons; the triggers are out of the way."""
    chance = random.Random(2)
    people = [*cast.values(), None]
    for number in range(LINES):
        with clock.at(clock.now() + timedelta(minutes=number)):
            write(
                by=chance.choice(people),
                verb=chance.choice(["opslag", "ret", "optag"]),
                noun=chance.choice(["stay", "child"]),
                code=f"kode{number}",
                subject=f"kvinde:{chance.randint(1, 4)}",
                fields={"moved_in_at": str(number)} if number % 3 else None,
                purpose="stay",
            )
    forget_the_triggers()


def tampered(way: Callable[[random.Random], None], chance: random.Random) -> Proof:
    """What the proof says after one way of tampering, which is undone again."""
    with transaction.atomic():
        way(chance)
        proof = verify()
        transaction.set_rollback(True)
    return proof


def test_a_thousand_changes_by_chance_are_a_thousand_found(log: None) -> None:
    chance = random.Random(20260311)
    missed = []
    for time in range(TIMES):
        way = WAYS[time % len(WAYS)]
        if tampered(way, chance).broken is None:
            missed.append((time, way.__name__))
    assert missed == []
    assert verify() == Proof(LINES), "what was undone leaves the log whole"


def test_the_first_broken_line_is_the_one_that_is_named(log: None) -> None:
    for seq in range(1, LINES + 1):
        with transaction.atomic():
            run("UPDATE audit_entry SET purpose = 'andet' WHERE seq >= %s", seq)
            assert verify().broken == seq
            transaction.set_rollback(True)


def test_a_forger_without_the_key_cannot_chain_a_line_of_their_own(log: None) -> None:
    entry = Entry.objects.get(seq=LINES)
    with transaction.atomic():
        run("UPDATE audit_entry SET purpose = 'andet' WHERE seq = %s", LINES)
        forged = hashlib.sha256(str(entry).encode()).hexdigest()
        run("UPDATE audit_entry SET mac = %s WHERE seq = %s", forged, LINES)
        Head.objects.filter(pk=1).update(mac=forged)
        assert verify().broken == LINES
        transaction.set_rollback(True)
