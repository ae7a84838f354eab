"""The form carries a key of its own: sent twice, it is one row."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("residency", "0017_two_write_about_a_childs_follow_up"),
    ]

    operations = [
        migrations.AddField(
            model_name="move",
            name="client_key",
            field=models.UUIDField(null=True, unique=True),
        ),
    ]
