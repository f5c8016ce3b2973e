from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0010_list_people_who_left"),
    ]

    operations = [
        migrations.AddField(
            model_name="rating",
            name="against_floor",
            field=models.TextField(
                blank=True,
                db_default="",
                help_text="Why it is lower than the policy has it for now, as after a discharge.",
                max_length=4000,
            ),
        ),
    ]
