from django.db import migrations

import rettesnor.vault.fields


class Migration(migrations.Migration):
    dependencies = [("residency", "0005_sent_twice_is_one_row")]
    operations = [
        migrations.AddField(
            "move", "from_room", rettesnor.vault.fields.SealedText(blank=True, editable=False, null=True)
        )
    ]
