"""Folds the names that lists are ordered by, and what a search looks through, of rows that exist.

A thousand people at a time, each thousand in a transaction of its own that holds them: the
register can be worked in meanwhile. Rows that code of before writes while it still runs are
mended by `manage.py register reconcile`.
"""

from typing import Any

from django.db import migrations, transaction

from core.names import search_text, sort_key

AT_ONCE = 1_000
KEYS = """
UPDATE {table} AS row SET sort_name = made.sort_name
FROM unnest(%s::uuid[], %s::text[]) AS made (id, sort_name) WHERE row.person_id = made.id
"""
TEXTS = """
UPDATE {table} AS row SET sort_name = made.sort_name, search = made.search
FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS made (id, sort_name, search)
WHERE row.person_id = made.id
"""


def fold(apps: Any, schema_editor: Any) -> None:
    using = schema_editor.connection.alias
    people = apps.get_model("register", "Person")._base_manager.using(using).order_by("pk")
    last = None
    while True:
        with transaction.atomic(using=using):
            rows = people if last is None else people.filter(pk__gt=last)
            held = list(rows.select_for_update(no_key=True)[:AT_ONCE])
            if not held:
                return
            _write(schema_editor.connection, held)
            last = held[-1].pk


def _write(connection: Any, people: list[Any]) -> None:
    ids = [one.pk for one in people]
    keys = [sort_key(one.family_name, one.given_name) for one in people]
    texts = [
        search_text(
            family=one.family_name,
            given=one.given_name,
            preferred=one.preferred_name,
            number=one.nhs_number or "",
            postcode=one.postcode,
        )
        for one in people
    ]
    with connection.cursor() as cursor:
        for table in ("register_standing", "register_departure"):
            cursor.execute(TEXTS.format(table=table), [ids, keys, texts])
        cursor.execute(KEYS.format(table="register_inpatientstanding"), [ids, keys])


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("register", "0016_names_folded")]

    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
