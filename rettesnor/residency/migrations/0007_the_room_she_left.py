from django.db import migrations

import rettesnor.vault.fields


class Migration(migrations.Migration):
    dependencies = [("residency", "0006_two_people_write_at_once")]
    operations = [
        migrations.AddField(
            "move", "from_room", rettesnor.vault.fields.SealedText(blank=True, editable=False, null=True)
        )
    ]
