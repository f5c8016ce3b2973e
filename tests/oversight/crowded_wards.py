"""Very many inpatients, written by the database itself: for measuring what a page reads."""

from datetime import date
from uuid import UUID

from django.db import connection

from accounts.models import Area, Organisation

_PEOPLE = """
INSERT INTO register_person (
  id, family_name, given_name, preferred_name, birth_date, gender, address, postcode, phone,
  area_id, gp_practice, learning_disability, autism, communication_needs, reasonable_adjustments,
  version
)
SELECT md5('p' || n)::uuid, 'Testperson' || n, 'Robin', '', DATE '1980-01-01' + n %% 9000, '', '',
  '', '', %(area)s, '', 'confirmed', 'no', '', '', 1
FROM generate_series(%(first)s::int, %(last)s::int) AS n
"""
_STAYS = """
INSERT INTO register_inpatientstay (
  id, person_id, hospital_id, ward, security, legal_status, admitted_on, planned, out_of_area,
  on_register_before, level_at_admission, cetr_before, commissioner_id, host_commissioner_id,
  discharge_barriers, discharged_on, destination
)
SELECT md5(%(kind)s::text || n)::uuid, md5('p' || n)::uuid,
  (%(hospitals)s::uuid[])[1 + n %% %(spread)s::int], 'Heron ward', 'non_secure', 's3',
  %(came)s::date - n %% 300, false, false, true, 'AMBER', false, %(payer)s::uuid, %(host)s::uuid,
  '',
  %(left)s::date - n %% 300, ''
FROM generate_series(%(first)s::int, %(last)s::int) AS n
"""
_ROWS = """
INSERT INTO register_inpatientstanding (
  stay_id, person_id, commissioner_id, host_commissioner_id, area_id, hospital_id, security,
  legal_status, detained, on_leave, birth_date, admitted_on, sort_name, visit_due_on, cetr_due_on,
  due_on, visit_late_from, cetr_late_from
)
SELECT s.id, p.id, s.commissioner_id, s.host_commissioner_id, p.area_id, s.hospital_id, s.security,
  s.legal_status, true, false, p.birth_date, s.admitted_on, lower(p.family_name || ' robin'),
  visit, review, least(visit, review), visit + 1, review + 1
FROM generate_series(%(first)s::int, %(last)s::int) AS n
JOIN register_inpatientstay s ON s.id = md5('open' || n)::uuid
JOIN register_person p ON p.id = s.person_id,
LATERAL (SELECT %(on)s::date + n %% 56 - 14 AS visit, %(on)s::date + n %% 180 - 30 AS review) due
"""


def fill(
    *, first: int, last: int, area: Area, payer: Organisation, host: Organisation | None,
    hospitals: list[Organisation], on: date,
) -> None:  # fmt: skip
    """Add inpatients with the numbers from `first` to `last`, each with a stay that ended before.

    A quarter of the visits is overdue. The guard of the history is off meanwhile, tests only.
    """
    keys: list[UUID] = [one.pk for one in hospitals]
    known = {
        "first": first, "last": last, "area": area.pk, "payer": payer.pk,
        "host": host.pk if host else None, "hospitals": keys, "spread": len(keys), "on": on,
    }  # fmt: skip
    ended = {"kind": "ended", "came": date(2020, 12, 31), "left": date(2022, 12, 31)}
    still = {"kind": "open", "came": on, "left": None}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(_PEOPLE, known)
        cursor.execute(_STAYS, known | ended)
        cursor.execute(_STAYS, known | still)
        cursor.execute(_ROWS, known)
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute(
            "ANALYZE register_person, register_inpatientstay, register_inpatientstanding"
        )
