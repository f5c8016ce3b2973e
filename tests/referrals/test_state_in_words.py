"""The words for a referral that waits say how far the team has come with it."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from referrals import workflow
from referrals.models import Referral
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals.given import sent

SignIn = Callable[..., Client]
ANSWERED = "Information received, ready to decide"
LATER = NOW + timedelta(days=1)


def answered(cast: Cast) -> Referral:
    referral = workflow.ask(referral=sent(cast), words="Which ward?", by=cast.team, at=NOW)
    return workflow.answer(referral=referral, words="Oak", by=cast.lead, at=NOW)


def test_one_that_was_answered_is_ready_to_decide(cast: Cast, sign_in: SignIn) -> None:
    referral = answered(cast)
    for user in (cast.team, cast.lead):
        client = sign_in(user)
        for page in (referral.get_absolute_url(), reverse("referrals:list")):
            assert ANSWERED in client.get(page).content.decode()


def test_it_is_so_again_when_it_is_put_back(cast: Cast) -> None:
    referral = workflow.decline(referral=answered(cast), advice="The GP", by=cast.team, at=LATER)
    again = workflow.reopen(referral=referral, why="Slip", by=cast.team, at=LATER)
    assert again.state_words == ANSWERED


def test_one_that_was_seen_is_not_called_unread(cast: Cast) -> None:
    referral = sent(cast)
    assert referral.state_words == "Received, not yet reviewed"
    referral = workflow.acknowledge(referral=referral, by=cast.team, at=NOW)
    assert referral.state_words == "Seen, waiting for a decision"


def test_a_list_asks_no_more_for_each_line(
    cast: Cast, sign_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    answered(cast)
    client = sign_in(cast.team)
    client.get(reverse("referrals:list"))
    rows = Referral.objects.all().with_names()
    with django_assert_max_num_queries(2):  # type: ignore[attr-defined]
        assert [one.state_words for one in rows] == [ANSWERED]
