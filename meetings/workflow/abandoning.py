"""Verbs that undo an opening: put a meeting back to planned, or end it as not held."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from accounts.models import User
from actions.models import Action
from actions.rules import Origin
from core import events, history
from core.errors import RuleBroken
from meetings import rules
from meetings.models import AgendaItem, Meeting, MovedMinutes, Outcome, PutBack, Ratification
from meetings.rules import ItemState, Presence
from meetings.workflow.drafting import drop_drafts
from meetings.workflow.holding import hold_agenda, levels_of
from meetings.workflow.planning import publish_invited
from meetings.workflow.running import carry_over, concerned_by
from meetings.workflow.sight import take_sight_back
from register.models import Person


@events.step
def put_back(*, meeting: Meeting, reason: str, by: User, at: datetime) -> Meeting:
    """Put a meeting that was opened, or cancelled, by mistake back to planned, and say why.

    An open one only while nothing stands that was recorded about someone at it. Its agenda
    builds itself again, what its opening let attendees see is taken back, and those invited stay
    so. One that was cancelled invites them again. Sent twice it is put back once.
    """
    rules.check_words(reason, missing="Enter why it is put back to planned", field="reason")
    meeting, _ = hold_agenda(meeting, _ever_listed(meeting))
    last = meeting.put_backs.first()
    if meeting.is_planned and last is not None and is_same(last.by_id, last.reason, by, reason):
        return meeting
    check_put_back(meeting=meeting, at=at)
    after = rules.move("put_back", state=rules.State(meeting.state))
    made = PutBack(
        meeting=meeting, from_state=meeting.state, reason=reason.strip(), by=by, at=at,
        since=meeting.opened_at or meeting.closed_at or at,
    )  # fmt: skip
    if meeting.is_open:
        _close_again(meeting, by=by, at=at)
    was_open = meeting.is_open
    meeting.state = after
    meeting.opened_at = meeting.opened_by = meeting.closed_at = meeting.closed_by = None
    meeting.cancel_reason = ""
    meeting.sequence += 0 if was_open else 1  # a calendar takes only a later entry back
    history.save(meeting, by=by, at=at, reason="put_back")
    made.save(force_insert=True)
    events.publish(
        "meetings.put_back",
        person=meeting.person_id,
        by=by,
        at=at,
        meeting=meeting.pk,
        kind=meeting.kind,
        area=meeting.area_id,
        was=made.from_state,
    )
    if not was_open:
        publish_invited(meeting, list(meeting.attendees.invited()), by=by, at=at)
    return meeting


def check_put_back(*, meeting: Meeting, at: datetime) -> None:
    """Refuse where a meeting cannot be put back to planned now, and say what to do instead.

    The verb asks this, and so does every page before it offers the verb.
    """
    rules.move("put_back", state=rules.State(meeting.state))
    if meeting.is_open:
        _check_nothing_recorded(meeting)
    else:
        _check_reinstated(meeting, at=at)


def is_same(whose: UUID | None, said: str, by: User, reason: str) -> bool:
    """Whether the same colleague has done the same before, for the same reason."""
    return whose == by.pk and said == reason.strip()


def _ever_listed(meeting: Meeting) -> Callable[[], set[UUID]]:
    """Return what reads everyone who ever was on the agenda, and whose dates move with it."""
    concerned = concerned_by(meeting)
    lines = AgendaItem.objects.filter(meeting=meeting).unrestricted()
    return lambda: concerned() | set(lines.people())


def _close_again(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Undo what opening a meeting did: agenda, attendance, sight."""
    lines = list(meeting.items.exclude(state=ItemState.WITHDRAWN).select_for_update())
    drop_drafts(items=lines)
    for carried in AgendaItem.objects.filter(carried_into__in=[one.pk for one in lines]):
        carried.carried_into = None
        history.save(carried, by=by, at=at, reason="put_back")
    for item in lines:
        if not item.is_struck_out:
            item.state, item.carried_into = ItemState.WITHDRAWN, None
            history.save(item, by=by, at=at, reason="put_back")
    take_sight_back(meeting, person_ids={one.person_id for one in lines}, by=by, at=at)
    for attendee in meeting.attendees.filter(presence__in=[Presence.ATTENDED, Presence.ABSENT]):
        attendee.presence = Presence.INVITED
        history.save(attendee, by=by, at=at, reason="put_back")


