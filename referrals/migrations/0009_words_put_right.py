"""Lets the words of a step of triage be put right."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0008_plain_words"),
        ("register", "0015_accepted_by_mistake"),
    ]

    operations = [
        migrations.AddField(
            model_name="triagestep",
            name="struck_out",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.strikeout",
            ),
        ),
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
                    ("parted", "Parted from the other record again"),
                    ("reopened", "Put back to triage: decided by mistake"),
                ],
                max_length=15,
            ),
        ),
    ]
