"""Putting right what was written in a step of triage; what was decided is taken back instead."""

from datetime import datetime

from accounts.models import User
from core import events
from core.dates import in_words, local_day
from core.errors import RuleBroken
from referrals.models import TriageStep
from referrals.rules import REFERRERS_WORDS, TEAMS_WORDS
from referrals.workflow.triage import hold_sent
from register.workflow.mistakes.striking_out import keep_as_it_was, to_put_right


@events.step
def correct_words(
    *, step: TriageStep, words: str, why: str, by: User, at: datetime, for_person: str = ""
) -> TriageStep:
    """Put right the words of a step; it keeps its day and whose it was, the old words stay.

    The other side, which they were written to, is told. Sent twice by one user, it is done once;
    raises `Conflict` where someone else was first.
    """
    if not words.strip():
        raise RuleBroken("Enter the right words", field="words")
    person, referral = hold_sent(step.referral)
    said = {"words": words.strip(), "for_person": for_person.strip()}
    wrong = to_put_right(TriageStep.objects.filter(referral=referral), step, said, why=why, by=by)
    if wrong.pk != step.pk:
        return wrong
    if wrong.kind not in TEAMS_WORDS + REFERRERS_WORDS:
        raise RuleBroken("These words cannot be changed here.")
    right = TriageStep.objects.create(
        referral=referral, kind=wrong.kind, level=wrong.level, by_id=wrong.by_id, at=wrong.at,
        **said,
    )  # fmt: skip
    row = keep_as_it_was(
        person=person, kind="referral_words", was=wrong, now=right.pk, reason=why, by=by, at=at,
        said=f"Referral {referral.reference}, {wrong.label.lower()} on "
        f"{in_words(local_day(wrong.at))}: {wrong.words}",
    )  # fmt: skip
    wrong.save()
    events.publish(
        "referrals.words_corrected", person=person.pk, by=by, at=at, referral=referral.pk,
        strike_out=row.pk, step=right.pk, outcome=wrong.kind, referrer=referral.referrer_id,
        area=person.area_id, by_team=not wrong.is_referrers,
    )  # fmt: skip
    return right
