"""Duties and the day on which the statute begins live in `duties`; their tables stay."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0005_owners_without_an_account_and_cover"),
        ("duties", "0001_a_room_of_their_own"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="chase",
                    name="duty",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chases",
                        to="duties.duty",
                    ),
                ),
                migrations.DeleteModel(name="HistoricalDuty"),
                migrations.DeleteModel(name="Duty"),
                migrations.DeleteModel(name="Commencement"),
            ]
        )
    ]
