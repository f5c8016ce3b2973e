"""The verb that opens a meeting again which was closed, or ended as not held, by mistake."""

from collections.abc import Callable
from datetime import datetime
from typing import cast
from uuid import UUID

from accounts.models import User
from core import events, history
from core.errors import Conflict, RuleBroken
from duties.workflow import check_still_here, waiting_for_meeting
from meetings import rules
from meetings.models import AgendaItem, Approval, Meeting, PutBack, Ratification
from meetings.querysets import AgendaItemQuerySet
from meetings.rules import ItemState, after
from meetings.workflow.abandoning import is_same
from meetings.workflow.correcting import NO_LONGER, held_events, put_again
from meetings.workflow.holding import hold_agenda
from meetings.workflow.sight import give_sight
from register.models import Person


@events.step
def reopen(*, meeting: Meeting, version: int, reason: str, by: User, at: datetime) -> Meeting:
    """Open a meeting again that was closed, or ended as not held, by mistake, and say why.

    Refused once its minutes are approved or a rating of it has been ruled on: then what is wrong
    is put right beside them. What its end had proved no longer holds: duties that it met are open,
    and feedback is due again when it is closed. Minutes, ratings, actions and attendance stay.
    Everyone carried over from it is back on its agenda, but for those whom a later meeting has
    taken up, who have left, or whose area is another one now. Those told of its end are told.

    `version` is how often the meeting had been put back when the writer looked: when it has been
    opened again and ended since, `Conflict` is raised. Sent twice it is opened once.
    """
    rules.check_words(reason, missing="Enter why you are opening it again", field="reason")
    meeting, people = hold_agenda(meeting, _concerned(meeting), hidden=True)
    last = meeting.put_backs.first()
    if meeting.is_open and last is not None and is_same(last.by_id, last.reason, by, reason):
        return meeting
    state = rules.move("reopen", state=rules.State(meeting.state))
    if version != meeting.put_backs.count():
        raise Conflict(
            "Someone else has opened this meeting again since you opened the page, and it has "
            "ended once more. Look at it as it is now before you open it again."
        )
    check_reopen(meeting=meeting)
    told = _told_of_the_end(meeting)
    was_not_held = meeting.is_not_held
    made = PutBack(
        meeting=meeting, from_state=meeting.state, since=meeting.closed_at or at,
        reason=reason.strip(), by=by, at=at,
    )  # fmt: skip
    meeting.state, meeting.closed_at, meeting.closed_by = state, None, None
    meeting.not_held_reason = ""
    meeting.sequence += int(was_not_held)  # a calendar takes only a later entry back
    history.save(meeting, by=by, at=at, reason="reopen")
    made.save(force_insert=True)
    _take_back_what_it_proved(meeting, by=by, at=at)
    back = _bring_back(meeting, by=by, at=at)
    if was_not_held:
        seeing = meeting.attendees.seeing().select_related("user")
        seen = [people[one.person_id] for one in back if one.person_id in people]
        seen = [one for one in seen if one.restricted_at is None]
        give_sight(meeting, attendees=seeing, people=seen, by=by, at=at)
    events.publish(
        "meetings.reopened",
        person=meeting.person_id,
        by=by,
        at=at,
        meeting=meeting.pk,
        kind=meeting.kind,
        area=meeting.area_id,
        was=made.from_state,
        sequence=meeting.sequence,
        back=len(back),
        users=[one for one in told if one != by.pk or was_not_held],
    )
    return meeting


def _concerned(meeting: Meeting) -> Callable[[], set[UUID]]:
    """Return what reads everyone on the agenda, hidden or not, and whose dates move with it."""

    def read() -> set[UUID]:
        listed = set(meeting.items.all().people())
        return listed if meeting.is_urgent else listed | set(waiting_for_meeting(meeting.area_id))

    return read


def check_reopen(*, meeting: Meeting) -> None:
    """Refuse where a meeting cannot be opened again now, and say what to do instead.

    The verb asks this, and so does every page before it offers the verb.
    """
    rules.move("reopen", state=rules.State(meeting.state))
    after.check_not_fixed(approved=Approval.objects.filter(meeting=meeting).exists())
    rulings = Ratification.objects.filter(outcome__item__meeting=meeting)
    after.check_not_ruled(ruled=rulings.filter(outcome__struck_out_at__isnull=True).exists())
    if meeting.person_id is None:
        return
    check_still_here(Person.everyone.get(pk=meeting.person_id))
    if Meeting.objects.urgent_about(meeting.person_id).exists():
        raise RuleBroken("Another urgent meeting about this person has been convened.")


def _told_of_the_end(meeting: Meeting) -> list[UUID]:
    """Return who knows that the meeting ended: of one not held all invited, else who ran it."""
    if not meeting.is_not_held:
        return list(dict.fromkeys(one for one in (meeting.chair_id, meeting.closed_by_id) if one))
    users = meeting.attendees.invited().filter(user__isnull=False)
    return cast(list[UUID], list(users.values_list("user_id", flat=True)))


def _take_back_what_it_proved(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Say of everyone discussed that the meeting is not over, so that feedback is due anew."""
    items = list(meeting.items.select_for_update())
    for item in items:
        if item.feedback_at is not None:
            item.feedback_at = item.feedback_by = None
            history.save(item, by=by, at=at, reason="reopen")
    held = held_events(items)
    for item in items:
        number = held.get(item.pk)
        if number is not None and not item.is_struck_out:
            events.publish(
                NO_LONGER, person=item.person_id, by=by, at=at, meeting=meeting.pk, item=item.pk,
                of=number,
            )  # fmt: skip


def _bring_back(meeting: Meeting, *, by: User, at: datetime) -> list[AgendaItem]:
    """Let the people whom no later agenda has taken up be discussed here; return their lines.

    Someone whose minutes were struck out after the end has a line of their own again.
    """
    lines = list(coming_back(meeting).select_for_update(of=("self",)))
    for item in lines:
        if item.is_struck_out:
            put_again(item, verb="reopen", by=by, at=at)
        else:
            item.state = ItemState.WAITING
            history.save(item, by=by, at=at, reason="reopen")
    return lines


def coming_back(meeting: Meeting) -> AgendaItemQuerySet:
    """Return the lines of a meeting that has ended whose people it can still discuss.

    Whoever was rated or referred when the meeting ended and has left, or has moved to another
    area, is that area's, or no one's, to discuss.
    """
    rows: AgendaItemQuerySet = AgendaItem.objects.filter(meeting=meeting).to_carry()
    return rows if meeting.is_urgent else rows.still_of(meeting.area_id)
