"""Meetings as calendar entries (iCalendar, RFC 5545 and 5546), which name no one met about.

An entry says when, and leads to the meeting's page; an urgent one does not even say where, for
the place may be someone's home. Its identity never changes, its sequence counts the changes.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vCalAddress

from core.dates import LOCAL_ZONE, local_day
from meetings.models import Meeting

PRODUCT = "-//Dynamic Support Register//Meetings//EN"
DOMAIN = "meetings.dynamic-support-register"


class Method(StrEnum):
    """What a calendar does with an entry."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


def uid(meeting: Meeting) -> str:
    """Return the identity of a meeting's entry: the same for as long as the meeting exists."""
    return f"{meeting.pk}@{DOMAIN}"


def entry(
    meeting: Meeting, *, method: Method, at: datetime, to: str = "", name: str = "", later: int = 0
) -> bytes:
    """Return the calendar with the one entry of `meeting`, for `to` where it is an invitation.

    `later` counts a change that the meeting itself does not: it is hidden, not called off.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    event = _event(meeting, method=method, at=at, later=later)
    if to:
        invited = _somebody(to, name)
        invited.params["ROLE"] = "REQ-PARTICIPANT"
        invited.params["PARTSTAT"] = "NEEDS-ACTION"
        event.add("attendee", invited, encode=0)
    calendar.add_component(event)
    day = local_day(meeting.starts_at)
    year = timedelta(days=366)  # the clocks' changes about the meeting, and no others
    calendar.add_missing_timezones(first_date=day - year, last_date=day + year)
    made: bytes = calendar.to_ical()
    return made


def _event(meeting: Meeting, *, method: Method, at: datetime, later: int) -> Event:
    starts = meeting.starts_at.astimezone(LOCAL_ZONE)
    ends = (meeting.starts_at + timedelta(minutes=meeting.minutes)).astimezone(LOCAL_ZONE)
    event = Event()
    event.add("uid", uid(meeting))
    event.add("sequence", meeting.sequence + later)
    event.add("dtstamp", at)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", summary(meeting))
    event.add(
        "description", f"{link(meeting)}\nThis entry does not name anyone. Sign in to see more."
    )
    event.add("url", link(meeting))
    if not meeting.is_urgent:
        event.add("location", meeting.place)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    event["organizer"] = _somebody(settings.DSR_TEAM_EMAIL, settings.DSR_TEAM_NAME)
    return event


def _somebody(address: str, name: str) -> vCalAddress:
    somebody = vCalAddress(f"mailto:{address}")
    if name:
        somebody.params["CN"] = name
    return somebody


def summary(meeting: Meeting) -> str:
    """Return what the calendar shows: the kind of meeting and, for a tracking one, the area."""
    if meeting.is_urgent:
        return "DSR urgent meeting"
    return f"DSR tracking meeting: {meeting.area.name}"


def link(meeting: Meeting) -> str:
    """Return the address of the meeting's page."""
    path = reverse("meetings:meeting", args=[meeting.pk])
    return settings.DSR_BASE_URL.rstrip("/") + path
