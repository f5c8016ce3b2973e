from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alerts", "0004_an_update_can_alarm"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="waits_until",
            field=models.DateTimeField(
                help_text="The moment it waits for, such as a working morning; none for what goes at once.",
                null=True,
            ),
        ),
    ]
