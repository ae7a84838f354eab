"""The table in which failed sign-ins are counted; it holds keyed fingerprints and times, no person."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import migrations


def forth(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def back(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute("DROP TABLE rate_cache")


class Migration(migrations.Migration):
    dependencies = [("staff", "0002_limits_decided")]
    operations = [migrations.RunPython(forth, back)]
