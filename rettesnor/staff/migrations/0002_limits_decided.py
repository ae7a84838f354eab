import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rettesnor.danish.clock


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_people_and_houses")]

    operations = [
        migrations.CreateModel(
            name="LimitDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(db_index=True, max_length=40)),
                ("number", models.PositiveSmallIntegerField()),
                ("since", models.DateField()),
                ("at", models.DateTimeField(default=rettesnor.danish.clock.now)),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
    ]
