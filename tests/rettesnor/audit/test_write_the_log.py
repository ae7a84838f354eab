"""Writing the log: inside the act, chained, and nothing else can touch it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from rettesnor.audit.actions import EndIsMissing, Line, begin, verify, write, write_all
from rettesnor.audit.models import AppendOnly, Entry, Head
from rettesnor.danish import clock
from rettesnor.staff.models import Employee
from tests.rettesnor.audit.eight_writers import write_together


def some(count: int, by: Employee | None = None) -> None:
    for number in range(count):
        write(by=by, verb="ret", noun="stay", code=f"c{number}", subject=f"kvinde:{number}", purpose="stay")


def test_a_line_says_who_when_what_about_whom_and_why(cast: dict[str, Employee], now: datetime) -> None:
    fields = {"moved_in_at": "2026-03-01", "left_at": None}
    write(by=cast["lone"], verb="ret", noun="stay", code="abc", subject="kvinde:xyz", fields=fields, purpose="dato")
    entry = Entry.objects.get()
    assert (entry.seq, entry.actor_id, entry.actor_name) == (1, cast["lone"].pk, "Lone Bak")
    assert (entry.verb, entry.noun, entry.code, entry.subject) == ("ret", "stay", "abc", "kvinde:xyz")
    assert (entry.at, entry.purpose, json.loads(entry.fields)) == (now, "dato", fields)


def test_what_the_system_does_itself_is_said_so(db: None) -> None:
    some(1)
    assert (Entry.objects.get().actor_id, Entry.objects.get().actor_name) == (None, "systemet")


def test_several_lines_at_once_are_chained_like_single_ones(db: None) -> None:
    some(2)
    write_all([Line("opslag", "stay", subject=f"kvinde:{n}") for n in range(600)], by=None)
    some(1)
    assert list(Entry.objects.values_list("seq", flat=True)) == list(range(1, 604))
    assert verify().broken is None
    assert verify().lines == 603


def test_a_long_list_is_written_with_as_few_questions_as_a_short_one(db: None) -> None:
    write(by=None, verb="opslag", noun="stay")
    asked = []
    for count in (1, 200):
        with CaptureQueriesContext(connection) as questions:
            write_all([Line("opslag", "stay", subject=f"kvinde:{number}") for number in range(count)], by=None)
        asked.append(len(questions))
    assert asked[0] == asked[1]
    assert verify().broken is None
    assert Entry.objects.count() == 202


def test_nothing_to_write_writes_nothing(db: None) -> None:
    write_all([], by=None)
    assert not Entry.objects.exists()
    assert Head.objects.get().seq == 0


def test_the_line_goes_with_the_act_when_the_act_fails(db: None) -> None:
    some(1)
    with transaction.atomic():
        some(3)
        transaction.set_rollback(True)
    assert Entry.objects.count() == 1
    some(1)
    assert verify().lines == 2
    assert verify().broken is None


def test_a_moment_is_the_same_moment_in_every_zone(db: None) -> None:
    with clock.at(datetime(2026, 7, 1, 1, 30, 0, 123456, tzinfo=UTC)):
        some(1)
    with clock.at(datetime(2026, 10, 25, 2, 30, tzinfo=clock.CPH)):
        some(1)
    assert verify().broken is None


@pytest.mark.parametrize("text", ["æøå ß 漢字 🏠", '"quoted" \\ | ,', "x" * 200, "linje\nskift"])
def test_any_text_holds_in_the_chain(db: None, text: str) -> None:
    write(by=None, verb="ret", noun="stay", purpose=text, fields={"status": text})
    assert verify().broken is None


def test_the_log_is_read_by_who_by_whom_and_by_day(cast: dict[str, Employee]) -> None:
    some(3, by=cast["lone"])
    with clock.at(datetime(2026, 3, 12, 0, 0, tzinfo=clock.CPH)):
        some(1, by=cast["karen"])
    day = datetime(2026, 3, 11, tzinfo=clock.CPH).date()
    assert Entry.objects.in_days(day, day).count() == 3
    assert Entry.objects.in_days(day, None).count() == 4
    assert Entry.objects.by(cast["karen"].pk).count() == 1
    assert Entry.objects.about("kvinde:0").count() == 2
    assert Entry.objects.newest_first()[0].seq == 4


# What cannot be done


def test_the_model_refuses_to_change_or_remove_a_line(db: None) -> None:
    some(1)
    entry = Entry.objects.get()
    acts: tuple[Callable[[], object], ...] = (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(verb="x"),
        lambda: Entry.objects.bulk_update([entry], ["verb"]),
    )
    for act in acts:
        with pytest.raises(AppendOnly), transaction.atomic():
            act()
    assert verify().broken is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor_name = 'Ingen'",
        "UPDATE audit_entry SET mac = mac WHERE seq = 1",
        "DELETE FROM audit_entry WHERE seq = 2",
        "DELETE FROM audit_entry",
        pytest.param(
            "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE seq = 1", marks=pytest.mark.sqlite
        ),
        pytest.param("TRUNCATE audit_entry", marks=pytest.mark.postgres),
    ],
)
def test_the_database_refuses_to_change_or_remove_a_line(db: None, statement: str) -> None:
    some(3)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify().lines == 3
    assert verify().broken is None


# Proving it at the machine


def test_the_command_says_that_the_log_is_whole(db: None) -> None:
    some(3)
    out = StringIO()
    call_command("audit", "verify", stdout=out)
    assert "Loggen er hel: 3 linjer" in out.getvalue()


def test_the_command_fails_and_names_the_first_broken_line(db: None) -> None:
    some(5)
    forget_the_triggers()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET purpose = 'andet' WHERE seq IN (3, 4)")
    with pytest.raises(CommandError, match="linje 3"):
        call_command("audit", "verify")


SPOILT = [
    "at = 'rubbish'",
    "at = ''",
    "at = '2026-13-45 10:00:00'",
    "verb = x'ff00'",
    "purpose = CAST(x'ffff' AS TEXT)",
    "actor_id = 'nobody'",
    "code = 5",
]


@pytest.mark.sqlite  # PostgreSQL lets nothing else into a column
@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_line_that_cannot_even_be_read_is_named(db: None, spoilt: str) -> None:
    some(5)
    forget_the_triggers()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE audit_entry SET {spoilt} WHERE seq >= 4")
    with pytest.raises(CommandError, match="linje 4"):
        call_command("audit", "verify")


def test_a_log_emptied_end_and_all_is_not_a_new_one(db: None) -> None:
    some(5)
    forget_the_triggers()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_entry")
        cursor.execute("DELETE FROM audit_head")
    with pytest.raises(CommandError, match="linje 1"):
        call_command("audit", "verify")
    with pytest.raises(EndIsMissing):
        some(1)


def test_a_second_end_is_found(db: None) -> None:
    some(5)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO audit_head (id, seq, mac, seal) SELECT 2, seq, mac, seal FROM audit_head")
    with pytest.raises(CommandError, match="ende er ændret"):
        call_command("audit", "verify")


def test_a_log_without_its_table_is_said_to_be_unreadable(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_head RENAME TO elsewhere")
    with pytest.raises(CommandError, match="kan ikke læses"), transaction.atomic():
        call_command("audit", "verify")


def forget_the_triggers() -> None:
    """What somebody with the whole database in their hands would do first."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_entry_no_update")
            cursor.execute("DROP TRIGGER audit_entry_no_delete")
            cursor.execute("DROP TRIGGER audit_entry_no_replace")
        else:
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")


# Several at once


def test_eight_writers_at_once_leave_no_gap_and_no_fork_in_a_file() -> None:
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    command = [sys.executable, "-m", "tests.rettesnor.audit.eight_writers"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.split("\n") == ["done", ""], done.stdout + done.stderr


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Rows that are really committed, and are taken away again past the triggers."""
    with django_db_blocker.unblock():
        yield
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
            cursor.execute("DELETE FROM audit_entry")
            cursor.execute("DELETE FROM audit_head")
            cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER USER")
            begin()


@pytest.mark.postgres  # SQLite is tried in a file, above
def test_eight_writers_at_once_leave_no_gap_and_no_fork_on_postgresql(committed: None) -> None:
    assert write_together() == []
