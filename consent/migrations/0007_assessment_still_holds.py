"""Keeps why an assessment of capacity holds for a decision that was taken long after it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0006_accepted_by_mistake"),
    ]

    operations = [
        migrations.AddField(
            model_name="capacityassessment",
            name="still_holds",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="Why it holds for a decision that was taken long after it.",
                max_length=1000,
            ),
        ),
    ]
