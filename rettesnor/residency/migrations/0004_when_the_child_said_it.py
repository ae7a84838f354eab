from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("residency", "0003_what_the_visitation_asks")]
    operations = [migrations.AddField("child", "own_words_on", models.DateField(null=True))]
