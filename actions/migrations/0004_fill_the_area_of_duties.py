"""Give the duties that are open the area of their person, which the worklist reads."""

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery

from core.guard import open_door


def fill(apps: Any, schema_editor: Any) -> None:
    """Take the area from the person; nobody restricted is on a worklist."""
    duties = apps.get_model("actions", "Duty")._base_manager
    people = apps.get_model("register", "Person")._base_manager.filter(restricted_at__isnull=True)
    # The area has no history, and the guard that knows so is renewed only after the migrations.
    open_door()
    area = people.filter(pk=OuterRef("person_id")).values("area")[:1]
    duties.filter(status="open").update(area=Subquery(area))


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0003_duty_area_and_commencement"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
