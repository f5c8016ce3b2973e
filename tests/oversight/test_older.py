"""Older pages go on where reading ended, whatever a page leaves out."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import events
from oversight import corrections, trail
from register.models import Person
from tests.conftest import Cast
from tests.factories import NOW, on_register

TRAIL, TEAM = reverse("oversight:trail"), reverse("oversight:corrections")
READS = reverse("oversight:reads")


@pytest.fixture
def person(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Someone with corrections to tell of, on pages of two."""
    monkeypatch.setattr(corrections, "PAGE", 2)
    monkeypatch.setattr(trail, "PAGE", 2)
    return on_register(cast.area, by=cast.team)


def told(cast: Cast, person: Person, **facts: object) -> None:
    events.publish("register.death_corrected", person=person.pk, by=cast.team, at=NOW, **facts)


def pages(client: Client, address: str) -> list[str]:
    """Every page that "Older" leads to, the first one included."""
    found = []
    for _ in range(9):
        page = client.get(address).content.decode()
        found.append(page)
        link = re.search(r'href="(\?[^"]*before=\d+)"', page)
        if link is None:
            return found
        address = address.split("?", maxsplit=1)[0] + link[1].replace("&amp;", "&")
    raise AssertionError("the pages never end")


def test_a_correction_that_is_left_out_does_not_hide_the_older_ones(
    cast: Cast, person: Person, sign_in: Any
) -> None:
    for facts in ({"was": "1"}, {"was": "2"}, {}, {"was": "3"}):  # one says nothing any more
        told(cast, person, **facts)
    shown = pages(sign_in(cast.team), TEAM)
    assert [page.count("the date of a death") for page in shown] == [1, 2]


def test_a_page_on_which_nothing_is_shown_leads_on_as_well(
    cast: Cast, person: Person, sign_in: Any
) -> None:
    for facts in ({"was": "1"}, {}, {}):
        told(cast, person, **facts)
    shown = pages(sign_in(cast.team), TEAM)
    assert [page.count("the date of a death") for page in shown] == [0, 1]
    assert "Nothing has been corrected" not in shown[0]


def test_a_last_page_that_is_full_leads_nowhere(cast: Cast, person: Person, sign_in: Any) -> None:
    for number in range(4):
        told(cast, person, was=str(number))
    assert len(pages(sign_in(cast.team), TEAM)) == 2
    address = f"{TRAIL}?kind=register.death_corrected"
    assert len(pages(sign_in(cast.auditor), address)) == 2


def test_older_entries_of_the_read_log_are_of_the_same_user(
    cast: Cast, person: Person, sign_in: Any
) -> None:
    for user in (cast.team, cast.second_team, cast.team, cast.second_team, cast.team):
        sign_in(user).get(reverse("register:person", args=[person.pk]))
    shown = pages(sign_in(cast.auditor), f"{READS}?user={cast.team.pk}")
    assert [page.count(f"{cast.team.described}</a>") for page in shown] == [2, 1]
    assert not any("Toby Team" in page for page in shown)
