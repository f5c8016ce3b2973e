"""Minutes moved to the right person: the pages, the copy and the erasure."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from core.errors import RuleBroken
from core.guard import open_door
from core.records import Erased
from meetings import workflow
from meetings.keeper import MeetingsKeeper
from meetings.models import AgendaItem, MovedMinutes, Outcome
from meetings.workflow import NewAction
from tests.conftest import Cast
from tests.meetings.conftest import NEXT_MONTH, TOMORROW, decide, item_of
from tests.meetings.wrong_person import (
    LATER,
    Make,
    SignIn,
    Somebody,
    check,
    move,
    moved_minutes,
    on_the_wrong_one,
    strike,
)


@pytest.fixture
def moved_after(cast: Cast, opened: Make, somebody: Somebody) -> Callable[..., Any]:
    """Return a function that moves minutes of a meeting that has ended."""
    return partial(moved_minutes, cast, opened, somebody)


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
    assert "Check the minutes on the page of the right person" in page
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
    assert "Completed" in client.get(minutes).content.decode()
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
