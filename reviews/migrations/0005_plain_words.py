"""Follows the words of a choice, which say someone; nothing changes in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0004_put_right"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalreview",
            name="consent",
            field=models.CharField(
                blank=True,
                choices=[
                    ("consent", "The person gave consent"),
                    ("best_interests", "A best-interests decision was shown"),
                    ("parental", "Someone with parental responsibility gave consent"),
                ],
                max_length=15,
            ),
        ),
        migrations.AlterField(
            model_name="review",
            name="consent",
            field=models.CharField(
                blank=True,
                choices=[
                    ("consent", "The person gave consent"),
                    ("best_interests", "A best-interests decision was shown"),
                    ("parental", "Someone with parental responsibility gave consent"),
                ],
                max_length=15,
            ),
        ),
    ]
