"""Taking back one's own withdrawal: the referrer withdrew the wrong referral, or too soon."""

from datetime import datetime

from accounts.models import User
from core import events
from core.errors import RuleBroken
from referrals import rules
from referrals.models import Referral
from referrals.rules import State
from referrals.workflow.triage import hold_sent, reopen


@events.step
def take_back_withdrawal(*, referral: Referral, why: str, by: User, at: datetime) -> Referral:
    """Let a referral that `by` withdrew wait for triage again, with its first date.

    Refused once anything else has been decided, so that no one takes a decision of the team back
    with it. The team is told; a RED one is RED again.
    """
    rules.check_words(why, message="Enter why you are undoing the withdrawal", field="why")
    _, referral = hold_sent(referral)
    check_own_withdrawal(referral, by=by)
    return reopen(referral=referral, why=why, by=by, at=at)


def check_own_withdrawal(referral: Referral, *, by: User) -> None:
    """Refuse all but a withdrawal of one's own after which nothing was decided, in words."""
    if referral.stands is State.ACCEPTED or referral.stands is State.DECLINED:
        raise RuleBroken(
            f"The DSR team has decided this referral: {referral.stands.label.lower()}. Only the "
            "team can put it back to triage. Contact the DSR team if the decision was a mistake."
        )
    if referral.stands is not State.WITHDRAWN:
        raise RuleBroken(
            "This referral is waiting for a decision, so there is no withdrawal to undo. "
            "Nothing was changed."
        )
    if referral.person is not None and referral.person.died_on is not None:
        raise RuleBroken(
            "The person's record says they have died, so this referral stays withdrawn. Contact "
            "the DSR team if that is a mistake."
        )
    withdrawn = referral.steps.filter(kind=rules.StepKind.WITHDRAWN).last()
    if withdrawn is None or withdrawn.by_id != by.pk:
        raise RuleBroken(
            "You did not withdraw this referral, so you cannot take the withdrawal back. Contact "
            "the DSR team if it was a mistake."
        )
    _check_not_sent_again(referral, by=by)


def _check_not_sent_again(referral: Referral, *, by: User) -> None:
    """Refuse a second referral by the same writer about the same person."""
    later = Referral.objects.filter(
        person=referral.person_id, referrer=by, submitted_at__gt=referral.decided_at
    )
    again = later.exclude(state=State.WITHDRAWN).order_by("submitted_at").last()
    if again is not None:
        raise RuleBroken(
            f"You have sent another referral about this person since: {again.reference}. This "
            "one stays withdrawn."
        )
