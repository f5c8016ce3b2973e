"""Duties and the day on which the statute begins get a room of their own; their tables stay."""

import django.contrib.postgres.fields
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import core.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_saved_views"),
        ("actions", "0005_owners_without_an_account_and_cover"),
        ("register", "0003_rows_of_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Duty",
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
                        ("rule", models.CharField(max_length=60)),
                        ("rule_version", models.CharField(max_length=12)),
                        (
                            "jurisdiction",
                            models.CharField(
                                choices=[
                                    ("national policy", "National policy"),
                                    ("statute", "Statute"),
                                    ("local", "Local"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("title", models.CharField(max_length=300)),
                        ("due_on", models.DateField(null=True)),
                        (
                            "late_from",
                            models.DateField(
                                help_text="The first day on which it is overdue.", null=True
                            ),
                        ),
                        ("due_words", models.CharField(max_length=200)),
                        ("counted_from", models.DateField()),
                        ("basis", models.TextField()),
                        ("source", models.TextField()),
                        (
                            "certainty",
                            models.CharField(
                                choices=[
                                    ("H", "Read in the primary or official text"),
                                    ("M", "Reproduced by an official body or several local pages"),
                                    ("L", "One secondary page, press or an old version"),
                                    (
                                        "U",
                                        "Unverified: a default of this register, to be confirmed",
                                    ),
                                ],
                                max_length=1,
                            ),
                        ),
                        (
                            "duty_certainty",
                            models.CharField(
                                choices=[
                                    ("H", "Read in the primary or official text"),
                                    ("M", "Reproduced by an official body or several local pages"),
                                    ("L", "One secondary page, press or an old version"),
                                    (
                                        "U",
                                        "Unverified: a default of this register, to be confirmed",
                                    ),
                                ],
                                max_length=1,
                            ),
                        ),
                        ("met_by", models.JSONField()),
                        (
                            "missing",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=30), default=list, size=None
                            ),
                        ),
                        ("chase", models.CharField(max_length=10)),
                        (
                            "floor",
                            models.BooleanField(
                                default=False,
                                help_text="Lasts until its date, rather than being due by it.",
                            ),
                        ),
                        (
                            "paused_on",
                            models.DateField(
                                help_text="Since when its clock stands still.", null=True
                            ),
                        ),
                        ("raised_at", models.DateTimeField()),
                        (
                            "raised_by_event",
                            models.BigIntegerField(help_text="The audit event that raised it."),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "To do"),
                                    ("met", "Met"),
                                    ("waived", "Waived by the DSR team"),
                                    ("cancelled", "No longer applies"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_by_event", models.BigIntegerField(null=True)),
                        ("reason", models.TextField(blank=True, max_length=1000)),
                        (
                            "area",
                            models.ForeignKey(
                                help_text="The worklist that shows it: the person's; none while the record is restricted.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.area",
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                null=True,
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
                    ],
                    options={
                        "verbose_name_plural": "duties",
                        "db_table": "actions_duty",
                        "ordering": ["due_on", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalDuty",
                    fields=[
                        (
                            "recorded_txid",
                            models.BigIntegerField(
                                db_default=core.models.TransactionId(), editable=False
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                db_index=True, default=core.models.new_id, editable=False
                            ),
                        ),
                        ("rule", models.CharField(max_length=60)),
                        ("rule_version", models.CharField(max_length=12)),
                        (
                            "jurisdiction",
                            models.CharField(
                                choices=[
                                    ("national policy", "National policy"),
                                    ("statute", "Statute"),
                                    ("local", "Local"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("title", models.CharField(max_length=300)),
                        ("due_on", models.DateField(null=True)),
                        (
                            "late_from",
                            models.DateField(
                                help_text="The first day on which it is overdue.", null=True
                            ),
                        ),
                        ("due_words", models.CharField(max_length=200)),
                        ("counted_from", models.DateField()),
                        ("basis", models.TextField()),
                        ("source", models.TextField()),
                        (
                            "certainty",
                            models.CharField(
                                choices=[
                                    ("H", "Read in the primary or official text"),
                                    ("M", "Reproduced by an official body or several local pages"),
                                    ("L", "One secondary page, press or an old version"),
                                    (
                                        "U",
                                        "Unverified: a default of this register, to be confirmed",
                                    ),
                                ],
                                max_length=1,
                            ),
                        ),
                        (
                            "duty_certainty",
                            models.CharField(
                                choices=[
                                    ("H", "Read in the primary or official text"),
                                    ("M", "Reproduced by an official body or several local pages"),
                                    ("L", "One secondary page, press or an old version"),
                                    (
                                        "U",
                                        "Unverified: a default of this register, to be confirmed",
                                    ),
                                ],
                                max_length=1,
                            ),
                        ),
                        ("met_by", models.JSONField()),
                        (
                            "missing",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=30), default=list, size=None
                            ),
                        ),
                        ("chase", models.CharField(max_length=10)),
                        (
                            "floor",
                            models.BooleanField(
                                default=False,
                                help_text="Lasts until its date, rather than being due by it.",
                            ),
                        ),
                        (
                            "paused_on",
                            models.DateField(
                                help_text="Since when its clock stands still.", null=True
                            ),
                        ),
                        ("raised_at", models.DateTimeField()),
                        (
                            "raised_by_event",
                            models.BigIntegerField(help_text="The audit event that raised it."),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "To do"),
                                    ("met", "Met"),
                                    ("waived", "Waived by the DSR team"),
                                    ("cancelled", "No longer applies"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_by_event", models.BigIntegerField(null=True)),
                        ("reason", models.TextField(blank=True, max_length=1000)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "ended_by",
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
                    ],
                    options={
                        "verbose_name": "historical duty",
                        "verbose_name_plural": "historical duties",
                        "db_table": "actions_historicalduty",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Commencement",
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
                        ("begins_on", models.DateField(null=True)),
                        (
                            "authority",
                            models.CharField(
                                help_text="The regulations that say so, or why it is switched off.",
                                max_length=300,
                            ),
                        ),
                        ("set_at", models.DateTimeField()),
                        (
                            "follows",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="followed_by",
                                to="duties.commencement",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "db_table": "actions_commencement",
                        "ordering": ["-set_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("follows",),
                                name="commencement_followed_once",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.AddIndex(
                    model_name="duty",
                    index=models.Index(
                        condition=models.Q(("status", "open")),
                        fields=["person", "due_on"],
                        name="duty_open_of_person",
                    ),
                ),
                migrations.AddIndex(
                    model_name="duty",
                    index=models.Index(fields=["person", "-ended_at"], name="duty_of_person"),
                ),
                migrations.AddIndex(
                    model_name="duty",
                    index=models.Index(
                        condition=models.Q(("status", "open")),
                        fields=["due_on", "id"],
                        name="duty_open_by_due",
                    ),
                ),
                migrations.AddIndex(
                    model_name="duty",
                    index=models.Index(
                        condition=models.Q(("floor", False), ("status", "open")),
                        fields=["area", "due_on", "id"],
                        name="duty_open_of_area",
                    ),
                ),
                migrations.AddIndex(
                    model_name="duty",
                    index=models.Index(
                        condition=models.Q(
                            ("due_on__isnull", True), ("floor", False), ("status", "open")
                        ),
                        fields=["area", "raised_at", "id"],
                        name="duty_undated_of_area",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="duty",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("status", "open")),
                        fields=("person", "rule"),
                        name="duty_open_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="duty",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "met", "waived", "cancelled"])),
                        name="duty_status_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="duty",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", True),
                                ("ended_by__isnull", True),
                                ("status", "open"),
                            ),
                            models.Q(
                                models.Q(("status", "open"), _negated=True),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="duty_end_paired",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="duty",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["waived", "cancelled"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="duty_end_has_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="duty",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_on__isnull", True), ("late_from__isnull", True)),
                            models.Q(
                                ("due_on__isnull", False), ("late_from__gt", models.F("due_on"))
                            ),
                            _connector="OR",
                        ),
                        name="duty_late_after_due",
                    ),
                ),
            ]
        )
    ]
