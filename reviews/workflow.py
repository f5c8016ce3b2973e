"""Every write of reviews, keyworker decisions and oversight visits, one function a verb."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Min, Q

from accounts.models import User
from actions import workflow as actions
from actions.rules import Origin
from core import events, history
from core.dates import local_day
from core.errors import RuleBroken
from register.models import InpatientStay, Person, Standing
from register.rules import LegalStatus
from register.workflow import hold
from register.workflow.entries import facts_of
from reviews import rules
from reviews.details import Recommended, ReviewDetails, VisitDetails
from reviews.models import KeyworkerReferral, OversightVisit, Review
from reviews.rules import KeyworkerOutcome, ReviewKind, Setting

_KEPT = (
    "chair", "clinical_expert", "expert_by_experience", "others", "safe", "current_care",
    "future_plan", "hospital_needed",
)  # fmt: skip

_SENT_TWICE = timedelta(minutes=1)
"""The same decision again so soon is the same form sent twice."""


@transaction.atomic
def record_review(
    *, person: Person, details: ReviewDetails, by: User, at: datetime, key: str = ""
) -> Review:
    """Record a C(E)TR or an emergency protocol; each recommendation becomes an action.

    CTR or CETR follows from age and EHC plan on the day; community or hospital from the stays
    recorded. A C(E)TR asks for a rating review, which policy raises as a duty.
    """
    person = hold(person.pk)
    known = Review.objects.filter(key=key).first() if key else None
    if known is not None:
        return known
    kind = _checked_kind(person, details, on=local_day(at))
    stay = _stay_on(person, details.held_on)
    review = Review(
        person=person,
        kind=kind,
        setting=Setting.INPATIENT if stay else Setting.COMMUNITY,
        stay=stay,
        held_on=details.held_on,
        requested_by=details.requested_by,
        chair_is_delegate=details.chair_is_delegate,
        consent=details.consent,
        recorded_by=by,
        recorded_at=at,
        key=key or None,
        **{name: getattr(details, name).strip() for name in _KEPT},
    )
    history.save(review, by=by, at=at, reason="record_review")
    _agree(review, Origin.REVIEW, details.recommendations, by=by, at=at)
    events.publish(
        "reviews.held", person=person.pk, by=by, at=at, **_review_facts(review, person, details)
    )
    return review


def _checked_kind(person: Person, details: ReviewDetails, *, on: date) -> ReviewKind:
    rules.check_held(details.held_on, birth_date=person.birth_date, on=on)
    typed = {name: getattr(details, name) for name in _KEPT}
    plan = person.ehc_plan if person.ehc_plan is not None else details.ehc_plan
    kind = (
        ReviewKind.LAEP
        if details.emergency
        else rules.kind_of(birth_date=person.birth_date, ehc_plan=plan, on=details.held_on)
    )
    rules.check_consent(kind, details.consent)
    rules.check_panel(kind, typed)
    rules.check_answers(kind, typed)
    return kind


def _stay_on(person: Person, day: date) -> InpatientStay | None:
    stays = InpatientStay.objects.filter(person=person, admitted_on__lte=day)
    return stays.filter(Q(discharged_on__isnull=True) | Q(discharged_on__gt=day)).first()


def _review_facts(review: Review, person: Person, details: ReviewDetails) -> dict[str, Any]:
    facts = facts_of(person) | {
        "review": review.pk,
        "review_kind": review.kind,
        "setting": review.setting,
        "held_on": review.held_on,
        "level": _level(person),
        "consent": bool(review.consent) or None,
    }
    if facts["ehc_plan"] is None:
        facts["ehc_plan"] = details.ehc_plan
    if review.stay is not None and review.stay.discharged_on is None:
        counting = Review.objects.counting().filter(stay=review.stay)
        facts |= _stay_facts(review.stay) | {
            "first_meeting_on": counting.aggregate(first=Min("held_on"))["first"]
        }
    return facts


def _stay_facts(stay: InpatientStay) -> dict[str, Any]:
    return {
        "stay": stay.pk,
        "admitted_on": stay.admitted_on,
        "security": stay.security,
        "detained": LegalStatus(stay.legal_status).detained,
        "commissioner": stay.commissioner_id,
    }


def _level(person: Person) -> str | None:
    return Standing.objects.filter(person=person).values_list("level", flat=True).first()


def _agree(
    source: Review | OversightVisit,
    origin: Origin,
    wanted: tuple[Recommended, ...],
    *,
    by: User,
    at: datetime,
) -> None:
    """Agree one action for each recommendation; a broken rule names the row it is in."""
    for number, one in enumerate(wanted, start=1):
        try:
            actions.agree(
                person=source.person,
                description=one.description,
                owner=one.owner,
                due_on=one.due_on,
                by=by,
                at=at,
                origin=origin,
                origin_id=source.pk,
            )
        except RuleBroken as broken:
            raise RuleBroken(broken.message, field=f"row{number}_{broken.field}") from broken


@transaction.atomic
def send_report(*, review: Review, sent_on: date, by: User, at: datetime) -> Review:
    """Record that the report of a review went out to those who must have it."""
    person = hold(review.person_id)
    review = Review.objects.select_for_update().get(pk=review.pk)
    if review.report_sent_on is not None:
        raise RuleBroken("The report has already been recorded as sent.")
    rules.check_report_sent(sent_on, held_on=review.held_on, on=local_day(at))
    review.report_sent_on, review.report_sent_by = sent_on, by
    history.save(review, by=by, at=at, reason="send_report")
    events.publish(
        "reviews.report_sent",
        person=person.pk,
        by=by,
        at=at,
        review=review.pk,
        review_kind=review.kind,
        sent_on=sent_on,
    )
    return review


@transaction.atomic
def decide_keyworker(
    *,
    person: Person,
    outcome: KeyworkerOutcome,
    by: User,
    at: datetime,
    reason: str = "",
    decided_on: date | None = None,
) -> KeyworkerReferral:
    """Record what was decided about a keyworker; an earlier decision stays and is superseded."""
    person = hold(person.pk)
    today = local_day(at)
    day = decided_on or today
    rules.check_keyworker(outcome, reason, birth_date=person.birth_date, decided_on=day, on=today)
    last = KeyworkerReferral.objects.filter(person=person).first()
    if last is not None and last.recorded_at > at - _SENT_TWICE:
        said = (outcome.value, reason.strip(), day)
        if (last.outcome, last.reason, last.decided_on) == said:
            return last
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
    )
    return decision


@transaction.atomic
def record_visit(
    *,
    stay: InpatientStay,
    on: date,
    details: VisitDetails,
    by: User,
    at: datetime,
    key: str = "",
) -> OversightVisit:
    """Record a commissioner's visit made on the day `on`; each concern becomes an action."""
    person = hold(stay.person_id)
    known = OversightVisit.objects.filter(key=key).first() if key else None
    if known is not None:
        return known
    stay = InpatientStay.objects.get(pk=stay.pk)
    if stay.discharged_on is not None:
        raise RuleBroken("This stay has ended.")
    rules.check_visit(
        on, admitted_on=stay.admitted_on, discharged_on=stay.discharged_on, on=local_day(at)
    )
    rules.check_seen(details.saw_person, details.not_seen_reason)
    if not details.account.strip():
        raise RuleBroken("Enter what you saw, heard and asked", field="account")
    visit = OversightVisit.objects.create(
        person=person,
        stay=stay,
        visited_on=on,
        saw_person=details.saw_person,
        not_seen_reason="" if details.saw_person else details.not_seen_reason.strip(),
        account=details.account.strip(),
        visited_by=by,
        recorded_at=at,
        key=key or None,
    )
    _agree(visit, Origin.VISIT, details.concerns, by=by, at=at)
    facts = facts_of(person) | _stay_facts(stay)
    events.publish(
        "reviews.visited",
        person=person.pk,
        by=by,
        at=at,
        visit=visit.pk,
        visited_on=on,
        saw_person=visit.saw_person,
        level=_level(person),
        **facts,
    )
    return visit


def keyworker_facts(person_id: UUID, on: date) -> dict[str, Any]:
    """Return for policy whether the keyworker service knows the person by the day `on`."""
    last = KeyworkerReferral.objects.filter(person=person_id, decided_on__lte=on).first()
    return {} if last is None else {"keyworker_known": last.outcome in rules.KNOWN_TO_KEYWORKER}
