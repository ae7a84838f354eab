import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rettesnor.danish.clock
import rettesnor.vault.codes


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ResidentList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        default=rettesnor.vault.codes.new_code, editable=False, max_length=22, unique=True
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("klar", "venter på frigivelse"),
                            ("frigivet", "frigivet, ikke hentet"),
                            ("udleveret", "hentet"),
                            ("tilbagekaldt", "trukket tilbage"),
                        ],
                        db_index=True,
                        default="klar",
                        max_length=12,
                    ),
                ),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("purpose", models.CharField(max_length=300)),
                ("rows", models.PositiveIntegerField()),
                ("women", models.PositiveIntegerField()),
                ("anonymous", models.PositiveIntegerField()),
                ("unnumbered", models.PositiveIntegerField()),
                ("counts", models.JSONField(default=dict)),
                ("sha256", models.CharField(max_length=64)),
                ("prepared_at", models.DateTimeField(default=rettesnor.danish.clock.now)),
                ("released_at", models.DateTimeField(null=True)),
                ("dispatched_at", models.DateTimeField(db_index=True, null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_why", models.CharField(blank=True, max_length=300)),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-prepared_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))), name="a_list_ends_after_it_begins"
                    ),
                    models.CheckConstraint(condition=models.Q(("women__gte", 5)), name="a_list_is_of_several"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("released_by", None),
                            models.Q(("released_by", models.F("prepared_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_list_is_released_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dispatched_at", None), models.Q(("status", "udleveret"), _negated=True)),
                            models.Q(
                                ("dispatched_at__isnull", False),
                                ("released_by__isnull", False),
                                ("status", "udleveret"),
                            ),
                            _connector="OR",
                        ),
                        name="only_a_released_list_leaves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status", "tilbagekaldt"),
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_why", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("status", "tilbagekaldt"), _negated=True),
                                ("withdrawn_at", None),
                                ("withdrawn_by", None),
                                ("withdrawn_why", ""),
                            ),
                            _connector="OR",
                        ),
                        name="a_list_is_withdrawn_by_somebody_for_a_reason",
                    ),
                ],
            },
        ),
    ]
