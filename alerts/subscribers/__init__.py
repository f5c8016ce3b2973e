"""Who is told of what: each event that somebody must hear of becomes notices, at once.

One file for each app whose events it hears. Each runs inside the transaction of the event: the
facts carry ids, and people are looked up here.
"""

from alerts.subscribers import (
    accounts,
    actions,
    after_meetings,
    area_moves,
    consent,
    correcting,
    duties,
    leaving,
    meetings,
    referrals,
    referrals_team,
    register,
    reviews,
    unheard,
)

__all__ = [
    "accounts",
    "actions",
    "after_meetings",
    "area_moves",
    "consent",
    "correcting",
    "duties",
    "leaving",
    "meetings",
    "referrals",
    "referrals_team",
    "register",
    "reviews",
    "unheard",
]
