"""The verbs of meetings: what each does, what it refuses, what follows."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from actions.models import Action
from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from duties.models import Duty
from meetings import agenda, workflow
from meetings.apps import tracking_days
from meetings.models import AgendaItem, Attendee, Meeting, Outcome
from meetings.rules import ItemState, Presence, Reason
from meetings.workflow import Guest, NewAction
from register import workflow as register
from register.models import Involvement, Person, Rating, Standing
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW
from tests.meetings.conftest import NEXT_MONTH, TOMORROW, another_rep, attended, decide, item_of

Make = Callable[..., Meeting]
Somebody = Callable[..., Person]


def events(kind: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(kind=kind).order_by("id"))


# Planning ---------------------------------------------------------------------------------------


def test_a_planned_meeting_invites_chair_and_others_once(cast: Cast, plan: Make) -> None:
    meeting = plan()
    assert plan() == meeting
    assert set(meeting.attendees.values_list("user", "part")) == {
        (cast.team.pk, "Chair"),
        (cast.rep.pk, cast.rep.job_title),
    }
    assert [sorted(event.facts["users"]) for event in events("meetings.invited")] == [
        sorted([str(cast.team.pk), str(cast.rep.pk)])
    ]


def test_a_meeting_in_the_past_is_refused_and_nothing_is_written(cast: Cast, plan: Make) -> None:
    with pytest.raises(RuleBroken, match="in the future"):
        plan(starts_at=NOW)
    assert not Meeting.objects.exists()


def test_duties_are_told_when_the_area_meets_next(cast: Cast, plan: Make) -> None:
    def days() -> list[date]:
        return [one.day for one in tracking_days(cast.area.pk)]

    assert days() == []
    plan(starts_at=NEXT_MONTH)
    meeting = plan()
    assert days() == [TOMORROW.date(), NEXT_MONTH.date()]
    workflow.cancel(meeting=meeting, reason="Snow", by=cast.team, at=NOW)
    assert days() == [NEXT_MONTH.date()]
    assert tracking_days(cast.other_area.pk) == []


def test_the_duty_to_discuss_somebody_amber_is_due_at_the_next_meeting_and_met_there(
    cast: Cast, plan: Make, somebody: Somebody
) -> None:
    meeting = plan()
    person = somebody(Level.AMBER)
    duty = Duty.objects.get(person=person, rule="amber-tracking-meeting")
    assert duty.due_on == TOMORROW.date()
    workflow.open(meeting=meeting, by=cast.team, at=TOMORROW)
    attended(meeting, cast.team)
    decide(meeting, person, by=cast.team)
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    duty.refresh_from_db()
    assert not duty.is_open
    assert Duty.objects.open().filter(person=person, rule="meeting-feedback").exists()
    workflow.give_feedback(item=item_of(meeting, person), by=cast.team, at=TOMORROW)
    assert not Duty.objects.open().filter(person=person, rule="meeting-feedback").exists()


def test_an_urgent_meeting_is_for_red_only_and_convened_once(
    cast: Cast, somebody: Somebody
) -> None:
    red, amber = somebody(Level.RED), somebody(Level.AMBER)
    given: dict[str, Any] = {
        "starts_at": TOMORROW, "place": "Call", "chair": cast.team, "reason": "Crisis",
        "invite": [cast.rep], "guest": Guest(name="PC Plod"), "by": cast.team, "at": NOW,
    }  # fmt: skip
    meeting = workflow.convene_urgent(person=red, **given)
    assert workflow.convene_urgent(person=red, **given) == meeting
    with pytest.raises(RuleBroken, match="rated RED"):
        workflow.convene_urgent(person=amber, **given)
    convened = events("meetings.convened")
    assert [(event.person_id, event.facts["kind"]) for event in convened] == [(red.pk, "urgent")]
    assert Attendee.objects.filter(meeting=meeting).count() == 3


def test_an_urgent_meeting_ends_with_a_decision_and_meets_the_duty(
    cast: Cast, somebody: Somebody
) -> None:
    red = somebody(Level.RED)
    duty = Duty.objects.get(person=red, rule="red-urgent-meeting")
    meeting = workflow.convene_urgent(
        person=red, starts_at=TOMORROW, place="Call", chair=cast.team, reason="Crisis",
        by=cast.team, at=NOW,
    )  # fmt: skip
    assert [line.reason for line in agenda.live(meeting, on=NOW.date())] == [Reason.URGENT]
    workflow.open(meeting=meeting, by=cast.team, at=TOMORROW)
    attended(meeting, cast.team)
    register.rate(person=red, level=Level.AMBER, reason="Calmer", by=cast.team, at=TOMORROW)
    with pytest.raises(RuleBroken, match="no decision"):
        workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    decide(meeting, red, by=cast.team)
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    duty.refresh_from_db()
    assert not duty.is_open


def test_apologies_are_noted_and_somebody_not_invited_has_none_to_send(
    cast: Cast, plan: Make
) -> None:
    meeting = plan()
    workflow.apologise(meeting=meeting, by=cast.rep, at=NOW)
    assert meeting.attendees.get(user=cast.rep).presence == Presence.APOLOGIES
    with pytest.raises(RuleBroken, match="not invited"):
        workflow.apologise(meeting=meeting, by=cast.lead, at=NOW)


# Opening ----------------------------------------------------------------------------------------


def test_opening_freezes_the_agenda_with_its_reasons(
    cast: Cast, plan: Make, somebody: Somebody
) -> None:
    red = somebody(Level.RED)
    meeting = workflow.open(meeting=plan(), by=cast.team, at=TOMORROW)
    somebody(Level.RED)
    [item] = AgendaItem.objects.filter(meeting=meeting)
    assert (item.person, item.shown) == (red, "RED")
    assert item.why_words == "Rated RED 23 November 2026"
    with pytest.raises(RuleBroken, match="already been opened"):
        workflow.open(meeting=meeting, by=cast.team, at=TOMORROW)


def test_those_invited_see_the_people_for_28_days_and_those_who_apologised_do_not(
    cast: Cast, plan: Make, somebody: Somebody
) -> None:
    person = somebody(Level.AMBER)
    absent = another_rep(cast)
    meeting = plan(invite=[cast.rep, absent])
    workflow.apologise(meeting=meeting, by=absent, at=NOW)
    assert not Person.objects.permitted(cast.rep, _view()).exists()
    workflow.open(meeting=meeting, by=cast.team, at=TOMORROW)
    [involved] = Involvement.objects.filter(person=person)
    assert involved.user == cast.rep
    assert involved.until == TOMORROW + timedelta(days=28)
    assert Person.objects.permitted(cast.rep, _view()).get() == person


def _view() -> Any:
    from accounts.rules import Permission

    return Permission.PERSON_VIEW


def test_somebody_added_to_an_open_meeting_or_invited_late_is_seen_at_once(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    green = somebody(Level.GREEN)
    meeting = opened()
    workflow.add_person(
        meeting=meeting, person=green, reason="School closed", by=cast.team, at=TOMORROW
    )
    assert item_of(meeting, green).reason is Reason.ADDED
    assert Involvement.objects.filter(person=green, user=cast.rep).exists()
    late = another_rep(cast)
    workflow.invite(meeting=meeting, users=[late], by=cast.team, at=TOMORROW)
    assert Involvement.objects.filter(person=green, user=late).exists()


def test_a_meeting_gives_a_lead_sight_of_nobody(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened(invite=[cast.lead])
    workflow.invite(meeting=meeting, users=[cast.other_lead], by=cast.team, at=TOMORROW)
    assert not Involvement.objects.filter(person=person).exists()
    assert not Person.objects.permitted(cast.lead, _view()).exists()


# Minutes ----------------------------------------------------------------------------------------


def test_an_agreed_rating_is_given_with_the_meeting_as_its_source(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody(Level.AMBER)
    outcome = decide(opened(), person, by=cast.team, level=Level.RED, reason="Placement ends")
    rating = Rating.objects.current().get(entry__person=person)
    assert (rating.level, rating.source, rating.reason) == ("RED", "meeting", "Placement ends")
    assert outcome.rating == rating
    assert not outcome.provisional


def test_words_alone_settle_amber_but_not_red(cast: Cast, opened: Make, somebody: Somebody) -> None:
    amber, red = somebody(Level.AMBER), somebody(Level.RED)
    meeting = opened()
    for person in (amber, red):
        decide(meeting, person, by=cast.team, agreed_level="", reason="", discussion="Calm")
    assert item_of(meeting, amber).state == ItemState.DISCUSSED
    assert item_of(meeting, red).state == ItemState.WAITING
    assert Rating.objects.count() == 2


def test_an_agreed_rating_without_a_reason_is_refused_and_nothing_is_written(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened()
    with pytest.raises(RuleBroken, match="reason"):
        decide(meeting, person, by=cast.team, reason=" ")
    assert not Outcome.objects.exists()
    assert Rating.objects.count() == 1


def test_a_second_minute_taker_cannot_overwrite_silently(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened()
    decide(meeting, person, by=cast.team)
    with pytest.raises(Conflict, match="Someone else has saved"):
        decide(meeting, person, by=cast.second_team, headline="Other words", version=0)
    assert Outcome.objects.get().headline == "Holding"


def test_a_rating_given_meanwhile_is_a_conflict_and_nothing_is_written(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened()
    seen = Standing.objects.get(person=person).rating_id
    register.rate(person=person, level=Level.RED, reason="Crisis", by=cast.team, at=TOMORROW)
    with pytest.raises(Conflict):
        decide(meeting, person, by=cast.team, level=Level.GREEN, follows=seen)
    assert not Outcome.objects.exists()


def test_the_same_minutes_sent_twice_are_saved_once_with_one_action(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened()
    action = NewAction(
        description="Call school", owner=cast.lead, due_on=NEXT_MONTH.date(), key="once"
    )
    for _ in range(2):
        decide(meeting, person, by=cast.team, action=action, version=0, follows=None)
    assert Outcome.objects.get().version == 1
    agreed = Action.objects.get()
    assert (agreed.origin, agreed.origin_id) == ("meeting", item_of(meeting, person).pk)


def test_an_action_due_in_the_past_is_refused_and_the_minutes_with_it(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened()
    action = NewAction(description="Call", owner=cast.lead, due_on=NOW.date())
    with pytest.raises(RuleBroken, match="today or in the future"):
        decide(meeting, person, by=cast.team, action=action)
    assert not Outcome.objects.exists()


def test_a_rating_once_given_cannot_be_taken_back_by_emptying_the_field(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened()
    decide(meeting, person, by=cast.team)
    with pytest.raises(RuleBroken, match="cannot be taken back"):
        decide(meeting, person, by=cast.team, agreed_level="", reason="")


def test_without_a_quorum_decisions_are_provisional_until_enough_are_there(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened(quorum=2)
    assert decide(meeting, person, by=cast.team).provisional
    rep = meeting.attendees.get(user=cast.rep)
    workflow.record_attendance(
        meeting=meeting, presences={rep.pk: Presence.ATTENDED}, by=cast.team, at=TOMORROW
    )
    assert not Outcome.objects.get().provisional


def test_nobody_restricted_is_minuted(cast: Cast, opened: Make, somebody: Somebody) -> None:
    person = somebody()
    meeting = opened()
    register.restrict(person_id=person.pk, by=cast.team, at=TOMORROW)
    with pytest.raises(register.NotAvailable):
        decide(meeting, person, by=cast.team)


# Closing ----------------------------------------------------------------------------------------


def test_a_meeting_cannot_close_while_somebody_red_is_undecided(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody(Level.AMBER)
    meeting = opened()
    register.rate(person=person, level=Level.RED, reason="Crisis", by=cast.team, at=TOMORROW)
    with pytest.raises(RuleBroken, match=person.name):
        workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    meeting.refresh_from_db()
    assert meeting.is_open


def test_a_meeting_at_which_nobody_is_recorded_cannot_close(
    cast: Cast, plan: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = workflow.open(meeting=plan(), by=cast.team, at=TOMORROW)
    decide(meeting, person, by=cast.team)
    with pytest.raises(RuleBroken, match="Record attendance first"):
        workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    meeting.refresh_from_db()
    assert meeting.is_open


def test_words_about_somebody_who_has_become_red_since_do_not_close_a_meeting(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody(Level.AMBER)
    meeting = opened()
    decide(meeting, person, by=cast.team, agreed_level="", reason="", discussion="Calm")
    register.rate(person=person, level=Level.RED, reason="Crisis", by=cast.team, at=TOMORROW)
    with pytest.raises(RuleBroken, match="no decision"):
        workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)


def test_whoever_is_not_reached_is_carried_to_the_next_meeting_even_when_green_by_then(
    cast: Cast, opened: Make, plan: Make, somebody: Somebody
) -> None:
    reached, left = somebody(), somebody()
    meeting = opened()
    decide(meeting, reached, by=cast.team)
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    assert item_of(meeting, left).state == ItemState.CARRIED
    held = events("meetings.held")
    assert [(event.person_id, event.facts["kind"]) for event in held] == [(reached.pk, "tracking")]
    for person in (reached, left):
        register.rate(person=person, level=Level.GREEN, reason="Calm", by=cast.team, at=TOMORROW)
    following = plan(starts_at=NEXT_MONTH)
    [line] = agenda.live(following, on=NEXT_MONTH.date())
    assert (line.person_id, line.reason) == (left.pk, Reason.CARRIED)
    workflow.open(meeting=following, by=cast.team, at=NEXT_MONTH)
    assert item_of(meeting, left).carried_into == item_of(following, left)
    attended(following, cast.team, at=NEXT_MONTH)
    decide(following, left, by=cast.team, level=Level.GREEN, at=NEXT_MONTH)
    workflow.close(meeting=following, by=cast.team, at=NEXT_MONTH)
    later = plan(starts_at=NEXT_MONTH + timedelta(days=28))
    assert agenda.live(later, on=NEXT_MONTH.date()) == []


def test_whoever_was_restricted_in_error_while_a_meeting_ended_is_on_the_next_agenda(
    cast: Cast, opened: Make, plan: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened()
    register.restrict(person_id=person.pk, by=cast.team, at=TOMORROW)
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    register.unrestrict(person_id=person.pk, by=cast.team, at=TOMORROW)
    register.rate(person=person, level=Level.GREEN, reason="Calm", by=cast.team, at=TOMORROW)
    following = plan(starts_at=NEXT_MONTH)
    [line] = agenda.live(following, on=NEXT_MONTH.date())
    assert (line.person_id, line.reason) == (person.pk, Reason.CARRIED)
    assert not events("meetings.carried_over")


def test_minutes_of_a_closed_meeting_are_fixed(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened()
    decide(meeting, person, by=cast.team)
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    with pytest.raises(RuleBroken, match="while the meeting is open"):
        decide(meeting, person, by=cast.team, headline="Later words")
    with pytest.raises(RuleBroken, match="Only an open meeting"):
        workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)


def test_events_of_meetings_name_nobody_and_carry_no_words(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody(family_name="Canarybird")
    meeting = opened()
    decide(meeting, person, by=cast.team, headline="Secret words", discussion="Secret words")
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    told = str(list(AuditEvent.objects.filter(kind__startswith="meetings.").values("facts")))
    assert "Canarybird" not in told
    assert "Secret" not in told


def test_one_person_in_a_room_is_no_multi_agency_meeting_and_the_page_says_why(
    cast: Cast, plan: Make, somebody: Somebody, sign_in: Any
) -> None:
    meeting = plan(quorum=5)
    person = somebody(Level.AMBER)
    workflow.open(meeting=meeting, by=cast.team, at=TOMORROW)
    attended(meeting, cast.team)
    decide(meeting, person, by=cast.team)
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    duty = Duty.objects.get(person=person, rule="amber-meeting-or-cetr")
    assert duty.is_open
    page = sign_in(cast.team).get(f"/actions/duties/{duty.pk}/").content.decode()
    assert "24 November 2026: someone is discussed at a meeting, but not with a quorum" in page
    assert "and with people of at least two organisations" in page
