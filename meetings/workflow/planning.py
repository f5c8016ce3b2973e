"""Verbs before a meeting: plan, convene by exception, invite, send apologies, cancel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.models import Area, Organisation, User
from core import events, history
from core.errors import RuleBroken
from duties.workflow import hold_for_meetings
from meetings import rules
from meetings.models import Attendee, Meeting, Series
from meetings.querysets import invitable
from meetings.rules import Presence
from meetings.rules.series import URGENT_MINUTES, USUAL_MINUTES
from meetings.workflow.holding import hold_agenda, hold_meeting, levels_of
from meetings.workflow.sight import give_sight
from referrals.models import Referral
from register import workflow as register
from register.models import Person

CHAIR = "Chair"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Someone of a service who has no account and is invited by name."""

    name: str
    organisation: Organisation | None = None
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Which turn of which series a meeting is."""

    series: Series
    slot_on: date


@events.step
def plan(
    *, area: Area, starts_at: datetime, place: str, chair: User, by: User | None, at: datetime,
    quorum: int = rules.USUAL_QUORUM, invite: Sequence[User] = (), guests: Sequence[Guest] = (),
    minutes: int = USUAL_MINUTES, turn: Turn | None = None,
) -> Meeting:  # fmt: skip
    """Plan a tracking meeting of an area; its agenda builds itself until it is opened.

    A second call for the same area and time, or for the same turn of a series, returns the
    meeting that is already there. One planned by hand for the time of a turn becomes that turn.
    """
    rules.check_plan(starts_at=starts_at, quorum=quorum, at=at)
    rules.check_words(place, missing="Enter the place or the link to join", field="place")
    hold_for_meetings(area.pk)
    Area.objects.select_for_update().get(pk=area.pk)
    known = _known(area, starts_at, turn)
    if known is not None:
        if turn is not None and known.series_id is None:
            known.series, known.slot_on = turn.series, turn.slot_on
            history.save(known, by=by, at=at, reason="plan")
        return known
    meeting = Meeting(
        area=area, kind=rules.Kind.TRACKING, starts_at=starts_at, place=place.strip(),
        chair=chair, quorum=quorum, minutes=minutes, series=turn.series if turn else None,
        slot_on=turn.slot_on if turn else None,
    )  # fmt: skip
    history.save(meeting, by=by, at=at, reason="plan")
    events.publish(
        "meetings.planned", by=by, at=at, meeting=meeting.pk, area=area.pk, kind=meeting.kind
    )
    invited = add_attendees(meeting, users=[chair, *invite], guests=guests, by=by, at=at)
    publish_invited(meeting, invited, by=by, at=at)
    return meeting


def _known(area: Area, starts_at: datetime, turn: Turn | None) -> Meeting | None:
    """Return the meeting that is already planned; of a series also one moved or called off."""
    if turn is not None:
        made = Meeting.objects.filter(series=turn.series, slot_on=turn.slot_on).first()
        if made is not None:
            return made
    return Meeting.objects.tracking().planned().filter(area=area, starts_at=starts_at).first()


@events.step
def convene_urgent(
    *, starts_at: datetime, place: str, chair: User, reason: str, by: User, at: datetime,
    person: Person | None = None, referral: Referral | None = None,
    quorum: int = rules.USUAL_QUORUM, invite: Sequence[User] = (), guest: Guest | None = None,
) -> Meeting:  # fmt: skip
    """Convene an urgent meeting about someone RED, or about a RED referral not yet triaged.

    While one is planned or open for the person, that one is returned and no second is made.
    """
    rules.check_plan(starts_at=starts_at, quorum=quorum, at=at)
    rules.check_words(place, missing="Enter the place or the link to join", field="place")
    rules.check_words(reason, missing="Enter why the meeting is urgent", field="reason")
    held = register.hold(_whom(person, referral))
    known = Meeting.objects.urgent_about(held.pk).first()
    if known is not None:
        return known
    rules.check_urgent(levels_of([held.pk]).get(held.pk))
    meeting = Meeting(
        area=held.area, kind=rules.Kind.URGENT, starts_at=starts_at, place=place.strip(),
        chair=chair, quorum=quorum, person=held, reason=reason.strip(), minutes=URGENT_MINUTES,
        referral_id=referral.pk if referral else None,
    )  # fmt: skip
    history.save(meeting, by=by, at=at, reason="convene_urgent")
    invited = add_attendees(
        meeting, users=[chair, *invite], guests=[guest] if guest else [], by=by, at=at
    )
    events.publish(
        "meetings.convened",
        person=held.pk,
        by=by,
        at=at,
        meeting=meeting.pk,
        kind=meeting.kind,
        referral=meeting.referral_id,
        area=meeting.area_id,
        sequence=meeting.sequence,
        users=ids_of(invited),
    )
    return meeting


def _whom(person: Person | None, referral: Referral | None) -> UUID:
    if referral is not None:
        if not Referral.objects.awaiting_triage().filter(pk=referral.pk).exists():
            raise RuleBroken("This referral has been triaged. Convene the meeting for the person.")
        if referral.person_id is not None:
            return referral.person_id
    if person is None:
        raise RuleBroken("Say who the urgent meeting is about.")
    return person.pk


@events.step
def invite(
    *, meeting: Meeting, users: Sequence[User], by: User, at: datetime, guest: Guest | None = None
) -> list[Attendee]:
    """Invite users, and someone without an account; whoever is invited already stays so.

    Once the meeting is open, whoever is invited sees its people at once.
    """
    meeting, people = hold_agenda(meeting)
    if not meeting.is_to_come:
        raise RuleBroken("This meeting is over or cancelled.")
    if not users and guest is None:
        raise RuleBroken("Select who to invite", field="users")
    if guest is not None:
        rules.check_words(guest.name, missing="Enter the name", field="name")
    guests = [guest] if guest else []
    invited = add_attendees(meeting, users=users, guests=guests, by=by, at=at)
    give_sight(meeting, attendees=invited, people=people.values(), by=by, at=at)
    publish_invited(meeting, invited, by=by, at=at)
    return invited


@events.step
def invite_again(*, attendee: Attendee, by: User, at: datetime) -> Attendee:
    """Invite someone again whose invitation was withdrawn, with an account or without.

    Someone who is invited stays so. Refused where their account is closed.
    """
    meeting, people = hold_agenda(attendee.meeting)
    attendee = Attendee.objects.select_for_update(of=("self",)).get(pk=attendee.pk)
    if not meeting.is_to_come:
        raise RuleBroken("This meeting is over or cancelled.")
    if attendee.presence != Presence.REMOVED:
        return attendee
    if attendee.user_id is not None:
        allowed = invitable(meeting.area_id, person_id=meeting.person_id)
        if not allowed.filter(pk=attendee.user_id).exists():
            raise RuleBroken(
                "They cannot be invited: their account is closed, or they have no part in this "
                "area any more."
            )
    attendee.presence = Presence.INVITED
    history.save(attendee, by=by, at=at, reason="invite")
    meeting.sequence += 1  # a calendar that took the entry out takes only a later one back
    history.save(meeting, by=by, at=at, reason="invite")
    give_sight(meeting, attendees=[attendee], people=people.values(), by=by, at=at)
    publish_invited(meeting, [attendee], by=by, at=at)
    return attendee


def add_attendees(
    meeting: Meeting, *, users: Sequence[User], guests: Sequence[Guest], by: User | None,
    at: datetime,
) -> list[Attendee]:  # fmt: skip
    """Put these on the list of a meeting that is held; return those who were not on it."""
    known = {one.user_id: one for one in meeting.attendees.filter(user__isnull=False)}
    made = []
    for user in dict.fromkeys(users):
        part = CHAIR if user.pk == meeting.chair_id else user.job_title
        fresh = Attendee(meeting=meeting, user=user, organisation=user.organisation, part=part)
        made.append(known.get(user.pk, fresh))
    for guest in guests:
        given = {"name": guest.name.strip(), "organisation": guest.organisation}
        there = meeting.attendees.filter(user__isnull=True, **given).first()
        made.append(there or Attendee(meeting=meeting, part=guest.part.strip(), **given))
    invited = [one for one in made if one._state.adding or one.presence == Presence.REMOVED]
    if any(not one._state.adding for one in invited):
        meeting.sequence += 1  # a calendar that took the entry out takes only a later one back
        history.save(meeting, by=by, at=at, reason="invite")
    for attendee in invited:
        attendee.presence = Presence.INVITED
        history.save(attendee, by=by, at=at, reason="invite")
    return invited


def publish_invited(
    meeting: Meeting, invited: Sequence[Attendee], *, by: User | None, at: datetime
) -> None:
    """Say who is invited now, where anyone is."""
    if invited:
        events.publish(
            "meetings.invited",
            person=meeting.person_id,
            by=by,
            at=at,
            meeting=meeting.pk,
            kind=meeting.kind,
            sequence=meeting.sequence,
            users=ids_of(invited),
        )


def ids_of(invited: Sequence[Attendee]) -> list[UUID]:
    """Return the ids of those with an account."""
    return [attendee.user_id for attendee in invited if attendee.user_id]


@events.step
def apologise(*, meeting: Meeting, by: User, at: datetime) -> Attendee:
    """Note that `by`, who is invited, cannot come."""
    meeting = hold_meeting(meeting)
    if not meeting.is_to_come:
        raise RuleBroken("This meeting is over or cancelled.")
    attendee = meeting.attendees.invited().filter(user=by).first()
    if attendee is None:
        raise RuleBroken("You are not invited to this meeting.")
    if attendee.presence != rules.Presence.APOLOGIES:
        attendee.presence = rules.Presence.APOLOGIES
        history.save(attendee, by=by, at=at, reason="apologise")
        events.publish(
            "meetings.apologised",
            person=meeting.person_id,
            by=by,
            at=at,
            meeting=meeting.pk,
            attendee=attendee.pk,
        )
    return attendee


@events.step
def come(*, meeting: Meeting, by: User, at: datetime) -> Attendee:
    """Take back apologies: `by`, who is invited, can come after all; what others sent stays.

    Once the meeting is open they see its people, as anyone does who is invited then.
    """
    meeting, people = hold_agenda(meeting)
    if not meeting.is_to_come:
        raise RuleBroken("This meeting is over or cancelled.")
    attendee = meeting.attendees.invited().filter(user=by).first()
    if attendee is None:
        raise RuleBroken("You are not invited to this meeting.")
    if attendee.presence == Presence.APOLOGIES:
        attendee.presence = Presence.INVITED
        history.save(attendee, by=by, at=at, reason="come")
        if meeting.is_open:
            give_sight(meeting, attendees=[attendee], people=people.values(), by=by, at=at)
        events.publish(
            "meetings.coming", person=meeting.person_id, by=by, at=at, meeting=meeting.pk,
            attendee=attendee.pk,
        )  # fmt: skip
    return attendee


@events.step
def cancel(*, meeting: Meeting, reason: str, by: User, at: datetime) -> Meeting:
    """Cancel a meeting that has not been opened; its agenda waits for the next one."""
    if not meeting.is_urgent:
        hold_for_meetings(meeting.area_id)
    meeting = hold_meeting(meeting)
    rules.check_words(reason, missing="Enter why the meeting is cancelled", field="reason")
    meeting.state = rules.move("cancel", state=rules.State(meeting.state))
    meeting.cancel_reason, meeting.closed_at, meeting.closed_by = reason.strip(), at, by
    meeting.sequence += 1
    history.save(meeting, by=by, at=at, reason="cancel")
    users = meeting.attendees.invited().filter(user__isnull=False)
    events.publish(
        "meetings.cancelled",
        person=meeting.person_id,
        by=by,
        at=at,
        meeting=meeting.pk,
        kind=meeting.kind,
        area=meeting.area_id,
        sequence=meeting.sequence,
        users=list(users.values_list("user_id", flat=True)),
    )
    return meeting
