"""Leaving the register for good: from that moment nothing acts, and each is told once (A13)."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.core import mail

from actions import workflow as actions
from actions.models import Action, Chase
from actions.rules import ActionStatus
from alerts import red
from alerts import workflow as alerts
from alerts.models import Escalation, Notice
from core.errors import Conflict, RuleBroken
from duties import workflow as duties
from duties.models import Duty
from meetings import agenda
from meetings import workflow as meetings
from meetings.models import AgendaItem, Meeting
from meetings.rules import ItemState, State
from referrals.models import Referral
from referrals.rules import State as ReferralState
from register import workflow
from register.models import Entry, Person, Standing
from register.open_work import Choices, open_work
from register.rules import ClosureReason, Level
from reviews.rules import RequestState
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.referrals import given
from tests.register.closing import DUE, busy
from tests.register.died import LATER, close_as_died, on_agenda
from tests.reviews.given import asked


def later(day: date, hour: int = 9) -> datetime:
    return NOW.replace(year=day.year, month=day.month, day=day.day, hour=hour)


def test_nothing_acts_after_a_death_whatever_runs_and_however_late(cast: Cast) -> None:
    one = busy(cast)
    assert Notice.objects.owed().filter(person_id=one.person.pk).exists()
    close_as_died(cast, one)
    mail.outbox.clear()
    Notice.objects.filter(kind="digest").delete()
    for days in (0, 1, 4, 8, 12, 30, 90):
        at = later(LATER.date() + timedelta(days=days), 16)
        actions.chase(on=at.date(), at=at)
        alerts.escalate(at=at)
        duties.sync_everyone(at=at)
        alerts.relay(at=at)
    told = Counter((one.subject.partition(": ")[2], one.to[0]) for one in mail.outbox)
    assert set(told.values()) == {1}
    # The tracking meeting is about many; the rest tells that the person left.
    assert {subject for subject, _ in told} == {
        "Someone you support has died", "A meeting is cancelled", "A C(E)TR will not take place",
        "You are invited to a meeting",
    }  # fmt: skip
    assert not Chase.objects.exists()
    assert not Escalation.objects.exists()
    assert not Duty.objects.open().filter(person=one.person).exists()
    assert not Standing.objects.filter(person=one.person).exists()
    assert red.everywhere() == []


def test_a_death_is_told_once_to_each_without_a_name(cast: Cast) -> None:
    one = busy(cast, given_name="Zebedee", family_name="Canarybird")
    close_as_died(cast, one)
    died = Notice.objects.filter(kind="person_died")
    told = Counter(notice.user for notice in died)
    # The lead owns an action too, and the chair is invited: each hears of the death once.
    assert told == Counter({cast.lead: 1, cast.rep: 1, cast.second_team: 1, cast.commissioner: 1})
    mail.outbox.clear()
    alerts.relay(at=LATER + timedelta(days=1))
    sent = [one for one in mail.outbox if "has died" in one.subject]
    assert len(sent) == 4
    words = "".join(f"{m.subject}{m.body}{m.alternatives}" for m in mail.outbox)
    assert "We are sorry" in words
    assert "Canarybird" not in words
    assert "Zebedee" not in words
    assert "thing" not in words


def test_the_urgent_meeting_is_cancelled_and_each_invited_told_once(cast: Cast) -> None:
    one = busy(cast)
    close_as_died(cast, one)
    one.meeting.refresh_from_db()
    assert one.meeting.state == State.CANCELLED
    invited = Notice.objects.owed().filter(kind="meeting_cancelled")
    assert Counter(notice.user for notice in invited) == Counter(
        {cast.lead: 1, cast.rep: 1, cast.second_team: 1}
    )
    assert not Notice.objects.owed().filter(kind="meeting_urgent").exists()


def test_actions_end_with_the_reason_and_requests_are_cancelled(cast: Cast) -> None:
    one = busy(cast)
    close_as_died(cast, one)
    for action in Action.objects.filter(person=one.person):
        assert action.status == ActionStatus.CANCELLED
        assert action.note == "The person has died."
        assert action.ended_by == cast.team
    one.request.refresh_from_db()
    assert one.request.state == RequestState.CANCELLED


def test_the_person_comes_off_planned_and_open_agendas(cast: Cast) -> None:
    one = busy(cast)
    tracking = Meeting.objects.tracking().get()
    assert one.person.pk in on_agenda(tracking)
    second = busy(cast)
    meetings.open(meeting=tracking, by=cast.team, at=NOW)
    close_as_died(cast, one)
    item = AgendaItem.objects.get(meeting=tracking, person=one.person)
    assert item.state == ItemState.REMOVED
    assert AgendaItem.objects.get(meeting=tracking, person=second.person).state == "waiting"
    coming = meetings.plan(
        area=cast.area, starts_at=NOW + timedelta(days=35), place="Room 5", chair=cast.team,
        by=cast.team, at=LATER,
    )  # fmt: skip
    meetings.add_person(
        meeting=coming, person=second.person, reason="Asked", by=cast.team, at=LATER
    )
    workflow.close(
        person=second.person, reason=ClosureReason.MOVED_AWAY, words="To Kent", by=cast.team,
        at=LATER,
    )  # fmt: skip
    assert on_agenda(coming) == set()


def test_an_open_urgent_meeting_can_still_be_closed(cast: Cast) -> None:
    one = busy(cast)
    meetings.open(meeting=one.meeting, by=cast.team, at=NOW)
    close_as_died(cast, one)
    there = {row.pk: "attended" for row in one.meeting.attendees.all()}
    meetings.record_attendance(meeting=one.meeting, presences=there, by=cast.team, at=LATER)
    assert meetings.close(meeting=one.meeting, by=cast.team, at=LATER).is_held


def test_a_kept_action_stays_with_its_owner_and_nobody_chases_it(cast: Cast) -> None:
    one = busy(cast)
    keep, give, end = one.actions
    choices = Choices(end=[end.pk], keep=[keep.pk], give=[(give.pk, cast.team.pk)])
    workflow.close(
        person=one.person, reason=ClosureReason.MOVED_AWAY, words="To Kent", choices=choices,
        by=cast.second_team, at=LATER,
    )  # fmt: skip
    for action in one.actions:
        action.refresh_from_db()
    assert (keep.status, keep.owner) == (ActionStatus.OPEN, cast.lead)
    assert (give.status, give.owner) == (ActionStatus.OPEN, cast.team)
    assert end.status == ActionStatus.CANCELLED
    assert "moved to another area" in end.note
    assert Notice.objects.owed().get(kind="action_agreed").user == cast.team
    left = Notice.objects.filter(kind="person_left")
    assert Counter(one.user for one in left) == Counter({cast.lead: 1, cast.rep: 1})
    for days in range(30):
        on = DUE - timedelta(days=5) + timedelta(days=days)
        assert actions.chase(on=on, at=later(on)) == 0
    coming = Meeting.objects.tracking().get()
    assert {line.person_id for line in agenda.live(coming, on=DUE + timedelta(days=30))} == set()


def test_an_action_agreed_meanwhile_is_not_ended_unseen(cast: Cast) -> None:
    one = busy(cast)
    seen = Choices(end=[action.pk for action in one.actions[:2]])
    with pytest.raises(Conflict, match="has been agreed since"):
        workflow.close(
            person=one.person, reason=ClosureReason.MOVED_AWAY, choices=seen, by=cast.team,
            at=LATER,
        )  # fmt: skip
    assert Entry.objects.open().filter(person=one.person).exists()
    assert not Action.objects.filter(status=ActionStatus.CANCELLED).exists()


def test_the_relay_looks_again_before_it_sends(cast: Cast) -> None:
    """A notice that the closing did not reach, because a relay held it, does not go out."""
    one = busy(cast)
    close_as_died(cast, one)
    Notice.objects.filter(kind="red_rating").update(cancelled_at=None)
    alerts.owe(
        kind="amber_rating", key="late", at=LATER + timedelta(minutes=1), to=[cast.team],
        person_id=one.person.pk, subject_id=one.person.pk,
    )  # fmt: skip
    mail.outbox.clear()
    alerts.relay(at=LATER + timedelta(minutes=2))
    assert not [one for one in mail.outbox if "RED" in one.subject or "AMBER" in one.subject]
    assert Notice.objects.get(kind="amber_rating").cancelled_at


def test_a_new_referral_of_somebody_who_left_is_told_as_ever(cast: Cast) -> None:
    sent = given.sent(cast)
    person = sent.person
    assert person is not None
    workflow.enter(person=person, level=Level.GREEN, reason="x", by=cast.team, at=NOW)
    workflow.close(
        person=person, reason=ClosureReason.STEPPED_DOWN, words="Well", by=cast.team, at=LATER
    )
    after = LATER + timedelta(hours=1)
    alerts.owe(
        kind="red_referral", key="again", at=after, to=[cast.team], person_id=person.pk,
        subject_id=sent.pk,
    )  # fmt: skip
    mail.outbox.clear()
    alerts.relay(at=after)
    assert [one.to for one in mail.outbox] == [[cast.team.email]]


def test_a_referral_that_waits_is_withdrawn_when_the_person_died(cast: Cast) -> None:
    sent = given.sent(cast)
    person = sent.person
    assert person is not None
    workflow.enter(person=person, level=Level.RED, reason="x", by=cast.team, at=NOW)
    workflow.close(person=person, reason=ClosureReason.DIED, by=cast.team, at=LATER)
    assert Referral.objects.get().state == ReferralState.WITHDRAWN
    assert red.everywhere() == []
    assert not Duty.objects.open().filter(person=person).exists()
    assert Notice.objects.filter(kind="person_died", user=sent.referrer).count() == 1


def test_what_is_open_is_counted_by_the_apps_that_know_it(cast: Cast) -> None:
    one = busy(cast)
    given.updated(one.person, by=cast.lead, level=Level.AMBER)
    words = [work.words for work in open_work(one.person.pk, at=NOW)]
    assert words[0] == "3 agreed actions"
    assert any(said.startswith("1 urgent meeting, ") for said in words)
    assert any(said.endswith("duties") for said in words)
    assert "1 agenda" in words
    assert "1 CTR request" in words
    assert "1 update waiting" in words
    assert any("waiting to be sent" in said for said in words)


@pytest.mark.parametrize(
    ("died_on", "words"),
    [
        (date(1980, 1, 1), "on or after the date of birth"),
        (NOW.date() + timedelta(days=1), "today or in the past"),
    ],
)
def test_a_date_of_death_that_cannot_be_is_refused(cast: Cast, died_on: date, words: str) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=date(1990, 5, 1))
    with pytest.raises(RuleBroken, match=words) as refused:
        workflow.close(
            person=person, reason=ClosureReason.DIED, died_on=died_on, by=cast.team, at=LATER
        )
    assert refused.value.field == "died_on"
    assert Entry.objects.open().filter(person=person).exists()


def test_a_death_before_the_register_is_recorded_and_can_be_corrected(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=date(1990, 5, 1))
    early = NOW.date() - timedelta(days=30)
    workflow.close(person=person, reason=ClosureReason.DIED, died_on=early, by=cast.team, at=LATER)
    right = early + timedelta(days=2)
    workflow.correct_death(
        person=person,
        died_on=right,
        was=early,
        by=cast.team,
        at=LATER,
        why="Heard it wrong",
    )
    person = Person.objects.get(pk=person.pk)
    assert person.died_on == right
    assert set(person.history.values_list("died_on", flat=True)) == {None, early, right}
    with pytest.raises(RuleBroken, match="changed the date of death since"):
        workflow.correct_death(
            person=person,
            died_on=early,
            was=early,
            by=cast.second_team,
            at=LATER,
            why="Heard it wrong",
        )
    with pytest.raises(RuleBroken, match="on or after the date of birth"):
        workflow.correct_death(
            person=person,
            died_on=date(1980, 1, 1),
            was=right,
            by=cast.team,
            at=LATER,
            why="Heard it wrong",
        )


@pytest.mark.parametrize(
    ("left_on", "words"),
    [
        (NOW.date() - timedelta(days=1), "when they joined"),
        (NOW.date() + timedelta(days=1), "today or in the past"),
    ],
)
def test_a_day_of_leaving_that_cannot_be_is_refused(cast: Cast, left_on: date, words: str) -> None:
    person = on_register(cast.area, by=cast.team)
    with pytest.raises(RuleBroken, match=words):
        workflow.close(
            person=person, reason=ClosureReason.MOVED_AWAY, left_on=left_on, by=cast.team, at=LATER
        )


def test_no_new_work_begins_about_somebody_who_has_left(cast: Cast) -> None:
    one = busy(cast)
    close_as_died(cast, one)
    tracking = Meeting.objects.tracking().get()
    with pytest.raises(RuleBroken, match="has left the register"):
        actions.agree(
            person=one.person, description="x", due_on=DUE, owner=cast.lead, by=cast.team, at=LATER
        )
    with pytest.raises(RuleBroken, match="has left the register"):
        meetings.add_person(meeting=tracking, person=one.person, reason="x", by=cast.team, at=LATER)
    with pytest.raises(RuleBroken, match="has left the register"):
        asked(cast, one.person)
