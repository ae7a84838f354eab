"""No woman has two stays at the same time: a trigger on SQLite, an exclusion constraint on PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.db import migrations

# A stay is the half-open time from moving in to leaving; a stay that runs has no end.
_OVERLAP = """
  SELECT RAISE(ABORT, 'stays_overlap') WHERE EXISTS (
    SELECT 1 FROM residency_stay AS other
    WHERE other.resident_id = NEW.resident_id AND other.id <> NEW.id
      AND (other.left_at IS NULL OR other.left_at > NEW.moved_in_at)
      AND (NEW.left_at IS NULL OR NEW.left_at > other.moved_in_at))"""
SQLITE = (
    f"CREATE TRIGGER stays_overlap_insert AFTER INSERT ON residency_stay BEGIN {_OVERLAP}; END",
    f"""CREATE TRIGGER stays_overlap_update AFTER UPDATE OF resident_id, moved_in_at, left_at ON residency_stay
        BEGIN {_OVERLAP}; END""",
)
POSTGRES = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """ALTER TABLE residency_stay ADD CONSTRAINT stays_overlap EXCLUDE USING gist
       (resident_id WITH =, tstzrange(moved_in_at, left_at) WITH &&)""",
)
BACK_SQLITE = ("DROP TRIGGER stays_overlap_insert", "DROP TRIGGER stays_overlap_update")
BACK_POSTGRES = ("ALTER TABLE residency_stay DROP CONSTRAINT stays_overlap",)


def forth(apps: Any, schema_editor: Any) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def back(apps: Any, schema_editor: Any) -> None:
    for statement in BACK_SQLITE if schema_editor.connection.vendor == "sqlite" else BACK_POSTGRES:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("residency", "0001_first_call_to_moving_out")]
    operations = [migrations.RunPython(forth, back)]
