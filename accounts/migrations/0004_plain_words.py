"""Says someone, no one and email in the words of choices and fields; no column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_account_locks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicaluser",
            name="email",
            field=models.EmailField(
                db_index=True, max_length=254, verbose_name="work email address"
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="email",
            field=models.EmailField(max_length=254, unique=True, verbose_name="work email address"),
        ),
    ]
