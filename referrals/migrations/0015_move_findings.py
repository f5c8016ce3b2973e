"""Moves what was found of who is who to the register, where it is about two records.

The latest finding of each referral and other record goes on; an earlier one has ended with the one
that came after it. A finding of two records that was said on two referrals is one from now on.
"""

from typing import Any

from django.db import migrations, transaction

LATER = "Another finding came later."
EMPTIED = (
    "ALTER TABLE referrals_identityfinding DISABLE TRIGGER USER",
    "DELETE FROM referrals_identityfinding",
    "ALTER TABLE referrals_identityfinding ENABLE TRIGGER USER",
)
"""The table stays, empty, for code of before that still serves, and its guard with it."""


def move(apps: Any, schema_editor: Any) -> None:
    using = schema_editor.connection.alias
    old = apps.get_model("referrals", "IdentityFinding").objects.using(using)
    with transaction.atomic(using=using):
        current: dict[frozenset[Any], Any] = {}
        for one in old.order_by("at", "pk"):
            pair = frozenset((one.person_id, one.other_id))
            before = current.pop(pair, None)
            if before is not None:
                _end(apps, using, before, one)
            if one.verdict != "undone":
                current[pair] = _begin(apps, using, one)
        for statement in EMPTIED:
            schema_editor.execute(statement)


def _begin(apps: Any, using: str, one: Any) -> Any:
    finding = apps.get_model("register", "IdentityFinding")(
        pk=one.pk, person_id=one.person_id, other_id=one.other_id, verdict=one.verdict,
        reason=one.reason, needs=[], by_id=one.by_id, at=one.at,
    )  # fmt: skip
    finding.save(using=using, force_insert=True)
    _keep(apps, using, ("register", "IdentityFinding"), finding, one)
    if one.verdict == "same":
        _join(apps, using, one, finding.pk)
    return finding


def _end(apps: Any, using: str, finding: Any, by: Any) -> None:
    finding.ended_by_id, finding.ended_at = by.by_id, by.at
    finding.ended_reason = by.reason or LATER
    finding.save(using=using)
    _keep(apps, using, ("register", "IdentityFinding"), finding, by)
    if finding.verdict == "same":
        _join(apps, using, by, None)


def _join(apps: Any, using: str, one: Any, finding: Any) -> None:
    referral = apps.get_model("referrals", "Referral").objects.using(using).get(pk=one.referral_id)
    referral.joined_by_id = finding
    referral.save(using=using, update_fields=["joined_by"])
    _keep(apps, using, ("referrals", "Referral"), referral, one)


def _keep(apps: Any, using: str, model: tuple[str, str], row: Any, one: Any) -> None:
    """Write the history row of a change that this migration made."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    apps.get_model(model[0], f"Historical{model[1]}").objects.using(using).create(
        **values, history_date=one.at, history_type="+" if row.pk == one.pk else "~", history_user_id=one.by_id,
        history_change_reason="move",
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("referrals", "0014_joined_by_a_finding")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
