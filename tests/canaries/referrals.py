"""Fills what referrals keep about somebody with words that must not outlive an erasure."""

from accounts.models import User
from referrals import workflow
from referrals.rules import SectionKey
from register.models import Person
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals import given

WORDS = "Canaryreferral"


def fill(person: Person, cast: Cast) -> None:
    """Write a sent referral with every step, and a draft, about `person`."""
    who = {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "birth_date": person.birth_date.isoformat(),
        "nhs_number": person.nhs_number,
        "knows_number": bool(person.nhs_number),
    }
    team: User = cast.team
    given.complete(cast, **who)
    draft = given.complete(
        cast,
        sections={
            SectionKey.WHY_NOW: given.WHY_NOW | {"reason": f"{WORDS} reason"},
            SectionKey.VIEWS: given.VIEWS | {"person_view": f"{WORDS} view"},
        },
        **who,
    )
    if not person.nhs_number:
        return
    sent = workflow.submit(referral=draft, declared=True, by=cast.lead, at=NOW)
    workflow.ask(referral=sent, words=f"{WORDS} question", by=team, at=NOW)
    workflow.answer(referral=sent, words=f"{WORDS} answer", by=cast.lead, at=NOW)
    workflow.decline(referral=sent, advice=f"{WORDS} advice", by=team, at=NOW)
