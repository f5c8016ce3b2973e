"""Keep the ethnic group that a person states; gender has had the same codes since the beginning.

Records so far have none, which the database fills in for releases that do not know the column.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0019_hand_over_to_another_area"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalperson",
            name="ethnicity",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="NHS ethnic category code, as stated.",
                max_length=2,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="ethnicity",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="NHS ethnic category code, as stated.",
                max_length=2,
            ),
        ),
    ]
