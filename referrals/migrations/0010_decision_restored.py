"""Lets a decision be restored that had been taken back by mistake."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0009_words_put_right"),
        ("register", "0015_accepted_by_mistake"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="triagestep",
            name="triage_step_known",
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
                    ("restored", "Decision restored: put back to triage by mistake"),
                ],
                max_length=15,
            ),
        ),
        migrations.AddConstraint(
            model_name="triagestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "acknowledged",
                            "asked",
                            "answered",
                            "accepted",
                            "declined",
                            "withdrawn",
                            "redirected",
                            "taken",
                            "returned",
                            "joined",
                            "parted",
                            "reopened",
                            "restored",
                        ],
                    )
                ),
                name="triage_step_known",
            ),
        ),
    ]
