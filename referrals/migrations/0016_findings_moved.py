"""The findings live in the register now.

Their old table stays for one release, empty: code of before that still serves goes on reading it.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("referrals", "0015_move_findings")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="IdentityFinding")]
        )
    ]
