"""Putting right an oversight visit, a decision about a keyworker, and the service's answer."""

from datetime import date, datetime
from typing import Any

from accounts.models import User
from actions.rules import Origin
from actions.workflow import follow_origin
from core import events
from core.dates import local_day
from core.errors import RuleBroken
from register.models import Person
from register.workflow import hold
from register.workflow.mistakes.kinds import carry_along
from register.workflow.mistakes.striking_out import replace, to_put_right
from reviews import rules
from reviews.details import KeyworkerNews, VisitDetails
from reviews.models import KeyworkerFollowUp, KeyworkerReferral, OversightVisit
from reviews.rules import KeyworkerOutcome
from reviews.workflow.common import consented
from reviews.workflow.keyworkers import stands_from


@events.step
def correct_visit(
    *, visit: OversightVisit, on: date, details: VisitDetails, why: str, by: User, at: datetime
) -> OversightVisit:
    """Put right a visit, which is still that of the person who made it; its actions stay.

    Concerns are changed on the pages of their actions: those in `details` are left aside.
    """
    person = hold(visit.person_id)
    said: dict[str, Any] = {
        "visited_on": on, "saw_person": details.saw_person, "account": details.account.strip(),
        "not_seen_reason": "" if details.saw_person else details.not_seen_reason.strip(),
    }  # fmt: skip
    rows = OversightVisit.objects.filter(person=person).select_related("stay")
    wrong = to_put_right(rows, visit, said, why=why, by=by)
    if wrong.pk != visit.pk:
        return wrong
    stay = wrong.stay
    rules.check_visit(
        on, admitted_on=stay.admitted_on, discharged_on=stay.discharged_on, on=local_day(at)
    )
    rules.check_seen(details.saw_person, details.not_seen_reason)
    if not details.account.strip():
        raise RuleBroken("Enter what you saw, heard and asked", field="account")
    right = OversightVisit.objects.create(
        person=person, stay=stay, visited_by_id=wrong.visited_by_id, recorded_at=wrong.recorded_at,
        **said,
    )  # fmt: skip
    follow_origin(origin=Origin.VISIT, was=wrong.pk, now=right.pk, by=by, at=at)
    replace(
        person=person, kind="visit", fact=wrong, placed=right.pk, reason=why, by=by, at=at,
        visited_on=on, saw_person=right.saw_person,
    )  # fmt: skip
    return right


@events.step
def correct_keyworker(
    *,
    decision: KeyworkerReferral,
    outcome: KeyworkerOutcome,
    decided_on: date,
    why: str,
    by: User,
    at: datetime,
    reason: str = "",
) -> KeyworkerReferral:
    """Put right what was decided about a keyworker; what the service answered stays with it."""
    person = hold(decision.person_id)
    said: dict[str, Any] = {
        "outcome": outcome.value, "reason": reason.strip(), "decided_on": decided_on,
    }  # fmt: skip
    rows = KeyworkerReferral.objects.filter(person=person)
    wrong = to_put_right(rows, decision, said, why=why, by=by)
    if wrong.pk != decision.pk:
        return wrong
    today = local_day(at)
    rules.check_keyworker(
        outcome, reason, birth_date=person.birth_date, decided_on=decided_on, on=today
    )
    if outcome != wrong.outcome:
        rules.check_keyworker_scope(outcome, covered=consented(person, "keyworker", on=today))
    answers = list(wrong.follow_ups.all())
    rules.check_answered(outcome, decided_on, answered=[one.happened_on for one in answers])
    right = KeyworkerReferral.objects.create(
        person=person, recorded_by=by, recorded_at=wrong.recorded_at, **said
    )
    for news in answers:
        now = _again(news, person, referral=right)
        carry_along(
            person=person, kind="keyworker-news", was=news, now=now, reason=why, by=by, at=at
        )
    replace(
        person=person, kind="keyworker", fact=wrong, placed=right.pk, reason=why, by=by, at=at,
        outcome=outcome, decided_on=decided_on,
        keyworker_known=outcome in rules.KNOWN_TO_KEYWORKER,
        stands_from=stands_from(outcome, decided_on, on=local_day(wrong.recorded_at)),
    )  # fmt: skip
    return right


@events.step
def correct_keyworker_news(
    *, follow_up: KeyworkerFollowUp, news: KeyworkerNews, why: str, by: User, at: datetime
) -> KeyworkerFollowUp:
    """Put right what the keyworker service said about a referral, and when to ask it again."""
    person = hold(follow_up.person_id)
    said: dict[str, Any] = {
        "state": news.state, "reason": news.reason.strip(), "service": news.service.strip(),
        "happened_on": news.happened_on, "next_on": news.next_on,
    }  # fmt: skip
    rows = KeyworkerFollowUp.objects.filter(person=person).select_related("referral")
    wrong = to_put_right(rows, follow_up, said, why=why, by=by)
    if wrong.pk != follow_up.pk:
        return wrong
    kept = news.next_on == wrong.next_on  # a day to ask again may have passed since
    rules.check_follow_up(
        news.state, reason=news.reason, service=news.service, happened_on=news.happened_on,
        next_on=None if kept else news.next_on, decided_on=wrong.referral.decided_on,
        on=local_day(at),
    )  # fmt: skip
    right = _again(wrong, person, recorded_by=by, **said)
    replace(
        person=person, kind="keyworker-news", fact=wrong, placed=right.pk, reason=why, by=by, at=at,
        state=news.state, keyworker_known=news.state not in rules.SETTLED,
        happened_on=news.happened_on, next_on=news.next_on,
    )  # fmt: skip
    return right


def _again(news: KeyworkerFollowUp, person: Person, **changed: Any) -> KeyworkerFollowUp:
    """Record an answer once more, with other values in part, as of the same moment."""
    names = (
        "referral", "state", "reason", "service", "happened_on", "next_on", "recorded_by",
        "recorded_at",
    )  # fmt: skip
    kept = {name: getattr(news, name) for name in names}
    return KeyworkerFollowUp.objects.create(person=person, **kept | changed)
