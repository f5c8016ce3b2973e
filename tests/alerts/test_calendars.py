"""Calendar invitations: asked, changed and called off; they name nobody met about."""

from datetime import timedelta
from email import policy
from email.parser import BytesParser
from typing import Any

from django.core import mail
from icalendar import Calendar

from alerts import workflow
from meetings import workflow as meetings
from meetings.models import Meeting
from register import workflow as register
from register.models import Person
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, on_register

# The clocks go back on 25 October 2026 and forward on 28 March 2027.
SUMMER = NOW.replace(year=2027, month=6, day=7, hour=9, minute=0)  # 10:00 on the clock
LATER = NOW + timedelta(minutes=1)


def _plan(cast: Cast, **changed: Any) -> Meeting:
    given: dict[str, Any] = {
        "area": cast.area, "starts_at": NOW + timedelta(days=3), "place": "Room 4",
        "chair": cast.team, "invite": [cast.rep], "by": cast.team, "at": NOW,
    }  # fmt: skip
    return meetings.plan(**given | changed)


def _entries(to: str) -> list[tuple[str, Any]]:
    """Return (method, event) of the calendar parts mailed to an address, oldest first."""
    workflow.relay(at=LATER)
    found = []
    for one in mail.outbox:
        parsed = BytesParser(policy=policy.default).parsebytes(one.message().as_bytes())
        for part in parsed.walk():
            if part.get_content_type() == "text/calendar" and to in one.to:
                calendar = Calendar.from_ical(part.get_content())
                assert part.get_param("method") == calendar["method"]
                found.append((str(calendar["method"]), calendar.walk("VEVENT")[0]))
    return found


def test_an_invitation_is_a_request_with_the_time_in_england(cast: Cast) -> None:
    meeting = _plan(cast, starts_at=SUMMER, minutes=90)
    [(method, event)] = _entries(cast.rep.email)
    assert method == "REQUEST"
    assert event["uid"] == f"{meeting.pk}@meetings.dynamic-support-register"
    assert event["sequence"] == 0
    assert event["dtstart"].dt.isoformat() == "2027-06-07T10:00:00+01:00"
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(minutes=90)
    assert event["location"] == "Room 4"
    assert cast.rep.email in event["attendee"]


def test_a_move_updates_the_same_entry_and_a_cancellation_takes_it_out(cast: Cast) -> None:
    meeting = _plan(cast)
    winter = SUMMER.replace(month=12, day=6)
    meetings.move(
        meeting=meeting, starts_at=winter, place="Room 9", reason="Holiday", by=cast.team, at=NOW
    )
    meetings.cancel(meeting=meeting, reason="Not needed", by=cast.team, at=NOW)
    said = {method + str(event["sequence"]): event for method, event in _entries(cast.rep.email)}
    assert {event["uid"] for event in said.values()} == {
        f"{meeting.pk}@meetings.dynamic-support-register"
    }
    assert list(said) == ["CANCEL2"]  # nobody is asked to come to what is called off already
    assert said["CANCEL2"]["status"] == "CANCELLED"


def test_the_change_is_sent_with_the_next_sequence(cast: Cast) -> None:
    meeting = _plan(cast)
    _entries(cast.rep.email)
    winter = SUMMER.replace(month=12, day=6)
    meetings.move(
        meeting=meeting, starts_at=winter, place="Room 9", reason="Holiday", by=cast.team, at=NOW
    )
    _, (method, event) = _entries(cast.rep.email)
    assert (method, event["sequence"]) == ("REQUEST", 1)
    assert event["dtstart"].dt.isoformat() == "2027-12-06T09:00:00+00:00"


def test_whoever_is_taken_off_the_list_gets_a_cancellation_and_may_be_asked_again(
    cast: Cast,
) -> None:
    meeting = _plan(cast)
    _entries(cast.rep.email)
    there = meeting.attendees.get(user=cast.rep)
    meetings.uninvite(attendee=there, by=cast.team, at=NOW)
    assert [method for method, _ in _entries(cast.rep.email)] == ["REQUEST", "CANCEL"]
    assert [method for method, _ in _entries(cast.team.email)] == ["REQUEST"]
    meetings.invite(meeting=meeting, users=[cast.rep], by=cast.team, at=NOW)
    methods = [(method, event["sequence"]) for method, event in _entries(cast.rep.email)]
    assert methods == [("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 2)]


def test_an_urgent_meeting_names_nobody_and_not_even_the_place(cast: Cast) -> None:
    person = on_register(
        cast.area, by=cast.team, level=Level.RED, family_name="Canarybird", given_name="Zebedee"
    )
    meetings.convene_urgent(
        person=person, starts_at=NOW + timedelta(hours=3), place="12 Canarybird Lane",
        chair=cast.team, reason="Canarybird in crisis", invite=[cast.rep], by=cast.team, at=NOW,
    )  # fmt: skip
    [(_, event)] = _entries(cast.rep.email)
    assert str(event["summary"]) == "DSR urgent meeting"
    assert "location" not in event
    told = "".join(one.message().as_string() for one in mail.outbox)
    assert "Canarybird" not in told
    assert "Zebedee" not in told


def _urgent(cast: Cast) -> Person:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    meetings.convene_urgent(
        person=person, starts_at=NOW + timedelta(hours=3), place="Room 4",
        chair=cast.team, reason="Crisis", invite=[cast.rep], by=cast.team, at=NOW,
    )  # fmt: skip
    return person


def test_somebody_hidden_in_error_comes_back_into_calendars_each_time(cast: Cast) -> None:
    person = _urgent(cast)
    said = [(method, event["sequence"]) for method, event in _entries(cast.rep.email)]
    for _ in range(2):
        register.restrict(person_id=person.pk, by=cast.team, at=NOW)
        _entries(cast.rep.email)
        register.unrestrict(person_id=person.pk, by=cast.team, at=NOW)
        said = [(method, event["sequence"]) for method, event in _entries(cast.rep.email)]
    assert said == [
        ("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 2), ("CANCEL", 3), ("REQUEST", 4),
    ]  # fmt: skip


def test_what_was_never_taken_out_of_calendars_is_not_taken_out_after_it_came_back(
    cast: Cast,
) -> None:
    person = _urgent(cast)
    _entries(cast.rep.email)
    register.restrict(person_id=person.pk, by=cast.team, at=NOW)
    register.unrestrict(person_id=person.pk, by=cast.team, at=NOW)
    said = [(method, event["sequence"]) for method, event in _entries(cast.rep.email)]
    assert said == [("REQUEST", 0), ("REQUEST", 2)]


def test_a_person_who_is_hidden_takes_the_urgent_meeting_out_of_calendars(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    meetings.convene_urgent(
        person=person, starts_at=NOW + timedelta(hours=3), place="Room 4",
        chair=cast.team, reason="Crisis", invite=[cast.rep], by=cast.team, at=NOW,
    )  # fmt: skip
    _entries(cast.rep.email)
    register.restrict(person_id=person.pk, by=cast.team, at=NOW)
    assert [method for method, _ in _entries(cast.rep.email)] == ["REQUEST", "CANCEL"]
