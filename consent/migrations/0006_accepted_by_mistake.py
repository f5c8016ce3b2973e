"""Names the acceptance by mistake among the reasons."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0005_plain_words"),
    ]

    operations = [
        migrations.AlterField(
            model_name="erasurecertificate",
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
                help_text="Of a disposal.",
                max_length=20,
            ),
        ),
    ]
