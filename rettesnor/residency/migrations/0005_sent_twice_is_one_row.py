from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("residency", "0004_when_the_child_said_it"),
    ]

    operations = [
        migrations.AddField(
            model_name="capacity",
            name="client_key",
            field=models.UUIDField(null=True, unique=True),
        ),
        migrations.AddField(
            model_name="correction",
            name="client_key",
            field=models.UUIDField(null=True, unique=True),
        ),
        migrations.AddField(
            model_name="followuptalk",
            name="client_key",
            field=models.UUIDField(null=True, unique=True),
        ),
    ]
