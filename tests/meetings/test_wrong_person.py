"""Minutes that were recorded on the wrong person are moved to the right one, checked and saved."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from alerts.models import Notice
from core.errors import Conflict, RuleBroken
from core.guard import open_door
from core.models import AuditEvent
from core.records import Erased
from duties.models import Duty
from meetings import agenda, workflow
from meetings.keeper import MeetingsKeeper
from meetings.models import AgendaItem, Draft, Meeting, MovedMinutes, Outcome
from meetings.rules import ItemState
from meetings.workflow import Minutes, NewAction
from register import workflow as register
from register.models import Person, Rating, Standing
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW
from tests.meetings.conftest import NEXT_MONTH, TOMORROW, decide, item_of

Make = Callable[..., Meeting]
Somebody = Callable[..., Person]
SignIn = Callable[[User], Client]
LATER = TOMORROW + timedelta(hours=1)
WORDS = Minutes(headline="Settled", discussion="Sleeps well")


def on_the_wrong_one(meeting: Meeting, person: Person, cast: Cast, **changed: Any) -> Outcome:
    """Record minutes about somebody and strike them out: they are about someone else."""
    given = {"headline": "Settled", "discussion": "Sleeps well", "level": Level.GREEN}
    outcome = decide(meeting, person, by=cast.team, **given | changed)
    meeting.refresh_from_db()
    return outcome


def strike(outcome: Outcome, cast: Cast) -> Outcome:
    outcome.refresh_from_db()
    return workflow.strike_out(
        outcome=outcome, version=outcome.version, reason="About someone else", by=cast.team,
        at=LATER,
    )  # fmt: skip


def move(outcome: Outcome, to: Person, cast: Cast, **changed: Any) -> MovedMinutes:
    given = {"outcome": outcome, "to": to, "by": cast.team, "at": LATER}
    return workflow.move_minutes(**given | changed)


def check(moved: MovedMinutes, cast: Cast, **changed: Any) -> Outcome:
    given = {"moved": moved, "minutes": WORDS, "version": 0, "by": cast.team, "at": LATER}
    return workflow.check_moved(**given | changed)


def is_open(person: Person, rule: str) -> bool:
    return Duty.objects.open().filter(person=person, rule=rule).exists()


@pytest.fixture
def moved_after(cast: Cast, opened: Make, somebody: Somebody) -> Callable[..., Any]:
    """Return a function that moves minutes of a meeting that has ended; `listed` says whether the
    right person was on its agenda."""

    def make(*, listed: bool = True, approved: bool = False, end: str = "close") -> Any:
        wrong = somebody()
        right = somebody() if listed else None
        meeting = opened()
        outcome = on_the_wrong_one(meeting, wrong, cast)
        given: dict[str, Any] = {"meeting": meeting, "by": cast.team, "at": TOMORROW}
        if end == "close":
            workflow.close(**given)
        else:
            workflow.abandon(reason="Fire", **given)
        right = right or somebody()
        if approved:
            workflow.approve(**given)
        outcome = strike(outcome, cast)
        moved = move(outcome, right, cast)
        meeting.refresh_from_db()
        return meeting, wrong, right, moved

    return make


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


def test_the_team_moves_and_checks_them_on_the_pages(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    wrong, right = somebody(), somebody()
    meeting = opened()
    action = NewAction(description="Ring", owner=cast.team, due_on=NEXT_MONTH.date(), key="one")
    outcome = on_the_wrong_one(meeting, wrong, cast, action=action)
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    clock.move_to(LATER)
    client = sign_in(cast.team)
    minutes = reverse("meetings:minutes", args=[meeting.pk, wrong.pk])
    address = reverse("meetings:move_minutes", args=[meeting.pk, wrong.pk])
    assert address not in client.get(minutes).content.decode()
    strike(outcome, cast)
    assert address in client.get(minutes).content.decode()
    asked = client.get(address).content.decode()
    assert right.name in asked
    empty = client.post(address, {"listed": "", "record": ""}).content.decode()
    assert "Select who the minutes are about" in empty
    unknown = client.post(address, {"listed": "", "record": "943 476 5919"}).content.decode()
    assert "You cannot take minutes about anyone" in unknown
    for _ in range(2):
        answer = client.post(address, {"listed": str(right.pk), "record": ""})
        assert answer.status_code == 302, "a double click is one act"
    moved = MovedMinutes.objects.get()
    page = client.get(minutes).content.decode()
    assert "the right person</a>, not checked yet" in page
    assert address not in page
    told = client.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
    assert "Minutes to check" in told
    theirs = reverse("meetings:minutes", args=[meeting.pk, right.pk])
    page = client.get(theirs).content.decode()
    assert "Minutes moved here, not checked yet" in page
    checking = reverse("meetings:check_moved", args=[meeting.pk, right.pk, moved.pk])
    assert checking in page
    asked = client.get(checking).content.decode()
    assert "GREEN was agreed about someone else" in asked
    assert 'The action "Ring"' in asked or "The action &quot;Ring&quot;" in asked
    assert "Reason given for the rating: As discussed" in asked
    sent = {"headline": "Settled", "changed": "", "views": "", "discussion": "", "version": "0"}
    for _ in range(2):
        assert client.post(checking, sent).status_code == 302
    assert "Settled" in client.get(theirs).content.decode()
    assert "checked" in client.get(minutes).content.decode()
    assert client.get(checking).status_code == 302


def test_whoever_approves_is_told_what_waits_to_be_checked(
    cast: Cast, moved_after: Any, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    meeting, _, right, _ = moved_after()
    clock.move_to(LATER)
    page = sign_in(cast.team).get(reverse("meetings:approve", args=[meeting.pk])).content.decode()
    assert "Minutes to check" in page
    assert right.name in page


def test_representatives_do_not_see_minutes_that_were_moved_and_not_checked(
    cast: Cast, moved_after: Any, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    meeting, _, right, _ = moved_after()
    clock.move_to(LATER)
    page = sign_in(cast.rep).get(reverse("meetings:minutes", args=[meeting.pk, right.pk]))
    assert "Sleeps well" not in page.content.decode()


@pytest.mark.parametrize("whose", ["wrong", "right"])
def test_erasing_either_person_reaches_the_words_and_leaves_no_link(
    cast: Cast, moved_after: Any, whose: str
) -> None:
    _, wrong, right, moved = moved_after()
    outcome = check(moved, cast)
    gone = {"wrong": wrong, "right": right}[whose]
    with transaction.atomic():
        open_door()
        MeetingsKeeper().erase(gone.pk, Erased())
    assert not MovedMinutes.objects.exists()
    assert not MovedMinutes.history.exists()
    assert Outcome.objects.filter(pk=outcome.pk).exists() is (whose == "wrong")
    struck = Outcome.objects.filter(pk=moved.outcome_id)
    assert not struck.exists(), "the words that were struck out are about both records"
    assert AgendaItem.objects.filter(person=wrong).exists() is (whose == "right")


def test_the_copy_says_that_minutes_were_moved_and_not_who_the_other_is(
    cast: Cast, moved_after: Any
) -> None:
    _, wrong, right, _ = moved_after()
    ours, theirs = (MeetingsKeeper().export(one.pk) for one in (wrong, right))
    assert ours["Minutes moved from the person to someone else"]
    assert theirs["Minutes moved to the person from someone else"]
    assert right.name not in str(ours)
    assert wrong.name not in str(theirs)


def test_minutes_that_wait_go_along_when_the_right_persons_own_are_struck_out(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    wrong, right = somebody(), somebody()
    meeting = opened()
    outcome = strike(on_the_wrong_one(meeting, wrong, cast), cast)
    own = decide(meeting, right, by=cast.team)
    moved = move(outcome, right, cast)
    with pytest.raises(RuleBroken, match="has been discussed"):
        workflow.remove_person(meeting=meeting, person=right, reason="No", by=cast.team, at=LATER)
    strike(own, cast)
    moved.refresh_from_db()
    assert moved.item == item_of(meeting, right)
    with pytest.raises(RuleBroken, match="Save them or set them aside"):
        workflow.remove_person(meeting=meeting, person=right, reason="No", by=cast.team, at=LATER)
