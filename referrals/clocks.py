"""When triage is due, as the policy files say."""

from datetime import date
from functools import lru_cache

from duties import policy

TRIAGE_RULES = "referral-triage"


@lru_cache(maxsize=512)
def triage_due(*, level: str, on: date) -> date | None:
    """Return the last day to triage a referral of `level` sent on `on`.

    The earliest date among the duties that the policy names referral-triage…; None when no
    policy asks for triage.
    """
    duties = policy.duties_for(
        policy.current(), "referrals.submitted", policy.Facts(level=level), on
    )
    dates = [
        duty.due_on for duty in duties if duty.rule.startswith(TRIAGE_RULES) and duty.due_on
    ]  # fmt: skip
    return min(dates, default=None)
