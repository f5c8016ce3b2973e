"""Says why a record was closed, in words and by day, and how it was opened again."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_saved_views"),
        ("register", "0011_why_a_rating_is_below_its_floor"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="closure_words",
            field=models.TextField(blank=True, db_default="", default="", max_length=4000),
        ),
        migrations.AddField(
            model_name="entry",
            name="left_on",
            field=models.DateField(
                help_text="The day they left; it may be recorded later.", null=True
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="reopen_words",
            field=models.TextField(blank=True, db_default="", default="", max_length=4000),
        ),
        migrations.AddField(
            model_name="entry",
            name="reopened",
            field=models.CharField(
                blank=True,
                choices=[
                    ("error", "The record was closed in error"),
                    ("return", "The person has come back to the register"),
                ],
                db_default="",
                default="",
                help_text="Why it was last opened again, or opened for someone who had left before.",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="historicalentry",
            name="closure_words",
            field=models.TextField(blank=True, db_default="", default="", max_length=4000),
        ),
        migrations.AddField(
            model_name="historicalentry",
            name="left_on",
            field=models.DateField(
                help_text="The day they left; it may be recorded later.", null=True
            ),
        ),
        migrations.AddField(
            model_name="historicalentry",
            name="reopen_words",
            field=models.TextField(blank=True, db_default="", default="", max_length=4000),
        ),
        migrations.AddField(
            model_name="historicalentry",
            name="reopened",
            field=models.CharField(
                blank=True,
                choices=[
                    ("error", "The record was closed in error"),
                    ("return", "The person has come back to the register"),
                ],
                db_default="",
                default="",
                help_text="Why it was last opened again, or opened for someone who had left before.",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="historicalperson",
            name="died_on",
            field=models.DateField(help_text="Recorded when the record is closed.", null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="died_on",
            field=models.DateField(help_text="Recorded when the record is closed.", null=True),
        ),
        migrations.AlterField(
            model_name="rating",
            name="source",
            field=models.CharField(
                choices=[
                    ("referral", "Referral accepted"),
                    ("update", "Reviewed by the DSR team"),
                    ("meeting", "Tracking meeting"),
                    ("review", "C(E)TR"),
                    ("discharge", "Discharge from hospital"),
                    ("return", "Came back to the register"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_at__isnull", False),
                    models.Q(("closure_words", ""), ("left_on__isnull", True)),
                    _connector="OR",
                ),
                name="entry_open_has_no_closure",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reopened", ""), _negated=True), ("reopen_words", ""), _connector="OR"
                ),
                name="entry_reopened_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("died_on__isnull", True),
                    ("died_on__gte", models.F("birth_date")),
                    _connector="OR",
                ),
                name="person_died_after_birth",
            ),
        ),
    ]
