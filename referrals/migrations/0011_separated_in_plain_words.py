"""Says that records are separated, and that people came off the register; no column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0010_decision_restored"),
    ]

    operations = [
        migrations.AlterField(
            model_name="triagestep",
            name="kind",
            field=models.CharField(
                choices=[
                    ("acknowledged", "Seen by the DSR team"),
                    ("asked", "More information asked for"),
                    ("answered", "Information given by the referrer"),
                    ("accepted", "Accepted"),
                    ("declined", "Declined, with advice"),
                    ("withdrawn", "Withdrawn by the referrer"),
                    ("redirected", "Another area was asked to take it"),
                    ("taken", "Taken by the other area"),
                    ("returned", "Returned by the other area"),
                    ("joined", "Joined to a record that was there already"),
                    ("parted", "Separated from the other record again"),
                    ("reopened", "Put back to triage: decided by mistake"),
                    ("restored", "Decision restored: put back to triage by mistake"),
                ],
                max_length=15,
            ),
        ),
        migrations.AlterField(
            model_name="updateoutcome",
            name="kind",
            field=models.CharField(
                choices=[
                    ("rated", "Rated again"),
                    ("kept", "The rating stays as it is"),
                    ("closed", "The person came off the register before it was answered"),
                ],
                max_length=10,
            ),
        ),
    ]
