"""Which duty a row is, what ended it on which day, and decisions as facts of their own."""

import django.contrib.postgres.fields
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import core.models


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0001_a_room_of_their_own"),
        ("actions", "0006_duties_have_their_own_room"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="duty", name="duty_open_once"),
        migrations.AddField(
            model_name="duty",
            name="branch",
            field=models.CharField(
                db_default="", help_text="The rule, or what its branches share.", max_length=80
            ),
        ),
        migrations.AddField(
            model_name="historicalduty",
            name="branch",
            field=models.CharField(
                db_default="", help_text="The rule, or what its branches share.", max_length=80
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="subject",
            field=models.UUIDField(
                help_text="The referral, review or meeting that it is about.", null=True
            ),
        ),
        migrations.AddField(
            model_name="historicalduty",
            name="subject",
            field=models.UUIDField(
                help_text="The referral, review or meeting that it is about.", null=True
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="ended_on",
            field=models.DateField(help_text="The day on which what ended it happened.", null=True),
        ),
        migrations.AddField(
            model_name="historicalduty",
            name="ended_on",
            field=models.DateField(help_text="The day on which what ended it happened.", null=True),
        ),
        migrations.AddField(
            model_name="duty",
            name="not_met_by",
            field=models.JSONField(
                db_default=[],
                default=list,
                help_text="What was held and did not meet it, and which condition it lacked.",
            ),
        ),
        migrations.AddField(
            model_name="historicalduty",
            name="not_met_by",
            field=models.JSONField(
                db_default=[],
                default=list,
                help_text="What was held and did not meet it, and which condition it lacked.",
            ),
        ),
        migrations.AlterField(
            model_name="duty",
            name="raised_by_event",
            field=models.BigIntegerField(help_text="The audit event of the fact that asked."),
        ),
        migrations.AlterField(
            model_name="duty",
            name="ended_at",
            field=models.DateTimeField(help_text="When what ended it was recorded.", null=True),
        ),
        migrations.AlterField(
            model_name="historicalduty",
            name="raised_by_event",
            field=models.BigIntegerField(help_text="The audit event of the fact that asked."),
        ),
        migrations.AlterField(
            model_name="historicalduty",
            name="ended_at",
            field=models.DateTimeField(help_text="When what ended it was recorded.", null=True),
        ),
        migrations.CreateModel(
            name="DutyDecision",
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
                (
                    "kind",
                    models.CharField(
                        choices=[("waived", "Waived"), ("done", "Recorded as done")], max_length=10
                    ),
                ),
                ("on", models.DateField(help_text="The day on which it was done or decided.")),
                (
                    "words",
                    models.TextField(help_text="The reason, or what was done.", max_length=1000),
                ),
                ("at", models.DateTimeField()),
                ("struck_out_at", models.DateTimeField(null=True)),
                ("struck_out_reason", models.TextField(blank=True, max_length=1000)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "struck_out_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="duties.duty",
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalDutyDecision",
            fields=[
                (
                    "recorded_txid",
                    models.BigIntegerField(db_default=core.models.TransactionId(), editable=False),
                ),
                ("id", models.UUIDField(db_index=True, default=core.models.new_id, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("waived", "Waived"), ("done", "Recorded as done")], max_length=10
                    ),
                ),
                ("on", models.DateField(help_text="The day on which it was done or decided.")),
                (
                    "words",
                    models.TextField(help_text="The reason, or what was done.", max_length=1000),
                ),
                ("at", models.DateTimeField()),
                ("struck_out_at", models.DateTimeField(null=True)),
                ("struck_out_reason", models.TextField(blank=True, max_length=1000)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="duties.duty",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "struck_out_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical duty decision",
                "verbose_name_plural": "historical duty decisions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.UniqueConstraint(
                condition=models.Q(("branch", ""), _negated=True),
                fields=("person", "branch", "raised_by_event", "subject"),
                name="duty_once_for_each_fact",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="dutydecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("struck_out_at__isnull", True)),
                fields=("duty",),
                name="decision_one_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutydecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["waived", "done"])), name="decision_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="dutydecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("struck_out_at__isnull", True),
                        ("struck_out_by__isnull", True),
                        ("struck_out_reason", ""),
                    ),
                    models.Q(
                        ("struck_out_at__isnull", False),
                        ("struck_out_by__isnull", False),
                        models.Q(("struck_out_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="decision_struck_out_paired",
            ),
        ),
    ]
