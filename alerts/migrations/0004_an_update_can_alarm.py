from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alerts", "0003_not_convened"),
    ]

    operations = [
        migrations.AlterField(
            model_name="acknowledgement",
            name="subject",
            field=models.CharField(
                choices=[("rating", "rating"), ("referral", "referral"), ("update", "update")],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="acknowledgement",
            name="subject_id",
            field=models.UUIDField(help_text="The rating, referral or update."),
        ),
        migrations.AlterField(
            model_name="escalation",
            name="subject",
            field=models.CharField(
                choices=[("rating", "rating"), ("referral", "referral"), ("update", "update")],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="notconvened",
            name="subject",
            field=models.CharField(
                choices=[("rating", "rating"), ("referral", "referral"), ("update", "update")],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="notconvened",
            name="subject_id",
            field=models.UUIDField(help_text="The rating, referral or update."),
        ),
    ]
