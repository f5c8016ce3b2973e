"""Meetings in every state that an address can name, and what comes round by itself."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

from meetings import workflow as meetings
from meetings.rules import Presence
from meetings.rules import series as turns
from register.models import Standing
from register.rules import Level
from tests.access.people import seen_by_all
from tests.conftest import Cast
from tests.factories import NOW

TOMORROW = NOW + timedelta(days=1)


def gatherings(cast: Cast) -> dict[str, Any]:
    person = seen_by_all(cast, level=Level.AMBER)
    plan: Callable[..., Any] = lambda days: meetings.plan(  # noqa: E731 - three of a kind
        area=cast.area, starts_at=NOW + timedelta(days=days), place="Room 4", chair=cast.team,
        quorum=1, invite=[cast.rep, cast.lead], by=cast.team, at=NOW,
    )  # fmt: skip
    running, coming = plan(1), plan(29)
    meetings.open(meeting=running, by=cast.team, at=TOMORROW)
    meetings.record_attendance(
        meeting=running,
        presences={one.pk: Presence.ATTENDED for one in running.attendees.all()},
        by=cast.team,
        at=TOMORROW,
    )
    return {
        "meeting": coming.pk,
        "open_meeting": running.pk,
        "discussed": person.pk,
        "attendee": coming.attendees.get(user=cast.rep).pk,
        **_held(cast),
        **_moved(cast),
        **_coming_round(cast),
    }


def _moved(cast: Cast) -> dict[str, Any]:
    """Minutes that were recorded on the wrong person wait on the right person's line."""
    wrong, right = (seen_by_all(cast, level=Level.AMBER) for _ in range(2))
    meeting = meetings.plan(
        area=cast.area, starts_at=TOMORROW + timedelta(hours=3), place="Room 4", chair=cast.team,
        quorum=1, invite=[cast.rep, cast.lead], by=cast.team, at=NOW,
    )  # fmt: skip
    meetings.open(meeting=meeting, by=cast.team, at=TOMORROW)
    outcome = meetings.record_outcome(
        item=meeting.items.get(person=wrong), minutes=meetings.Minutes(discussion="As before"),
        version=0, by=cast.team, at=TOMORROW,
    )  # fmt: skip
    given = {"by": cast.team, "at": TOMORROW}
    meetings.abandon(meeting=meeting, reason="Fire alarm", **given)
    outcome = meetings.strike_out(outcome=outcome, version=1, reason="Wrong person", **given)
    moved = meetings.move_minutes(outcome=outcome, to=right, **given)
    return {"meeting_with_moved": meeting.pk, "moved_to": right.pk, "moved": moved.pk}


def _coming_round(cast: Cast) -> dict[str, Any]:
    """A series with someone who always comes, and someone GREEN in the weekly sample."""
    pattern = turns.Pattern(
        turns.Cadence.MONTHLY, turns.Weekday.TUESDAY, TOMORROW.date(), nth=turns.Nth.SECOND
    )
    details = meetings.SeriesDetails(starts_time=time(14), place="Room 4", chair=cast.team)
    series = meetings.start_series(
        area=cast.area, pattern=pattern, details=details, by=cast.team, at=NOW
    )
    [member] = meetings.add_members(series=series, users=[cast.lead], by=cast.team, at=NOW)
    seen_by_all(cast, level=Level.GREEN)
    sample = meetings.draw_sample(area=cast.area, at=NOW)[0]
    return {"series": series.pk, "member": member.pk, "sample": sample.pk}


def _held(cast: Cast) -> dict[str, Any]:
    """An urgent meeting that is over: its minutes wait for approval."""
    person = seen_by_all(cast, level=Level.RED)
    meeting = meetings.convene_urgent(
        person=person, starts_at=TOMORROW, place="Call", chair=cast.team, reason="Crisis",
        invite=[cast.rep, cast.lead], by=cast.team, at=NOW,
    )  # fmt: skip
    meetings.open(meeting=meeting, by=cast.team, at=TOMORROW)
    chair = meeting.attendees.get(user=cast.team)
    meetings.record_attendance(
        meeting=meeting, presences={chair.pk: Presence.ATTENDED}, by=cast.team, at=TOMORROW
    )
    minutes = meetings.Minutes(headline="Held", agreed_level="RED", reason="Still in crisis")
    meetings.record_outcome(
        item=meeting.items.get(), minutes=minutes, version=0, by=cast.team, at=TOMORROW,
        follows=Standing.objects.get(person=person).rating_id,
    )  # fmt: skip
    meetings.close(meeting=meeting, by=cast.team, at=TOMORROW)
    return {"held_meeting": meeting.pk, "decided": person.pk}
