"""The end of the chain is sealed when the table is made: a log that is emptied, end and all, is not a new one."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from rettesnor.audit.models import mac

BEGINNING = "0" * 64


def forth(apps: Any, schema_editor: Any) -> None:
    if apps.get_model("audit", "Entry").objects.exists():
        return
    seal = mac(f"head|0|{BEGINNING}")
    head = {"seq": 0, "mac": BEGINNING, "seal": seal}
    apps.get_model("audit", "Head").objects.get_or_create(pk=1, defaults=head)


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_no_line_written_over")]
    operations = [migrations.RunPython(forth, migrations.RunPython.noop)]
