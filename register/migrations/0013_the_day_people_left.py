"""Lists people who left by the day they left, which may be recorded later.

Until the rows are filled, and where code of before writes one meanwhile, `manage.py register
reconcile` mends them.
"""

from django.db import migrations, models

FILL = """
UPDATE register_departure SET left_on = coalesce(
    register_entry.left_on, (register_entry.closed_at AT TIME ZONE 'Europe/London')::date
)
FROM register_entry WHERE register_entry.id = register_departure.entry_id;
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0012_leaving_and_coming_back")]

    operations = [
        migrations.AddField(
            model_name="departure",
            name="left_on",
            field=models.DateField(
                help_text="The day they left; that of the closing where no other is known.",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="departure",
            name="left_at",
            field=models.DateTimeField(help_text="When the record was closed."),
        ),
        migrations.RunSQL(FILL, reverse_sql=migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="departure", name="departure_by_day"),
        migrations.RemoveIndex(model_name="departure", name="departure_by_reason"),
        migrations.AddIndex(
            model_name="departure",
            index=models.Index(fields=["area", "left_on", "person"], name="departure_by_left"),
        ),
        migrations.AddIndex(
            model_name="departure",
            index=models.Index(
                fields=["area", "reason", "left_on", "person"], name="departure_by_why"
            ),
        ),
    ]
