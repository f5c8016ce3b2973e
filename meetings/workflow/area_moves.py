"""What becomes of meetings when someone moves to another area."""

from datetime import datetime

from accounts.models import User
from core import events, history
from core.dates import local_day
from core.errors import Conflict, RuleBroken
from meetings.models import AgendaEdit, Meeting
from meetings.rules import Edit, ItemState
from meetings.workflow.leaving import added_to, waiting_on
from meetings.workflow.planning import cancel
from register.models import Person
from register.open_work import Choices

_LEFT = "The person moved to another area."
_CAME = "The person moved here from another area."


@events.step
def follow_move(
    *, person: Person, choices: Choices, next_agenda: bool, by: User, at: datetime
) -> None:
    """Take the person off the agendas of other areas; hold or cancel an urgent meeting about them.

    With `next_agenda` they are on the next agenda of their new area. The caller holds the person,
    who is in the new area by now. Raises `Conflict` where an urgent meeting is open or was planned
    after the page with the choices was opened, and `RuleBroken` where no next meeting is planned.
    """
    for edit in added_to(person):
        if edit.meeting.area_id != person.area_id:
            AgendaEdit.objects.create(
                meeting=edit.meeting, person=person, edit=Edit.REMOVE, reason=_LEFT, by=by, at=at
            )
    _urgent(person, choices, by=by, at=at)
    for item in waiting_on(person):
        if item.meeting.area_id != person.area_id:
            item.state = ItemState.REMOVED
            history.save(item, by=by, at=at, reason="follow_move")
    if next_agenda:
        _discuss(person, by=by, at=at)


def _urgent(person: Person, choices: Choices, *, by: User, at: datetime) -> None:
    """Let the new area hold a planned urgent meeting, or cancel it, as its team chose."""
    rows = Meeting.objects.urgent_about(person.pk).exclude(area=person.area_id)
    for meeting in rows.select_for_update(of=("self",)):
        if meeting.is_open:
            raise Conflict(
                "An urgent meeting about this person is going on. Nothing was saved. Accept the "
                "hand-over when the meeting has been closed."
            )
        if meeting.pk in choices.end:
            cancel(meeting=meeting, reason=_LEFT, by=by, at=at)
        elif meeting.pk in choices.keep:
            meeting.area = person.area
            history.save(meeting, by=by, at=at, reason="follow_move")
            events.publish(
                "meetings.taken_over", person=person.pk, by=by, at=at, meeting=meeting.pk,
                area=person.area_id, chair=meeting.chair_id,
            )  # fmt: skip
        else:
            raise Conflict(
                "An urgent meeting about this person has been planned since you opened the page. "
                "Nothing was saved. Say what happens to it, then accept."
            )


def _discuss(person: Person, *, by: User, at: datetime) -> None:
    coming = Meeting.objects.next_tracking(person.area_id, on=local_day(at))
    if coming is None:
        raise RuleBroken(
            f"No tracking meeting of {person.area.name} is planned. Select no, and add the person "
            "to the agenda when a meeting has been planned",
            field="next_agenda",
        )
    AgendaEdit.objects.create(
        meeting=coming, person=person, edit=Edit.ADD, reason=_CAME, by=by, at=at
    )
