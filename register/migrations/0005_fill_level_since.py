"""Fills since when each level has held: from the latest rating that began it.

A rating begins a level when it is the first, follows another level, or was given at a discharge.
"""

from django.db import migrations

FILL = """
UPDATE register_standing s SET level_since = began.at
FROM (
  SELECT r.entry_id, max(r.set_at) AS at
  FROM register_rating r LEFT JOIN register_rating f ON f.id = r.follows_id
  WHERE f.id IS NULL OR f.level <> r.level OR r.source = 'discharge'
  GROUP BY r.entry_id
) began
WHERE began.entry_id = s.entry_id AND s.level_since IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0004_standing_level_since")]

    operations = [migrations.RunSQL(FILL, reverse_sql=migrations.RunSQL.noop)]
