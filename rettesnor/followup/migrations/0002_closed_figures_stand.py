"""The database itself refuses to change or remove what was closed."""

from __future__ import annotations

from typing import Any

from django.db import migrations

TABLES = ("followup_measurement", "followup_closing")
SQLITE = tuple(
    f"""CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
        BEGIN SELECT RAISE(ABORT, 'closed figures stand'); END"""
    for table in TABLES
    for act in ("UPDATE", "DELETE")
)
POSTGRES = (
    """CREATE FUNCTION closed_figures_stand() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         RAISE EXCEPTION 'closed figures stand'; END $$""",
    *(
        f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION closed_figures_stand()"""
        for table in TABLES
    ),
)
BACK_SQLITE = tuple(f"DROP TRIGGER {table}_no_{act}" for table in TABLES for act in ("update", "delete"))
BACK_POSTGRES = (
    *(f"DROP TRIGGER {table}_no_change ON {table}" for table in TABLES),
    "DROP FUNCTION closed_figures_stand()",
)


def forth(apps: Any, schema_editor: Any) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def back(apps: Any, schema_editor: Any) -> None:
    for statement in BACK_SQLITE if schema_editor.connection.vendor == "sqlite" else BACK_POSTGRES:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("followup", "0001_measured_and_closed")]
    operations = [migrations.RunPython(forth, back)]
