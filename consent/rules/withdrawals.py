"""Who may decide a withdrawal, and when."""

from datetime import datetime, timedelta
from uuid import UUID

from consent.rules.codes import WithdrawalState
from core.dates import in_words
from core.errors import RuleBroken


def check_second_person(*, recorded_by: UUID, by: UUID, state: WithdrawalState) -> None:
    """Refuse a second decision on a withdrawal, and one by the person who recorded it."""
    if state is WithdrawalState.ERASED:
        raise RuleBroken("This withdrawal has already been carried out. Nothing was changed.")
    if state is WithdrawalState.RESTORED:
        raise RuleBroken("This withdrawal was recorded in error. Nothing was changed.")
    if recorded_by == by:
        raise RuleBroken(
            "You recorded this withdrawal, so a different person must decide. Nothing was changed."
        )


def check_cooling_off(*, recorded_at: datetime, at: datetime, days: int) -> None:
    """Refuse an erasure before the cooling-off of `days` has passed (policy data; default none)."""
    earliest = recorded_at + timedelta(days=days)
    if at < earliest:
        raise RuleBroken(
            f"This can be erased from {in_words(earliest.date())}. Until then it stays restricted."
        )


def check_request(*, identity_checked: bool) -> None:
    """Refuse a withdrawal before it is known who asks and that they may."""
    if not identity_checked:
        raise RuleBroken(
            "Check who is asking, and that they may, before you record this",
            field="identity_checked",
        )
