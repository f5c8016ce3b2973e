"""Whoever was invited to a meeting hears that it is cancelled."""

from datetime import timedelta

from alerts.models import Notice
from meetings import workflow as meetings
from tests.conftest import Cast
from tests.factories import NOW


def test_everybody_invited_is_told_that_a_meeting_is_cancelled(cast: Cast) -> None:
    meeting = meetings.plan(
        area=cast.area, starts_at=NOW + timedelta(days=2), place="Room 4", chair=cast.team,
        invite=[cast.rep, cast.lead], by=cast.team, at=NOW,
    )  # fmt: skip
    meetings.cancel(meeting=meeting, reason="No room", by=cast.team, at=NOW)
    notices = Notice.objects.filter(kind="meeting_cancelled")
    assert {one.user for one in notices} == {cast.team, cast.rep, cast.lead}
    assert {one.subject_id for one in notices} == {meeting.pk}
    assert "No room" not in notices[0].wording.body
