from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_saved_views"),
        ("referrals", "0005_inclusion_reminders"),
        ("register", "0010_list_people_who_left"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(
                    ("state__in", ["declined", "withdrawn"]), ("submitted_at__isnull", False)
                ),
                fields=["state", "decided_at", "person"],
                name="referral_not_taken_on",
            ),
        ),
    ]
