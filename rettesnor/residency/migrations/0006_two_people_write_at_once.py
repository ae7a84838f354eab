import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rettesnor.danish.clock
import rettesnor.vault.codes
import rettesnor.vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("residency", "0005_sent_twice_is_one_row"),
        ("vault", "0001_keys_of_cases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="child",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="childidentity",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="identity",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.CreateModel(
            name="EarlierWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        default=rettesnor.vault.codes.new_code, editable=False, max_length=22, unique=True
                    ),
                ),
                ("own_words", rettesnor.vault.fields.SealedText(blank=True, editable=False, null=True)),
                ("own_words_on", models.DateField(null=True)),
                ("replaced_at", models.DateTimeField(default=rettesnor.danish.clock.now)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="earlier_words", to="residency.child"
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.datakey"
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-replaced_at", "-pk"),
            },
        ),
    ]
