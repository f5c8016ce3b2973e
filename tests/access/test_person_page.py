"""The page of a person costs the same whoever they are, and shows what was recorded."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.rules import Permission
from consent import workflow as consent
from register import workflow as register
from register.models import Person
from register.rules import Cause, LegalStatus, Level
from reviews import workflow as reviews
from reviews.details import KeyworkerNews
from reviews.rules import KeyworkerOutcome, KeyworkerState
from tests.access.world import World
from tests.conftest import Cast
from tests.consent import details as decisions
from tests.factories import NOW, on_register
from tests.referrals import given
from tests.register.stays import admission

MOST = 30
"""How many queries the page may need, besides the frame of its transaction."""


def queries_of(client: Client, person: Person) -> int:
    """Return how many queries the page of a person needs."""
    address = reverse("register:person", args=[person.pk])
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    frame = ("SAVEPOINT", "RELEASE SAVEPOINT")
    return len([one for one in found.captured_queries if not one["sql"].startswith(frame)])


def test_no_page_in_a_world_of_everything_needs_more(world: World) -> None:
    seen: dict[tuple[str, UUID], int] = {}
    for name in ("team", "lead"):
        user, client = getattr(world.cast, name), world.clients[name]
        client.get("/home/")  # what a process asks once in a while is not the page's
        people = list(Person.objects.permitted(user, Permission.PERSON_VIEW))
        assert people
        seen |= {(name, one.pk): queries_of(client, one) for one in people}
    assert max(seen.values()) <= MOST


def test_not_even_of_a_child_in_hospital_about_whom_everything_is_recorded(
    cast: Cast, sign_in: Callable[[User], Client]
) -> None:
    person = everything(cast)
    for user in (cast.team, cast.lead):
        client = sign_in(user)
        client.get("/home/")
        assert queries_of(client, person) <= MOST


def everything(cast: Cast) -> Person:
    """Return somebody of 17 about whom there is something in every part of their page."""
    before = NOW - timedelta(days=400)
    person = on_register(
        cast.area, by=cast.team, level=Level.AMBER, lead=cast.lead, at=before,
        birth_date=date(2009, 3, 1),
    )  # fmt: skip
    consent.record(person=person, details=decisions.decision(keyworker=True), by=cast.team, at=NOW)
    decided = reviews.decide_keyworker(
        person=person, outcome=KeyworkerOutcome.REFERRED, by=cast.team, at=NOW
    )
    news = KeyworkerNews(happened_on=NOW.date(), state=KeyworkerState.ALLOCATED, service="Keys")
    reviews.follow_up_keyworker(referral=decided, news=news, by=cast.team, at=NOW)
    given.updated(person, by=cast.lead)
    elsewhere = admission(cast, admitted_on=date(2026, 10, 1))
    other = register.record_earlier_stay(
        person=person, details=elsewhere, discharged_on=date(2026, 10, 5), destination="Home",
        by=cast.team, at=NOW,
    )  # fmt: skip
    register.strike_out(
        person=person, kind="stay", fact_id=other.pk, cause=Cause.MISTAKE, reason="Slip",
        by=cast.team, at=NOW,
    )  # fmt: skip
    details = admission(cast, legal_status=LegalStatus.SECTION_3)
    stay = register.admit(person=person, details=details, by=cast.team, at=NOW)
    register.start_leave(stay=stay, started_on=NOW.date(), note="Home", by=cast.team, at=NOW)
    wrong = register.rate(person=person, level=Level.RED, reason="In crisis", by=cast.team, at=NOW)
    register.strike_out(
        person=person, kind="rating", fact_id=wrong.pk, cause=Cause.MISTAKE, reason="Slip",
        by=cast.team, at=NOW,
    )  # fmt: skip
    return person


@pytest.mark.parametrize("permission", [Permission.REFER, Permission.ACTION_DO])
def test_whom_a_user_reaches_is_the_same_in_memory_and_by_query(
    world: World, permission: Permission
) -> None:
    everyone = list(Person.everyone.all())
    for name, user in world.cast.members().items():
        if user is None:
            continue
        mine = Person.objects.permitted(user, permission)
        reached = set(mine.values_list("pk", flat=True))
        for person in everyone:
            said = Person.objects.reaches(user, permission, person)
            assert said == (person.pk in reached), name
