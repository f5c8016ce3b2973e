"""The area whose worklist shows a duty, and the day on which the statute begins."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("actions", "0002_a_duty_can_stand_still"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                        to="actions.commencement",
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
            options={"ordering": ["-set_at"]},
        ),
        migrations.AddConstraint(
            model_name="commencement",
            constraint=models.UniqueConstraint(
                fields=("follows",),
                name="commencement_followed_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="area",
            field=models.ForeignKey(
                help_text=(
                    "The worklist that shows it: the person's; none while the record is restricted."
                ),
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.area",
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
                condition=models.Q(("due_on__isnull", True), ("floor", False), ("status", "open")),
                fields=["area", "raised_at", "id"],
                name="duty_undated_of_area",
            ),
        ),
    ]
