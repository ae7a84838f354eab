"""What stands in an order stands in the same order on every database: the row itself decides between two alike."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0008_one_limit_sent_twice"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="employee",
            options={"ordering": ("name", "pk")},
        ),
        migrations.AlterModelOptions(
            name="house",
            options={"ordering": ("name", "pk")},
        ),
    ]
