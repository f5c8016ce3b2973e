"""A series ended, a meeting cancelled, an invitation withdrawn, apologies sent by mistake."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts import workflow as accounts
from accounts.models import User
from alerts.models import Notice
from core.errors import RuleBroken
from core.models import AuditEvent
from meetings import workflow
from meetings.models import Meeting, Series
from meetings.rules import Presence, State
from meetings.rules import series as turns
from meetings.workflow import Guest, SeriesDetails
from tests.conftest import Cast
from tests.factories import NOW
from tests.meetings.conftest import TOMORROW, another_rep

Make = Callable[..., Meeting]
SignIn = Callable[[User], Client]
SOON = NOW + timedelta(hours=1)


@pytest.fixture
def series(cast: Cast) -> Series:
    """A weekly series with eight meetings planned, to which a representative always comes."""
    pattern = turns.Pattern(turns.Cadence.WEEKLY, turns.Weekday.TUESDAY, TOMORROW.date())
    details = SeriesDetails(starts_time=time(14), place="Room 4", chair=cast.team)
    return workflow.start_series(
        area=cast.area, pattern=pattern, details=details, members=[cast.rep], by=cast.team, at=NOW
    )


def planned(series: Series) -> list[Any]:
    rows = series.meetings.planned().order_by("starts_at")
    return list(rows.values_list("pk", "starts_at"))


def test_a_series_ended_by_mistake_goes_on_with_the_meetings_that_its_end_called_off(
    cast: Cast, series: Series
) -> None:
    first = series.meetings.order_by("starts_at")[0]
    workflow.cancel(meeting=first, reason="Snow", by=cast.team, at=NOW)
    before = planned(series)
    series = workflow.end_series(series=series, reason="No need", by=cast.team, at=SOON)
    assert not planned(series)
    asked = Notice.objects.filter(kind="meeting_invited", user=cast.rep).count()
    for _ in range(2):
        series = workflow.resume_series(
            series=series, reason="The wrong series", by=cast.team, at=SOON
        )
    assert (series.is_running, series.end_reason) == (True, "")
    assert (series.resumed_by, series.resume_reason) == (cast.team, "The wrong series")
    assert planned(series) == before, "the same meetings, and no others"
    first.refresh_from_db()
    assert first.state == State.CANCELLED, "one that was skipped before stays skipped"
    again = Notice.objects.filter(kind="meeting_invited", user=cast.rep).count()
    assert again - asked == len(before)
    assert AuditEvent.objects.filter(kind="meetings.series_resumed").count() == 1
    waits = Notice.objects.filter(kind="meeting_cancelled", cancelled_at__isnull=True)
    assert set(waits.values_list("subject_id", flat=True)) == {first.pk}


def test_meetings_whose_time_has_passed_stay_cancelled_and_the_next_ones_are_made(
    cast: Cast, series: Series
) -> None:
    workflow.end_series(series=series, reason="No need", by=cast.team, at=NOW)
    late = NOW + timedelta(days=10)
    series.refresh_from_db()
    series = workflow.resume_series(series=series, reason="Slip", by=cast.team, at=late)
    assert series.meetings.filter(state=State.CANCELLED).count() == 2
    assert min(one for _, one in planned(series)) > late
    assert max(one for _, one in planned(series)) > NOW + timedelta(days=60)


def test_a_series_does_not_go_on_beside_the_one_that_took_its_place(
    cast: Cast, series: Series
) -> None:
    series = workflow.end_series(series=series, reason="No need", by=cast.team, at=NOW)
    pattern = turns.Pattern(turns.Cadence.WEEKLY, turns.Weekday.TUESDAY, TOMORROW.date())
    details = SeriesDetails(starts_time=time(14), place="Room 5", chair=cast.team)
    workflow.start_series(area=cast.area, pattern=pattern, details=details, by=cast.team, at=SOON)
    with pytest.raises(RuleBroken, match="same days at the same time"):
        workflow.resume_series(series=series, reason="Slip", by=cast.team, at=SOON)
    with pytest.raises(RuleBroken, match="why"):
        workflow.resume_series(series=series, reason=" ", by=cast.team, at=SOON)


def test_the_team_carries_on_with_a_series_from_its_page(
    cast: Cast, series: Series, sign_in: SignIn
) -> None:
    client = sign_in(cast.team)
    page = reverse("meetings:series", args=[series.pk])
    address = reverse("meetings:resume_series", args=[series.pk])
    assert address not in client.get(page).content.decode()
    assert client.get(address).status_code == 302
    workflow.end_series(series=series, reason="No need", by=cast.team, at=NOW)
    assert address in client.get(page).content.decode()
    asked = client.get(address).content.decode()
    assert "These meetings will be planned again" in asked
    assert "24 November 2026" in asked
    assert "Enter the reason" in client.post(address, {"reason": ""}).content.decode()
    for _ in range(2):
        assert client.post(address, {"reason": "Slip"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "resumed by Tara Team" in shown
    listed = client.get(reverse("meetings:series_list")).content.decode()
    assert page in listed


def test_ended_series_are_found_from_the_list(cast: Cast, series: Series, sign_in: SignIn) -> None:
    workflow.end_series(series=series, reason="No need", by=cast.team, at=NOW)
    listed = sign_in(cast.team).get(reverse("meetings:series_list")).content.decode()
    assert reverse("meetings:series", args=[series.pk]) in listed


def test_a_meeting_cancelled_by_mistake_is_planned_again_from_its_page(
    cast: Cast, plan: Make, sign_in: SignIn
) -> None:
    meeting = plan()
    workflow.cancel(meeting=meeting, reason="Snow", by=cast.team, at=NOW)
    client = sign_in(cast.team)
    page = client.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
    address = reverse("meetings:put_back", args=[meeting.pk])
    assert address in page
    assert client.post(address, {"reason": "Slip"}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.is_planned


def test_someone_whose_invitation_was_withdrawn_by_mistake_is_invited_again_from_the_page(
    cast: Cast, plan: Make, sign_in: SignIn
) -> None:
    meeting = plan(guests=[Guest(name="PC Plod", part="Police")])
    rep, guest = meeting.attendees.get(user=cast.rep), meeting.attendees.get(name="PC Plod")
    for one in (rep, guest):
        workflow.uninvite(attendee=one, by=cast.team, at=NOW)
    sequence = Meeting.objects.get(pk=meeting.pk).sequence
    client = sign_in(cast.team)
    page = reverse("meetings:meeting", args=[meeting.pk])
    shown = client.get(page).content.decode()
    assert "No longer invited (2)" in shown
    for one in (rep, guest):
        address = reverse("meetings:invite_again", args=[meeting.pk, one.pk])
        assert address in shown
        for _ in range(2):
            assert client.post(address).status_code == 302
        one.refresh_from_db()
        assert (one.presence, one.part) == (Presence.INVITED, one.part)
        assert client.get(address).status_code == 302
    meeting.refresh_from_db()
    assert meeting.sequence == sequence + 2
    assert Notice.objects.filter(kind="meeting_invited", user=cast.rep).count() == 2
    assert "No longer invited" not in client.get(page).content.decode()


def test_no_one_whose_account_is_closed_is_invited_again(cast: Cast, plan: Make) -> None:
    other = another_rep(cast)
    meeting = plan(invite=[other])
    attendee = meeting.attendees.get(user=other)
    workflow.uninvite(attendee=attendee, by=cast.team, at=NOW)
    accounts.deactivate(user=other, by=cast.administrator, at=NOW)
    with pytest.raises(RuleBroken, match="account is closed"):
        workflow.invite_again(attendee=attendee, by=cast.team, at=NOW)


def test_apologies_sent_by_mistake_are_taken_back_on_the_page(
    cast: Cast, opened: Make, somebody: Any, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    somebody()
    meeting = opened()
    client = sign_in(cast.rep)
    clock.move_to(TOMORROW)
    page = reverse("meetings:meeting", args=[meeting.pk])
    address = reverse("meetings:come", args=[meeting.pk])
    assert address not in client.get(page).content.decode()
    workflow.apologise(meeting=meeting, by=cast.rep, at=TOMORROW)
    assert address in client.get(page).content.decode()
    for _ in range(2):
        assert client.post(address).status_code == 302
    assert meeting.attendees.get(user=cast.rep).presence == Presence.INVITED
    assert AuditEvent.objects.filter(kind="meetings.coming").count() == 1
