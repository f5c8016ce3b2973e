"""The page on which a meeting is opened again says what will follow from it."""

import time_machine
from django.urls import reverse

from actions.models import Action
from meetings import workflow
from meetings.models import PutBack
from meetings.rules.after import Given
from meetings.workflow import NewAction
from tests.conftest import Cast
from tests.meetings.conftest import NEXT_MONTH, TOMORROW, decide, item_of
from tests.meetings.ended import LATER, SLIP, Make, SignIn, Somebody, close, reopen


def test_the_page_says_what_comes_back_what_is_elsewhere_and_who_has_been_told(
    cast: Cast, opened: Make, plan: Make, somebody: Somebody, sign_in: SignIn,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    decided, taken = somebody(), somebody()
    meeting = opened()
    action = NewAction(description="Ring", owner=cast.team, due_on=NEXT_MONTH.date(), key="one")
    decide(meeting, decided, by=cast.team, action=action)
    close(meeting, cast)
    item = item_of(meeting, decided)
    workflow.give_feedback(item=item, by=cast.team, at=TOMORROW)
    workflow.give_letter(
        item=item, easy_read=True, how=Given.POST, given_on=TOMORROW.date(), by=cast.team,
        at=TOMORROW,
    )  # fmt: skip
    workflow.note_printed(meeting=meeting, sheets=2, by=cast.team, at=LATER)
    workflow.open(meeting=plan(starts_at=NEXT_MONTH), by=cast.team, at=NEXT_MONTH)
    back = somebody()
    clock.move_to(NEXT_MONTH)
    client = sign_in(cast.team)
    page = client.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
    address = reverse("meetings:reopen", args=[meeting.pk])
    assert address in page
    asked = client.get(address).content.decode()
    assert "Already on a later agenda" in asked
    assert f"{taken.name}</a>: meeting on 22 December 2026" in asked
    assert "Feedback was given about <a" in asked
    assert "has a letter in easy read: sent by post, 24 November 2026" in asked
    assert f"{cast.team.full_name} made a PDF pack" in asked
    assert back.name not in asked
    refused = client.post(address, {"reason": "", "version": "0"}).content.decode()
    assert "Enter why you are opening it again" in refused
    for _ in range(2):
        assert client.post(address, {"reason": SLIP, "version": "0"}).status_code == 302
    assert PutBack.objects.count() == 1
    page = client.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
    assert "opened again by Tara Team" in page
    assert "Open now" in page
    assert "Carried over, now on the agenda of the meeting on 22 December 2026" in page
    minutes = client.get(reverse("meetings:record_outcome", args=[meeting.pk, taken.pk]))
    assert minutes.status_code == 302, "who was taken up later is not minuted here"
    assert Action.objects.get(person=decided).is_open
    stale = sign_in(cast.second_team).post(address, {"reason": "Me too", "version": "0"})
    assert "Only a meeting that has ended can be opened again" in stale.content.decode()
    assert "Me too" in stale.content.decode(), "what was typed is kept"


def test_the_page_of_approved_minutes_offers_corrections_and_not_the_opening(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    person = somebody()
    meeting = opened()
    decide(meeting, person, by=cast.team)
    close(meeting, cast)
    workflow.approve(meeting=meeting, by=cast.team, at=TOMORROW)
    clock.move_to(LATER)
    client = sign_in(cast.team)
    address = reverse("meetings:reopen", args=[meeting.pk])
    page = client.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
    assert address not in page
    back = client.get(address, follow=True).content.decode()
    assert "The minutes of this meeting are approved, so it stays closed" in back


def test_a_letter_given_before_is_marked_once_it_was_opened_again(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    person = somebody()
    meeting = opened()
    decide(meeting, person, by=cast.team)
    close(meeting, cast)
    workflow.give_letter(
        item=item_of(meeting, person), easy_read=True, how=Given.POST, given_on=TOMORROW.date(),
        by=cast.team, at=TOMORROW,
    )  # fmt: skip
    close(reopen(meeting, cast), cast, at=LATER)
    clock.move_to(LATER)
    address = reverse("meetings:minutes", args=[meeting.pk, person.pk])
    page = sign_in(cast.team).get(address).content.decode()
    assert "before the meeting was opened again" in page
