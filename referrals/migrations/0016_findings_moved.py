"""The findings live in the register now.

Their old table stays for one release, empty and tied to nothing: code of before that still serves
goes on reading it.
"""

from typing import Any

from django.db import migrations

TABLE = "referrals_identityfinding"


def untie(apps: Any, schema_editor: Any) -> None:
    """Let the old table refer to no other, so that nothing waits for what is left in it."""
    quote = schema_editor.quote_name
    with schema_editor.connection.cursor() as cursor:
        found = schema_editor.connection.introspection.get_constraints(cursor, TABLE)
    for name, one in found.items():
        if one["foreign_key"]:
            schema_editor.execute(f"ALTER TABLE {quote(TABLE)} DROP CONSTRAINT {quote(name)}")


class Migration(migrations.Migration):
    dependencies = [("referrals", "0015_move_findings")]

    operations = [
        migrations.RunPython(untie, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="IdentityFinding")]
        ),
    ]
