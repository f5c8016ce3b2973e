"""What becomes of agendas when someone moves to another area."""

from datetime import datetime

from accounts.models import User
from core import events, history
from core.dates import local_day
from meetings.models import AgendaEdit, Meeting
from meetings.rules import Edit, ItemState
from meetings.workflow.leaving import added_to, waiting_on
from register.models import Person

_LEFT = "The person moved to another area."
_CAME = "The person moved here from another area."


@events.step
def follow_move(*, person: Person, by: User, at: datetime) -> None:
    """Take the person off the agendas of other areas and put them on the next one of their own.

    An urgent meeting about them stands: it is about them wherever they live. The caller holds
    the person, who is in the new area by now.
    """
    for edit in added_to(person):
        if edit.meeting.area_id != person.area_id:
            AgendaEdit.objects.create(
                meeting=edit.meeting, person=person, edit=Edit.REMOVE, reason=_LEFT, by=by, at=at
            )
    for item in waiting_on(person):
        if item.meeting.area_id != person.area_id:
            item.state = ItemState.REMOVED
            history.save(item, by=by, at=at, reason="follow_move")
    coming = Meeting.objects.next_tracking(person.area_id, on=local_day(at))
    if coming is not None:
        AgendaEdit.objects.create(
            meeting=coming, person=person, edit=Edit.ADD, reason=_CAME, by=by, at=at
        )
