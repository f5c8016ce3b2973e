"""When a record's time is over, and who may decide about it: always two people."""

from datetime import date, datetime, timedelta
from uuid import UUID

from consent.rules.codes import DisposalState
from consent.rules.withdrawals import LONGEST_HOLD
from core.dates import add_months, in_words, local_day
from core.errors import RuleBroken

ON_THE_LIST = (DisposalState.DUE, DisposalState.PROPOSED, DisposalState.KEPT)
"""Someone has yet to decide, now or later."""


def dispose_on(
    *, ended_at: datetime, recorded_at: datetime, keep_months: int, grace_days: int
) -> date:
    """Return the day from which a record may be erased (policy data).

    The time for which it is kept counts from the day on which it ended: from the death, or from
    the end of the person's time on the register, as the records management code has it
    (domain.md 9, "Retention": from the end of treatment, or from death), and not from the day
    on which someone typed that in. The days of grace count from the recording, since they are
    there so that an ending recorded in error can be put right: never sooner than that.
    """
    kept = add_months(local_day(ended_at), keep_months)
    return max(kept, local_day(recorded_at) + timedelta(days=grace_days))


def since_words(why: str, closure_reason: str, ended_at: datetime) -> str:
    """Return why and from which day a record's time runs, naming the day for what it is."""
    on = in_words(local_day(ended_at))
    if closure_reason == "died":
        return f"{why} on {on}"
    return f"{why}, left on {on}" if closure_reason else f"{why} on {on}"


def check_proposable(*, state: DisposalState, due_on: date, on: date) -> None:
    """Refuse to propose what is decided already, or whose time is not over."""
    _check_there(state)
    if state is DisposalState.PROPOSED:
        raise RuleBroken(
            "This has already been proposed. Open the record again to agree or refuse."
        )
    if due_on > on:
        raise RuleBroken(f"This record is kept until {in_words(due_on)}. Nothing was changed.")


def check_agreeable(*, state: DisposalState, proposed_by: UUID | None, by: UUID) -> None:
    """Refuse an erasure that no one has proposed, and one by the person who proposed it."""
    _check_there(state)
    if state is not DisposalState.PROPOSED:
        raise RuleBroken("No one has proposed to erase this record. Nothing was changed.")
    if proposed_by == by:
        raise RuleBroken(
            "You proposed this, so a different person must agree. Nothing was changed."
        )


def check_keepable(*, state: DisposalState, why: str, until: date, on: date) -> None:
    """Refuse to keep a record without a reason, or without a day to look at it within a year."""
    _check_there(state)
    if not why.strip():
        raise RuleBroken("Enter why this record must be kept", field="why")
    if not on < until <= on + LONGEST_HOLD:
        raise RuleBroken("The date must be after today and within a year", field="until")


def _check_there(state: DisposalState) -> None:
    if state is DisposalState.ERASED:
        raise RuleBroken("This record has already been erased.")
    if state is DisposalState.LAPSED:
        raise RuleBroken("This record is no longer due for erasure. Nothing was changed.")
