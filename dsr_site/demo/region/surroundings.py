"""What a region has besides each person's story: reviews asked for, what happens on wards, series
of meetings, training, cover, somebody without an account who owes an action."""

from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from accounts import workflow as accounts
from accounts.models import Area, User
from actions import workflow as actions
from actions.workflow import Contact
from core.dates import LOCAL_ZONE, add_working_days, local_day
from dsr_site.demo.personas import DOMAIN
from dsr_site.demo.region.story import Story
from meetings import workflow as meetings
from meetings.rules.series import Cadence, Nth, Pattern, Weekday
from meetings.workflow.series import SeriesDetails
from referrals import workflow as referrals
from referrals.codes import Agrees, Asker, TrainingKind
from register import coded_lists
from register import workflow as register
from register.models import InpatientStay, Standing
from register.rules import ConcernKind, Level, LineState, Security
from register.workflow.during import TransferDetails
from register.workflow.leaving import LineSaid
from reviews import workflow as reviews
from reviews.details import ArrangeDetails, RequestDetails
from reviews.rules import Requester

WARDS = 4
"""How many stays of the first areas have something happen on the ward."""


def scenes(story: Story) -> None:
    """Plan everything; it happens in the last weeks, when the people are there."""
    timeline = story.timeline
    timeline.days_ago(12, partial(_training, story))
    timeline.days_ago(9, partial(_series, story))
    timeline.days_ago(6, partial(_on_wards, story))
    timeline.days_ago(5, partial(_reviews, story))
    timeline.days_ago(4, partial(_covered, story))
    timeline.days_ago(3, partial(_saved_view, story))
    timeline.days_ago(2, partial(_asked_to_be_included, story))
    timeline.days_ago(1, partial(_moving, story))
    timeline.days_ago(1, lambda at: meetings.draw_everywhere(at=at))


def _on_wards(story: Story, at: datetime) -> None:
    """Move somebody, let somebody home on leave, worry about somebody, look at a way out."""
    open_stays = InpatientStay.objects.open().filter(admitted_on__lt=local_day(at))
    stays = list(
        open_stays.select_related("person__area", "hospital").order_by("admitted_on")[:WARDS]
    )
    day = local_day(at)
    for stay, happen in zip(stays, (_leave, _way_out, _concern, _move), strict=False):
        happen(story, stay, at, day - timedelta(days=1))


def _leave(story: Story, stay: InpatientStay, at: datetime, day: date) -> None:
    register.start_leave(
        stay=stay, started_on=day, note="Trying the new flat, with staff from the ward.",
        by=_team(story, stay), at=at,
    )  # fmt: skip


def _way_out(story: Story, stay: InpatientStay, at: datetime, day: date) -> None:
    codes = [line.code for line in coded_lists.discharge_checklist().lines]
    said = {
        code: LineSaid(state=LineState.DONE if place < 3 else LineState.NOT_YET)
        for place, code in enumerate(codes)
    }
    register.plan_discharge(
        stay=stay, on=day + timedelta(days=40),
        barriers="No provider has staff free before spring.",
        lines=said, by=_team(story, stay), at=at,
    )  # fmt: skip


def _concern(story: Story, stay: InpatientStay, at: datetime, day: date) -> None:
    register.record_concern(
        stay=stay, kind=ConcernKind.LONG_TERM_SEGREGATION, seen_on=day,
        note="In a room alone for most of the day, with no plan to end it.",
        by=_team(story, stay), at=at,
    )  # fmt: skip


def _move(story: Story, stay: InpatientStay, at: datetime, day: date) -> None:
    register.transfer(
        stay=stay,
        details=TransferDetails(
            moved_on=day, hospital=stay.hospital, security=Security(stay.security),
            unit_inadequate=True,
            ward="Wren ward", reason="The first ward closed for repairs.",
        ),
        by=_team(story, stay),
        at=at,
    )  # fmt: skip


def _moving(story: Story, at: datetime) -> None:
    """Ask an area of each half of the region to take someone over from the other half."""
    for from_area, to_area in (("harrowmere", "lowmarsh"), ("lowmarsh", "fellbrook")):
        rows = Standing.objects.filter(area__code=from_area, shown=Level.AMBER)
        standing = rows.select_related("person").order_by("rated_at", "pk").first()
        if standing is not None:
            register.propose_move(
                person=standing.person, to_area=Area.objects.get(code=to_area),
                moves_on=local_day(at) + timedelta(days=6),
                reason="A supported-living place has come up nearer to family.",
                to_know="Meets new people best outdoors, with someone they know beside them.",
                by=story.places.teams[from_area][0], at=at,
            )  # fmt: skip


def _team(story: Story, stay: InpatientStay) -> User:
    return story.places.teams[stay.person.area.code][0]


