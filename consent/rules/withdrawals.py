"""Who may decide a withdrawal, when it is carried out, and what stops it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from consent.rules.ages import ADULT_RULES_FROM, CHILD
from consent.rules.codes import Basis, Requester, WithdrawalState
from core.dates import in_words
from core.errors import RuleBroken

UNDECIDED = (WithdrawalState.RESTRICTED, WithdrawalState.APPROVED)
"""The record is hidden and still there."""

MOST_WAITING = 500
"""How many requests from the public page may wait at once; beyond that, the telephone (ours)."""

LONGEST_HOLD = timedelta(days=366)
"""A legal hold is looked at again after a year at the latest (our figure, certainty U)."""


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


def check_not_approved(state: WithdrawalState) -> None:
    """Refuse to approve what is approved already and only waits for the cooling-off."""
    if state is WithdrawalState.APPROVED:
        raise RuleBroken(
            "This withdrawal has been approved and waits for the cooling-off to end. "
            "Nothing was changed."
        )


def check_no_hold(review_on: date | None) -> None:
    """Refuse an erasure while a legal hold, to be reviewed on `review_on`, stands."""
    if review_on is not None:
        raise RuleBroken(
            "A legal hold keeps this record, to be reviewed on "
            f"{in_words(review_on)}. It stays restricted until the hold is lifted. "
            "Nothing was changed."
        )


def check_hold_dates(*, review_on: date, on: date) -> None:
    """Refuse a hold that nobody will look at again within a year."""
    if not on < review_on <= on + LONGEST_HOLD:
        raise RuleBroken("The review must be after today and within a year", field="review_on")


def cooling_off_ends(*, recorded_at: datetime, hours: int) -> datetime:
    """Return from when an approved withdrawal may be carried out (policy data)."""
    return recorded_at + timedelta(hours=hours)


def check_requester(requester: Requester, *, basis: Basis | None, age: int) -> None:
    """Refuse as a withdrawal what is asked by someone who does not decide for the person.

    From 16 no parent does (MCA s.2(5)), and for a younger child only where the basis is parental
    responsibility. An attorney or deputy decides only for someone who lacks capacity (MCA s.9).
    `basis` is that of the last decision. Without any, nothing makes it lawful to keep the record
    in sight, whoever asks.
    """
    if basis is None:
        return
    decides = basis is Basis.PARENTAL and age < ADULT_RULES_FROM
    if requester is Requester.PARENT and not decides:
        raise RuleBroken(
            "Someone with parental responsibility cannot withdraw consent for this person. Nothing "
            "was withdrawn. Ask the person what they want. If they want to withdraw, "
            "select “The person”",
            field="requester",
        )
    if requester in (Requester.ATTORNEY, Requester.DEPUTY) and basis in (*CHILD, Basis.CONSENT):
        raise RuleBroken(
            "An attorney or deputy can only decide for someone who lacks capacity, and the "
            "decision on record does not say that this person does. Nothing was withdrawn. Ask "
            "the person what they want. If they can no longer decide, assess capacity and record a "
            "new decision",
            field="requester",
        )


def check_request(*, identity_checked: bool) -> None:
    """Refuse a withdrawal before it is known who asks and that they may."""
    if not identity_checked:
        raise RuleBroken(
            "Check who is asking, and that they may, before you record this",
            field="identity_checked",
        )
