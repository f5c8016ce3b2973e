"""Verbs about being on the register: enter, rate."""

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
from register.workflow.mistakes import meanwhile
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
    return open_anew(
        person=hold(person.pk), level=level, reason=reason, source=source, by=by, at=at,
        entry=Entry(person=person, opened_at=at),
    )  # fmt: skip


def open_anew(
    *,
    person: Person,
    entry: Entry,
    level: rules.Level,
    reason: str,
    source: rules.RatingSource,
    by: User,
    at: datetime,
) -> Entry:
    """Save a new `entry` of a person who is held, with its first rating."""
    rules.check_reason(reason)
    last = Entry.objects.filter(person=person).order_by("-opened_at").first()
    if last is not None and last.ended_by_death:
        raise RuleBroken(
            "This record was closed because the person died. If that is an error, reopen it."
        )
    if Entry.objects.open().filter(person=person).exists():
        raise RuleBroken("This person is already on the register.")
    history.save(entry, by=by, at=at, reason="reopen" if entry.reopened else "enter")
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
        happened = meanwhile.of_rating(follows, entry=entry, current=current)
        raise Conflict(f"{happened} {meanwhile.KEPT}")
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
