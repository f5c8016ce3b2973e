"""Says someone, no one and email in the words of choices and fields; no column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0007_a_decision_is_put_right"),
    ]

    operations = [
        migrations.AlterField(
            model_name="inclusionrequest",
            name="asker",
            field=models.CharField(
                blank=True,
                choices=[
                    ("person", "The person themselves"),
                    ("family", "A family member"),
                    ("carer", "A carer"),
                    ("other", "Someone else who knows them"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="inclusionrequest",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waits for the DSR team"),
                    ("lead_found", "A lead professional was found"),
                    ("referred", "A referral was started"),
                    ("advised", "Advice was given"),
                    ("declined", "The register is not the right help"),
                    ("expired", "Removed because no one handled it in time"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="lettergiven",
            name="way",
            field=models.CharField(
                choices=[
                    ("handed", "Given to the person"),
                    ("read", "Read or talked through with the person"),
                    ("posted", "Posted to the person"),
                    ("representative", "Given to someone who acts for the person"),
                ],
                max_length=15,
            ),
        ),
    ]
