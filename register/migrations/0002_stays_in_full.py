import datetime as dt

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import core.models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("register", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="partners_confirmed_at",
            field=models.DateTimeField(
                help_text="When those who would come to a C(E)TR were last found still right.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="historicalentry",
            name="partners_confirmed_at",
            field=models.DateTimeField(
                help_text="When those who would come to a C(E)TR were last found still right.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="historicalinpatientstay",
            name="applicable_on",
            field=models.DateField(
                help_text="The applicable day of Part 8A; none while it does not apply.", null=True
            ),
        ),
        migrations.AddField(
            model_name="historicalinpatientstay",
            name="detained_since",
            field=models.DateField(
                help_text="Since when detained without a break, in the sense of Part 8A.", null=True
            ),
        ),
        migrations.AddField(
            model_name="historicalinpatientstay",
            name="review_before",
            field=models.CharField(
                blank=True,
                choices=[("none", "No"), ("CTR", "CTR"), ("CETR", "CETR"), ("LAEP", "LAEP only")],
                db_default="",
                default="",
                help_text="Which review was held before admission; empty where only yes or no is known.",
                max_length=4,
            ),
        ),
        migrations.AddField(
            model_name="historicalinpatientstay",
            name="review_before_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="historicalinpatientstay",
            name="s117_authority",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Local authority that owes aftercare under section 117",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            model_name="historicalinpatientstay",
            name="s117_icb",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Integrated care board that owes aftercare under section 117",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            model_name="historicalinpatientstay",
            name="section",
            field=models.CharField(
                blank=True,
                choices=[
                    ("s2", "Section 2"),
                    ("s3", "Section 3"),
                    ("s4", "Section 4"),
                    ("s5-2", "Section 5(2)"),
                    ("s5-4", "Section 5(4)"),
                    ("s135", "Section 135"),
                    ("s136", "Section 136"),
                    ("place-of-safety", "Direction to a place of safety"),
                    ("s35", "Section 35"),
                    ("s36", "Section 36"),
                    ("s37", "Section 37"),
                    ("s37-41", "Section 37/41"),
                    ("s38", "Section 38"),
                    ("s45a", "Section 45A"),
                    ("s47", "Section 47"),
                    ("s47-49", "Section 47/49"),
                    ("s48", "Section 48"),
                    ("s48-49", "Section 48/49"),
                    (
                        "recall",
                        "Recalled from a community treatment order or conditional discharge",
                    ),
                    ("other", "Another section"),
                ],
                db_default="",
                default="",
                max_length=15,
            ),
        ),
        migrations.AddField(
            model_name="historicalinpatientstay",
            name="section_other",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AddField(
            model_name="historicalinpatientstay",
            name="unit_inadequate",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="The unit was rated Inadequate when the person came to it.",
            ),
        ),
        migrations.AddField(
            model_name="historicalinpatientstay",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="historicalperson",
            name="commissioner_view_formed_on",
            field=models.DateField(
                help_text="When the responsible commissioner formed the view that the person is autistic or has a learning disability, where that was recognised later.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="inpatientstay",
            name="applicable_on",
            field=models.DateField(
                help_text="The applicable day of Part 8A; none while it does not apply.", null=True
            ),
        ),
        migrations.AddField(
            model_name="inpatientstay",
            name="detained_since",
            field=models.DateField(
                help_text="Since when detained without a break, in the sense of Part 8A.", null=True
            ),
        ),
        migrations.AddField(
            model_name="inpatientstay",
            name="review_before",
            field=models.CharField(
                blank=True,
                choices=[("none", "No"), ("CTR", "CTR"), ("CETR", "CETR"), ("LAEP", "LAEP only")],
                db_default="",
                default="",
                help_text="Which review was held before admission; empty where only yes or no is known.",
                max_length=4,
            ),
        ),
        migrations.AddField(
            model_name="inpatientstay",
            name="review_before_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="inpatientstay",
            name="s117_authority",
            field=models.ForeignKey(
                help_text="Local authority that owes aftercare under section 117",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            model_name="inpatientstay",
            name="s117_icb",
            field=models.ForeignKey(
                help_text="Integrated care board that owes aftercare under section 117",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            model_name="inpatientstay",
            name="section",
            field=models.CharField(
                blank=True,
                choices=[
                    ("s2", "Section 2"),
                    ("s3", "Section 3"),
                    ("s4", "Section 4"),
                    ("s5-2", "Section 5(2)"),
                    ("s5-4", "Section 5(4)"),
                    ("s135", "Section 135"),
                    ("s136", "Section 136"),
                    ("place-of-safety", "Direction to a place of safety"),
                    ("s35", "Section 35"),
                    ("s36", "Section 36"),
                    ("s37", "Section 37"),
                    ("s37-41", "Section 37/41"),
                    ("s38", "Section 38"),
                    ("s45a", "Section 45A"),
                    ("s47", "Section 47"),
                    ("s47-49", "Section 47/49"),
                    ("s48", "Section 48"),
                    ("s48-49", "Section 48/49"),
                    (
                        "recall",
                        "Recalled from a community treatment order or conditional discharge",
                    ),
                    ("other", "Another section"),
                ],
                db_default="",
                default="",
                max_length=15,
            ),
        ),
        migrations.AddField(
            model_name="inpatientstay",
            name="section_other",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AddField(
            model_name="inpatientstay",
            name="unit_inadequate",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="The unit was rated Inadequate when the person came to it.",
            ),
        ),
        migrations.AddField(
            model_name="inpatientstay",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="person",
            name="commissioner_view_formed_on",
            field=models.DateField(
                help_text="When the responsible commissioner formed the view that the person is autistic or has a learning disability, where that was recognised later.",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="closure_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("stepped_down", "Sustained GREEN, agreed to leave the register"),
                    ("moved_away", "Moved to another area"),
                    ("died", "Died"),
                    ("not_eligible", "Not eligible"),
                    ("no_lawful_basis", "No lawful basis any more"),
                    ("aged_out", "Turned 18, and the adult decision is to leave the register"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="historicalentry",
            name="closure_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("stepped_down", "Sustained GREEN, agreed to leave the register"),
                    ("moved_away", "Moved to another area"),
                    ("died", "Died"),
                    ("not_eligible", "Not eligible"),
                    ("no_lawful_basis", "No lawful basis any more"),
                    ("aged_out", "Turned 18, and the adult decision is to leave the register"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="historicalinpatientstay",
            name="legal_status",
            field=models.CharField(
                choices=[
                    ("informal", "Informal"),
                    ("s2", "Detained, section 2"),
                    ("s3", "Detained, section 3"),
                    ("s4", "Detained, section 4 (emergency)"),
                    ("part3", "Detained, Part 3 (courts or prison)"),
                    ("held", "Held for a short time (section 5, 135 or 136, or a place of safety)"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="inpatientstay",
            name="legal_status",
            field=models.CharField(
                choices=[
                    ("informal", "Informal"),
                    ("s2", "Detained, section 2"),
                    ("s3", "Detained, section 3"),
                    ("s4", "Detained, section 4 (emergency)"),
                    ("part3", "Detained, Part 3 (courts or prison)"),
                    ("held", "Held for a short time (section 5, 135 or 136, or a place of safety)"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="HistoricalExtendedLeave",
            fields=[
                (
                    "recorded_txid",
                    models.BigIntegerField(db_default=core.models.TransactionId(), editable=False),
                ),
                ("id", models.UUIDField(db_index=True, default=core.models.new_id, editable=False)),
                ("started_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                ("note", models.TextField(blank=True, max_length=1000)),
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
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.inpatientstay",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical extended leave",
                "verbose_name_plural": "historical extended leaves",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="StatusChange",
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
                ("changed_on", models.DateField()),
                (
                    "was",
                    models.CharField(
                        choices=[
                            ("informal", "Informal"),
                            ("s2", "Detained, section 2"),
                            ("s3", "Detained, section 3"),
                            ("s4", "Detained, section 4 (emergency)"),
                            ("part3", "Detained, Part 3 (courts or prison)"),
                            (
                                "held",
                                "Held for a short time (section 5, 135 or 136, or a place of safety)",
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "was_section",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("s2", "Section 2"),
                            ("s3", "Section 3"),
                            ("s4", "Section 4"),
                            ("s5-2", "Section 5(2)"),
                            ("s5-4", "Section 5(4)"),
                            ("s135", "Section 135"),
                            ("s136", "Section 136"),
                            ("place-of-safety", "Direction to a place of safety"),
                            ("s35", "Section 35"),
                            ("s36", "Section 36"),
                            ("s37", "Section 37"),
                            ("s37-41", "Section 37/41"),
                            ("s38", "Section 38"),
                            ("s45a", "Section 45A"),
                            ("s47", "Section 47"),
                            ("s47-49", "Section 47/49"),
                            ("s48", "Section 48"),
                            ("s48-49", "Section 48/49"),
                            (
                                "recall",
                                "Recalled from a community treatment order or conditional discharge",
                            ),
                            ("other", "Another section"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "legal_status",
                    models.CharField(
                        choices=[
                            ("informal", "Informal"),
                            ("s2", "Detained, section 2"),
                            ("s3", "Detained, section 3"),
                            ("s4", "Detained, section 4 (emergency)"),
                            ("part3", "Detained, Part 3 (courts or prison)"),
                            (
                                "held",
                                "Held for a short time (section 5, 135 or 136, or a place of safety)",
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "section",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("s2", "Section 2"),
                            ("s3", "Section 3"),
                            ("s4", "Section 4"),
                            ("s5-2", "Section 5(2)"),
                            ("s5-4", "Section 5(4)"),
                            ("s135", "Section 135"),
                            ("s136", "Section 136"),
                            ("place-of-safety", "Direction to a place of safety"),
                            ("s35", "Section 35"),
                            ("s36", "Section 36"),
                            ("s37", "Section 37"),
                            ("s37-41", "Section 37/41"),
                            ("s38", "Section 38"),
                            ("s45a", "Section 45A"),
                            ("s47", "Section 47"),
                            ("s47-49", "Section 47/49"),
                            ("s48", "Section 48"),
                            ("s48-49", "Section 48/49"),
                            (
                                "recall",
                                "Recalled from a community treatment order or conditional discharge",
                            ),
                            ("other", "Another section"),
                        ],
                        max_length=15,
                    ),
                ),
                ("section_other", models.CharField(blank=True, max_length=60)),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statuses",
                        to="register.inpatientstay",
                    ),
                ),
            ],
            options={
                "ordering": ["changed_on", "recorded_at"],
            },
        ),
        migrations.CreateModel(
            name="StayConcern",
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
                        choices=[
                            ("restraint", "Restraint"),
                            ("long_term_segregation", "Long-term segregation"),
                            ("seclusion", "Seclusion"),
                            ("other", "Something else"),
                        ],
                        max_length=25,
                    ),
                ),
                ("seen_on", models.DateField()),
                ("note", models.TextField(max_length=4000)),
                ("key", models.UUIDField(default=core.models.new_id, editable=False, unique=True)),
                ("raised_at", models.DateTimeField()),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concerns",
                        to="register.inpatientstay",
                    ),
                ),
            ],
            options={
                "ordering": ["-seen_on", "-raised_at"],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
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
                ("moved_on", models.DateField()),
                ("from_ward", models.CharField(blank=True, max_length=100)),
                (
                    "from_security",
                    models.CharField(
                        choices=[
                            ("non_secure", "Not secure (acute or generic)"),
                            ("low", "Low secure"),
                            ("medium", "Medium secure"),
                            ("high", "High secure"),
                        ],
                        max_length=12,
                    ),
                ),
                ("ward", models.CharField(blank=True, max_length=100)),
                (
                    "security",
                    models.CharField(
                        choices=[
                            ("non_secure", "Not secure (acute or generic)"),
                            ("low", "Low secure"),
                            ("medium", "Medium secure"),
                            ("high", "High secure"),
                        ],
                        max_length=12,
                    ),
                ),
                ("unit_inadequate", models.BooleanField()),
                ("reason", models.TextField(blank=True, max_length=4000)),
                ("recorded_at", models.DateTimeField()),
                (
                    "from_hospital",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="register.inpatientstay",
                    ),
                ),
            ],
            options={
                "ordering": ["moved_on", "recorded_at"],
            },
        ),
        migrations.CreateModel(
            name="AdultDecision",
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
                    "outcome",
                    models.CharField(
                        choices=[
                            ("stays", "Stays on the register as an adult"),
                            ("leaves", "Leaves the register after turning 18"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(max_length=4000)),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adult_decisions",
                        to="register.entry",
                    ),
                ),
            ],
            options={
                "ordering": ["-decided_at"],
                "indexes": [models.Index(fields=["entry", "-decided_at"], name="adult_of_entry")],
            },
        ),
        migrations.CreateModel(
            name="DischargeLine",
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
                ("code", models.CharField(max_length=40)),
                ("list_version", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_yet", "Not yet"),
                            ("done", "Done"),
                            ("not_needed", "Not needed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("set_at", models.DateTimeField()),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="register.inpatientstay",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["stay", "code", "-set_at"], name="line_of_stay")],
            },
        ),
        migrations.CreateModel(
            name="ExtendedLeave",
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
                ("started_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                ("note", models.TextField(blank=True, max_length=1000)),
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaves",
                        to="register.inpatientstay",
                    ),
                ),
            ],
            options={
                "ordering": ["started_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="leave_ends_after_it_begins",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="InpatientStanding",
            fields=[
                (
                    "stay",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="standing",
                        serialize=False,
                        to="register.inpatientstay",
                    ),
                ),
                (
                    "security",
                    models.CharField(
                        choices=[
                            ("non_secure", "Not secure (acute or generic)"),
                            ("low", "Low secure"),
                            ("medium", "Medium secure"),
                            ("high", "High secure"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "legal_status",
                    models.CharField(
                        choices=[
                            ("informal", "Informal"),
                            ("s2", "Detained, section 2"),
                            ("s3", "Detained, section 3"),
                            ("s4", "Detained, section 4 (emergency)"),
                            ("part3", "Detained, Part 3 (courts or prison)"),
                            (
                                "held",
                                "Held for a short time (section 5, 135 or 136, or a place of safety)",
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                ("detained", models.BooleanField()),
                (
                    "on_leave",
                    models.BooleanField(
                        help_text="On extended leave; left out of national counts."
                    ),
                ),
                ("birth_date", models.DateField()),
                ("admitted_on", models.DateField()),
                ("sort_name", models.CharField(max_length=201)),
                ("visit_due_on", models.DateField(null=True)),
                ("cetr_due_on", models.DateField(null=True)),
                (
                    "due_on",
                    models.DateField(
                        default=dt.date(9999, 12, 31), help_text="The earlier of the two."
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.area",
                    ),
                ),
                (
                    "commissioner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "host_commissioner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inpatient_standing",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["commissioner", "due_on", "stay"], name="blue_of_commissioner"
                    ),
                    models.Index(
                        fields=["host_commissioner", "due_on", "stay"], name="blue_of_host"
                    ),
                    models.Index(fields=["area", "due_on", "stay"], name="blue_of_area"),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatutoryView",
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
                    "factors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("list_version", models.CharField(max_length=20)),
                ("eligible", models.BooleanField()),
                ("reason", models.TextField(max_length=4000)),
                ("key", models.UUIDField(default=core.models.new_id, editable=False, unique=True)),
                ("formed_at", models.DateTimeField()),
                (
                    "formed_by",
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
                        related_name="statutory_views",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-formed_at"],
                "indexes": [
                    models.Index(fields=["person", "-formed_at"], name="statutory_of_person")
                ],
            },
        ),
    ]
