"""Minutes that were recorded on the wrong person are moved to the right one, checked and saved."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse

from alerts.models import Notice
from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from meetings import agenda, workflow
from meetings.models import AgendaItem, Draft, MovedMinutes, Outcome
from meetings.rules import ItemState
from meetings.workflow import Minutes
from register import workflow as register
from register.models import Rating, Standing
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW
from tests.meetings.conftest import NEXT_MONTH, TOMORROW, decide, item_of
from tests.meetings.wrong_person import (
    LATER,
    WORDS,
    Make,
    SignIn,
    Somebody,
    check,
    is_open,
    move,
    moved_minutes,
    on_the_wrong_one,
    strike,
)


@pytest.fixture
def moved_after(cast: Cast, opened: Make, somebody: Somebody) -> Callable[..., Any]:
    """Return a function that moves minutes of a meeting that has ended."""
    return partial(moved_minutes, cast, opened, somebody)


# Moved ------------------------------------------------------------------------------------------


def test_moving_minutes_says_nothing_yet_about_the_right_person_and_rates_no_one(
    cast: Cast, moved_after: Any
) -> None:
    ratings = Rating.recorded.count
    meeting, _, right, moved = moved_after()
    was = ratings()
    assert moved.waits
    assert moved.item == item_of(meeting, right)
    assert item_of(meeting, right).state == ItemState.CARRIED, "not reached until it is checked"
    assert not Outcome.objects.in_force().filter(item__person=right).exists()
    assert Standing.objects.get(person=right).level == Level.AMBER
    assert is_open(right, "amber-tracking-meeting")
    check(moved, cast)
    assert ratings() == was, "nor does checking them rate anyone"


@pytest.mark.parametrize("listed", [True, False])
def test_once_checked_the_right_person_counts_as_discussed_from_the_day_of_the_meeting(
    cast: Cast, moved_after: Any, plan: Make, listed: bool
) -> None:
    plan(starts_at=NEXT_MONTH)
    meeting, wrong, right, moved = moved_after(listed=listed)
    outcome = check(moved, cast)
    assert (outcome.headline, outcome.discussion) == ("Settled", "Sleeps well")
    assert (outcome.agreed_level, outcome.proposed_level) == ("", "GREEN")
    assert outcome.rating is None
    assert item_of(meeting, right).state == ItemState.DISCUSSED
    assert not is_open(right, "amber-tracking-meeting")
    assert is_open(right, "meeting-feedback")
    held = AuditEvent.objects.get(kind="meetings.held", person_id=right.pk)
    assert held.facts["held_on"] == "2026-11-24"
    moved.refresh_from_db()
    assert (moved.used, moved.checked_by, moved.checked_at) == (True, cast.team, LATER)
    assert not is_open(wrong, "meeting-feedback")


def test_of_a_meeting_that_was_not_held_the_words_stay_and_no_duty_is_met(
    cast: Cast, moved_after: Any, plan: Make
) -> None:
    plan(starts_at=NEXT_MONTH)
    _, _, right, moved = moved_after(end="abandon")
    check(moved, cast)
    assert Outcome.objects.in_force().filter(item__person=right).exists()
    assert is_open(right, "amber-tracking-meeting")


def test_until_they_are_checked_the_right_person_is_on_the_next_agenda(
    cast: Cast, moved_after: Any, plan: Make
) -> None:
    _, _, right, moved = moved_after()
    register.rate(person=right, level=Level.GREEN, reason="Calm", by=cast.team, at=LATER)
    later = plan(starts_at=NEXT_MONTH)
    listed = {one.person_id for one in agenda.live(later, on=NEXT_MONTH.date())}
    assert right.pk in listed
    check(moved, cast)
    listed = {one.person_id for one in agenda.live(later, on=NEXT_MONTH.date())}
    assert right.pk not in listed


def test_minutes_of_two_people_that_were_swapped_are_both_put_right(
    cast: Cast, opened: Make, somebody: Somebody, plan: Make
) -> None:
    one, other = somebody(), somebody()
    meeting = opened()
    outcomes = {
        person: decide(meeting, person, by=cast.team, headline=f"About {name}")
        for person, name in ((one, "the other"), (other, "the one"))
    }
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    moves = [
        move(strike(outcomes[person], cast), to, cast)
        for person, to in ((one, other), (other, one))
    ]
    for moved in moves:
        check(moved, cast, minutes=Minutes(headline=moved.outcome.headline))
    found = Outcome.objects.in_force().filter(item__meeting=meeting)
    assert dict(found.values_list("item__person", "headline")) == {
        one.pk: "About the one", other.pk: "About the other"
    }  # fmt: skip
    assert not AgendaItem.objects.to_carry().exists()


def test_beside_approved_minutes_they_stand_once_checked_and_the_lead_is_told(
    cast: Cast, moved_after: Any
) -> None:
    _, _, right, moved = moved_after(listed=False, approved=True)
    told = Notice.objects.filter(kind="meeting_outcome", person_id=right.pk).count()
    outcome = check(moved, cast)
    assert outcome.minuted_by == cast.team
    assert AuditEvent.objects.filter(
        kind="meetings.outcome_approved", person_id=right.pk
    ).count() == 1  # fmt: skip
    assert told == 0
    workflow.give_feedback(item=outcome.item, by=cast.team, at=LATER)
    workflow.add_correction(item=outcome.item, words="More", key="k", by=cast.team, at=LATER)
    with pytest.raises(RuleBroken, match="approved"):
        workflow.amend(item=outcome.item, minutes=WORDS, version=1, by=cast.team, at=LATER)
    with pytest.raises(DatabaseError, match="approved"), transaction.atomic():
        Outcome.objects.filter(pk=outcome.pk).update(headline="Changed")
    with pytest.raises(DatabaseError, match="approved"), transaction.atomic():
        AgendaItem.objects.filter(pk=outcome.item_id).update(state=ItemState.CARRIED)


def test_the_database_takes_no_rating_with_minutes_moved_beside_approved_ones(
    cast: Cast, moved_after: Any
) -> None:
    _, _, _, moved = moved_after(approved=True)
    made = Outcome(
        item_id=moved.item_id, agreed_level="RED", reason="Crisis", minuted_by=cast.team,
        minuted_at=LATER,
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="approved"), transaction.atomic():
        made.save()


def test_own_minutes_of_the_right_person_are_kept_and_joined(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    wrong, right = somebody(), somebody()
    meeting = opened()
    outcome = on_the_wrong_one(meeting, wrong, cast)
    decide(meeting, right, by=cast.team, headline="Own", discussion="Own words")
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    moved = move(strike(outcome, cast), right, cast)
    clock.move_to(LATER)
    client = sign_in(cast.team)
    address = reverse("meetings:check_moved", args=[meeting.pk, right.pk, moved.pk])
    page = client.get(address).content.decode()
    assert "Own words\n\nSleeps well" in page
    sent = {"headline": "Own", "changed": "", "views": "", "discussion": "Both", "version": "1"}
    assert client.post(address, sent).status_code == 302
    own = Outcome.objects.in_force().get(item__person=right)
    assert (own.discussion, own.agreed_level, own.version) == ("Both", "AMBER", 2)
    held = AuditEvent.objects.filter(kind="meetings.held", person_id=right.pk)
    assert held.count() == 1, "they had been discussed already"


# At an open meeting -----------------------------------------------------------------------------


def test_at_an_open_meeting_they_fill_the_form_of_the_right_person_until_saved(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    wrong, right = somebody(), somebody()
    meeting = opened()
    outcome = strike(on_the_wrong_one(meeting, wrong, cast), cast)
    moved = move(outcome, right, cast)
    clock.move_to(LATER)
    client = sign_in(cast.second_team)
    address = reverse("meetings:record_outcome", args=[meeting.pk, right.pk])
    page = client.get(address).content.decode()
    assert "recorded on the wrong person. Check them before you save" in page
    assert "Sleeps well" in page
    assert not Draft.objects.exists(), "what others type there is not touched"
    sent = {
        "headline": "Settled", "discussion": "Sleeps well", "version": "0", "key": "k",
        "lines": "1", "moved": str(moved.pk),
        "follows": str(Standing.objects.get(person=right).rating_id),
    }  # fmt: skip
    assert client.post(address, sent).status_code == 302
    moved.refresh_from_db()
    assert (moved.used, moved.checked_by) == (True, cast.second_team)
    assert item_of(meeting, right).state == ItemState.DISCUSSED
    assert Standing.objects.get(person=right).level == Level.AMBER
    assert "Check them before you save" not in client.get(address).content.decode()


def test_minutes_saved_by_someone_who_had_not_seen_the_moved_ones_leave_them_waiting(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    wrong, right = somebody(), somebody()
    meeting = opened()
    moved = move(strike(on_the_wrong_one(meeting, wrong, cast), cast), right, cast)
    decide(meeting, right, by=cast.second_team)
    moved.refresh_from_db()
    assert moved.waits
    with pytest.raises(RuleBroken, match="Strike out the minutes"):
        workflow.put_back(meeting=meeting, reason="Slip", by=cast.team, at=LATER)
    workflow.set_aside(moved=moved, by=cast.team, at=LATER)
    moved.refresh_from_db()
    assert not moved.waits


def test_a_person_without_a_line_at_an_open_meeting_gets_one(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    wrong = somebody()
    meeting = opened()
    right = somebody()
    outcome = strike(on_the_wrong_one(meeting, wrong, cast), cast)
    moved = move(outcome, right, cast)
    assert (moved.made_line, item_of(meeting, right).state) == (True, ItemState.WAITING)


# Set aside, refused, twice ----------------------------------------------------------------------


def test_moved_to_the_wrong_person_again_they_are_set_aside_and_can_be_moved_on(
    cast: Cast, moved_after: Any, somebody: Somebody, plan: Make
) -> None:
    meeting, _, right, moved = moved_after(listed=False)
    register.rate(person=right, level=Level.GREEN, reason="Calm", by=cast.team, at=LATER)
    for _ in range(2):
        workflow.set_aside(moved=moved, by=cast.team, at=LATER)
    assert AgendaItem.objects.get(meeting=meeting, person=right).state == ItemState.REMOVED
    later = plan(starts_at=NEXT_MONTH)
    assert right.pk not in {one.person_id for one in agenda.live(later, on=NEXT_MONTH.date())}
    third = somebody()
    again = move(moved.outcome, third, cast)
    assert again.pk != moved.pk
    with pytest.raises(Conflict, match="dealt with"):
        check(moved, cast)
    check(again, cast)


def test_what_is_refused_is_said_and_writes_nothing(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    wrong, right = somebody(), somebody()
    meeting = opened()
    outcome = on_the_wrong_one(meeting, wrong, cast)
    with pytest.raises(RuleBroken, match="Strike these minutes out"):
        move(outcome, right, cast)
    outcome = strike(outcome, cast)
    with pytest.raises(RuleBroken, match="same person"):
        move(outcome, wrong, cast)
    register.restrict(person_id=right.pk, by=cast.team, at=LATER)
    with pytest.raises(register.NotAvailable):
        move(outcome, right, cast)
    assert not MovedMinutes.objects.exists()


def test_own_approved_minutes_take_a_correction_instead(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    wrong, right = somebody(), somebody()
    meeting = opened()
    outcome = on_the_wrong_one(meeting, wrong, cast)
    decide(meeting, right, by=cast.team)
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    workflow.approve(meeting=meeting, by=cast.team, at=TOMORROW)
    with pytest.raises(RuleBroken, match="Add a correction"):
        move(strike(outcome, cast), right, cast)


def test_minutes_of_an_urgent_meeting_are_not_moved_into_it(cast: Cast, somebody: Somebody) -> None:
    red, other = somebody(Level.RED), somebody()
    meeting = workflow.convene_urgent(
        person=red, starts_at=TOMORROW, place="Call", chair=cast.team, reason="Crisis", quorum=1,
        by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.open(meeting=meeting, by=cast.team, at=TOMORROW)
    outcome = strike(decide(meeting, red, by=cast.team, level=Level.RED), cast)
    with pytest.raises(RuleBroken, match="about one person"):
        move(outcome, other, cast)


def test_sent_twice_it_is_moved_once_and_another_who_moves_it_elsewhere_is_told(
    cast: Cast, moved_after: Any, somebody: Somebody
) -> None:
    _, _, right, moved = moved_after()
    assert move(moved.outcome, right, cast) == moved
    with pytest.raises(Conflict, match="Someone else has moved"):
        move(moved.outcome, somebody(), cast, by=cast.second_team)
    first = check(moved, cast)
    assert check(moved, cast) == first
    with pytest.raises(Conflict, match="dealt with"):
        check(moved, cast, minutes=Minutes(headline="Other"), by=cast.second_team)
    with pytest.raises(Conflict, match="saved these minutes"):
        workflow.set_aside(moved=moved, by=cast.second_team, at=LATER)


# Pages, copies, erasure -------------------------------------------------------------------------
