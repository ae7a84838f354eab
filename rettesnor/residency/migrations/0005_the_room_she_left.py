from django.db import migrations

import rettesnor.vault.fields


class Migration(migrations.Migration):
    dependencies = [("residency", "0004_when_the_child_said_it")]
    operations = [
        migrations.AddField(
            "move", "from_room", rettesnor.vault.fields.SealedText(blank=True, editable=False, null=True)
        )
    ]
