"""The pages of a hand-over to another area: proposed, read, accepted, returned, withdrawn (B21)."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.rules import Role
from actions import workflow as actions
from register import workflow
from register.models import AreaMove, Person
from register.rules import Level
from register.rules.moving import MoveState
from tests.conftest import Cast
from tests.factories import NOW, UserFactory, give, on_register

SignIn = Callable[..., Client]
ASKED = {
    "moves_on_day": "1", "moves_on_month": "12", "moves_on_year": "2026",
    "reason": "New home", "to_know": "Likes a quiet room",
}  # fmt: skip


def red(cast: Cast) -> Person:
    return on_register(cast.area, by=cast.team, level=Level.RED, lead=cast.lead)


def propose(client: Client, cast: Cast, person: Person) -> AreaMove:
    address = reverse("register:propose_move", args=[person.pk])
    assert client.get(address).status_code == 200
    answer = client.post(address, ASKED | {"to_area": str(cast.other_area.pk)}, follow=True)
    assert "The other area was asked" in answer.content.decode()
    return AreaMove.objects.get(person=person)


def text(client: Client, name: str, *args: Any) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_someone_red_with_an_open_action_moves_and_has_a_team_all_the_time(
    cast: Cast, sign_in: SignIn
) -> None:
    new_lead: User = give(UserFactory(full_name="Nora Newlead"), Role.LEAD, area=cast.other_area)
    person = red(cast)
    action = actions.agree(
        person=person, description="Visit", owner=cast.lead, due_on=date(2026, 12, 4),
        by=cast.team, at=NOW,
    )  # fmt: skip
    assert "Hand over to another area" in text(sign_in(cast.team), "register:person", person.pk)
    move = propose(sign_in(cast.team), cast, person)
    here = text(sign_in(cast.team), "register:person", person.pk)
    assert f"Hand-over to {cast.other_area.name} proposed" in here
    assert "Withdraw the hand-over" in here

    client = sign_in(cast.other_area_team)
    there = text(client, "register:person", person.pk)
    assert "You can read this record" in there
    assert reverse("register:rate", args=[person.pk]) not in there
    assert client.get(reverse("register:rate", args=[person.pk])).status_code == 404
    assert "New home" in text(client, "register:return_move", move.pk)
    assert person.name in text(client, "register:area_moves")
    accept = reverse("register:accept_move", args=[move.pk])
    page = client.get(accept).content.decode()
    assert "Visit" in page
    assert "Likes a quiet room" in page
    answer = client.post(
        accept,
        {
            "lead": str(new_lead.pk), "responsible_icb": str(cast.other_commissioning.pk),
            "next_agenda": "no", f"do_{action.pk.hex}": "give",
            f"to_{action.pk.hex}": str(new_lead.pk),
        },
        follow=True,
    )  # fmt: skip
    assert "Your team is responsible for the person" in answer.content.decode()
    person.refresh_from_db()
    action.refresh_from_db()
    assert (person.area, person.lead_professional) == (cast.other_area, new_lead)
    assert (action.owner, action.due_on) == (new_lead, date(2026, 12, 4))
    again = client.get(accept, follow=True)
    assert "has been answered" in again.content.decode()
    old = sign_in(cast.team).get(reverse("register:person", args=[person.pk]))
    assert old.status_code == 404


def test_each_side_has_its_own_answer(cast: Cast, sign_in: SignIn) -> None:
    move = propose(sign_in(cast.team), cast, red(cast))
    for name in ("register:accept_move", "register:return_move"):
        assert sign_in(cast.team).get(reverse(name, args=[move.pk])).status_code == 404
    withdraw = reverse("register:withdraw_move", args=[move.pk])
    assert sign_in(cast.other_area_team).get(withdraw).status_code == 404
    sign_in(cast.team).post(withdraw, {"words": "Stays after all"})
    move.refresh_from_db()
    assert move.state == MoveState.WITHDRAWN


def test_a_team_of_both_areas_accepts_at_once(cast: Cast, sign_in: SignIn) -> None:
    give(cast.team, Role.TEAM, area=cast.other_area)
    person = red(cast)
    address = reverse("register:propose_move", args=[person.pk])
    answer = sign_in(cast.team).post(address, ASKED | {"to_area": str(cast.other_area.pk)})
    move = AreaMove.objects.get(person=person)
    assert answer["Location"] == reverse("register:accept_move", args=[move.pk])


def test_a_hand_over_shows_among_what_waits(cast: Cast, sign_in: SignIn) -> None:
    workflow.propose_move(
        person=red(cast), to_area=cast.other_area, moves_on=NOW.date(), reason="New home",
        by=cast.team, at=NOW,
    )  # fmt: skip
    home = text(sign_in(cast.other_area_team), "oversight:home")
    assert "hand-over from another area to accept" in home
