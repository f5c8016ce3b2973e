"""Verbs about being on the register: enter, rate, close."""

from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from core import events, history
from core.dates import local_day
from core.errors import Conflict, RuleBroken
from register import rules
from register.models import Entry, InpatientStay, Person, Rating
from register.workflow.floors import floor_of
from register.workflow.holding import current_rating, hold, last_recorded, open_entry
from register.workflow.standing import refresh_standing


def facts_of(person: Person, *, inpatient: bool | None = None) -> dict[str, Any]:
    """Return the codes about a person that policy rules ask for; no name, no number.

    `inpatient` is for a caller that knows it; else the stays are looked at.
    """
    if inpatient is None:
        inpatient = InpatientStay.objects.open().filter(person=person).exists()
    return {
        "ehc_plan": person.ehc_plan,
        "area": person.area_id,
        "region": person.area.region,
        "inpatient": inpatient,
    }


@events.step
def enter(
    *,
    person: Person,
    level: rules.Level,
    reason: str,
    by: User,
    at: datetime,
    source: rules.RatingSource = rules.RatingSource.REFERRAL,
) -> Entry:
    """Put a person on the register with a first rating. The caller has checked the lawful basis."""
    person = hold(person.pk)
    rules.check_reason(reason)
    if Entry.objects.open().filter(person=person).exists():
        raise RuleBroken("This person is already on the register.")
    entry = Entry(person=person, opened_at=at)
    history.save(entry, by=by, at=at, reason="enter")
    events.publish("register.entered", person=person.pk, by=by, at=at, entry=entry.pk)
    _rate(person=person, entry=entry, level=level, reason=reason, source=source, by=by, at=at)
    return entry


@events.step
def rate(
    *,
    person: Person,
    level: rules.Level,
    reason: str,
    by: User,
    at: datetime,
    source: rules.RatingSource = rules.RatingSource.UPDATE,
    follows: UUID | None = None,
    against_floor: str = "",
) -> Rating:
    """Give a person a new rating; earlier ratings stay as they were.

    Stepping down below a floor that lasts, as after a discharge, needs the reason
    `against_floor`, and is refused where the region's policy is firm.

    `follows` is the rating that the person deciding had in front of them: when another has
    come since, `Conflict` is raised and nothing is written.
    """
    person = hold(person.pk)
    entry = open_entry(person)
    current = current_rating(entry)
    if follows is not None and current.pk != follows:
        raise Conflict(
            "Somebody else has rated this person since you opened the page. What you typed is "
            "kept below: look at the new rating, then decide again."
        )
    rules.check_new_rating(
        current=rules.Level(current.level),
        new=level,
        reason=reason,
        rated_at=current.set_at,
        at=at,
    )
    if source is not rules.RatingSource.DISCHARGE:  # whose floor begins with it
        floor, was = floor_of(person.pk, on=local_day(at)), rules.Level(current.level)
        rules.check_floor(floor, new=level, current=was, against_floor=against_floor)
        against_floor = against_floor if rules.is_below(floor, new=level, current=was) else ""
    return _rate(
        person=person, entry=entry, level=level, reason=reason, source=source, by=by, at=at,
        current=current, against_floor=against_floor,
    )  # fmt: skip


def _rate(
    *,
    person: Person,
    entry: Entry,
    level: rules.Level,
    reason: str,
    source: rules.RatingSource,
    by: User,
    at: datetime,
    current: Rating | None = None,
    against_floor: str = "",
) -> Rating:
    rating = Rating.objects.create(
        entry=entry,
        level=level,
        reason=reason.strip(),
        against_floor=against_floor.strip(),
        source=source,
        follows=last_recorded(entry) if current else None,
        set_by=by,
        set_at=at,
    )
    refresh_standing(person)
    events.publish(
        "register.rated",
        person=person.pk,
        by=by,
        at=at,
        rating=rating.pk,
        entry=entry.pk,
        level=level,
        was=current.level if current else None,
        source=source,
        **facts_of(person),
    )
    return rating


@events.step
def close(*, person: Person, reason: rules.ClosureReason, by: User, at: datetime) -> Entry:
    """Take a person off the register; the record stays until its disposition falls due.

    Refused for stepping down at any level but GREEN, and during a stay in hospital, unless the
    reason allows of no discharge: then the stay ends with the entry. Somebody who came as a child
    leaves by judgement only once the adult decision says so.
    """
    person = hold(person.pk)
    entry = open_entry(person)
    stay = InpatientStay.objects.open().select_for_update().filter(person=person).first()
    if stay is not None and reason not in rules.CLOSES_A_STAY:
        raise RuleBroken("Record the discharge first: this person is in hospital.")
    current = current_rating(entry)
    if reason is rules.ClosureReason.STEPPED_DOWN and current.level != rules.Level.GREEN:
        raise RuleBroken("Only somebody rated GREEN can step down from the register.")
    _check_adulthood(person, entry, reason, at)
    entry.closed_at, entry.closed_by, entry.closure_reason = at, by, reason
    history.save(entry, by=by, at=at, reason="close")
    if stay is not None:
        _end_stay(stay, reason=reason, by=by, at=at)
    refresh_standing(person)
    events.publish("register.closed", person=person.pk, by=by, at=at, entry=entry.pk, reason=reason)
    return entry


def _check_adulthood(
    person: Person, entry: Entry, reason: rules.ClosureReason, at: datetime
) -> None:
    """Refuse to end a young person's time on the register because of an age alone."""
    decided = entry.adult_decisions.values_list("outcome", flat=True).first()
    rules.check_closure_at_18(
        reason=reason,
        birth_date=person.birth_date,
        opened_on=local_day(entry.opened_at),
        decided=rules.AdultOutcome(decided) if decided else None,
        on=local_day(at),
    )


def _end_stay(stay: InpatientStay, *, reason: rules.ClosureReason, by: User, at: datetime) -> None:
    """End a stay on the day on which its person leaves the register, for want of a discharge."""
    stay.discharged_on = max(local_day(at), stay.admitted_on)
    stay.destination = rules.CLOSES_A_STAY[reason]
    stay.version += 1
    for leave in stay.leaves.open().select_for_update():
        leave.ended_on = max(stay.discharged_on, leave.started_on)
        history.save(leave, by=by, at=at, reason="close")
    history.save(stay, by=by, at=at, reason="close")
    events.publish(
        "register.stay_ended",
        person=stay.person_id,
        by=by,
        at=at,
        stay=stay.pk,
        on=stay.discharged_on,
        reason=reason,
    )
