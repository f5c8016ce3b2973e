"""The decision about a keyworker, and what the keyworker service made of a referral."""

from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from core import events
from core.dates import local_day
from core.errors import RuleBroken
from register.models import Person
from register.workflow import hold
from reviews import rules
from reviews.details import KeyworkerNews
from reviews.models import KeyworkerFollowUp, KeyworkerReferral
from reviews.rules import KeyworkerOutcome
from reviews.workflow.common import consented

_SENT_TWICE = timedelta(minutes=1)
"""The same decision again so soon is the same form sent twice."""


@events.step
def decide_keyworker(
    *,
    person: Person,
    outcome: KeyworkerOutcome,
    by: User,
    at: datetime,
    reason: str = "",
    decided_on: date | None = None,
) -> KeyworkerReferral:
    """Record what was decided about a keyworker; an earlier decision stays and is superseded.

    A referral needs the consent on record to cover it.
    """
    person = hold(person.pk)
    today = local_day(at)
    day = decided_on or today
    rules.check_keyworker(outcome, reason, birth_date=person.birth_date, decided_on=day, on=today)
    last = KeyworkerReferral.objects.filter(person=person).first()
    if last is not None and last.recorded_at > at - _SENT_TWICE:
        said = (outcome.value, reason.strip(), day)
        if (last.outcome, last.reason, last.decided_on) == said:
            return last
    rules.check_keyworker_scope(outcome, covered=consented(person, "keyworker", on=today))
    decision = KeyworkerReferral.objects.create(
        person=person,
        outcome=outcome,
        reason=reason.strip(),
        decided_on=day,
        recorded_by=by,
        recorded_at=at,
    )
    events.publish(
        "reviews.keyworker_recorded",
        person=person.pk,
        by=by,
        at=at,
        decision=decision.pk,
        outcome=outcome,
        decided_on=day,
        keyworker_known=outcome in rules.KNOWN_TO_KEYWORKER,
        stands_from=stands_from(outcome, day, on=today),
    )
    return decision


def stands_from(outcome: KeyworkerOutcome, decided_on: date, *, on: date) -> date:
    """Return from which day a decision recorded on the day `on` counts."""
    return on if outcome is KeyworkerOutcome.ALREADY_KNOWN else decided_on


@events.step
def follow_up_keyworker(
    *, referral: KeyworkerReferral, news: KeyworkerNews, by: User, at: datetime
) -> KeyworkerFollowUp:
    """Record what the keyworker service said, and when it is asked again."""
    hold(referral.person_id)
    last = KeyworkerReferral.objects.filter(person=referral.person_id).first()
    if last is None or last.pk != referral.pk:
        raise RuleBroken("There is a later decision about a keyworker. Nothing was saved.")
    if KeyworkerOutcome(referral.outcome) not in rules.KNOWN_TO_KEYWORKER:
        raise RuleBroken("The person was not referred, so there is nothing to follow up.")
    today = local_day(at)
    rules.check_follow_up(
        news.state,
        reason=news.reason,
        service=news.service,
        happened_on=news.happened_on,
        next_on=news.next_on,
        decided_on=referral.decided_on,
        on=today,
    )
    made = {
        "state": news.state, "reason": news.reason.strip(), "service": news.service.strip(),
        "happened_on": news.happened_on, "next_on": news.next_on,
    }  # fmt: skip
    known = referral.follow_ups.filter(recorded_at__gt=at - _SENT_TWICE, **made).first()
    if known is not None:
        return known
    return _kept(referral, made, by=by, at=at)


def _kept(
    referral: KeyworkerReferral, made: dict[str, Any], *, by: User, at: datetime
) -> KeyworkerFollowUp:
    kept = KeyworkerFollowUp.objects.create(
        person=referral.person, referral=referral, recorded_by=by, recorded_at=at, **made
    )
    events.publish(
        "reviews.keyworker_followed_up",
        person=referral.person_id,
        by=by,
        at=at,
        decision=referral.pk,
        follow_up=kept.pk,
        state=kept.state,
        keyworker_known=kept.state not in rules.SETTLED,
        happened_on=kept.happened_on,
        next_on=kept.next_on,
    )
    return kept
