"""The whole table: everything of the product that has states."""

from tests.ways_out import (
    of_accounts,
    of_actions,
    of_consent,
    of_duties,
    of_facts,
    of_meetings,
    of_moves,
    of_referrals,
    of_register,
    of_requests,
    of_reviews,
    of_series,
)

MACHINES = (
    *of_register.MACHINES,
    *of_moves.MACHINES,
    *of_facts.MACHINES,
    *of_reviews.MACHINES,
    *of_duties.MACHINES,
    *of_meetings.MACHINES,
    *of_series.MACHINES,
    *of_actions.MACHINES,
    *of_referrals.MACHINES,
    *of_requests.MACHINES,
    *of_consent.MACHINES,
    *of_accounts.MACHINES,
)
