"""Lets a copy of a report be struck out that had not gone out."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0015_accepted_by_mistake"),
        ("reviews", "0005_plain_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="reportcopy",
            name="copy_once",
        ),
        migrations.AddField(
            model_name="historicalreportcopy",
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
            model_name="reportcopy",
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
            model_name="reportcopy",
            constraint=models.UniqueConstraint(
                condition=models.Q(("struck_out__isnull", True)),
                fields=("review", "recipient"),
                name="copy_once",
            ),
        ),
    ]
