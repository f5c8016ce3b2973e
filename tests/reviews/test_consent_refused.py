"""B6: a C(E)TR is not recorded against a decision that says no to it; which is right is asked."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.errors import RuleBroken
from reviews.models import Review
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.reviews.given import consents, held
from tests.reviews.test_pages import TYPED
from tests.reviews.test_put_right import right

SignIn = Callable[[User], Client]


def test_it_is_refused_beside_the_question_and_nothing_is_written(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    consents(cast, person, cetr=False)
    with pytest.raises(RuleBroken, match="says no to a C") as broken:
        held(cast, person)
    assert broken.value.field == "consent"
    assert not Review.objects.exists()


def test_once_the_new_decision_is_recorded_the_review_is(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    consents(cast, person, cetr=False)
    consents(cast, person, cetr=True)
    assert held(cast, person).person == person


def test_the_decision_in_force_on_the_day_of_the_review_counts(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    consents(cast, person, cetr=False)  # decided on 20 November
    before = NOW.date() - timedelta(days=4)
    assert held(cast, person, held_on=before).held_on == before


def test_an_emergency_protocol_reads_no_papers_and_asks_for_none(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    consents(cast, person, cetr=False)
    assert not held(cast, person, emergency=True, consent="").counts


def test_putting_right_something_else_is_not_blocked_by_what_was_decided_since(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    review = held(cast, person)
    consents(cast, person, cetr=False)
    assert right(cast, review, chair="Chloe Chair").chair == "Chloe Chair"
    with pytest.raises(RuleBroken, match="says no to a C"):
        right(cast, Review.objects.get(), version=1, chair="Chloe Chair",
              held_on=NOW.date() - timedelta(days=1))  # fmt: skip


def test_the_page_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    person = on_register(cast.area, by=cast.team)
    consents(cast, person, cetr=False)
    typed = TYPED | {"ehc_plan": "no", "safe": "Safe enough"}
    address = reverse("reviews:record_review", args=[person.pk])
    page = sign_in(cast.team).post(address, typed).content.decode()
    assert "says no to a C(E)TR" in page
    assert "Safe enough" in page
