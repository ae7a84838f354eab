"""A child that came back without its number was written as a second row, and turns out to be the first."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("residency", "0020_answered_when_she_lived_here"),
    ]

    operations = [
        migrations.AddField(
            model_name="child",
            name="same_as",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="also",
                to="residency.child",
            ),
        ),
    ]
