"""A stay she never came to has no length, and whatever has no length is in the way of no other stay.

PostgreSQL reads the range from a moment to itself as empty, and an empty range overlaps nothing: its constraint says so
already. The trigger on SQLite compared the ends alone and is written anew. Adding a constraint builds the table anew
there, and a table that is built anew has lost its triggers; so they are made last, and last when going back.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

_OVERLAP = """
  SELECT RAISE(ABORT, 'stays_overlap') WHERE EXISTS (
    SELECT 1 FROM residency_stay AS other
    WHERE other.resident_id = NEW.resident_id AND other.id <> NEW.id
      AND (other.left_at IS NULL OR other.left_at > NEW.moved_in_at)
      AND (NEW.left_at IS NULL OR NEW.left_at > other.moved_in_at){lasting})"""
_LASTING = """
      AND (other.left_at IS NULL OR other.left_at > other.moved_in_at)
      AND (NEW.left_at IS NULL OR NEW.left_at > NEW.moved_in_at)"""


def _make(schema_editor: Any, lasting: str) -> None:
    if schema_editor.connection.vendor != "sqlite":
        return
    look = _OVERLAP.format(lasting=lasting)
    moments = {"insert": "INSERT", "update": "UPDATE OF resident_id, moved_in_at, left_at"}
    for name, moment in moments.items():
        schema_editor.execute(f"DROP TRIGGER IF EXISTS stays_overlap_{name}")
        schema_editor.execute(f"CREATE TRIGGER stays_overlap_{name} AFTER {moment} ON residency_stay BEGIN {look}; END")


def with_length_alone(apps: Any, schema_editor: Any) -> None:
    _make(schema_editor, _LASTING)


def by_the_ends_alone(apps: Any, schema_editor: Any) -> None:
    _make(schema_editor, "")


class Migration(migrations.Migration):
    dependencies = [("residency", "0015_a_child_that_left_alone")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, by_the_ends_alone),
        migrations.AddField(
            model_name="stay",
            name="never_came_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="stay",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("never_came_at", None),
                    models.Q(("left_at", models.F("moved_in_at")), ("left_at__isnull", False)),
                    _connector="OR",
                ),
                name="whoever_never_came_was_never_here",
            ),
        ),
        migrations.RunPython(with_length_alone, migrations.RunPython.noop),
    ]
