"""Adds to the list row since when its level has held without a break."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0003_rows_of_lists")]

    operations = [
        migrations.AddField(
            model_name="standing",
            name="level_since",
            field=models.DateTimeField(
                null=True, help_text="Since when the level has held without a break."
            ),
        ),
    ]
