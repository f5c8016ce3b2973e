import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import consent.rules.codes
import core.models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_saved_views"),
        ("consent", "0003_struck_out"),
        ("register", "0010_list_people_who_left"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="erasurecertificate",
            name="legal_basis",
            field=models.CharField(
                choices=[
                    ("withdrawn", "Consent to be on the register was withdrawn"),
                    (
                        "disposed",
                        "The time for which the record is kept after leaving the register has passed",
                    ),
                    (
                        "not_taken_on",
                        "The referral was not accepted, and the time for which it is kept has passed",
                    ),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="ledgerline",
            name="legal_basis",
            field=models.CharField(
                choices=[
                    ("withdrawn", "Consent to be on the register was withdrawn"),
                    (
                        "disposed",
                        "The time for which the record is kept after leaving the register has passed",
                    ),
                    (
                        "not_taken_on",
                        "The referral was not accepted, and the time for which it is kept has passed",
                    ),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="HistoricalDisposal",
            fields=[
                (
                    "recorded_txid",
                    models.BigIntegerField(db_default=core.models.TransactionId(), editable=False),
                ),
                ("id", models.UUIDField(db_index=True, default=core.models.new_id, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "Waiting for a first person to decide"),
                            ("proposed", "Erasure proposed, waiting for a second person"),
                            ("kept", "Kept for now"),
                            ("lapsed", "No longer due for erasure"),
                            ("erased", "Erased"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "ending",
                    models.CharField(
                        choices=[
                            ("closed", "Left the register"),
                            ("declined", "Referral declined"),
                            ("withdrawn", "Referral withdrawn by the referrer"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "closure_reason",
                    models.CharField(blank=True, help_text="Of a closed entry.", max_length=20),
                ),
                (
                    "ended_at",
                    models.DateTimeField(help_text="Since when the record's time has run."),
                ),
                ("due_on", models.DateField(help_text="The first day on which it may be erased.")),
                ("listed_at", models.DateTimeField()),
                (
                    "proposed_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("lead", "Lead professional"),
                            ("representative", "Service representative"),
                            ("team", "DSR team"),
                            ("commissioner", "Commissioner"),
                            ("auditor", "Auditor (information governance)"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                ("proposed_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "kept_until",
                    models.DateField(help_text="When it is looked at again.", null=True),
                ),
                ("kept_why", models.TextField(blank=True, max_length=1000)),
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
                    "area",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.area",
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="consent.erasurecertificate",
                    ),
                ),
                (
                    "decided_by",
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
                (
                    "proposed_by",
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
                "verbose_name": "historical disposal",
                "verbose_name_plural": "historical disposals",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Disposal",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "Waiting for a first person to decide"),
                            ("proposed", "Erasure proposed, waiting for a second person"),
                            ("kept", "Kept for now"),
                            ("lapsed", "No longer due for erasure"),
                            ("erased", "Erased"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "ending",
                    models.CharField(
                        choices=[
                            ("closed", "Left the register"),
                            ("declined", "Referral declined"),
                            ("withdrawn", "Referral withdrawn by the referrer"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "closure_reason",
                    models.CharField(blank=True, help_text="Of a closed entry.", max_length=20),
                ),
                (
                    "ended_at",
                    models.DateTimeField(help_text="Since when the record's time has run."),
                ),
                ("due_on", models.DateField(help_text="The first day on which it may be erased.")),
                ("listed_at", models.DateTimeField()),
                (
                    "proposed_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("lead", "Lead professional"),
                            ("representative", "Service representative"),
                            ("team", "DSR team"),
                            ("commissioner", "Commissioner"),
                            ("auditor", "Auditor (information governance)"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                ("proposed_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "kept_until",
                    models.DateField(help_text="When it is looked at again.", null=True),
                ),
                ("kept_why", models.TextField(blank=True, max_length=1000)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.area",
                    ),
                ),
                (
                    "certificate",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disposal",
                        to="consent.erasurecertificate",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "id"],
                "indexes": [
                    models.Index(fields=["area", "state", "due_on", "id"], name="disposal_listed")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("proposed_at__isnull", True),
                                ("proposed_by__isnull", True),
                                ("proposed_role", ""),
                            ),
                            models.Q(
                                ("proposed_at__isnull", False),
                                ("proposed_by__isnull", False),
                                models.Q(("proposed_role", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="disposal_proposal_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("proposed_at__isnull", False),
                                ("state__in", ["proposed", "erased"]),
                            ),
                            models.Q(
                                models.Q(("state__in", ["proposed", "erased"]), _negated=True),
                                ("proposed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="disposal_proposed_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", consent.rules.codes.DisposalState["ERASED"]),
                                _negated=True,
                            ),
                            models.Q(
                                models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                ("certificate__isnull", False),
                                ("decided_by__isnull", False),
                                ("kept_why", ""),
                                ("person__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="disposal_erased_by_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", consent.rules.codes.DisposalState["KEPT"]), _negated=True
                            ),
                            models.Q(
                                ("decided_by__isnull", False),
                                ("kept_until__isnull", False),
                                models.Q(("kept_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="disposal_kept_with_a_reason",
                    ),
                ],
            },
        ),
    ]
