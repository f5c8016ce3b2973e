"""Says someone, no one and email in the words of choices and fields; no column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0013_the_day_people_left"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalperson",
            name="restricted_at",
            field=models.DateTimeField(
                help_text="Since when no one may see or use the record: consent withdrawn.",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="restricted_at",
            field=models.DateTimeField(
                help_text="Since when no one may see or use the record: consent withdrawn.",
                null=True,
            ),
        ),
    ]
