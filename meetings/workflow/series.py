"""Verbs of a series of meetings: start, make its meetings ahead, change, end; who always comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Q

from accounts.models import Area, User
from core import events, history
from core.dates import local_day
from core.errors import RuleBroken
from duties.workflow import hold_for_meetings
from meetings import rules
from meetings.models import Attendee, Meeting, Series, SeriesMember
from meetings.querysets import MeetingQuerySet, MemberQuerySet, SeriesQuerySet, invitable
from meetings.rules import series as turns
from meetings.workflow.abandoning import put_back
from meetings.workflow.moving import publish_moved, uninvite
from meetings.workflow.planning import (
    Guest,
    Turn,
    add_attendees,
    cancel,
    invite,
    plan,
)

LONGEST_HOLIDAY = timedelta(days=10)
"""A turn on a bank holiday meets at most so much later (Christmas and New Year have 4 or 5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesDetails:
    """What every meeting of a series has in common."""

    starts_time: time
    place: str
    chair: User
    quorum: int = rules.USUAL_QUORUM
    minutes: int = turns.USUAL_MINUTES


@events.step
def start_series(
    *, area: Area, pattern: turns.Pattern, details: SeriesDetails, by: User, at: datetime,
    members: Sequence[User] = (), guests: Sequence[Guest] = (),
) -> Series:  # fmt: skip
    """Start a series of tracking meetings of an area, and make its next meetings.

    A second call for the same area, pattern and time returns the series that is running.
    """
    _check(details)
    turns.check_pattern(
        pattern, minutes=details.minutes, quorum=details.quorum, today=local_day(at)
    )
    hold_for_meetings(area.pk)  # people come before areas and meetings, always
    Area.objects.select_for_update().get(pk=area.pk)
    given = {
        "area": area, "cadence": pattern.cadence, "weekday": pattern.weekday,
        "nth": pattern.nth or "", "first_on": pattern.first_on, "starts_time": details.starts_time,
    }  # fmt: skip
    known = Series.objects.running().filter(**given).first()
    if known is not None:
        return known
    series = Series(
        **given, holiday=pattern.holiday, place=details.place.strip(), chair=details.chair,
        quorum=details.quorum, minutes=details.minutes,
    )  # fmt: skip
    history.save(series, by=by, at=at, reason="start_series")
    _add_members(series, members, guests, by=by, at=at)
    events.publish(
        "meetings.series_started",
        by=by,
        at=at,
        series=series.pk,
        area=area.pk,
        cadence=series.cadence,
    )
    make_ahead(series=series, by=by, at=at)
    return series


def _check(details: SeriesDetails) -> None:
    rules.check_words(details.place, missing="Enter the place or the link to join", field="place")
    if not details.chair.is_active:
        raise RuleBroken("Choose someone whose account is active", field="chair")


def _hold(series: Series) -> Series:
    held = Series.objects.select_for_update(of=("self",)).select_related("area", "chair")
    return held.get(pk=series.pk)


@events.step
def make_ahead(*, series: Series, at: datetime, by: User | None = None) -> list[Meeting]:
    """Plan the meetings of the next 8 weeks that are not there yet; returns those made.

    May run at any time and any number of times: each turn has one meeting, and one that was
    moved or called off is not made again.
    """
    series = _hold(series)
    if not series.is_running:
        return []
    today = local_day(at)
    coming = turns.slots(
        series.pattern,
        since=today - LONGEST_HOLIDAY,
        until=today + timedelta(days=turns.AHEAD_DAYS),
    )
    there = set(series.meetings.values_list("slot_on", flat=True))
    staying = list(_coming(series).select_related("user", "organisation"))
    made = []
    for slot in coming:
        if slot.meets_on is None or slot.on in there:
            continue
        starts_at = turns.moment(slot.meets_on, series.starts_time)
        if starts_at > at:
            made.append(_plan_turn(series, slot, starts_at, staying, by=by, at=at))
    return made


def _plan_turn(
    series: Series, slot: turns.Slot, starts_at: datetime, staying: Sequence[SeriesMember], *,
    by: User | None, at: datetime,
) -> Meeting:  # fmt: skip
    return plan(
        area=series.area,
        starts_at=starts_at,
        place=series.place,
        chair=series.chair,
        quorum=series.quorum,
        minutes=series.minutes,
        invite=[one.user for one in staying if one.user is not None],
        guests=[_guest(one) for one in staying if one.user is None],
        turn=Turn(series=series, slot_on=slot.on),
        by=by,
        at=at,
    )


def _coming(series: Series) -> MemberQuerySet:
    """Return who stays and may still be invited: not someone whose role in the area ended."""
    rows: MemberQuerySet = series.members.staying()
    return rows.filter(Q(user__isnull=True) | Q(user__in=invitable(series.area_id).values("pk")))


def _guest(member: SeriesMember) -> Guest:
    return Guest(name=member.name, organisation=member.organisation, part=member.part)


def make_all_ahead(*, at: datetime) -> int:
    """Make the next meetings of every series, each series by itself; returns how many."""
    return sum(len(make_ahead(series=one, at=at)) for one in Series.objects.running())


@events.step
def change_series(*, series: Series, details: SeriesDetails, by: User, at: datetime) -> Series:
    """Change time, place, chair, quorum or length: of the series and of its planned meetings.

    A meeting that was moved by hand keeps its own time. Which day a series meets on is changed
    by ending it and starting another.
    """
    _check(details)
    turns.check_pattern(
        series.pattern, minutes=details.minutes, quorum=details.quorum, today=series.first_on
    )
    hold_for_meetings(series.area_id)
    series = _hold(series)
    if not series.is_running:
        raise RuleBroken("This series has ended.")
    before = series.starts_time
    series.starts_time, series.place, series.chair = (
        details.starts_time, details.place.strip(), details.chair,
    )  # fmt: skip
    series.quorum, series.minutes = details.quorum, details.minutes
    history.save(series, by=by, at=at, reason="change_series")
    events.publish("meetings.series_changed", by=by, at=at, series=series.pk, area=series.area_id)
    for meeting in _planned(series, at):
        _follow(meeting, series, before=before, by=by, at=at)
    return series


def _planned(series: Series, at: datetime) -> list[Meeting]:
    """Lock and return the meetings of a series that are still to come."""
    rows = series.meetings.planned().filter(starts_at__gt=at).order_by("starts_at")
    return list(rows.select_for_update(of=("self",)).select_related("area"))


def _follow(meeting: Meeting, series: Series, *, before: time, by: User, at: datetime) -> None:
    """Let a planned meeting have what its series has now, which met at the time `before`."""
    starts_at = meeting.starts_at
    slot_on = meeting.slot_on or local_day(starts_at)
    if not meeting.move_reason or starts_at == turns.moment(slot_on, before):
        moved = turns.moment(local_day(starts_at), series.starts_time)
        starts_at = moved if moved > at else starts_at
    now = (starts_at, series.place, series.chair_id, series.quorum, series.minutes)
    was = (
        meeting.starts_at, meeting.place, meeting.chair_id, meeting.quorum, meeting.minutes,
    )  # fmt: skip
    if now == was:
        return
    meeting.starts_at, meeting.place, meeting.chair_id, meeting.quorum, meeting.minutes = now
    meeting.sequence += 1
    history.save(meeting, by=by, at=at, reason="change_series")
    add_attendees(meeting, users=[series.chair], guests=[], by=by, at=at)
    publish_moved(meeting, by=by, at=at)


@events.step
def end_series(*, series: Series, reason: str, by: User, at: datetime) -> Series:
    """End a series: no more meetings are made, and those planned are called off."""
    series = _hold(series)
    rules.check_words(reason, missing="Enter why the series ends", field="reason")
    if not series.is_running:
        return series
    series.ended_at, series.ended_by, series.end_reason = at, by, reason.strip()
    history.save(series, by=by, at=at, reason="end_series")
    events.publish("meetings.series_ended", by=by, at=at, series=series.pk, area=series.area_id)
    for meeting in series.meetings.planned().filter(starts_at__gt=at):
        cancel(meeting=meeting, reason=reason, by=by, at=at)
    return series


@events.step
def resume_series(*, series: Series, reason: str, by: User, at: datetime) -> Series:
    """Let a series go on that was ended by mistake, and say why.

    The meetings that its end called off and that lie ahead are planned again, with everyone asked
    again; those that were skipped before stay skipped. Its next meetings are made as ever. A
    series that runs already stays as it is. Refused where another one has been started in its
    place.
    """
    hold_for_meetings(series.area_id)
    series = _hold(series)
    rules.check_words(
        reason, missing="Enter why you are carrying on with the series", field="reason"
    )
    if series.is_running:
        return series
    turns.check_not_replaced(replaced=_same_running(series).exists())
    called_off = called_off_with(series).filter(starts_at__gt=at)
    coming = list(called_off)
    series.ended_at = series.ended_by = None
    series.end_reason = ""
    series.resumed_at, series.resumed_by, series.resume_reason = at, by, reason.strip()
    history.save(series, by=by, at=at, reason="resume_series")
    events.publish("meetings.series_resumed", by=by, at=at, series=series.pk, area=series.area_id)
    for meeting in coming:
        put_back(meeting=meeting, reason=reason, by=by, at=at)
    make_ahead(series=series, by=by, at=at)
    return series


def called_off_with(series: Series) -> MeetingQuerySet:
    """Return the meetings that were called off as their series was ended, the soonest first."""
    rows: MeetingQuerySet = Meeting.objects.filter(series=series, state=rules.State.CANCELLED)
    return rows.filter(closed_at=series.ended_at).order_by("starts_at")


def _same_running(series: Series) -> SeriesQuerySet:
    """Return the running series of the same area that meet on the same days at the same time."""
    rows: SeriesQuerySet = Series.objects.running().filter(
        area=series.area_id, cadence=series.cadence, weekday=series.weekday, nth=series.nth,
        starts_time=series.starts_time,
    )  # fmt: skip
    return rows


@events.step
def add_members(
    *, series: Series, users: Sequence[User], by: User, at: datetime, guest: Guest | None = None
) -> list[SeriesMember]:
    """Let these come to every meeting of the series, those already planned included."""
    series = _hold(series)
    if not series.is_running:
        raise RuleBroken("This series has ended.")
    if not users and guest is None:
        raise RuleBroken("Select who always comes", field="users")
    guests = [guest] if guest else []
    made = _add_members(series, users, guests, by=by, at=at)
    events.publish("meetings.members_added", by=by, at=at, series=series.pk, members=len(made))
    for meeting in series.meetings.planned().filter(starts_at__gt=at):
        invite(meeting=meeting, users=list(users), guest=guest, by=by, at=at)
    return made


def _add_members(
    series: Series, users: Sequence[User], guests: Sequence[Guest], *, by: User, at: datetime
) -> list[SeriesMember]:
    known = set(series.members.staying().values_list("user_id", flat=True))
    made = [
        SeriesMember(series=series, user=user, organisation=user.organisation, part=user.job_title)
        for user in dict.fromkeys(users)
        if user.pk not in known
    ]
    for guest in guests:
        rules.check_words(guest.name, missing="Enter the name", field="guest_name")
        given = {"name": guest.name.strip(), "organisation": guest.organisation}
        if not series.members.staying().filter(user__isnull=True, **given).exists():
            made.append(SeriesMember(series=series, part=guest.part.strip(), **given))
    for member in made:
        history.save(member, by=by, at=at, reason="add_members")
    return made


@events.step
def end_membership(*, member: SeriesMember, by: User, at: datetime) -> SeriesMember:
    """Let someone come no more: not to new meetings, nor to those planned already."""
    series = _hold(member.series)
    member = SeriesMember.objects.select_for_update().get(pk=member.pk)
    if member.left_at is not None:
        return member
    member.left_at = at
    history.save(member, by=by, at=at, reason="end_membership")
    events.publish("meetings.member_left", by=by, at=at, series=series.pk, member=member.pk)
    same = {"user": member.user_id} if member.user_id else {
        "user": None, "name": member.name, "organisation": member.organisation_id,
    }  # fmt: skip
    rows = Attendee.objects.invited().filter(
        meeting__series=series,
        meeting__state=rules.State.PLANNED,
        meeting__starts_at__gt=at,
        **same,
    )
    for attendee in rows.select_related("meeting"):
        if attendee.user_id is None or attendee.user_id != attendee.meeting.chair_id:
            uninvite(attendee=attendee, by=by, at=at)
    return member
