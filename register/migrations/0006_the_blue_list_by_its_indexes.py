"""Lets an index answer each part of the BLUE list, however many people are in hospital."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_saved_views"),
        ("register", "0005_fill_level_since"),
    ]

    operations = [
        migrations.AlterField(
            model_name="inpatientstanding",
            name="area",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.area",
            ),
        ),
        migrations.AlterField(
            model_name="inpatientstanding",
            name="commissioner",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="inpatientstanding",
            name="host_commissioner",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddIndex(
            model_name="inpatientstanding",
            index=models.Index(fields=["commissioner", "hospital"], name="blue_hospitals_paid_for"),
        ),
        migrations.AddIndex(
            model_name="inpatientstanding",
            index=models.Index(fields=["commissioner", "area"], name="blue_areas_paid_for"),
        ),
        migrations.AddIndex(
            model_name="inpatientstanding",
            index=models.Index(
                fields=["host_commissioner", "hospital"], name="blue_hospitals_hosted"
            ),
        ),
        migrations.AddIndex(
            model_name="inpatientstanding",
            index=models.Index(fields=["host_commissioner", "area"], name="blue_areas_hosted"),
        ),
        migrations.AddIndex(
            model_name="inpatientstanding",
            index=models.Index(
                fields=["host_commissioner", "commissioner"], name="blue_payers_hosted"
            ),
        ),
        migrations.AddIndex(
            model_name="inpatientstanding",
            index=models.Index(fields=["area", "hospital"], name="blue_hospitals_of_area"),
        ),
        migrations.AddIndex(
            model_name="inpatientstanding",
            index=models.Index(fields=["area", "commissioner"], name="blue_payers_of_area"),
        ),
        migrations.AddIndex(
            model_name="inpatientstay",
            index=models.Index(
                condition=models.Q(("discharged_on__isnull", False)),
                fields=["commissioner", "-discharged_on", "id"],
                name="stay_left_of_commissioner",
            ),
        ),
    ]
