"""Says someone, no one and email in the words of choices and fields; no column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0006_duties_have_their_own_room"),
    ]

    operations = [
        migrations.AlterField(
            model_name="cover",
            name="ended_at",
            field=models.DateTimeField(help_text="When someone ended it early.", null=True),
        ),
        migrations.AlterField(
            model_name="historicalcover",
            name="ended_at",
            field=models.DateTimeField(help_text="When someone ended it early.", null=True),
        ),
    ]
