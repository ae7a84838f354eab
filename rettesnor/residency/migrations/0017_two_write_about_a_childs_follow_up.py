"""Two people can write what follow-up a child is offered, and neither's words are lost."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("residency", "0016_she_never_came")]
    operations = [
        migrations.AddField(
            model_name="childstay",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
    ]
