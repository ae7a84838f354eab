import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rettesnor.danish.clock
import rettesnor.vault.codes


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0004_password_handed_over"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        default=rettesnor.vault.codes.new_code, editable=False, max_length=22, unique=True
                    ),
                ),
                ("kind", models.CharField(choices=[("rolle", "rolle"), ("indgang", "ny adgang")], max_length=8)),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("S", "sheltermedarbejder"),
                            ("F", "frivillig eller vikar"),
                            ("K", "kontaktperson, socialrådgiver"),
                            ("B", "børnefaglig koordinator"),
                            ("P", "psykolog"),
                            ("V", "visitator"),
                            ("L", "leder"),
                            ("X", "stedfortræder for lederen"),
                            ("D", "logrevisor"),
                            ("A", "arbejdsgruppe"),
                            ("I", "it"),
                        ],
                        max_length=1,
                    ),
                ),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("half", models.TextField(blank=True)),
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
        migrations.AddField(
            model_name="employee",
            name="sittings",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="limitdecision",
            name="reason",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="confirmed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by", None),
                    models.Q(
                        models.Q(("confirmed_by", models.F("employee")), _negated=True),
                        models.Q(("confirmed_by", models.F("granted_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_role_is_confirmed_by_another",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="answered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="employee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="house",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="staff.house"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_by", models.F("employee")), _negated=True),
                name="nobody_proposes_for_themselves",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "ja"), _negated=True),
                    models.Q(
                        ("answered_by__isnull", False),
                        models.Q(("answered_by", models.F("asked_by")), _negated=True),
                        models.Q(("answered_by", models.F("employee")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_proposal_is_confirmed_by_another",
            ),
        ),
    ]
