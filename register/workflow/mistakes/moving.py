"""Recording what was written on the wrong person where it belongs: on the right one.

Each returns the id of what stands there, from the day on which it happened, and raises
`RuleBroken`, in words for the person who moves it, where it cannot have happened to them. Stays
move as a whole with `copy_stay`.
"""

from datetime import date, datetime
from uuid import UUID

from accounts.models import User
from core import events
from core.dates import in_words, local_day
from core.errors import RuleBroken
from register import rules
from register.models import (
    Entry,
    ExtendedLeave,
    InpatientStay,
    Involvement,
    Person,
    Rating,
    StatusChange,
    StayConcern,
    Transfer,
)
from register.workflow.during import (
    TransferDetails,
    end_leave,
    record_concern,
    record_status,
    start_leave,
    transfer,
)
from register.workflow.entries import facts_of
from register.workflow.floors import floor_of
from register.workflow.holding import last_recorded, ratings_in_turn
from register.workflow.leaving import discharge
from register.workflow.people import name_partner
from register.workflow.standing import refresh_standing


def move_rating(rating: Rating, to: Person, by: User, at: datetime) -> UUID:
    """Rate the right person as someone meant to, from that moment on and in that one's name.

    What the person was rated since goes on to stand. A RED that stands now is raised as new.
    """
    entry, day = Entry.objects.open().filter(person=to).first(), local_day(rating.set_at)
    if entry is None or entry.opened_at > rating.set_at:
        raise RuleBroken(f"The right person was not on the register on {in_words(day)}.")
    in_turn = ratings_in_turn(entry)
    before = [one for one in in_turn if one.set_at <= rating.set_at]
    was = rules.Level(before[-1].level) if before else None
    if was is not None and len(before) == len(in_turn):  # it will be the one in force
        rules.check_floor(
            floor_of(to.pk, on=local_day(at)), new=rules.Level(rating.level), current=was,
            against_floor=rating.against_floor,
        )  # fmt: skip
    made = Rating.objects.create(
        entry=entry, level=rating.level, reason=rating.reason, against_floor=rating.against_floor,
        source=rules.RatingSource.UPDATE, follows=last_recorded(entry), set_by=rating.set_by,
        set_at=rating.set_at,
    )  # fmt: skip
    refresh_standing(to)
    events.publish(
        "register.rated", person=to.pk, by=by, at=at, rating=made.pk, entry=entry.pk,
        level=made.level, was=was, source=made.source, rated_on=day,
        rated_at=rating.set_at, **facts_of(to),
    )  # fmt: skip
    return made.pk


def move_discharge(
    stay: InpatientStay, given: Rating | None, to: Person, by: User, at: datetime
) -> UUID:
    """End the stay of the right person on that day, with the rating given at the discharge."""
    theirs = InpatientStay.objects.open().filter(person=to).first()
    if theirs is None:
        raise RuleBroken("The right person is not in hospital now, so there is no stay to end.")
    if given is None or stay.discharged_on is None:
        raise RuleBroken("No rating was given with this discharge. Record it on the right record.")
    return discharge(
        stay=theirs, discharged_on=stay.discharged_on, destination=stay.destination,
        level=rules.Level(given.level), reason=given.reason, against_floor=given.against_floor,
        by=by, at=at,
    ).pk  # fmt: skip


def move_status(change: StatusChange, to: Person, by: User, at: datetime) -> UUID:
    """Record the legal status in the stay in which the right person was on that day."""
    return record_status(
        stay=_stay_of(to, change.changed_on), changed_on=change.changed_on,
        legal_status=rules.LegalStatus(change.legal_status),
        section=rules.Section(change.section) if change.section else None,
        section_other=change.section_other, by=by, at=at,
    ).pk  # fmt: skip


def move_transfer(move: Transfer, to: Person, by: User, at: datetime) -> UUID:
    """Record the move in the stay in which the right person was on that day."""
    stay = _stay_of(to, move.moved_on)
    details = TransferDetails(
        moved_on=move.moved_on, hospital=move.hospital, ward=move.ward, reason=move.reason,
        security=rules.Security(move.security), unit_inadequate=move.unit_inadequate,
        host_commissioner=stay.host_commissioner,
    )  # fmt: skip
    return transfer(stay=stay, details=details, by=by, at=at).pk


def move_leave(leave: ExtendedLeave, to: Person, by: User, at: datetime) -> UUID:
    """Record the leave, and its end, in the stay in which the right person was on that day."""
    stay = _stay_of(to, leave.started_on)
    made = start_leave(stay=stay, started_on=leave.started_on, note=leave.note, by=by, at=at)
    if leave.ended_on is not None:
        end_leave(stay=stay, ended_on=leave.ended_on, by=by, at=at)
    return made.pk


def move_concern(concern: StayConcern, to: Person, by: User, at: datetime) -> UUID:
    """Record the concern in the stay in which the right person was on that day."""
    return record_concern(
        stay=_stay_of(to, concern.seen_on), kind=rules.ConcernKind(concern.kind),
        seen_on=concern.seen_on, note=concern.note, by=by, at=at,
    ).pk  # fmt: skip


def move_partner(partner: Involvement, to: Person, by: User, at: datetime) -> UUID:
    """Name the partner on the right person's record."""
    return name_partner(
        person=to, name=partner.name, part=partner.part, organisation=partner.organisation,
        user=partner.user, contact=partner.contact, attends_cetr=partner.attends_cetr, by=by, at=at,
    ).pk  # fmt: skip


def _stay_of(person: Person, day: date) -> InpatientStay:
    """Return the open stay in which the person was on a day."""
    stay = InpatientStay.objects.open().filter(person=person, admitted_on__lte=day).first()
    if stay is None:
        raise RuleBroken(
            f"The right person was not in hospital on {in_words(day)}, or has left it since. "
            "Record their stay first."
        )
    return stay
