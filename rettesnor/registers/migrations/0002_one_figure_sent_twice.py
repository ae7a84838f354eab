"""The form carries a key of its own: sent twice, it is one row."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registers", "0001_what_was_brought_home"),
    ]

    operations = [
        migrations.AddField(
            model_name="outsidefigure",
            name="client_key",
            field=models.UUIDField(null=True, unique=True),
        ),
    ]
