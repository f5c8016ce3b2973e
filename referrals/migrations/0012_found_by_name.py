"""Lets people who are only referred be found by name, and have one name."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0011_separated_in_plain_words"),
    ]

    operations = [
        migrations.AlterField(
            model_name="submittedcopy",
            name="given_name",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="searched",
                        serialize=False,
                        to="referrals.referral",
                    ),
                ),
                ("birth_date", models.DateField()),
                ("sort_name", models.CharField(db_collation="C", max_length=201)),
                ("search", models.TextField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["birth_date"], name="referral_by_birth"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("search", "gin_trgm_ops"),
                        name="referral_search",
                    ),
                ],
            },
        ),
    ]
