"""SQLite lets INSERT OR REPLACE remove a line without asking the trigger for removals: it is asked here."""

from __future__ import annotations

from typing import Any

from django.db import migrations

SQLITE = """CREATE TRIGGER audit_entry_no_replace BEFORE INSERT ON audit_entry
            WHEN EXISTS (SELECT 1 FROM audit_entry WHERE seq = NEW.seq)
            BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"""


def forth(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)


def back(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER audit_entry_no_replace")


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [migrations.RunPython(forth, back)]
