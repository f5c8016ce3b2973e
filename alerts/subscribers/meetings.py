"""Meetings planned, convened, moved and called off: each tells the calendars of those invited."""

from accounts.models import User
from alerts.subscribers.facts import id_in, person_of, users_named
from alerts.workflow import owe, settle, withdraw
from core.events import Event, subscribe
from meetings.models import Meeting, Outcome
from meetings.rules import Kind
from register.models import Standing
from register.rules import Level


@subscribe("meetings.cancelled")
def call_off(event: Event) -> None:
    """Tell everyone invited that it will not take place, the person who did it included."""
    owe(
        kind="meeting_cancelled",
        key=_changed(event),
        at=event.at,
        to=users_named(event, "users"),
        person_id=event.person_id,
        subject_id=id_in(event, "meeting"),
    )


@subscribe("meetings.taken_over")
def tell_the_chair(event: Event) -> None:
    """Tell the chair that another area's team runs an urgent meeting from now on."""
    owe(
        kind="meeting_taken_over", key=str(event.id), at=event.at,
        to=users_named(event, "chair"), person_id=event.person_id,
        subject_id=id_in(event, "meeting"),
    )  # fmt: skip


@subscribe("meetings.put_back")
def keep_in_calendars(event: Event) -> None:
    """Withdraw what would yet call off a meeting that was cancelled by mistake."""
    withdraw(kind="meeting_cancelled", subject_id=id_in(event, "meeting"), at=event.at)


@subscribe("meetings.abandoned")
def end_as_not_held(event: Event) -> None:
    """Tell everyone invited, once, that a meeting was not held; it leaves their calendars."""
    owe(
        kind="meeting_not_held",
        key=_changed(event),
        at=event.at,
        to=users_named(event, "users"),
        person_id=event.person_id,
        subject_id=id_in(event, "meeting"),
    )


@subscribe("meetings.reopened")
def say_that_it_is_open_again(event: Event) -> None:
    """Tell those who knew of a meeting's end that it is open again; it is back in calendars."""
    meeting = id_in(event, "meeting")
    withdraw(kind="meeting_not_held", subject_id=meeting, at=event.at)
    owe(
        kind="meeting_reopened",
        key=str(event.id),
        at=event.at,
        to=users_named(event, "users"),
        person_id=event.person_id,
        subject_id=meeting,
    )


@subscribe("meetings.invited", "meetings.convened")
def invite(event: Event) -> None:
    """Invite those who are asked to a meeting."""
    urgent = event.facts.get("kind") == "urgent"
    owe(
        kind="meeting_urgent" if urgent else "meeting_invited",
        key=_changed(event),
        at=event.at,
        to=users_named(event, "users"),
        person_id=event.person_id,
        subject_id=id_in(event, "meeting"),
    )


@subscribe("meetings.moved")
def move(event: Event) -> None:
    """Tell everyone invited when and where the meeting is now."""
    owe(
        kind="meeting_moved",
        key=_changed(event),
        at=event.at,
        to=users_named(event, "users"),
        person_id=event.person_id,
        subject_id=id_in(event, "meeting"),
    )


@subscribe("meetings.uninvited")
def uninvite(event: Event) -> None:
    """Tell whoever was taken off the list."""
    owe(
        kind="meeting_uninvited",
        key=_changed(event),
        at=event.at,
        to=users_named(event, "users"),
        person_id=event.person_id,
        subject_id=id_in(event, "meeting"),
    )


@subscribe("register.restricted")
def take_out_of_calendars(event: Event) -> None:
    """Take the urgent meetings about someone who is hidden now out of calendars.

    The notice is about the meeting and not about the person, so that it still goes out.
    """
    for meeting in Meeting.objects.urgent_about(person_of(event)):
        invited = meeting.attendees.invited().filter(user__isnull=False)
        owe(
            kind="meeting_cancelled",
            key=f"{meeting.pk}:hidden:{meeting.sequence}",
            at=event.at,
            to=User.objects.active().filter(pk__in=invited.values("user")),
            subject_id=meeting.pk,
        )


@subscribe("register.unrestricted")
def leave_in_calendars(event: Event) -> None:
    """Withdraw what would yet take the urgent meetings about someone shown again out of them."""
    for meeting in Meeting.objects.urgent_about(person_of(event)):
        withdraw(kind="meeting_cancelled", subject_id=meeting.pk, at=event.at)


@subscribe("meetings.minuted")
def count_the_urgent_meeting_as_acknowledged(event: Event) -> None:
    """Count RED agreed in an urgent meeting as acknowledged by the colleague who recorded it.

    The team was alerted before it met; a second alert would ask its chair to convene what they
    have just held. The person stays on the RED list. A team that was not there must see for
    itself: of an area that the person has moved to, and after any tracking meeting.
    """
    rows = Outcome.objects.filter(item=id_in(event, "item"), item__meeting__kind=Kind.URGENT)
    agreed = rows.filter(rating__level=Level.RED).select_related("item__meeting").first()
    if agreed is None or event.by is None:
        return
    meeting = agreed.item.meeting
    standing = (
        Standing.objects.select_related("area")
        .filter(rating=agreed.rating_id, shown=Level.RED, area=meeting.area_id)
        .first()
    )
    if standing is not None and event.by.is_in_team_of(standing.area_id):
        settle(
            rating_id=standing.rating_id, area=standing.area, person_id=standing.person_id,
            by=event.by, at=event.at,
        )  # fmt: skip


def _changed(event: Event) -> str:
    """Return what tells one change of a meeting from the next."""
    return f"{event.facts['meeting']}:{event.facts.get('sequence', 0)}"
