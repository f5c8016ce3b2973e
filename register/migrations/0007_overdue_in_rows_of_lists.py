"""Lets lists say "overdue" by the day that a duty says, days of grace counted.

No rule had days of grace when rows of before were written: they are overdue from the next day.
"""

from datetime import date

from django.db import migrations, models

FAR_FUTURE = date(9999, 12, 31)
FILL = """
UPDATE register_standing SET late_from = next_due_on + 1 WHERE next_due_on < '9999-12-31';
UPDATE register_inpatientstanding
SET visit_late_from = visit_due_on + 1, cetr_late_from = cetr_due_on + 1;
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0006_the_blue_list_by_its_indexes")]

    operations = [
        migrations.AddField(
            model_name="standing",
            name="late_from",
            field=models.DateField(
                default=FAR_FUTURE,
                db_default=FAR_FUTURE,
                help_text="The first day on which anything is overdue.",
            ),
        ),
        migrations.AddField(
            model_name="inpatientstanding",
            name="visit_late_from",
            field=models.DateField(
                null=True, help_text="The first day on which a visit is overdue."
            ),
        ),
        migrations.AddField(
            model_name="inpatientstanding",
            name="cetr_late_from",
            field=models.DateField(
                null=True, help_text="The first day on which a C(E)TR is overdue."
            ),
        ),
        migrations.RunSQL(FILL, reverse_sql=migrations.RunSQL.noop),
    ]
