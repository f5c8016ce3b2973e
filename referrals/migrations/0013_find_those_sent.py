"""Makes the search rows of the referrals that were sent before, a thousand at a time.

It can be run again: it makes the rows that are missing.
"""

from typing import Any

from django.db import migrations, transaction

from core.names import search_text, sort_key

AT_ONCE = 1_000


def fill(apps: Any, schema_editor: Any) -> None:
    using = schema_editor.connection.alias
    rows = apps.get_model("referrals", "SearchRow")
    copies = apps.get_model("referrals", "SubmittedCopy").objects.using(using).order_by("pk")
    last = None
    while True:
        found = list((copies if last is None else copies.filter(pk__gt=last))[:AT_ONCE])
        if not found:
            return
        with transaction.atomic(using=using):
            made = [rows(**_values(copy)) for copy in found]
            rows.objects.using(using).bulk_create(made, ignore_conflicts=True)
        last = found[-1].pk


def _values(copy: Any) -> dict[str, Any]:
    typed = next((one["data"] for one in copy.content if one["key"] == "person"), {})
    return {
        "referral_id": copy.pk,
        "birth_date": copy.birth_date,
        "sort_name": sort_key(copy.family_name, copy.given_name),
        "search": search_text(
            family=copy.family_name,
            given=copy.given_name,
            preferred=typed.get("preferred_name") or "",
            number=copy.nhs_number,
            postcode=typed.get("postcode") or "",
        ),
    }


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("referrals", "0012_found_by_name")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
