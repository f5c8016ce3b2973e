from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0004_closure_answers_an_update"),
    ]

    operations = [
        migrations.AddField(
            model_name="inclusionrequest",
            name="reminded_on",
            field=models.DateField(help_text="When those it waits for were last told.", null=True),
        ),
    ]