def _reviews(story: Story, at: datetime) -> None:
    """Ask for C(E)TRs about people rated RED and AMBER; one of them has its day and panel."""
    rows = Standing.objects.filter(shown__in=[Level.RED, Level.AMBER]).select_related(
        "person__area"
    )
    for place, standing in enumerate(rows.order_by("rated_at", "pk")[:4]):
        by = story.places.teams[standing.area.code][0]
        request = reviews.request_review(
            person=standing.person,
            details=RequestDetails(
                requester=(Requester.FAMILY, Requester.COMMUNITY_TEAM)[place % 2],
                reason="Home may not hold, and no one is sure what would help.",
                asked_on=local_day(at),
                ehc_plan=False,
            ),
            by=by,
            at=at,
        )
        if place == 0:
            reviews.arrange(
                request=request,
                details=ArrangeDetails(
                    planned_on=story.timeline.today + timedelta(days=9),
                    place="Town hall, room 2", chair="Gideon Arkwell",
                    clinical_expert="Dr Constance Merle",
                    expert_by_experience="Teddy Brightwater",
                ),
                by=by,
                at=at + timedelta(minutes=20),
            )  # fmt: skip


def _series(story: Story, at: datetime) -> None:
    """Let every area meet in a rhythm of its own."""
    for place, area in enumerate(story.places.areas):
        _one_series(story, area, place, at)


def _one_series(story: Story, area: Area, place: int, at: datetime) -> None:
    team = story.places.teams[area.code][0]
    first = story.timeline.today + timedelta(days=35 + place)
    meetings.start_series(
        area=area,
        pattern=Pattern(
            cadence=Cadence.MONTHLY, weekday=tuple(Weekday)[place % 5], first_on=first,
            nth=tuple(Nth)[place % 4],
        ),
        details=SeriesDetails(
            starts_time=time(10), place="Online: the link is in the invitation", chair=team
        ),
        members=story.places.representatives[area.code][:2],
        by=team,
        at=at,
    )  # fmt: skip


def _training(story: Story, at: datetime) -> None:
    """Plan the next sessions; one person has a place, one waits for any session."""
    by = story.places.personas["team"]
    sessions = [
        referrals.plan_training(
            kind=kind,
            starts_at=datetime.combine(
                add_working_days(story.timeline.today, days), time(hour), LOCAL_ZONE
            ),
            place="Online", seats=seats, by=by, at=at,
        )
        for kind, days, hour, seats in (
            (TrainingKind.TOOL, 6, 10, 12),
            (TrainingKind.SYSTEM, 8, 14, 20),
        )
    ]  # fmt: skip
    for place, (name, job, session) in enumerate(
        (
            ("Ottoline Farrow", "Occupational therapist", sessions[0]),
            ("Jory Penhale", "Teacher", None),
        )
    ):
        referrals.ask_for_place(
            key=UUID(int=place + 1), kind=TrainingKind.TOOL, session=session, name=name,
            email=f"{name.lower().replace(' ', '.')}@{DOMAIN}", job=job, at=at,
        )  # fmt: skip


def _covered(story: Story, at: datetime) -> None:
    """Let somebody cover for a colleague; somebody without an account owes an action."""
    places, day = story.places, local_day(at)
    team = places.personas["team"]
    actions.arrange_cover(
        user=places.leads[places.areas[0].code][-1], covered_by=places.personas["lead"],
        starts_on=day, ends_on=day + timedelta(days=7), by=team, at=at,
    )  # fmt: skip
    standing = Standing.objects.filter(area=places.areas[0], shown=Level.AMBER).first()
    if standing is not None:
        actions.agree(
            person=standing.person,
            description="Say whether the grounds of the block can be made quieter at night",
            due_on=day + timedelta(days=10),
            contact=Contact(
                name="Ivor Hallam", email=f"ivor.hallam@{DOMAIN}",
                organisation=places.council_of(places.areas[0]),
            ),
            by=team,
            at=at,
        )  # fmt: skip


def _saved_view(story: Story, at: datetime) -> None:
    accounts.save_view(
        page="oversight:blue", name="Children with a visit overdue",
        query="due=visit_overdue&age=child", by=story.places.personas["commissioner"], at=at,
    )  # fmt: skip


def _asked_to_be_included(story: Story, at: datetime) -> None:
    """Let a mother ask, on the public page, for her son to be included."""
    referrals.ask_to_be_included(
        key=UUID(int=99), area=story.places.areas[0], asker=Asker.FAMILY,
        asker_name="Maud Ashdown", contact="07700 900 456", given_name="Perran",
        family_name="Ashdown", birth_date=story.timeline.today - timedelta(days=365 * 16),
        agrees=Agrees.YES, words="He has stopped going to college and is up all night.", at=at,
    )  # fmt: skip
