"""Lets a time on the register be struck out that began with a referral accepted by mistake."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0014_plain_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="struck_out",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.strikeout",
            ),
        ),
        migrations.AddField(
            model_name="historicalentry",
            name="struck_out",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="register.strikeout",
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="closure_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("stepped_down", "Sustained GREEN, agreed to leave the register"),
                    ("moved_away", "Moved to another area"),
                    ("died", "Died"),
                    ("not_eligible", "Not eligible"),
                    ("no_lawful_basis", "No lawful basis any more"),
                    ("aged_out", "Turned 18, and the adult decision is to leave the register"),
                    ("accepted_in_error", "The referral was accepted by mistake"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="historicalentry",
            name="closure_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("stepped_down", "Sustained GREEN, agreed to leave the register"),
                    ("moved_away", "Moved to another area"),
                    ("died", "Died"),
                    ("not_eligible", "Not eligible"),
                    ("no_lawful_basis", "No lawful basis any more"),
                    ("aged_out", "Turned 18, and the adult decision is to leave the register"),
                    ("accepted_in_error", "The referral was accepted by mistake"),
                ],
                max_length=20,
            ),
        ),
    ]
