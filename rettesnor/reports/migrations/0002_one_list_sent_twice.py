"""The form carries a key of its own: sent twice, it is one row."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_resident_lists"),
    ]

    operations = [
        migrations.AddField(
            model_name="residentlist",
            name="client_key",
            field=models.UUIDField(null=True, unique=True),
        ),
    ]
