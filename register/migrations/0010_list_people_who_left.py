"""Lists those who left before: one row for each person whose entries are all closed.

Names are put into lower case here, as the register does it, and not by the database, whose
locale may know no letter beyond z.
"""

from typing import Any

from django.db import migrations

AT_ONCE = 1_000


def fill(apps: Any, schema_editor: Any) -> None:
    entries = apps.get_model("register", "Entry").objects.using(schema_editor.connection.alias)
    departures = apps.get_model("register", "Departure")
    still_on = entries.filter(closed_at__isnull=True).values("person")
    last = (
        entries.filter(closed_at__isnull=False, person__restricted_at__isnull=True)
        .exclude(person__in=still_on)
        .order_by("person", "-closed_at", "-pk")
        .distinct("person")
        .select_related("person")
    )
    rows: list[Any] = []
    for entry in last.iterator(chunk_size=AT_ONCE):
        rows.append(departures(**_values(entry)))
        if len(rows) == AT_ONCE:
            departures.objects.bulk_create(rows, ignore_conflicts=True)
            rows = []
    departures.objects.bulk_create(rows, ignore_conflicts=True)


def _values(entry: Any) -> dict[str, Any]:
    person = entry.person
    names = (person.family_name, person.given_name, person.preferred_name, person.nhs_number or "")
    return {
        "person_id": person.pk,
        "entry_id": entry.pk,
        "area_id": person.area_id,
        "left_at": entry.closed_at,
        "reason": entry.closure_reason,
        "birth_date": person.birth_date,
        "sort_name": f"{person.family_name} {person.given_name}".lower()[:201],
        "search": " ".join(one.lower() for one in names if one),
    }


class Migration(migrations.Migration):
    dependencies = [("register", "0009_people_who_left")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
