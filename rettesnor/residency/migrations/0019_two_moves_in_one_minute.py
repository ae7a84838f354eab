"""Of two moves in the same minute the one written first came first."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("residency", "0018_one_move_sent_twice"),
    ]

    operations = [
        migrations.AlterModelOptions(name="move", options={"ordering": ("at", "pk")}),
    ]
