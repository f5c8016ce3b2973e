"""What a notice of something put right was about: the kind of fact and no more."""

from collections.abc import Iterable
from uuid import UUID

from alerts.models import Notice
from register.models import StrikeOut
from register.workflow import fact_name

KINDS = {"record_put_right": "What was put right", "record_struck_out": "What was struck out"}


def lines(notice: Notice) -> list[str]:
    """Return what kind of fact the notice is about, such as "a legal status"; never the person."""
    return lines_of([notice]).get(notice.pk, [])


def lines_of(notices: Iterable[Notice]) -> dict[UUID, list[str]]:
    """Return the same for many notices, by their ids, in one query at most."""
    about = {one.pk: one for one in notices if one.kind in KINDS and one.subject_id is not None}
    if not about:
        return {}
    rows = StrikeOut.objects.filter(pk__in=[one.subject_id for one in about.values()])
    kinds = dict(rows.values_list("pk", "kind"))
    return {
        pk: [f"{KINDS[one.kind]}: {fact_name(kinds[one.subject_id])}"]
        for pk, one in about.items()
        if one.subject_id in kinds
    }
