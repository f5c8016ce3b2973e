"""Orders lists of people by the characters of a folded name, whatever the database's collation.

A change of collation rebuilds the indexes of a list and no table. A search looks into the part of
its index that is of the area, so that it costs no more where the register has many areas. People
may have one name.
"""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import BtreeGinExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0015_accepted_by_mistake"),
    ]

    operations = [
        BtreeGinExtension(),
        migrations.RemoveIndex(
            model_name="departure",
            name="departure_search",
        ),
        migrations.RemoveIndex(
            model_name="standing",
            name="standing_search",
        ),
        migrations.AlterField(
            model_name="departure",
            name="sort_name",
            field=models.CharField(db_collation="C", max_length=201),
        ),
        migrations.AlterField(
            model_name="historicalperson",
            name="given_name",
            field=models.CharField(
                blank=True, help_text="Empty for people with one name only.", max_length=100
            ),
        ),
        migrations.AlterField(
            model_name="inpatientstanding",
            name="sort_name",
            field=models.CharField(db_collation="C", max_length=201),
        ),
        migrations.AlterField(
            model_name="person",
            name="given_name",
            field=models.CharField(
                blank=True, help_text="Empty for people with one name only.", max_length=100
            ),
        ),
        migrations.AlterField(
            model_name="standing",
            name="sort_name",
            field=models.CharField(db_collation="C", max_length=201),
        ),
        migrations.AddIndex(
            model_name="departure",
            index=django.contrib.postgres.indexes.GinIndex(
                models.F("area"),
                django.contrib.postgres.indexes.OpClass("search", "gin_trgm_ops"),
                name="departure_search_in_area",
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=django.contrib.postgres.indexes.GinIndex(
                models.F("area"),
                django.contrib.postgres.indexes.OpClass("search", "gin_trgm_ops"),
                name="standing_search_in_area",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("family_name", ""), _negated=True), name="person_has_a_name"
            ),
        ),
    ]