def _check_nothing_recorded(meeting: Meeting) -> None:
    """Refuse to put back an open meeting at which something was decided."""
    rules.check_put_back(recorded=_recorded(meeting))
    if Ratification.objects.filter(meeting=meeting).exists():
        raise RuleBroken(
            "This meeting has ruled on a rating, so it has taken place. Close it, or end it as "
            "not held."
        )


def _recorded(meeting: Meeting) -> list[str]:
    """Return who something stands about that was recorded at the meeting; no one hidden by name."""
    ids = meeting.items.exclude(state=ItemState.WITHDRAWN).values("pk")
    minuted = Outcome.objects.in_force().filter(item__in=ids)
    agreed = Action.objects.unfinished().filter(origin=Origin.MEETING, origin_id__in=ids)
    about = {*minuted.values_list("item__person", flat=True)}
    about |= {*agreed.values_list("person", flat=True)}
    moved = MovedMinutes.objects.waiting().filter(item__in=ids)
    about |= {*moved.values_list("item__person", flat=True)}
    people = list(Person.everyone.filter(pk__in=about))
    named = sorted(one.name for one in people if one.restricted_at is None)
    return named if len(named) == len(people) else [*named, rules.HIDDEN]


def _check_reinstated(meeting: Meeting, *, at: datetime) -> None:
    """Refuse to put back a cancelled meeting that is past or that another one replaces."""
    rules.check_reinstate(starts_at=meeting.starts_at, at=at)
    if meeting.person_id is None:
        return
    if Meeting.objects.urgent_about(meeting.person_id).exists():
        raise RuleBroken("Another urgent meeting about this person has been convened.")
    rules.check_urgent(levels_of([meeting.person_id]).get(meeting.person_id))


@events.step
def abandon(*, meeting: Meeting, reason: str, by: User, at: datetime) -> Meeting:
    """End an open meeting as not held, and say why.

    Everyone about whom nothing was decided is carried over to the next agenda, whoever is RED
    included: no one is said to have been there or rated. No duty is met by it. What was decided
    before stays with those people, as at a meeting that went on so far. Attendees no longer see
    those who were not discussed. Those invited are told. Sent twice it is ended once.
    """
    rules.check_words(reason, missing="Enter why the meeting was not held", field="reason")
    meeting, people = hold_agenda(meeting, concerned_by(meeting))
    if meeting.is_not_held and is_same(meeting.closed_by_id, meeting.not_held_reason, by, reason):
        return meeting
    meeting.state = rules.move("abandon", state=rules.State(meeting.state))
    meeting.not_held_reason = reason.strip()
    meeting.closed_at, meeting.closed_by = at, by
    meeting.sequence += 1
    history.save(meeting, by=by, at=at, reason="abandon")
    lines = list(meeting.items.to_discuss().select_for_update())
    waiting = [one for one in lines if not one.is_discussed]
    drop_drafts(items=lines)
    shown = [one for one in waiting if one.person_id in people]
    carry_over(meeting, shown, shown=people, verb="abandon", by=by, at=at)
    take_sight_back(meeting, person_ids={one.person_id for one in waiting}, by=by, at=at)
    users = meeting.attendees.invited().filter(user__isnull=False)
    events.publish(
        "meetings.abandoned",
        person=meeting.person_id,
        by=by,
        at=at,
        meeting=meeting.pk,
        kind=meeting.kind,
        area=meeting.area_id,
        sequence=meeting.sequence,
        discussed=len(lines) - len(waiting),
        carried=len(waiting),
        users=list(users.values_list("user_id", flat=True)),
    )
    return meeting
