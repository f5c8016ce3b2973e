"""What a notice of something put right was about: the kind of fact and no more."""

from alerts.models import Notice
from register.models import StrikeOut
from register.workflow import fact_name

KINDS = {"record_put_right": "What was put right", "record_struck_out": "What was struck out"}


def lines(notice: Notice) -> list[str]:
    """Return what kind of fact the notice is about, such as "a legal status"; never about whom."""
    said = KINDS.get(notice.kind)
    if said is None or notice.subject_id is None:
        return []
    kind = StrikeOut.objects.filter(pk=notice.subject_id).values_list("kind", flat=True).first()
    return [f"{said}: {fact_name(kind)}"] if kind else []
