from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0003_team_side"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="updateoutcome",
            name="update_outcome_known",
        ),
        migrations.AlterField(
            model_name="updateoutcome",
            name="kind",
            field=models.CharField(
                choices=[
                    ("rated", "Rated anew"),
                    ("kept", "The rating stays as it is"),
                    ("closed", "The person left the register before it was answered"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="updateoutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["rated", "kept", "closed"])),
                name="update_outcome_known",
            ),
        ),
    ]
