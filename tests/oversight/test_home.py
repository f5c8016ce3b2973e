"""The home page says what waits for each role, and says so when nothing does."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from actions import workflow as actions
from referrals import workflow as referrals
from referrals.codes import Agrees, Asker
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.referrals import given

ROLES = ("lead", "rep", "team", "commissioner", "auditor", "administrator")


@pytest.mark.parametrize("member", ROLES)
def test_every_role_finds_its_work(cast: Cast, sign_in: Any, member: str) -> None:
    page = sign_in(cast.members()[member]).get("/home/")
    assert page.status_code == 200
    assert page.context["cards"]
    assert "Nothing is overdue" in page.content.decode()


def test_somebody_without_a_role_is_told_to_wait_and_sees_nothing(cast: Cast, sign_in: Any) -> None:
    on_register(cast.area, by=cast.team, level=Level.RED, family_name="Heronwood")
    page = sign_in(cast.pending).get("/home/").content.decode()
    assert "you have no role yet" in page
    assert "Heronwood" not in page


def test_a_red_alert_is_loud_on_the_teams_home_page(cast: Cast, sign_in: Any) -> None:
    on_register(cast.area, by=cast.team, level=Level.RED)
    page = sign_in(cast.team).get("/home/")
    [card] = [c for c in page.context["cards"] if c.label == "RED alerts to acknowledge"]
    assert card.urgent
    assert card.count == 1
    assert "Nothing is overdue" not in page.content.decode()


def test_the_same_words_about_red_count_the_same_people_on_every_page(
    cast: Cast, sign_in: Any
) -> None:
    for _ in range(2):
        on_register(cast.area, by=cast.team, level=Level.RED)
    given.sent(cast)
    client = sign_in(cast.team)
    said = "2 people rated RED on the register; 1 RED referral waiting for triage"
    [card] = [c for c in client.get("/home/").context["cards"] if c.url == "/alerts/red/"]
    assert card.words == f"Of 3 RED alerts: {said}"
    assert f"3 RED alerts: {said}" in client.get("/alerts/red/").content.decode()
    assert str(client.get("/people/?rating=RED").context["total"]) == "2"


def test_a_count_leads_to_a_list_of_that_many(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER, lead=cast.lead)
    actions.agree(
        person=person, description="Ring the family", owner=cast.lead, due_on=NOW.date(),
        by=cast.team, at=NOW,
    )  # fmt: skip
    with time_machine.travel(NOW + timedelta(days=90), tick=False):
        client = sign_in(cast.team)
        cards = {card.label: card for card in client.get("/home/").context["cards"]}
        overdue = cards["action overdue"]
        assert str(overdue.count) == "1"
        assert len(client.get(overdue.url).context["rows"]) == 1
        late = cards["duties overdue"]
        assert len(client.get(late.url).context["rows"]) == int(str(late.count)) > 0


def test_what_comes_now_and_then_is_counted_where_it_waits_and_leads_to_its_page(
    cast: Cast, sign_in: Any
) -> None:
    client = sign_in(cast.team)
    labels = {card.label for card in client.get("/home/").context["cards"]}
    assert "requests to be included" not in labels
    referrals.ask_to_be_included(
        key=uuid4(), area=cast.area, asker=Asker.FAMILY, asker_name="Maud", contact="01632 960 111",
        given_name="Perran", family_name="Ashdown", birth_date=None, agrees=Agrees.YES,
        words="He is up all night.", at=NOW,
    )  # fmt: skip
    cards = {card.label: card for card in client.get("/home/").context["cards"]}
    card = cards["request to be included"]
    assert str(card.count) == "1"
    assert len(client.get(card.url).context["waiting"]) == 1


def test_every_card_leads_to_a_page_that_its_reader_may_open(cast: Cast, sign_in: Any) -> None:
    for url in ("/referrals/redirects/", "/referrals/updates/", "/referrals/asked/",
                "/referrals/naming/", "/meetings/to-ratify/", "/meetings/sample/"):  # fmt: skip
        assert sign_in(cast.team).get(url).status_code == 200
