"""Series of meetings: made ahead once each, moved, skipped, changed and ended."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts import workflow as accounts
from accounts.models import User
from accounts.rules import Permission, Role
from alerts.models import Notice
from core.dates import LOCAL_ZONE
from core.errors import RuleBroken
from core.models import AuditEvent
from meetings import workflow
from meetings.models import Meeting, Series
from meetings.rules import Presence, State
from meetings.rules.series import Cadence, Holiday, Nth, Pattern, Weekday
from meetings.workflow import Guest, SeriesDetails
from register.models import Person
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, give, on_register

TODAY = NOW.date()
WEEKLY = Pattern(Cadence.WEEKLY, Weekday.TUESDAY, TODAY)


def _details(cast: Cast, **changed: Any) -> SeriesDetails:
    given: dict[str, Any] = {"starts_time": time(14), "place": "Room 4", "chair": cast.team}
    return SeriesDetails(**given | changed)


def _start(cast: Cast, **changed: Any) -> Series:
    given: dict[str, Any] = {
        "area": cast.area, "pattern": WEEKLY, "details": _details(cast), "members": [cast.rep],
        "by": cast.team, "at": NOW,
    }  # fmt: skip
    return workflow.start_series(**given | changed)


def _local(meeting: Meeting) -> datetime:
    return meeting.starts_at.astimezone(LOCAL_ZONE)


def test_a_series_makes_its_next_eight_weeks_with_those_who_always_come(cast: Cast) -> None:
    series = _start(cast, guests=[Guest(name="Gil Guest", part="Advocate")])
    made = list(series.meetings.order_by("starts_at"))
    assert [one.slot_on for one in made] == [TODAY + timedelta(days=1 + 7 * n) for n in range(8)]
    assert {_local(one).time() for one in made} == {time(14)}
    names = {one.shown_name for one in made[0].attendees.all()}
    assert names == {cast.team.full_name, cast.rep.full_name, "Gil Guest"}
    assert AuditEvent.objects.filter(kind="meetings.series_started").count() == 1


def test_starting_or_making_ahead_twice_makes_nothing_more(cast: Cast) -> None:
    series = _start(cast)
    assert _start(cast).pk == series.pk
    assert workflow.make_ahead(series=series, at=NOW) == []
    assert workflow.make_all_ahead(at=NOW) == 0
    assert workflow.make_all_ahead(at=NOW + timedelta(days=7)) == 1
    assert Meeting.objects.filter(series=series).count() == 9


def test_one_skipped_or_moved_is_not_made_again(cast: Cast) -> None:
    series = _start(cast)
    first, second = series.meetings.order_by("starts_at")[:2]
    workflow.cancel(meeting=first, reason="Half term", by=cast.team, at=NOW)
    moved_to = second.starts_at + timedelta(days=1)
    workflow.move(
        meeting=second, starts_at=moved_to, place="Room 9", reason="Clash", by=cast.team, at=NOW
    )
    assert workflow.make_ahead(series=series, at=NOW) == []
    second.refresh_from_db()
    assert (second.starts_at, second.move_reason, second.sequence) == (moved_to, "Clash", 1)
    assert second.slot_on == TODAY + timedelta(days=8)


def test_a_move_needs_a_reason_a_future_and_a_planned_meeting(cast: Cast) -> None:
    meeting = _start(cast).meetings.order_by("starts_at")[0]
    given = {"meeting": meeting, "place": "Room 4", "by": cast.team, "at": NOW}
    later = meeting.starts_at + timedelta(days=1)
    with pytest.raises(RuleBroken, match="why the meeting changes"):
        workflow.move(starts_at=later, reason=" ", **given)
    with pytest.raises(RuleBroken, match="in the future"):
        workflow.move(starts_at=NOW - timedelta(hours=1), reason="Clash", **given)
    with pytest.raises(RuleBroken, match="Nothing changes"):
        workflow.move(starts_at=meeting.starts_at, reason="Clash", **given)
    workflow.cancel(meeting=meeting, reason="No", by=cast.team, at=NOW)
    with pytest.raises(RuleBroken, match="not been opened"):
        workflow.move(starts_at=later, reason="Clash", **given)
    assert not AuditEvent.objects.filter(kind="meetings.moved").exists()


def test_a_link_alone_can_change_and_the_time_still_follows_the_series(cast: Cast) -> None:
    series = _start(cast)
    meeting = series.meetings.order_by("starts_at")[0]
    workflow.move(
        meeting=meeting, starts_at=meeting.starts_at, place="New link", reason="Wrong link",
        by=cast.team, at=NOW,
    )  # fmt: skip
    meeting.refresh_from_db()
    assert (meeting.place, meeting.sequence) == ("New link", 1)
    details = _details(cast, starts_time=time(9, 30))
    workflow.change_series(series=series, details=details, by=cast.team, at=NOW)
    meeting.refresh_from_db()
    assert _local(meeting).time() == time(9, 30)


def test_another_chair_is_named_and_the_one_before_can_then_be_taken_off(cast: Cast) -> None:
    meeting = _start(cast).meetings.order_by("starts_at")[0]
    given = {
        "meeting": meeting, "starts_at": meeting.starts_at, "place": meeting.place,
        "reason": "On leave", "by": cast.team, "at": NOW,
    }  # fmt: skip
    with pytest.raises(RuleBroken, match="from the area's DSR team"):
        workflow.move(chair=cast.other_area_team, **given)
    moved = workflow.move(chair=cast.second_team, **given)
    assert moved.chair == cast.second_team
    parts = dict(moved.attendees.values_list("user", "part"))
    assert parts[cast.second_team.pk] == "Chair"
    assert parts[cast.team.pk] != "Chair"
    was = moved.attendees.get(user=cast.team)
    assert workflow.uninvite(attendee=was, by=cast.team, at=NOW).presence == Presence.REMOVED


def test_a_meeting_planned_by_hand_at_the_same_time_becomes_the_turn(cast: Cast) -> None:
    at = datetime(2026, 11, 24, 14, tzinfo=LOCAL_ZONE)
    mine = workflow.plan(
        area=cast.area, starts_at=at, place="Hall", chair=cast.team, by=cast.team, at=NOW
    )
    series = _start(cast)
    mine.refresh_from_db()
    assert (mine.series_id, mine.slot_on) == (series.pk, date(2026, 11, 24))
    assert Meeting.objects.filter(starts_at=at).count() == 1


def test_bank_holidays_move_or_skip_as_the_series_says(cast: Cast) -> None:
    friday = Pattern(Cadence.WEEKLY, Weekday.FRIDAY, TODAY)
    moves = _start(cast, pattern=friday)
    skips = _start(
        cast,
        area=cast.other_area,
        pattern=Pattern(Cadence.WEEKLY, Weekday.FRIDAY, TODAY, Holiday.SKIP),
    )
    christmas, new_year = date(2026, 12, 25), date(2027, 1, 1)
    met = {one.slot_on: _local(one).date() for one in moves.meetings.all()}
    assert met[christmas] == date(2026, 12, 29)  # Boxing Day is kept on Monday 28 December
    assert met[new_year] == date(2027, 1, 4)
    assert not skips.meetings.filter(slot_on__in=[christmas, new_year]).exists()


def test_changing_the_series_changes_its_planned_meetings_and_not_one_moved_by_hand(
    cast: Cast,
) -> None:
    series = _start(cast)
    first, second = series.meetings.order_by("starts_at")[:2]
    moved = first.starts_at + timedelta(hours=20)
    workflow.move(
        meeting=first, starts_at=moved, place="Room 4", reason="Clash", by=cast.team, at=NOW
    )
    details = _details(cast, starts_time=time(9, 30), chair=cast.second_team, place="Hall")
    workflow.change_series(series=series, details=details, by=cast.team, at=NOW)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.starts_at, first.place) == (moved, "Hall")
    assert _local(second).time() == time(9, 30)
    assert second.attendees.filter(user=cast.second_team).exists()
    assert Notice.objects.filter(kind="meeting_moved", user=cast.rep, subject_id=second.pk).exists()


def test_who_joins_or_leaves_the_series_joins_or_leaves_its_planned_meetings(cast: Cast) -> None:
    series = _start(cast)
    [member] = workflow.add_members(series=series, users=[cast.lead], by=cast.team, at=NOW)
    coming = series.meetings.order_by("starts_at")[0]
    assert coming.attendees.invited().filter(user=cast.lead).exists()
    workflow.end_membership(member=member, by=cast.team, at=NOW)
    assert not coming.attendees.invited().filter(user=cast.lead).exists()
    assert Meeting.objects.permitted(cast.lead, _view()).count() == 0
    [again] = workflow.add_members(series=series, users=[cast.lead], by=cast.team, at=NOW)
    assert again.pk != member.pk
    assert coming.attendees.get(user=cast.lead).presence == Presence.INVITED


def _view() -> Any:
    return Permission.MEETING_VIEW


def test_whoever_no_longer_works_in_the_area_is_not_invited_and_sees_nobody(
    cast: Cast, clock: Any
) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    series = _start(cast)
    give(cast.rep, Role.REPRESENTATIVE, area=cast.other_area)
    accounts.end_role(held=cast.rep.roles.get(area=cast.area), by=None, at=NOW)
    [made] = workflow.make_ahead(series=series, at=NOW + timedelta(days=7))
    assert not made.attendees.filter(user=cast.rep).exists()
    before = series.meetings.order_by("starts_at")[0]
    assert before.attendees.invited().filter(user=cast.rep).exists()
    workflow.open(meeting=before, by=cast.team, at=before.starts_at)
    clock.move_to(before.starts_at + timedelta(minutes=1))
    rep = User.objects.get(pk=cast.rep.pk)
    seen = Person.objects.permitted(rep, Permission.PERSON_VIEW)
    assert not seen.filter(pk=person.pk).exists()


def test_the_chair_cannot_be_taken_off_and_nobody_once_it_is_open(cast: Cast) -> None:
    meeting = _start(cast).meetings.order_by("starts_at")[0]
    with pytest.raises(RuleBroken, match="chair stays"):
        workflow.uninvite(attendee=meeting.attendees.get(user=cast.team), by=cast.team, at=NOW)
    rep = meeting.attendees.get(user=cast.rep)
    workflow.open(meeting=meeting, by=cast.team, at=meeting.starts_at)
    with pytest.raises(RuleBroken, match="before the meeting is opened"):
        workflow.uninvite(attendee=rep, by=cast.team, at=meeting.starts_at)


def test_ending_a_series_calls_its_planned_meetings_off_and_makes_no_more(cast: Cast) -> None:
    series = _start(cast)
    with pytest.raises(RuleBroken, match="why the series ends"):
        workflow.end_series(series=series, reason=" ", by=cast.team, at=NOW)
    workflow.end_series(series=series, reason="Now monthly", by=cast.team, at=NOW)
    assert set(series.meetings.values_list("state", flat=True)) == {State.CANCELLED}
    assert workflow.make_all_ahead(at=NOW + timedelta(days=7)) == 0
    with pytest.raises(RuleBroken, match="has ended"):
        workflow.add_members(series=series, users=[cast.lead], by=cast.team, at=NOW)


def test_the_team_starts_a_monthly_series_on_the_page(cast: Cast, sign_in: Any) -> None:
    client = sign_in(cast.team)
    typed = {
        "area": cast.area.pk, "cadence": "monthly", "nth": "last", "weekday": "3",
        "first_on_day": "24", "first_on_month": "11", "first_on_year": "2026",
        "holiday": "move", "starts_time": "2pm", "minutes": "90", "place": "Room 4",
        "chair": cast.team.pk, "quorum": "3",
    }  # fmt: skip
    missing = client.post(reverse("meetings:start_series"), typed | {"nth": ""})
    assert "Select which week of the month" in missing.content.decode()
    response = client.post(reverse("meetings:start_series"), typed)
    series = Series.objects.get()
    assert response["Location"] == reverse("meetings:series", args=[series.pk])
    assert [str(one.slot_on) for one in series.meetings.order_by("slot_on")] == [
        "2026-11-26", "2026-12-31",
    ]  # fmt: skip
    page = client.get(response["Location"]).content.decode()
    assert "Last Thursday of every month" in page
    assert series.nth == Nth.LAST


def test_a_meeting_is_moved_and_somebody_taken_off_on_its_page(cast: Cast, sign_in: Any) -> None:
    meeting = _start(cast).meetings.order_by("starts_at")[0]
    client = sign_in(cast.team)
    typed = {
        "starts_on_day": "26", "starts_on_month": "11", "starts_on_year": "2026",
        "starts_time": "10:15", "place": "Room 5", "reason": "Chair away",
        "chair": cast.second_team.pk,
    }  # fmt: skip
    assert client.post(reverse("meetings:move", args=[meeting.pk]), typed).status_code == 302
    rep = meeting.attendees.get(user=cast.rep)
    off = reverse("meetings:uninvite", args=[meeting.pk, rep.pk])
    assert client.post(off).status_code == 302
    page = client.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
    assert "Chair away" in page
    assert "No longer invited (1)" in page
    assert off not in page
    file = client.get(reverse("meetings:calendar", args=[meeting.pk]))
    assert b"DTSTART;TZID=Europe/London:20261126T101500" in file.content
    assert client.get(off).status_code == 404
