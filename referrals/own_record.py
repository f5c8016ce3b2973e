"""What a referral decided and assessed, for the record of one's own organisation."""

from consent.models import Decision
from core.copies import told
from referrals.copies import TOOL
from referrals.models import Referral, ToolResult


def tool_rows(referral: Referral) -> list[dict[str, str]]:
    """Return the result of the referral's tool as rows of a summary list."""
    results = told(ToolResult.objects.filter(referral=referral), TOOL)
    return [{"key": line.label, "value": line.words} for lines in results[:1] for line in lines]


def decision_of(referral: Referral) -> Decision | None:
    """Return the decision that the referral was sent on, which sending it recorded."""
    before = Decision.objects.filter(
        person=referral.person_id, recorded_at__lte=referral.submitted_at
    )
    rows = before.select_related("capacity", "best_interests", "child", "recorded_by")
    return rows.newest_first().first()
