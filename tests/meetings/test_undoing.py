"""A meeting opened by mistake is planned again; one that cannot go on is ended as not held."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.rules import Permission
from actions.models import Action
from actions.workflow import cancel as cancel_action
from alerts import red
from alerts.models import Notice
from core.errors import RuleBroken
from core.models import AuditEvent
from duties.models import Duty
from meetings import agenda, workflow
from meetings.apps import tracking_days
from meetings.models import AgendaItem, Draft, Meeting, Outcome, PutBack
from meetings.rules import ItemState, Presence, Reason, State
from meetings.rules.after import Ruling
from meetings.workflow import NewAction
from meetings.workflow.after import is_approved
from register import workflow as register
from register.models import Involvement, Person, Rating, Standing
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW
from tests.meetings.conftest import (
    NEXT_MONTH,
    TOMORROW,
    another_rep,
    attended,
    decide,
    item_of,
)

Make = Callable[..., Meeting]
Somebody = Callable[..., Person]
LATER = TOMORROW + timedelta(minutes=5)
SLIP = "Opened the wrong meeting"


def put_back(meeting: Meeting, cast: Cast, **changed: Any) -> Meeting:
    given = {"reason": SLIP, "by": cast.team, "at": LATER}
    return workflow.put_back(meeting=meeting, **given | changed)


def abandon(meeting: Meeting, cast: Cast, **changed: Any) -> Meeting:
    given = {"reason": "Fire alarm", "by": cast.team, "at": LATER}
    return workflow.abandon(meeting=meeting, **given | changed)


def urgent(person: Person, cast: Cast, **changed: Any) -> Meeting:
    given: dict[str, Any] = {
        "starts_at": TOMORROW, "place": "Call", "chair": cast.team, "reason": "Crisis",
        "invite": [cast.rep], "by": cast.team, "at": NOW,
    }  # fmt: skip
    return workflow.convene_urgent(person=person, **given | changed)


def sees(cast: Cast, person: Person) -> bool:
    return Person.objects.permitted(cast.rep, Permission.PERSON_VIEW).filter(pk=person.pk).exists()


def alert_about(person: Person) -> red.Alert:
    [alert] = [one for one in red.everywhere() if one.person_id == person.pk]
    return alert


# Back to planned --------------------------------------------------------------------------------


def test_a_meeting_opened_by_mistake_is_planned_again_with_its_invitations(
    cast: Cast, plan: Make, somebody: Somebody
) -> None:
    person = somebody(Level.RED)
    absent = another_rep(cast)
    meeting = plan(invite=[cast.rep, absent])
    workflow.apologise(meeting=meeting, by=absent, at=NOW)
    workflow.open(meeting=meeting, by=cast.team, at=TOMORROW)
    attended(meeting, cast.team)
    told = Notice.objects.count()
    meeting = put_back(meeting, cast)
    assert (meeting.state, meeting.opened_at, meeting.opened_by) == (State.PLANNED, None, None)
    assert set(meeting.attendees.values_list("user", "presence")) == {
        (cast.team.pk, Presence.INVITED),
        (cast.rep.pk, Presence.INVITED),
        (absent.pk, Presence.APOLOGIES),
    }
    assert Notice.objects.count() == told, "those invited keep their invitations"
    assert not meeting.items.on_agenda().exists()
    assert [line.person_id for line in agenda.live(meeting, on=TOMORROW.date())] == [person.pk]
    [kept] = PutBack.objects.filter(meeting=meeting)
    assert (kept.reason, kept.by, kept.since) == (SLIP, cast.team, TOMORROW)


def test_it_can_be_opened_again_and_its_agenda_is_frozen_anew(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    first = somebody(Level.RED)
    meeting = put_back(opened(), cast)
    second = somebody(Level.AMBER)
    workflow.open(meeting=meeting, by=cast.team, at=LATER)
    assert set(meeting.items.on_agenda().people()) == {first.pk, second.pk}
    assert item_of(meeting, first).state == ItemState.WAITING


def test_what_opening_let_attendees_see_is_taken_back(
    cast: Cast, opened: Make, somebody: Somebody, clock: Any
) -> None:
    person = somebody()
    meeting = opened()
    clock.move_to(LATER)
    assert sees(cast, person)
    put_back(meeting, cast)
    assert not sees(cast, person)
    assert Involvement.objects.get(person=person, user=cast.rep).until == LATER
    ended = AuditEvent.objects.get(kind="register.meeting_sight_ended")
    assert (ended.person_id, ended.facts["users"]) == (person.pk, [str(cast.rep.pk)])


def test_what_an_earlier_or_another_meeting_lets_them_see_stays(
    cast: Cast, opened: Make, plan: Make, somebody: Somebody, clock: Any
) -> None:
    person, red_one = somebody(), somebody(Level.RED)
    early = workflow.open(meeting=plan(), by=cast.team, at=NOW)
    later = opened(starts_at=TOMORROW + timedelta(hours=1))
    crisis = urgent(red_one, cast)
    workflow.open(meeting=crisis, by=cast.team, at=TOMORROW)
    put_back(later, cast)
    clock.move_to(LATER)
    assert sees(cast, person)
    until = Involvement.objects.get(person=person, user=cast.rep).until
    assert until == NOW + timedelta(days=28), "as it was before the opening"
    assert Involvement.objects.get(person=red_one, user=cast.rep).until == (
        TOMORROW + timedelta(days=28)
    ), "the urgent meeting lets them see the person as long as ever"
    put_back(early, cast)
    assert not sees(cast, person)
    assert sees(cast, red_one)


def test_whoever_was_carried_over_to_it_is_carried_over_still(
    cast: Cast, opened: Make, plan: Make, somebody: Somebody
) -> None:
    person = somebody()
    before = opened()
    workflow.close(meeting=before, by=cast.team, at=TOMORROW)
    register.rate(person=person, level=Level.GREEN, reason="Calm", by=cast.team, at=TOMORROW)
    meeting = workflow.open(meeting=plan(starts_at=NEXT_MONTH), by=cast.team, at=NEXT_MONTH)
    put_back(meeting, cast, at=NEXT_MONTH)
    [line] = agenda.live(meeting, on=NEXT_MONTH.date())
    assert (line.person_id, line.reason) == (person.pk, Reason.CARRIED)


def test_nothing_is_put_back_while_something_about_somebody_stands(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened()
    action = NewAction(description="Ring", owner=cast.team, due_on=NEXT_MONTH.date(), key="one")
    outcome = decide(meeting, person, by=cast.team, action=action)
    with pytest.raises(RuleBroken, match=person.name):
        put_back(meeting, cast)
    workflow.strike_out(outcome=outcome, version=1, reason=SLIP, by=cast.team, at=LATER)
    with pytest.raises(RuleBroken, match="cancel the actions"):
        put_back(meeting, cast)
    agreed = Action.objects.get(person=person)
    cancel_action(action=agreed, reason=SLIP, by=cast.team, at=LATER)
    meeting = put_back(meeting, cast)
    assert meeting.is_planned
    outcome.refresh_from_db()
    assert outcome.is_struck_out, "what was struck out stays to be read"
    workflow.open(meeting=meeting, by=cast.team, at=LATER)
    assert item_of(meeting, person).state == ItemState.WAITING


def test_a_reason_is_asked_for_and_what_was_typed_is_let_go(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened()
    workflow.keep_draft(
        item=item_of(meeting, person), typed={"headline": ["So"]}, by=cast.team, at=TOMORROW
    )
    with pytest.raises(RuleBroken, match="why"):
        put_back(meeting, cast, reason=" ")
    put_back(meeting, cast)
    assert not Draft.objects.exists()


def test_sent_twice_it_is_put_back_once_and_by_another_is_refused(cast: Cast, opened: Make) -> None:
    meeting = opened()
    put_back(meeting, cast)
    put_back(meeting, cast)
    assert AuditEvent.objects.filter(kind="meetings.put_back").count() == 1
    with pytest.raises(RuleBroken, match="open or cancelled"):
        put_back(meeting, cast, reason="Another reason")


def test_a_meeting_cancelled_by_mistake_is_planned_again_and_everyone_asked_again(
    cast: Cast, plan: Make, somebody: Somebody
) -> None:
    amber = somebody(Level.AMBER)
    meeting = plan()
    due = Duty.objects.get(person=amber, rule="amber-tracking-meeting").due_on
    workflow.cancel(meeting=meeting, reason="Snow", by=cast.team, at=NOW)
    assert Duty.objects.get(person=amber, rule="amber-tracking-meeting").due_on is None
    called_off = Notice.objects.filter(kind="meeting_cancelled").count()
    meeting = put_back(meeting, cast, at=NOW)
    assert (meeting.state, meeting.closed_at, meeting.cancel_reason) == ("planned", None, "")
    assert Duty.objects.get(person=amber, rule="amber-tracking-meeting").due_on == due
    assert Notice.objects.filter(kind="meeting_invited").count() == 4
    workflow.cancel(meeting=meeting, reason="Snow", by=cast.team, at=NOW)
    again = Notice.objects.filter(kind="meeting_cancelled").count()
    assert again == called_off * 2, "called off again, everyone is told again"


def test_a_cancelled_meeting_whose_time_has_passed_stays_cancelled(cast: Cast, plan: Make) -> None:
    meeting = plan()
    workflow.cancel(meeting=meeting, reason="Snow", by=cast.team, at=NOW)
    with pytest.raises(RuleBroken, match="Plan another meeting"):
        put_back(meeting, cast)


def test_a_cancelled_urgent_meeting_is_not_put_back_beside_another(
    cast: Cast, somebody: Somebody
) -> None:
    person = somebody(Level.RED)
    first = urgent(person, cast)
    workflow.cancel(meeting=first, reason="Snow", by=cast.team, at=NOW)
    urgent(person, cast, starts_at=TOMORROW + timedelta(hours=1))
    with pytest.raises(RuleBroken, match="Another urgent meeting"):
        put_back(first, cast, at=NOW)


# Not held ---------------------------------------------------------------------------------------


def test_an_abandoned_meeting_with_somebody_red_on_it_is_ended_as_not_held(
    cast: Cast, opened: Make, plan: Make, somebody: Somebody
) -> None:
    red_one, amber = somebody(Level.RED), somebody(Level.AMBER)
    meeting = opened(quorum=2)
    duties = set(Duty.objects.open().values_list("pk", flat=True))
    with pytest.raises(RuleBroken, match="end it as not held"):
        workflow.close(meeting=meeting, by=cast.team, at=LATER)
    meeting = abandon(meeting, cast)
    assert (meeting.state, meeting.not_held_reason) == (State.NOT_HELD, "Fire alarm")
    assert (meeting.closed_by, meeting.closed_at) == (cast.team, LATER)
    assert {item_of(meeting, one).state for one in (red_one, amber)} == {ItemState.CARRIED}
    assert not Outcome.objects.exists()
    assert Rating.objects.count() == 2, "nobody is rated by it"
    assert set(Duty.objects.open().values_list("pk", flat=True)) == duties
    assert not AuditEvent.objects.filter(kind="meetings.held").exists()
    assert alert_about(red_one).needs_meeting
    following = plan(starts_at=NEXT_MONTH)
    listed = {line.person_id for line in agenda.live(following, on=NEXT_MONTH.date())}
    assert listed == {red_one.pk, amber.pk}


def test_an_urgent_meeting_not_held_leaves_alert_and_duty_open_and_lets_another_be_convened(
    cast: Cast, somebody: Somebody
) -> None:
    person = somebody(Level.RED)
    duty = Duty.objects.get(person=person, rule="red-urgent-meeting")
    first = urgent(person, cast)
    assert not alert_about(person).needs_meeting
    workflow.open(meeting=first, by=cast.team, at=TOMORROW)
    abandon(first, cast)
    assert alert_about(person).needs_meeting
    duty.refresh_from_db()
    assert duty.is_open
    second = urgent(person, cast, starts_at=TOMORROW + timedelta(hours=2), at=LATER)
    assert second != first
    assert not alert_about(person).needs_meeting
    workflow.open(meeting=second, by=cast.team, at=second.starts_at)
    attended(second, cast.team, at=second.starts_at)
    decide(second, person, by=cast.team, level=Level.AMBER, at=second.starts_at)
    workflow.close(meeting=second, by=cast.team, at=second.starts_at)
    assert item_of(first, person).carried_into == item_of(second, person)


def test_those_invited_are_told_once_that_it_was_not_held(cast: Cast, opened: Make) -> None:
    meeting = opened()
    abandon(meeting, cast)
    abandon(meeting, cast)
    told = Notice.objects.filter(kind="meeting_not_held")
    assert set(told.values_list("user", flat=True)) == {cast.team.pk, cast.rep.pk}
    assert AuditEvent.objects.filter(kind="meetings.abandoned").count() == 1
    with pytest.raises(RuleBroken, match="Only an open meeting"):
        abandon(meeting, cast, reason="Another reason")


def test_what_was_decided_before_it_was_abandoned_stays_with_those_people(
    cast: Cast, opened: Make, somebody: Somebody, clock: Any
) -> None:
    decided, waiting = somebody(), somebody()
    meeting = opened()
    outcome = decide(meeting, decided, by=cast.team, level=Level.GREEN)
    meeting = abandon(meeting, cast)
    clock.move_to(LATER)
    assert Standing.objects.get(person=decided).rating_id == outcome.rating_id
    assert item_of(meeting, decided).state == ItemState.DISCUSSED
    assert sees(cast, decided)
    assert not sees(cast, waiting), "who was not discussed is seen again when the next one opens"
    workflow.give_feedback(item=item_of(meeting, decided), by=cast.team, at=LATER)
    workflow.approve(meeting=meeting, by=cast.team, at=LATER)
    assert is_approved(meeting)


def test_a_provisional_rating_of_an_abandoned_meeting_can_be_ratified(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened(quorum=3)
    outcome = decide(meeting, person, by=cast.team)
    abandon(meeting, cast)
    assert outcome in Outcome.objects.to_ratify()
    workflow.ratify(outcome=outcome, ruling=Ruling.RATIFIED, by=cast.team, at=LATER)
    assert not Outcome.objects.to_ratify().exists()


def test_there_are_no_minutes_to_approve_where_nothing_was_decided(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    somebody()
    meeting = abandon(opened(), cast)
    with pytest.raises(RuleBroken, match="no minutes"):
        workflow.approve(meeting=meeting, by=cast.team, at=LATER)


def test_whoever_is_hidden_meanwhile_is_carried_over_in_silence(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    hidden = somebody()
    meeting = opened()
    register.restrict(person_id=hidden.pk, by=cast.team, at=TOMORROW)
    abandon(meeting, cast)
    line = AgendaItem.objects.get(meeting=meeting, person=hidden)
    assert line.state == ItemState.CARRIED
    told = AuditEvent.objects.filter(kind="meetings.carried_over", person_id=hidden.pk)
    assert not told.exists()


def test_an_abandoned_meeting_is_the_one_that_was_to_be_held_unless_ended_before_its_time(
    cast: Cast, opened: Make, plan: Make
) -> None:
    abandon(opened(), cast)
    assert [one.day for one in tracking_days(cast.area.pk)] == [TOMORROW.date()]
    early = workflow.open(meeting=plan(starts_at=NEXT_MONTH), by=cast.team, at=TOMORROW)
    assert len(tracking_days(cast.area.pk)) == 2
    abandon(early, cast)
    assert [one.day for one in tracking_days(cast.area.pk)] == [TOMORROW.date()]
