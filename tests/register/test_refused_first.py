"""A page about a stay or a review that can only be refused says so before anything is typed."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from register import workflow
from register.models import InpatientStay, Person
from register.rules import ClosureReason
from reviews import workflow as reviews
from tests.access.people import admitted, seen_by_all
from tests.conftest import Cast
from tests.factories import NOW
from tests.reviews import given

SignIn = Callable[..., Client]


def led_back(client: Client, page: str, *ids: Any, to: str) -> str:
    came = client.get(reverse(page, args=ids), follow=True)
    assert came.redirect_chain == [(to, 302)], page
    return came.content.decode()


def record(person: Person) -> str:
    return reverse("register:person", args=[person.pk])


def test_who_is_in_hospital_is_not_admitted_again(cast: Cast, sign_in: SignIn) -> None:
    person = seen_by_all(cast)
    admitted(cast, person)
    client = sign_in(cast.team)
    page = led_back(client, "register:admit", person.pk, to=record(person))
    assert "already in hospital" in page


def test_leave_begins_and_ends_once(cast: Cast, sign_in: SignIn) -> None:
    person = seen_by_all(cast)
    stay: InpatientStay = admitted(cast, person)
    client, here = sign_in(cast.team), record(person)
    assert "not on extended leave" in led_back(client, "register:end_leave", person.pk, to=here)
    workflow.start_leave(stay=stay, started_on=stay.admitted_on, note="", by=cast.team, at=NOW)
    assert "already on extended leave" in led_back(
        client, "register:start_leave", person.pk, to=here
    )


def test_who_left_is_neither_rated_nor_admitted(cast: Cast, sign_in: SignIn) -> None:
    person = seen_by_all(cast)
    workflow.close(
        person=person, reason=ClosureReason.MOVED_AWAY, words="To Kent", by=cast.team, at=NOW
    )
    client = sign_in(cast.team)
    for page in ("register:rate", "register:admit"):
        assert "not on the register" in led_back(client, page, person.pk, to=record(person))


def test_a_request_that_ended_is_not_arranged(cast: Cast, sign_in: SignIn) -> None:
    request = given.arranged(cast, seen_by_all(cast))
    reviews.cancel(request=request, reason="Ill", by=cast.team, at=NOW)
    client, here = sign_in(cast.team), reverse("reviews:request", args=[request.pk])
    for verb in ("arrange", "record_papers", "hold", "decline", "cancel"):
        led_back(client, f"reviews:{verb}", request.pk, to=here)


def test_a_review_is_asked_for_once(cast: Cast, sign_in: SignIn) -> None:
    person = seen_by_all(cast)
    given.asked(cast, person)
    page = led_back(sign_in(cast.team), "reviews:request_review", person.pk, to=record(person))
    assert "already been requested" in page


def test_a_review_is_closed_once_nothing_is_left_to_do(cast: Cast, sign_in: SignIn) -> None:
    review = given.held(cast, seen_by_all(cast))
    client, here = sign_in(cast.team), reverse("reviews:review", args=[review.pk])
    led_back(client, "reviews:close", review.pk, to=here)
    led_back(client, "reviews:record_oversight", review.pk, to=here)
    assert client.get(reverse("reviews:escalate", args=[review.pk])).status_code == 200
