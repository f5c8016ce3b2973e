"""The verb that says how the person was told what became of a referral."""

from datetime import datetime

from accounts.models import User
from core import events
from core.dates import local_day
from core.errors import RuleBroken
from referrals import letters, overtaking
from referrals.codes import LetterAbout, LetterWay
from referrals.models import LetterGiven, Referral
from referrals.workflow.triage import hold_sent

OUTCOMES = (LetterAbout.ACCEPTED, LetterAbout.DECLINED)
"""Letters that tell the outcome, and so meet the duty to tell it."""


@events.step
def give_letter(
    *,
    referral: Referral,
    about: LetterAbout,
    easy_read: bool,
    way: LetterWay,
    by: User,
    at: datetime,
) -> LetterGiven:
    """Note that the person has the letter; the same again on one day is one letter.

    Once its words have been put right it is another letter.

    Raises `RuleBroken` when the referral stands elsewhere now than the letter says.
    """
    _, referral = hold_sent(referral)
    if letters.about(referral) != about:
        raise RuleBroken(
            "The referral has moved on since you opened this letter. Print the letter that says "
            "where it stands now."
        )
    check_true(referral)
    same = referral.letters.filter(about=about, easy_read=easy_read, way=way, by=by)
    for known in same:
        again = overtaking.told_wrongly(referral, told_at=known.at)
        if local_day(known.at) == local_day(at) and not again:
            return known
    given = LetterGiven.objects.create(
        referral=referral, about=about, easy_read=easy_read, way=way, by=by, at=at
    )
    facts = {"referral": referral.pk, "letter": given.pk, "about": about, "easy_read": easy_read}
    events.publish("referrals.letter_given", person=referral.person_id, by=by, at=at, **facts)
    if about in OUTCOMES:
        events.publish(
            "referrals.outcome_told",
            person=referral.person_id,
            by=by,
            at=at,
            level=referral.level,
            **facts,
        )
    return given


def check_true(referral: Referral) -> None:
    """Refuse to give the letter of a referral once what it says is no longer so."""
    overtaken = overtaking.then(referral).overtaken
    if overtaken:
        raise RuleBroken(f"{overtaken} The letter is out of date. Do not give it to anyone.")
