"""Lets findings be put right, and notes who was sent the corrected report."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0012_leaving_and_coming_back"),
        ("reviews", "0003_struck_out"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="finding",
            name="finding_once",
        ),
        migrations.AddField(
            model_name="finding",
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
            model_name="historicalreportcopy",
            name="resent_at",
            field=models.DateTimeField(help_text="When that was recorded.", null=True),
        ),
        migrations.AddField(
            model_name="historicalreportcopy",
            name="resent_on",
            field=models.DateField(
                help_text="When they were sent the report as it was put right since.", null=True
            ),
        ),
        migrations.AddField(
            model_name="reportcopy",
            name="resent_at",
            field=models.DateTimeField(help_text="When that was recorded.", null=True),
        ),
        migrations.AddField(
            model_name="reportcopy",
            name="resent_on",
            field=models.DateField(
                help_text="When they were sent the report as it was put right since.", null=True
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("struck_out__isnull", True)),
                fields=("review", "code"),
                name="finding_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportcopy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("resent_at__isnull", True), ("resent_on__isnull", True)),
                    models.Q(("resent_at__isnull", False), ("resent_on__gte", models.F("sent_on"))),
                    _connector="OR",
                ),
                name="copy_resent_after_sending",
            ),
        ),
    ]
