"""The form carries a key of its own: sent twice, it is one row."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("guideline", "0002_adopted_words_stand"),
    ]

    operations = [
        migrations.AddField(
            model_name="localnote",
            name="client_key",
            field=models.UUIDField(null=True, unique=True),
        ),
    ]
