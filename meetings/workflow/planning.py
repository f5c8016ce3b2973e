"""Verbs before a meeting: plan, convene by exception, invite, send apologies, cancel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Area, Organisation, User
from actions.workflow import hold_for_meetings
from core import events, history
from core.errors import RuleBroken
from meetings import rules
from meetings.models import Attendee, Meeting
from meetings.workflow.holding import hold_agenda, hold_meeting, levels_of
from meetings.workflow.sight import give_sight
from referrals.models import Referral
from register import workflow as register
from register.models import Person

CHAIR = "Chair"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody of a service who has no account and is invited by name."""

    name: str
    organisation: Organisation | None = None
    part: str = ""


@transaction.atomic
def plan(
    *, area: Area, starts_at: datetime, place: str, chair: User, by: User, at: datetime,
    quorum: int = rules.USUAL_QUORUM, invite: Sequence[User] = (),
) -> Meeting:  # fmt: skip
    """Plan a tracking meeting of an area; its agenda builds itself until it is opened.

    A second call for the same area and time returns the meeting that is already planned.
    """
    rules.check_plan(starts_at=starts_at, quorum=quorum, at=at)
    rules.check_words(place, missing="Enter the place or the link to join", field="place")
    hold_for_meetings(area.pk)
    Area.objects.select_for_update().get(pk=area.pk)
    known = Meeting.objects.tracking().planned().filter(area=area, starts_at=starts_at).first()
    if known is not None:
        return known
    meeting = Meeting(
        area=area, kind=rules.Kind.TRACKING, starts_at=starts_at, place=place.strip(),
        chair=chair, quorum=quorum,
    )  # fmt: skip
    history.save(meeting, by=by, at=at, reason="plan")
    events.publish(
        "meetings.planned", by=by, at=at, meeting=meeting.pk, area=area.pk, kind=meeting.kind
    )
    invited = _invite(meeting, users=[chair, *invite], guest=None, by=by, at=at)
    _publish_invited(meeting, invited, by=by, at=at)
    return meeting


@transaction.atomic
def convene_urgent(
    *, starts_at: datetime, place: str, chair: User, reason: str, by: User, at: datetime,
    person: Person | None = None, referral: Referral | None = None,
    quorum: int = rules.USUAL_QUORUM, invite: Sequence[User] = (), guest: Guest | None = None,
) -> Meeting:  # fmt: skip
    """Convene an urgent meeting about somebody RED, or about a RED referral not yet triaged.

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
        chair=chair, quorum=quorum, person=held, reason=reason.strip(),
        referral_id=referral.pk if referral else None,
    )  # fmt: skip
    history.save(meeting, by=by, at=at, reason="convene_urgent")
    invited = _invite(meeting, users=[chair, *invite], guest=guest, by=by, at=at)
    events.publish(
        "meetings.convened",
        person=held.pk,
        by=by,
        at=at,
        meeting=meeting.pk,
        kind=meeting.kind,
        referral=meeting.referral_id,
        area=meeting.area_id,
        users=_ids(invited),
    )
    return meeting


def _whom(person: Person | None, referral: Referral | None) -> UUID:
    if referral is not None:
        if not Referral.objects.awaiting_triage().filter(pk=referral.pk).exists():
            raise RuleBroken("This referral has been triaged. Convene the meeting for the person.")
        if referral.person_id is not None:
            return referral.person_id
    if person is None:
        raise RuleBroken("Say whom the urgent meeting is about.")
    return person.pk


@transaction.atomic
def invite(
    *, meeting: Meeting, users: Sequence[User], by: User, at: datetime, guest: Guest | None = None
) -> list[Attendee]:
    """Invite users, and somebody without an account; whoever is invited already stays so.

    Once the meeting is open, whoever is invited sees its people at once.
    """
    meeting, people = hold_agenda(meeting)
    if meeting.state not in {rules.State.PLANNED, rules.State.OPEN}:
        raise RuleBroken("This meeting is over or cancelled.")
    if not users and guest is None:
        raise RuleBroken("Select who to invite", field="users")
    if guest is not None:
        rules.check_words(guest.name, missing="Enter the name", field="name")
    invited = _invite(meeting, users=users, guest=guest, by=by, at=at)
    give_sight(meeting, attendees=invited, people=people.values(), by=by, at=at)
    _publish_invited(meeting, invited, by=by, at=at)
    return invited


def _invite(
    meeting: Meeting, *, users: Sequence[User], guest: Guest | None, by: User, at: datetime
) -> list[Attendee]:
    known = set(meeting.attendees.values_list("user_id", flat=True))
    made = []
    for user in dict.fromkeys(users):
        if user.pk not in known:
            part = CHAIR if user.pk == meeting.chair_id else user.job_title
            made.append(
                Attendee(meeting=meeting, user=user, organisation=user.organisation, part=part)
            )
    if guest is not None:
        given = {"name": guest.name.strip(), "organisation": guest.organisation}
        if not meeting.attendees.filter(user__isnull=True, **given).exists():
            made.append(Attendee(meeting=meeting, part=guest.part.strip(), **given))
    for attendee in made:
        history.save(attendee, by=by, at=at, reason="invite")
    return made


def _publish_invited(
    meeting: Meeting, invited: Sequence[Attendee], *, by: User, at: datetime
) -> None:
    if invited:
        events.publish(
            "meetings.invited",
            person=meeting.person_id,
            by=by,
            at=at,
            meeting=meeting.pk,
            kind=meeting.kind,
            users=_ids(invited),
        )


def _ids(invited: Sequence[Attendee]) -> list[UUID]:
    return [attendee.user_id for attendee in invited if attendee.user_id]


@transaction.atomic
def apologise(*, meeting: Meeting, by: User, at: datetime) -> Attendee:
    """Note that `by`, who is invited, cannot come."""
    meeting = hold_meeting(meeting)
    if meeting.state not in {rules.State.PLANNED, rules.State.OPEN}:
        raise RuleBroken("This meeting is over or cancelled.")
    attendee = meeting.attendees.filter(user=by).first()
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


@transaction.atomic
def cancel(*, meeting: Meeting, reason: str, by: User, at: datetime) -> Meeting:
    """Cancel a meeting that has not been opened; its agenda waits for the next one."""
    if not meeting.is_urgent:
        hold_for_meetings(meeting.area_id)
    meeting = hold_meeting(meeting)
    rules.check_words(reason, missing="Enter why the meeting is cancelled", field="reason")
    meeting.state = rules.move("cancel", state=rules.State(meeting.state))
    meeting.cancel_reason, meeting.closed_at, meeting.closed_by = reason.strip(), at, by
    history.save(meeting, by=by, at=at, reason="cancel")
    users = meeting.attendees.filter(user__isnull=False).values_list("user_id", flat=True)
    events.publish(
        "meetings.cancelled",
        person=meeting.person_id,
        by=by,
        at=at,
        meeting=meeting.pk,
        kind=meeting.kind,
        area=meeting.area_id,
        users=list(users),
    )
    return meeting
