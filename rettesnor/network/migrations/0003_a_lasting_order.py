"""What stands in an order stands in the same order on every database: the row itself decides between two alike."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0002_recipients_take_two"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="office",
            options={"ordering": ("municipality", "alternative", "department", "pk")},
        ),
    ]
