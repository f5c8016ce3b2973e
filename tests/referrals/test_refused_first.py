"""A page of a referral whose verb can only be refused says so before anything is typed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from referrals import workflow
from referrals.models import Referral, Update
from referrals.rules import TRANSITIONS, State, StepKind
from register import workflow as register
from register.models import Person
from register.rules import ClosureReason, Level
from tests.access.people import seen_by_all
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals import given

SignIn = Callable[..., Client]
PAGES = {
    "acknowledge": (StepKind.ACKNOWLEDGED, "team"), "ask": (StepKind.ASKED, "team"),
    "accept": (StepKind.ACCEPTED, "team"), "decline": (StepKind.DECLINED, "team"),
    "redirect": (StepKind.REDIRECTED, "team"),
    "answer": (StepKind.ANSWERED, "lead"), "withdraw": (StepKind.WITHDRAWN, "lead"),
}  # fmt: skip


def _in_state(cast: Cast, state: State) -> Referral:
    referral = given.sent(cast)
    if state is State.INFORMATION_ASKED:
        return workflow.ask(referral=referral, words="Which ward?", by=cast.team, at=NOW)
    if state is State.ACCEPTED:
        return workflow.accept(referral=referral, level=Level.RED, reason="", by=cast.team, at=NOW)
    if state is State.DECLINED:
        return workflow.decline(referral=referral, advice="The GP", by=cast.team, at=NOW)
    if state is State.WITHDRAWN:
        return workflow.withdraw(referral=referral, reason="Slip", by=cast.lead, at=NOW)
    return referral


def led_back(client: Client, address: str, to: str) -> str:
    came = client.get(address, follow=True)
    assert came.redirect_chain == [(to, 302)], address
    return came.content.decode()


@pytest.mark.parametrize("state", [one for one in State if one is not State.DRAFT])
def test_a_step_that_the_state_does_not_allow_shows_no_form(
    cast: Cast, sign_in: SignIn, state: State
) -> None:
    referral = _in_state(cast, state)
    here = referral.get_absolute_url()
    for page, (kind, who) in PAGES.items():
        address = reverse(f"referrals:{page}", args=[referral.pk])
        client = sign_in(getattr(cast, who))
        if state in TRANSITIONS[kind][0]:
            assert client.get(address).status_code == 200, page
        else:
            led_back(client, address, here)


def test_a_letter_that_is_out_of_date_cannot_be_recorded_as_given(
    cast: Cast, sign_in: SignIn
) -> None:
    referral = _in_state(cast, State.ACCEPTED)
    person = Person.objects.get(pk=referral.person_id)
    register.close(
        person=person, reason=ClosureReason.MOVED_AWAY, words="To Kent", by=cast.team, at=NOW
    )
    address = reverse("referrals:give_letter", args=[referral.pk])
    page = led_back(sign_in(cast.lead), address, referral.get_absolute_url())
    assert "The letter is out of date" in page


def test_an_update_is_answered_once(cast: Cast, sign_in: SignIn) -> None:
    update: Update = given.updated(seen_by_all(cast), by=cast.lead)
    workflow.keep_rating(update=update, words="No change", by=cast.team, at=NOW)
    address = reverse("referrals:keep_rating", args=[update.pk])
    to = reverse("referrals:update_sent", args=[update.pk])
    assert "already been answered" in led_back(sign_in(cast.team), address, to)


def test_an_urgent_meeting_is_offered_for_red_alone(cast: Cast, sign_in: Any) -> None:
    person = seen_by_all(cast, level=Level.GREEN)
    address = reverse("meetings:urgent_person", args=[person.pk])
    page = led_back(sign_in(cast.team), address, reverse("register:person", args=[person.pk]))
    assert "is for someone rated RED" in page
