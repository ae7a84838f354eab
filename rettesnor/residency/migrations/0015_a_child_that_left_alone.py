"""Whether a child left by itself or with its mother is written down, no longer told from the hour alone."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import F, Q


def forth(apps: Any, schema_editor: Any) -> None:
    """Those that left before she did, or while she lived on; in the same minute those of whom it is told where to,
    unless they have been back: then the words are old."""
    child_stays = apps.get_model("residency", "ChildStay").objects
    corrections = apps.get_model("residency", "Correction").objects
    gone = child_stays.exclude(left_at=None)
    before = Q(stay__left_at=None) | Q(left_at__lt=F("stay__left_at"))
    back = corrections.filter(field__startswith="barn-ud:").values_list("field", flat=True)
    codes = [field.partition(":")[2] for field in back]
    told = Q(left_at=F("stay__left_at"), left_for__isnull=False) & ~Q(code__in=codes)
    alone = list(gone.filter(before | told).values_list("pk", flat=True))
    child_stays.filter(pk__in=alone).update(left_alone=True)


class Migration(migrations.Migration):
    dependencies = [("residency", "0014_letters_left_behind")]
    operations = [
        migrations.AddField(
            model_name="childstay",
            name="left_alone",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(forth, migrations.RunPython.noop),
    ]
