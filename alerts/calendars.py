"""The calendar entry that goes with a mail about a meeting."""

from datetime import datetime

from django.core.mail import EmailMultiAlternatives

from alerts.models import Notice
from meetings import calendar
from meetings.calendar import Method
from meetings.models import Meeting
from meetings.rules import Presence

METHODS = {
    "meeting_invited": Method.REQUEST,
    "meeting_urgent": Method.REQUEST,
    "meeting_moved": Method.REQUEST,
    "meeting_reopened": Method.REQUEST,
    "meeting_cancelled": Method.CANCEL,
    "meeting_not_held": Method.CANCEL,
    "meeting_uninvited": Method.CANCEL,
}
"""What a calendar is asked to do, by kind of notice; other notices carry no entry."""


def attach(mail: EmailMultiAlternatives, notice: Notice, *, at: datetime) -> None:
    """Add the entry to `mail` where the notice is about a meeting and it is still so."""
    method = METHODS.get(notice.kind)
    if method is None or notice.user is None:
        return
    rows = Meeting.objects.select_related("area")
    meeting = rows.filter(pk=notice.subject_id).first() if notice.subject_id else None
    if meeting is None or not _still_so(meeting, notice, method):
        return
    user = notice.user
    hidden = notice.kind == "meeting_cancelled" and meeting.is_planned
    made = calendar.entry(
        meeting, method=method, at=at, to=user.email, name=user.full_name, later=int(hidden)
    )
    mail.attach_alternative(made.decode(), f"text/calendar; method={method.value}")


def _still_so(meeting: Meeting, notice: Notice, method: Method) -> bool:
    """Whether someone invited still is: a mail may be sent long after it was owed."""
    mine = meeting.attendees.filter(user=notice.user).first()
    if method is Method.CANCEL:
        return notice.kind != "meeting_uninvited" or (
            mine is not None and mine.presence == Presence.REMOVED
        )
    return mine is not None and mine.presence != Presence.REMOVED and meeting.is_to_come
