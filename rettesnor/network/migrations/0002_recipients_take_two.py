import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rettesnor.danish.clock
import rettesnor.vault.codes


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0001_offices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OfficeChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        default=rettesnor.vault.codes.new_code, editable=False, max_length=22, unique=True
                    ),
                ),
                ("municipality", models.CharField(max_length=4)),
                ("department", models.CharField(max_length=120)),
                ("channel", models.CharField(max_length=20)),
                ("mailbox", models.CharField(max_length=120)),
                ("alternative", models.BooleanField(default=False)),
                ("valid_from", models.DateField()),
                ("checked", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField(default=rettesnor.danish.clock.now)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("ja", "bekræftet"), ("nej", "afvist"), ("fortrudt", "trukket tilbage")],
                        max_length=10,
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="office",
            name="an_office_is_listed_once",
        ),
        migrations.AddField(
            model_name="office",
            name="mailbox",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="office",
            name="valid_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on", None)),
                fields=("municipality", "department"),
                name="an_office_is_listed_once",
            ),
        ),
        migrations.AddField(
            model_name="officechange",
            name="answered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="officechange",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="officechange",
            name="office",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="change",
                to="network.office",
            ),
        ),
        migrations.AddField(
            model_name="officechange",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="network.office",
            ),
        ),
        migrations.AddConstraint(
            model_name="officechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "ja"), _negated=True),
                    models.Q(
                        ("answered_by__isnull", False), models.Q(("answered_by", models.F("asked_by")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="a_recipient_is_confirmed_by_another",
            ),
        ),
    ]
