"""What every notice says: a reference and a link only, no name, no initials, no number.

One file for each app whose events it tells of.
"""

from alerts.wording import (
    accounts,
    actions,
    consent,
    duties,
    meetings,
    referrals,
    register,
    reviews,
)
from alerts.wording.model import Wording

NOTICES: dict[str, Wording] = {
    **accounts.WORDS,
    **actions.WORDS,
    **consent.WORDS,
    **duties.WORDS,
    **meetings.WORDS,
    **referrals.WORDS,
    **register.WORDS,
    **reviews.WORDS,
}
"""Every notice there is, by its kind."""

__all__ = ["NOTICES", "Wording"]
