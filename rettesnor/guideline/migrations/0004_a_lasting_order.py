"""What stands in an order stands in the same order on every database: the row itself decides between two alike."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("guideline", "0003_one_note_sent_twice"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="area",
            options={"ordering": ("order", "pk")},
        ),
        migrations.AlterModelOptions(
            name="edition",
            options={"ordering": ("valid_from", "pk")},
        ),
        migrations.AlterModelOptions(
            name="line",
            options={"ordering": ("area__order", "order", "pk")},
        ),
        migrations.AlterModelOptions(
            name="localdefinition",
            options={"ordering": ("number", "-valid_from", "-pk")},
        ),
        migrations.AlterModelOptions(
            name="localnote",
            options={"ordering": ("-written_at", "-pk")},
        ),
    ]
