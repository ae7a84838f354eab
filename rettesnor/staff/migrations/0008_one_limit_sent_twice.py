"""The form carries a key of its own: sent twice, it is one row."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0007_tasks_that_end_by_themselves"),
    ]

    operations = [
        migrations.AddField(
            model_name="limitdecision",
            name="client_key",
            field=models.UUIDField(null=True, unique=True),
        ),
    ]
