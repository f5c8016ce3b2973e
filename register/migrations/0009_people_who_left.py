import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_saved_views"),
        ("register", "0008_struck_out"),
    ]

    operations = [
        migrations.CreateModel(
            name="Departure",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="departure",
                        serialize=False,
                        to="register.person",
                    ),
                ),
                ("left_at", models.DateTimeField()),
                (
                    "reason",
                    models.CharField(help_text="A code of the closure reasons.", max_length=20),
                ),
                ("birth_date", models.DateField()),
                ("sort_name", models.CharField(max_length=201)),
                ("search", models.TextField()),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.area",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.entry",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["area", "left_at", "person"], name="departure_by_day"),
                    models.Index(fields=["area", "sort_name", "person"], name="departure_by_name"),
                    models.Index(
                        fields=["area", "reason", "left_at", "person"], name="departure_by_reason"
                    ),
                    models.Index(fields=["birth_date"], name="departure_by_birth"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("search", "gin_trgm_ops"),
                        name="departure_search",
                    ),
                ],
            },
        ),
    ]
