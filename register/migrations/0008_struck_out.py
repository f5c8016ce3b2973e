"""Lets a fact be struck out: it stays as it was written and points to why it does not stand."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.models
import register.rules.correcting


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_saved_views"),
        ("register", "0007_overdue_in_rows_of_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StrikeOut",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.models.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("fact_id", models.UUIDField()),
                ("said", models.CharField(max_length=500)),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("mistake", "It was recorded by mistake"),
                            ("wrong_person", "It was recorded on the wrong person"),
                            ("corrected", "It was put right"),
                        ],
                        max_length=15,
                    ),
                ),
                ("reason", models.TextField(max_length=1000)),
                (
                    "replaced_by",
                    models.UUIDField(
                        help_text="What stands in its place, on this record or the right one.",
                        null=True,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "moved_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moved_here",
                        to="register.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="struck_out",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="extendedleave",
            name="leaves_do_not_overlap",
        ),
        migrations.RemoveConstraint(
            model_name="inpatientstay",
            name="stays_do_not_overlap",
        ),
        migrations.AddField(
            model_name="extendedleave",
            name="struck_out",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.strikeout",
            ),
        ),
        migrations.AddField(
            model_name="historicalextendedleave",
            name="struck_out",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="register.strikeout",
            ),
        ),
        migrations.AddField(
            model_name="historicalinpatientstay",
            name="struck_out",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="register.strikeout",
            ),
        ),
        migrations.AddField(
            model_name="inpatientstay",
            name="struck_out",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.strikeout",
            ),
        ),
        migrations.AddField(
            model_name="rating",
            name="struck_out",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.strikeout",
            ),
        ),
        migrations.AddField(
            model_name="statuschange",
            name="struck_out",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.strikeout",
            ),
        ),
        migrations.AddField(
            model_name="stayconcern",
            name="struck_out",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.strikeout",
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="struck_out",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.strikeout",
            ),
        ),
        migrations.AddConstraint(
            model_name="extendedleave",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("struck_out__isnull", True)),
                expressions=[
                    ("stay", "="),
                    (
                        models.Func(
                            "started_on",
                            "ended_on",
                            models.Value("[)"),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="leaves_do_not_overlap",
            ),
        ),
        migrations.AddConstraint(
            model_name="inpatientstay",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("struck_out__isnull", True)),
                expressions=[
                    ("person", "="),
                    (
                        models.Func(
                            "admitted_on",
                            "discharged_on",
                            models.Value("[)"),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="stays_do_not_overlap",
            ),
        ),
        migrations.AddIndex(
            model_name="strikeout",
            index=models.Index(fields=["person", "-at"], name="struck_out_of_person"),
        ),
        migrations.AddIndex(
            model_name="strikeout",
            index=models.Index(fields=["fact_id"], name="struck_out_fact"),
        ),
        migrations.AddIndex(
            model_name="strikeout",
            index=models.Index(fields=["replaced_by"], name="struck_out_for"),
        ),
        migrations.AddConstraint(
            model_name="strikeout",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="struck_out_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="strikeout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("moved_to__isnull", True),
                    ("cause", register.rules.correcting.Cause["WRONG_PERSON"]),
                    _connector="OR",
                ),
                name="struck_out_moved",
            ),
        ),
    ]
