"""Verbs of training: ask for a place, plan and cancel sessions, give and cancel places."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import User
from core import events, history
from core.errors import RuleBroken
from referrals import team_policy
from referrals.codes import PlaceState, TrainingKind
from referrals.models import TrainingPlace, TrainingSession

TOLD = {
    PlaceState.GIVEN: "referrals.place_given",
    PlaceState.WAITING: "referrals.place_waiting",
    PlaceState.CANCELLED: "referrals.place_cancelled",
}
MOST_OPEN = 1_000
"""So many wishes that wait stop the public form: more than any team could answer (ours)."""


@events.step
def ask_for_place(
    *,
    key: UUID,
    kind: TrainingKind,
    session: TrainingSession | None,
    name: str,
    email: str,
    job: str,
    at: datetime,
) -> TrainingPlace:
    """Ask for a place in a session, or for a date; the same `key` again asks once.

    A free seat is theirs at once, else they are on the waiting list; whoever has a place or
    waits in that session already stays where they are.
    """
    known = TrainingPlace.objects.filter(key=key).first()
    if known is not None:
        return known
    if TrainingPlace.objects.undated().count() >= MOST_OPEN:
        raise RuleBroken("We cannot take requests on this page just now. Phone the team instead")
    place = TrainingPlace(
        key=key,
        kind=kind,
        name=name.strip(),
        email=email.strip(),
        job=job.strip(),
        state=PlaceState.ASKED,
        asked_at=at,
    )
    if session is not None:
        session = _hold(session, at=at)
        if session.kind != kind:
            raise RuleBroken("Select a date of the training that you want", field="session")
        there = session.places.live().filter(email__iexact=place.email).first()
        if there is not None:
            return there
    try:
        with transaction.atomic():
            place.save(force_insert=True)
    except IntegrityError:  # the other of two sendings of one page won
        return TrainingPlace.objects.get(key=key)
    events.publish("referrals.training_asked", by=None, at=at, trainee=place.pk, training=kind)
    return place if session is None else _seat(place, session, by=None, at=at)


@events.step
def plan_training(
    *, kind: TrainingKind, starts_at: datetime, place: str, seats: int, by: User, at: datetime
) -> TrainingSession:
    """Plan a session; the same training at the same time and place is planned once."""
    if starts_at <= at:
        raise RuleBroken("The session must be in the future", field="day")
    if seats < 1:
        raise RuleBroken("Enter how many people can take part", field="seats")
    same = TrainingSession.objects.to_come(at=at).filter(
        kind=kind, starts_at=starts_at, place=place.strip()
    )
    known = same.first()
    if known is not None:
        return known
    session = TrainingSession(
        kind=kind, starts_at=starts_at, place=place.strip(), seats=seats, made_by=by, made_at=at
    )
    history.save(session, by=by, at=at, reason="plan_training")
    _tell("referrals.training_planned", session, by=by, at=at)
    return session


@events.step
def give_place(
    *, place: TrainingPlace, session: TrainingSession, by: User, at: datetime
) -> TrainingPlace:
    """Give a seat in a session, or its waiting list, to someone who asks for a date or waits.

    Someone whose place was cancelled by mistake is given one again.
    """
    session = _hold(session, at=at)
    place = TrainingPlace.objects.select_for_update().get(pk=place.pk)
    check_has_no_place(place)
    if session.kind != place.kind:
        raise RuleBroken("Select a session of the training that they asked for", field="session")
    others = session.places.live().filter(email__iexact=place.email).exclude(pk=place.pk)
    if others.exists():
        raise RuleBroken("Someone with this address is in that session already.", field="session")
    return _seat(place, session, by=by, at=at)


@events.step
def cancel_place(*, place: TrainingPlace, by: User, at: datetime) -> TrainingPlace:
    """Cancel a place or a wish; the first on the waiting list moves up."""
    session = place.session
    if session is not None:
        TrainingSession.objects.select_for_update().get(pk=session.pk)
    place = TrainingPlace.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if place.state == PlaceState.CANCELLED:
        return place
    had_seat = place.state == PlaceState.GIVEN
    _set(place, PlaceState.CANCELLED, by=by, at=at)
    if session is not None and had_seat and session.starts_at > at:
        following = session.places.filter(state=PlaceState.WAITING).first()
        if following is not None:
            _set(following, PlaceState.GIVEN, by=by, at=at)
    return place


@events.step
def cancel_training(*, session: TrainingSession, by: User, at: datetime) -> TrainingSession:
    """Call a session off; whoever had a place or waited asks for a date again, and is told."""
    session = _hold(session, at=at)
    session.cancelled_at = at
    history.save(session, by=by, at=at, reason="cancel_training")
    told = list(session.places.live())
    for place in told:
        place.state, place.decided_at, place.session = PlaceState.ASKED, at, None
        place.save()
    _tell("referrals.training_cancelled", session, by=by, at=at, trainees=[one.pk for one in told])
    return session


@events.step
def clear_training(*, at: datetime) -> int:
    """Remove names and addresses whose time is up; returns how many people that was."""
    before = at - timedelta(days=team_policy.current().training.keep_days)
    old = TrainingPlace.objects.filter(session__starts_at__lt=before)
    never = TrainingPlace.objects.filter(session__isnull=True, asked_at__lt=before)
    removed = old.delete()[0] + never.delete()[0]
    if removed:
        events.publish("referrals.training_cleared", by=None, at=at, removed=removed)
    return removed


def _hold(session: TrainingSession, *, at: datetime) -> TrainingSession:
    held: TrainingSession = TrainingSession.objects.select_for_update().get(pk=session.pk)
    check_to_come(held, at=at)
    return held


def _seat(
    place: TrainingPlace, session: TrainingSession, *, by: User | None, at: datetime
) -> TrainingPlace:
    """Give the next free seat of the session that is held, else a place on its waiting list."""
    taken = session.places.filter(state=PlaceState.GIVEN).count()
    place.session = session
    state = PlaceState.GIVEN if taken < session.seats else PlaceState.WAITING
    return _set(place, state, by=by, at=at)


def _set(
    place: TrainingPlace, state: PlaceState, *, by: User | None, at: datetime
) -> TrainingPlace:
    place.state, place.decided_at = state, at
    place.save()
    events.publish(
        TOLD[state],
        by=by,
        at=at,
        trainee=place.pk,
        session=place.session_id,
        training=place.kind,
    )
    return place


def _tell(kind: str, session: TrainingSession, *, by: User, at: datetime, **facts: Any) -> None:
    events.publish(kind, by=by, at=at, session=session.pk, training=session.kind, **facts)


def check_to_come(session: TrainingSession, *, at: datetime) -> None:
    """Refuse to change a session that was cancelled or is over."""
    if session.cancelled_at is not None:
        raise RuleBroken("This session was cancelled. Nothing was changed.")
    if session.starts_at <= at:
        raise RuleBroken("This session is over. Nothing was changed.")


def check_has_no_place(place: TrainingPlace) -> None:
    """Refuse to give a place to someone who has one."""
    if place.state == PlaceState.GIVEN:
        raise RuleBroken("They already have a place. Cancel it first.")
