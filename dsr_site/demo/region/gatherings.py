"""Tracking meetings past and to come, and urgent meetings by exception."""

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from accounts.models import Area, User
from core.dates import LOCAL_ZONE, add_working_days, local_day
from dsr_site.demo.region import words
from dsr_site.demo.region.lives import Life
from meetings import workflow as meetings
from meetings.models import AgendaItem, Meeting
from meetings.rules import ItemState, Presence
from meetings.workflow import Minutes
from meetings.workflow.minutes import NewAction
from register.models import Standing
from register.rules import BLUE, Level

if TYPE_CHECKING:
    from dsr_site.demo.region.story import Story

REACHED = 7
"""How many people one meeting gets through; the others are carried over."""

PAST = ((41, 13), (8,), (11,), (20,), (25,), (17,))
"""How many days ago each area met."""

COMING = ((3, 31), (6,), (10, 38), (4, 32), (8,), (13,))
"""In how many days each area meets."""


def scenes(story: "Story") -> None:
    """Plan every area's meetings, those to come included."""
    timeline = story.timeline
    for area, past, coming in zip(story.places.areas, PAST, COMING, strict=True):
        for days in past:
            starts = _ten_o_clock(timeline.working_day(days))
            timeline.at(starts - timedelta(days=21), partial(_past, story, area, starts))
        for days in coming:
            starts = _ten_o_clock(add_working_days(timeline.today + timedelta(days=days - 1), 1))
            timeline.days_ago(14, partial(_plan, story, area, starts))


def _ten_o_clock(day: date) -> datetime:
    return datetime.combine(day, time(10), LOCAL_ZONE)


def _invited(story: "Story", area: Area) -> list[User]:
    """Return who is asked: a few leads and representatives, the persona's own among them."""
    places = story.places
    asked = places.representatives[area.code][:2] + places.leads[area.code][:2]
    rep = places.personas["rep"]
    return [rep, *asked] if area is places.areas[0] and rep not in asked else asked


def _plan(story: "Story", area: Area, starts: datetime, at: datetime) -> Meeting:
    team = story.places.teams[area.code][0]
    return meetings.plan(
        area=area, starts_at=starts, place="Online: the link is in the invitation", chair=team,
        quorum=3, invite=_invited(story, area), by=team, at=at,
    )  # fmt: skip


def _past(story: "Story", area: Area, starts: datetime, at: datetime) -> None:
    meeting = _plan(story, area, starts, at)
    story.timeline.at(starts, lambda at: hold(story, meeting, at))


def hold(story: "Story", meeting: Meeting, at: datetime) -> None:
    """Open a meeting, minute whom it reaches, and close it two hours later."""
    chair = meeting.chair
    meeting = meetings.open(meeting=meeting, by=chair, at=at)
    attendees = meeting.attendees.order_by("name", "pk")
    presences = {
        one.pk: Presence.APOLOGIES if place == 3 else Presence.ATTENDED
        for place, one in enumerate(attendees)
    }
    meetings.record_attendance(meeting=meeting, presences=presences, by=chair, at=at)
    for place, item in enumerate(meeting.items.order_by("position").select_related("person")):
        reached = place < REACHED or item.shown == Level.RED or meeting.is_urgent
        if reached and not _waits_for_triage(item):
            _minute(story, item, chair, at + timedelta(minutes=10 * place))
    ends = at + timedelta(hours=2)
    story.timeline.at(ends, lambda at: _close(story, meeting, chair, at))


def _minute(story: "Story", item: AgendaItem, by: User, at: datetime) -> None:
    chance = story.chance
    standing = Standing.objects.filter(person=item.person_id).first()
    life = story.lives.get(item.person_id)
    level = _agreed(standing, life)
    owner = item.person.lead_professional
    action = None
    if owner is not None and chance.random() < 0.35:
        due = local_day(at) + timedelta(days=chance.choice((10, 14, 28, 45)))
        action = NewAction(description=chance.choice(words.ACTIONS), owner=owner, due_on=due)
    meetings.record_outcome(
        item=item,
        minutes=Minutes(
            headline=chance.choice(words.HEADLINES),
            views=chance.choice(words.VIEWS),
            discussion=chance.choice(words.DISCUSSIONS),
            proposed_level=level,
            agreed_level=level,
            reason=chance.choice(words.RATED[Level(level)]) if level else "",
        ),
        version=0,
        follows=standing.rating_id if standing and level else None,
        action=action,
        against_floor=words.AGAINST_FLOOR,
        by=by,
        at=min(at, story.timeline.now),
    )


def _agreed(standing: Standing | None, life: Life | None) -> str:
    """Return the rating agreed: the one in force, or GREEN for somebody who steps down.

    None for somebody whose referral is not triaged yet: a meeting rates nobody new.
    """
    if standing is None:
        return ""
    if standing.shown == BLUE:
        return ""
    if life is not None and life.steps_down and standing.level == Level.AMBER:
        return Level.GREEN.value
    return standing.level


def _waits_for_triage(item: AgendaItem) -> bool:
    """Whether somebody is there as a RED referral only: there is nobody to rate yet."""
    on_register = Standing.objects.filter(person=item.person_id).exists()
    return item.shown == Level.RED and not on_register


def _close(story: "Story", meeting: Meeting, by: User, at: datetime) -> None:
    """Close a meeting, a day later where somebody RED was first triaged."""
    left = meeting.items.filter(state=ItemState.WAITING, shown=Level.RED, outcome__isnull=True)
    for item in left.select_related("person"):
        if _waits_for_triage(item):
            story.timeline.at(at + timedelta(days=1), lambda at: _close(story, meeting, by, at))
            return
        _minute(story, item, by, at)
    meeting = meetings.close(meeting=meeting, by=by, at=at)
    told = meeting.items.filter(state=ItemState.DISCUSSED).order_by("position")
    for place, item in enumerate(told):
        if place % 4:
            story.timeline.at(
                at + timedelta(days=1),
                partial(_give_feedback, item, by),
            )


def _give_feedback(item: AgendaItem, by: User, at: datetime) -> None:
    meetings.give_feedback(item=item, by=by, at=at)


def urgent(story: "Story", life: Life, at: datetime) -> None:
    """Convene an urgent meeting about somebody RED for the next day, and hold it then."""
    standing = Standing.objects.filter(person=life.person, shown=Level.RED).first()
    if standing is None:
        return
    starts = _ten_o_clock(add_working_days(local_day(at), 1)) + timedelta(hours=4)
    meeting = meetings.convene_urgent(
        person=life.person, starts_at=starts, place="Online: the link is in the invitation",
        chair=life.by, reason=words.URGENT, quorum=2, by=life.by, at=at,
        invite=[life.lead, *story.places.representatives[life.area.code][:1]],
    )  # fmt: skip
    story.timeline.at(starts, lambda at: hold(story, meeting, at))
