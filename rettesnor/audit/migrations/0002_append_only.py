"""The database itself refuses to change or remove a line of the log."""

from __future__ import annotations

from typing import Any

from django.db import migrations

SQLITE = (
    """CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
       BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
    """CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
       BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
)
POSTGRES = (
    """CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$""",
    """CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry
       FOR EACH ROW EXECUTE FUNCTION audit_append_only()""",
    """CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
       FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()""",
)
BACK_SQLITE = ("DROP TRIGGER audit_entry_no_update", "DROP TRIGGER audit_entry_no_delete")
BACK_POSTGRES = (
    "DROP TRIGGER audit_entry_no_change ON audit_entry",
    "DROP TRIGGER audit_entry_no_truncate ON audit_entry",
    "DROP FUNCTION audit_append_only()",
)


def forth(apps: Any, schema_editor: Any) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def back(apps: Any, schema_editor: Any) -> None:
    for statement in BACK_SQLITE if schema_editor.connection.vendor == "sqlite" else BACK_POSTGRES:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_chained_log")]
    operations = [migrations.RunPython(forth, back)]
