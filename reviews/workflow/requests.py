"""Verbs of a request for a review, from the asking until it is held or ended early."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from core import events, history
from core.dates import age_on, local_day
from core.errors import Conflict, RuleBroken
from duties.workflow import check_still_here
from register.models import InpatientStay, Person
from register.rules import Security
from register.workflow import ended_by_closing, hold
from register.workflow.mistakes import meanwhile
from reviews import policy, rules
from reviews.details import ArrangeDetails, RequestDetails
from reviews.models import ReviewPaper, ReviewRequest
from reviews.rules import RequestState, Setting
from reviews.workflow.common import consented, level_of, stay_on

_NAMED = ("place", "chair", "clinical_expert", "expert_by_experience", "others")


@events.step
def request_review(
    *, person: Person, details: RequestDetails, by: User, at: datetime, key: str = ""
) -> ReviewRequest:
    """Record that somebody entitled asks for a C(E)TR. The duty to hold one stays open.

    CTR or CETR follows from age and EHC plan, who organises it from where the person is.
    """
    person = hold(person.pk)
    known = ReviewRequest.objects.filter(key=key).first() if key else None
    if known is not None:
        return known
    check_may_be_asked(person)
    today = local_day(at)
    rules.check_asked(details.asked_on, birth_date=person.birth_date, on=today)
    if not details.reason.strip():
        raise RuleBroken("Enter why a review is asked for", field="reason")
    request = ReviewRequest(
        person=person,
        state=RequestState.ASKED,
        requester=details.requester,
        reason=details.reason.strip(),
        ehc_plan=details.ehc_plan,
        asked_on=details.asked_on,
        recorded_by=by,
        recorded_at=at,
        key=key or None,
    )
    _place(request, person, organiser=details.organiser, day=today, stay_day=today)
    return _save(request, "request_review", "reviews.requested", by=by, at=at)


def check_may_be_asked(person: Person) -> None:
    """Refuse a second review at once, and one of someone who has left the register."""
    check_still_here(person)
    if ReviewRequest.objects.open().filter(person=person).exists():
        raise RuleBroken("A review has already been requested and has not been held yet.")


@events.step
def arrange(
    *,
    request: ReviewRequest,
    details: ArrangeDetails,
    by: User,
    at: datetime,
    version: int | None = None,
) -> ReviewRequest:
    """Give a request its date, its place and its panel, or change them.

    `version` is what the page showed: when another has changed it since, `Conflict` is raised.
    The panel may be named step by step; a C(E)TR counts as held only with all three.
    """
    person, request = _hold(request, "arrange", version=version)
    today = local_day(at)
    if details.planned_on != request.planned_on:
        rules.check_planned(details.planned_on, asked_on=request.asked_on, on=today)
        request.arranged_on = today
    request.state, request.planned_on = RequestState.ARRANGED, details.planned_on
    request.chair_is_delegate = details.chair_is_delegate
    for name in _NAMED:
        setattr(request, name, getattr(details, name).strip())
    _place(request, person, organiser=details.organiser, day=details.planned_on, stay_day=today)
    saved = _save(
        request, "arrange", "reviews.arranged", by=by, at=at, planned_on=request.planned_on
    )
    _expect_papers(request, person, by=by, at=at)
    return saved


@events.step
def record_papers(
    *,
    request: ReviewRequest,
    received: Collection[str],
    circulated: Collection[str],
    by: User,
    at: datetime,
    version: int | None = None,
) -> ReviewRequest:
    """Note which papers have come and which the panel was sent; each keeps its first day.

    Without consent to the review that stands today nothing may be sent to the panel (S24).
    """
    person, request = _hold(request, "record_papers", version=version)
    today, papers = local_day(at), list(request.papers.select_for_update())
    new = set(circulated) - {one.code for one in papers if one.circulated_on}
    rules.check_papers(
        received=received, circulated=circulated,
        consent=not new or consented(person, "cetr", on=today),
    )  # fmt: skip
    for paper in papers:
        came = (paper.received_on or today) if paper.code in received else None
        sent = (paper.circulated_on or today) if paper.code in circulated else None
        if (came, sent) != (paper.received_on, paper.circulated_on):
            paper.received_on, paper.circulated_on = came, sent
            history.save(paper, by=by, at=at, reason="record_papers")
    return _save(
        request, "record_papers", "reviews.papers_recorded", by=by, at=at,
        received=len(set(received)), circulated=len(set(circulated)),
    )  # fmt: skip


@events.step
def decline(*, request: ReviewRequest, reason: str, by: User, at: datetime) -> ReviewRequest:
    """Decline a request, with a reason. A duty that policy raised is not met by this."""
    _, request = _hold(request, "decline")
    rules.check_ending(reason, "Enter why the request is declined")
    return _end(request, RequestState.DECLINED, "decline", reason, by=by, at=at)


@events.step
def cancel(*, request: ReviewRequest, reason: str, by: User, at: datetime) -> ReviewRequest:
    """Call an arranged review off, with a reason. A duty that policy raised is not met by this."""
    _, request = _hold(request, "cancel")
    rules.check_ending(reason, "Enter why the review is cancelled")
    return _end(request, RequestState.CANCELLED, "cancel", reason, by=by, at=at)


@events.step
def stop(*, request: ReviewRequest, by: User | None, at: datetime) -> ReviewRequest:
    """Stop a review because consent to it was withdrawn: nothing more is sent to its panel."""
    _, request = _hold(request, "stop")
    return _end(request, RequestState.STOPPED, "stop", "", by=by, at=at)


@events.step
def call_off(
    *, request: ReviewRequest, words: str, event: int, by: User | None, at: datetime
) -> ReviewRequest:
    """End a request, arranged or not, because the person has left or moved; `words` say so.

    `event` is that of the leaving, by which `ask_again` finds it should that be an error, or of
    the move.
    """
    _, request = _hold(request, "call_off")
    return _end(request, RequestState.CANCELLED, "call_off", words, by=by, at=at, closing=event)


@events.step
def ask_again(*, person_id: UUID, closing: int, by: User | None, at: datetime) -> None:
    """Bring a request back, as it was, that a closing in error had ended.

    One that someone has asked for since takes its place.
    """
    person = hold(person_id)
    told = ended_by_closing("reviews.cancelled", person.pk, closing)
    if told is None or ReviewRequest.objects.open().filter(person=person).exists():
        return
    rows = ReviewRequest.objects.filter(pk=str(told.facts["request"]), person=person)
    request = rows.select_for_update().first()
    if request is None or request.is_open:
        return
    _, before = history.last_two(request)
    request.state, request.ended_on = before.state, None
    request.end_reason = before.end_reason
    request.person = person
    _save(request, "ask_again", "reviews.asked_again", by=by, at=at)


def fulfil(request: ReviewRequest, *, held_on: date, by: User, at: datetime) -> None:
    """Mark an open request as held; the verb that records the review calls it."""
    _, request = _hold(request, "hold")
    request.state, request.ended_on, request.version = (
        RequestState.HELD, held_on, request.version + 1,
    )  # fmt: skip
    history.save(request, by=by, at=at, reason="hold")


def _hold(
    request: ReviewRequest, verb: str, *, version: int | None = None
) -> tuple[Person, ReviewRequest]:
    """Lock the person, read the request afresh, refuse a verb that comes too late."""
    person = hold(request.person_id)
    request = ReviewRequest.objects.select_for_update().get(pk=request.pk)
    rules.check_transition(verb, RequestState(request.state))
    if version is not None and version != request.version:
        raise Conflict(f"{meanwhile.of_record(request, 'this review')} {meanwhile.KEPT}")
    return person, request


def _place(
    request: ReviewRequest,
    person: Person,
    *,
    organiser: rules.Organiser | None,
    day: date,
    stay_day: date,
) -> None:
    """Say what the review is on the day `day`, where the person is, and who organises it."""
    plan = person.ehc_plan if person.ehc_plan is not None else request.ehc_plan
    request.kind = rules.kind_of(birth_date=person.birth_date, ehc_plan=plan, on=day)
    stay: InpatientStay | None = stay_on(person, stay_day)
    setting = Setting.INPATIENT if stay else Setting.COMMUNITY
    moved = request.setting != setting
    request.stay, request.setting = stay, setting
    if organiser is not None:
        request.organiser = organiser
    elif moved or not request.organiser:
        request.organiser = _usual_organiser(person, stay, day=day)


def _usual_organiser(person: Person, stay: InpatientStay | None, *, day: date) -> rules.Organiser:
    """Return who organises a review on the day `day` as a rule, with the person in that stay."""
    return rules.organiser_of(
        setting=Setting.INPATIENT if stay else Setting.COMMUNITY,
        child=age_on(person.birth_date, day) < 18,
        secure=stay is not None and stay.security != Security.NON_SECURE,
    )


def follow_person(request: ReviewRequest, person: Person, *, by: User | None, at: datetime) -> None:
    """Let an open request say where the person is now; part of `follow_stays`.

    Who organises it follows, unless someone chose otherwise; papers of the new place are expected.
    """
    today = local_day(at)
    stay = stay_on(person, today)
    if stay == request.stay:
        return
    day = request.planned_on or today
    chosen = request.organiser != _usual_organiser(person, request.stay, day=day)
    request.stay, request.setting = stay, Setting.INPATIENT if stay else Setting.COMMUNITY
    if not chosen:
        request.organiser = _usual_organiser(person, stay, day=day)
    request.person = person
    _save(request, "follow_stays", "reviews.request_followed", by=by, at=at)
    if request.state == RequestState.ARRANGED:
        _expect_papers(request, person, by=by, at=at)


def made_in(request: ReviewRequest, stay: InpatientStay) -> bool:
    """Whether a request was made or last arranged in this stay, and did not only follow into it."""
    rows = request.history.filter(history_change_reason__in=["request_review", "arrange"])
    last = rows.order_by("-history_id").values_list("stay_id", flat=True).first()
    return bool(last == stay.pk)


def _expect_papers(
    request: ReviewRequest, person: Person, *, by: User | None, at: datetime
) -> None:
    """List the papers expected; those listed before stay, with what is known of them."""
    day = request.planned_on or local_day(at)
    child = request.kind == rules.ReviewKind.CETR or age_on(person.birth_date, day) < 18
    listed = set(request.papers.values_list("code", flat=True))
    for paper in policy.current().papers_for(request.setting, child=child):
        if paper.code not in listed:
            row = ReviewPaper(person=person, request=request, code=paper.code)
            history.save(row, by=by, at=at, reason="arrange")


def _end(
    request: ReviewRequest, state: RequestState, verb: str, reason: str, *,
    by: User | None, at: datetime, **facts: Any,
) -> ReviewRequest:  # fmt: skip
    request.state, request.ended_on = state, local_day(at)
    request.end_reason = reason.strip()
    kinds = {
        "decline": "reviews.declined", "cancel": "reviews.cancelled", "stop": "reviews.stopped",
        "call_off": "reviews.cancelled",
    }  # fmt: skip
    return _save(request, verb, kinds[verb], by=by, at=at, **facts)


def _save(
    request: ReviewRequest, verb: str, kind: str, *, by: User | None, at: datetime, **facts: Any
) -> ReviewRequest:
    if request._state.adding is False:
        request.version += 1
    history.save(request, by=by, at=at, reason=verb)
    events.publish(
        kind,
        person=request.person_id,
        by=by,
        at=at,
        request=request.pk,
        review_kind=request.kind,
        setting=request.setting,
        organiser=request.organiser,
        asked_by=request.recorded_by_id,
        level=level_of(request.person),
        **facts,
    )
    return request
