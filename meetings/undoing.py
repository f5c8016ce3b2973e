"""What the pages show that undo or put right what a meeting recorded."""

from typing import Any

from actions.models import Action
from actions.rules import Origin
from core.errors import RuleBroken
from meetings.forms.lines import is_id
from meetings.models import (
    AgendaItem,
    AttendanceCorrection,
    LetterGiven,
    Meeting,
    Outcome,
    PutBack,
)
from meetings.rules import ItemState
from register.models import Standing
from register.rules import Level


def so_far(meeting: Meeting) -> dict[str, int]:
    """Return how many people an open meeting has decided about, how many wait, and of them RED."""
    if not meeting.is_open:
        return {"decided": 0, "waiting": 0, "red": 0}
    lines = AgendaItem.objects.filter(meeting=meeting).unrestricted().on_agenda()
    waiting = lines.exclude(state=ItemState.DISCUSSED)
    return {
        "decided": lines.filter(state=ItemState.DISCUSSED).count(),
        "waiting": waiting.count(),
        "red": waiting.filter(person__standing__shown=Level.RED).count(),
    }


def attendance_corrections(meeting: Meeting) -> list[AttendanceCorrection]:
    """Return how the attendance of a meeting was corrected after its end, the oldest first."""
    rows = AttendanceCorrection.objects.filter(attendee__meeting=meeting)
    return list(rows.select_related("attendee__user", "by"))


def put_backs(meeting: Meeting) -> list[PutBack]:
    """Return when a meeting was put back to planned, the latest first."""
    return list(meeting.put_backs.select_related("by"))


def struck_out(item: AgendaItem) -> list[Outcome]:
    """Return the minutes about a line's person at the meeting that were struck out."""
    rows = Outcome.objects.filter(item__meeting=item.meeting_id, item__person=item.person_id)
    told = ("minuted_by", "struck_out_by", "item__meeting", "rating__struck_out__by")
    return list(rows.struck_out().select_related(*told))


def that_stays(item: AgendaItem) -> dict[str, Any]:
    """Return what was recorded with minutes and stands when they are struck out."""
    agreed = Action.objects.from_origin(Origin.MEETING, item.pk).unfinished()
    return {
        "standing": Standing.objects.filter(person=item.person_id).first(),
        "agreed": list(agreed.select_related("owner")),
        "letters": list(LetterGiven.objects.filter(item=item)),
    }


def minutes_sent(item: AgendaItem, sent: str) -> Outcome:
    """Return the minutes about a line's person that a page had shown, by the id it has sent."""
    rows = Outcome.objects.filter(item__meeting=item.meeting_id, item__person=item.person_id)
    found = (
        rows.select_related("item__meeting").filter(pk=sent).first()
        if is_id(sent) and sent
        else None
    )
    if found is None:
        raise RuleBroken("These minutes are not there any more. Go back and look again.")
    return found
