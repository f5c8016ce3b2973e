"""People whose records are closed to partners are discussed in a closed part, without a name."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from consent import workflow as consent
from meetings.models import Meeting
from register.models import Person
from tests.conftest import Cast
from tests.consent.details import decision
from tests.factories import NOW
from tests.meetings.conftest import TOMORROW

Make = Callable[..., Meeting]
SignIn = Callable[[User], Client]


def refuse(cast: Cast, person: Person) -> None:
    consent.record(person=person, details=decision(share_partners=False), by=cast.team, at=NOW)


@pytest.mark.parametrize("page", ["meeting", "print"])
def test_a_representative_sees_that_someone_is_discussed_and_not_who(
    cast: Cast,
    opened: Make,
    somebody: Callable[..., Person],
    sign_in: SignIn,
    clock: Any,
    page: str,
) -> None:
    closed, shared = somebody(family_name="Closed"), somebody(family_name="Shared")
    refuse(cast, closed)
    meeting = opened()
    clock.move_to(TOMORROW + timedelta(minutes=5))
    address = reverse(f"meetings:{page}", args=[meeting.pk])
    shown = sign_in(cast.rep).get(address).content.decode()
    assert shared.family_name in shown
    assert closed.family_name not in shown
    assert "1 more person is discussed in a closed part of the meeting" in shown
    team = sign_in(cast.team).get(address).content.decode()
    assert closed.family_name in team
    assert team.count("Closed part") == 1 + (page == "meeting" and "“Closed part”" in team)
    assert "discussed in a closed part" not in team


def test_the_minutes_of_someone_in_the_closed_part_are_not_there_for_partners(
    cast: Cast, opened: Make, somebody: Callable[..., Person], sign_in: SignIn, clock: Any
) -> None:
    closed = somebody()
    refuse(cast, closed)
    meeting = opened()
    clock.move_to(TOMORROW + timedelta(minutes=5))
    address = reverse("meetings:minutes", args=[meeting.pk, closed.pk])
    assert sign_in(cast.rep).get(address).status_code == 404
    assert sign_in(cast.team).get(address).status_code == 200


def test_where_everyone_agreed_nothing_is_said_of_a_closed_part(
    cast: Cast, opened: Make, somebody: Callable[..., Person], sign_in: SignIn, clock: Any
) -> None:
    person = somebody()
    consent.record(person=person, details=decision(), by=cast.team, at=NOW)
    meeting = opened()
    clock.move_to(TOMORROW + timedelta(minutes=5))
    for user in (cast.rep, cast.team):
        shown = sign_in(user).get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
        assert person.family_name in shown
        assert "closed part" not in shown.lower()


def test_sight_given_for_a_meeting_ends_when_sharing_is_refused_in_it(
    cast: Cast, opened: Make, somebody: Callable[..., Person], sign_in: SignIn, clock: Any
) -> None:
    person = somebody()
    consent.record(person=person, details=decision(), by=cast.team, at=NOW)
    opened()
    clock.move_to(TOMORROW + timedelta(minutes=5))
    client = sign_in(cast.rep)
    address = reverse("register:person", args=[person.pk])
    assert client.get(address).status_code == 200
    refuse(cast, person)
    assert client.get(address).status_code == 404
