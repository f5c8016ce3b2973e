"""Fills the list rows of inpatients, and takes away those of people who are restricted.

What is due next on the new rows is noted when the duties are next looked at
(`manage.py duties reconcile`).
"""

from django.db import migrations

FILL = """
INSERT INTO register_inpatientstanding (
  stay_id, person_id, commissioner_id, host_commissioner_id, area_id, hospital_id, security,
  legal_status, detained, on_leave, birth_date, admitted_on, sort_name, due_on
)
SELECT s.id, p.id, s.commissioner_id, s.host_commissioner_id, p.area_id, s.hospital_id, s.security,
  s.legal_status, s.legal_status IN ('s2', 's3', 'part3'), false, p.birth_date, s.admitted_on,
  left(lower(p.family_name || ' ' || p.given_name), 201), DATE '9999-12-31'
FROM register_inpatientstay s JOIN register_person p ON p.id = s.person_id
WHERE s.discharged_on IS NULL AND p.restricted_at IS NULL
ON CONFLICT DO NOTHING
"""

HIDE = """
DELETE FROM register_standing s USING register_person p
WHERE p.id = s.person_id AND p.restricted_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0002_stays_in_full")]

    operations = [
        migrations.RunSQL(FILL, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(HIDE, reverse_sql=migrations.RunSQL.noop),
    ]
