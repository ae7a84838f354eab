from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0003_counter_of_sign_ins"),
    ]

    operations = [
        migrations.AddField(
            model_name="employee",
            name="password_is_first",
            field=models.BooleanField(default=False),
        ),
    ]
