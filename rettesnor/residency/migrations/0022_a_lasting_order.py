"""What stands in an order stands in the same order on every database: the row itself decides between two alike."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("residency", "0021_two_rows_that_are_one_child"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="childassessment",
            options={"ordering": ("order", "pk")},
        ),
        migrations.AlterModelOptions(
            name="correction",
            options={"ordering": ("at", "pk")},
        ),
        migrations.AlterModelOptions(
            name="draft",
            options={"ordering": ("-saved_at", "-pk")},
        ),
        migrations.AlterModelOptions(
            name="enquiry",
            options={"ordering": ("-received_at", "-pk")},
        ),
        migrations.AlterModelOptions(
            name="followuptalk",
            options={"ordering": ("due_on", "pk")},
        ),
        migrations.AlterModelOptions(
            name="notice",
            options={"ordering": ("due_on", "pk")},
        ),
        migrations.AlterModelOptions(
            name="stay",
            options={"ordering": ("-decided_at", "-pk")},
        ),
    ]
