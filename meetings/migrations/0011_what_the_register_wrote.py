from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0010_moved_beside_approved_minutes"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicaloutcome",
            name="register_wrote",
            field=models.TextField(
                blank=True,
                db_default="",
                help_text="What the register had written about what changed.",
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="register_wrote",
            field=models.TextField(
                blank=True,
                db_default="",
                help_text="What the register had written about what changed.",
            ),
        ),
    ]
