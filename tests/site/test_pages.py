"""Public pages: open to all, carrying the crisis line and the policy."""

from collections.abc import Callable

import pytest
from django.test import Client

from dsr_site import pages
from tests.conftest import Cast

ADDRESSES = ["/", *(f"/{page.address}" for page in (*pages.ABOUT, *pages.WORKING, *pages.SERVICE))]


@pytest.mark.parametrize("address", [*ADDRESSES, "/register-for-an-account/", "/sign-in/"])
def test_a_public_page_is_open_and_says_where_to_get_help_now(
    db: None, client: Client, address: str
) -> None:
    page = client.get(address)
    words = page.content.decode()
    assert page.status_code == 200
    assert "999" in words
    assert "111" in words
    assert "not an emergency service" in words
    assert words.count("<h1") == 1
    assert " style=" not in words
    assert " onclick=" not in words


@pytest.mark.parametrize("address", [*ADDRESSES, "/sign-in/", "/nowhere/", "/people/"])
def test_every_answer_carries_the_policy(db: None, client: Client, address: str) -> None:
    policy = client.get(address).headers["Content-Security-Policy"]
    for part in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert "unsafe" not in policy


def test_public_pages_show_the_teams_own_details(
    db: None, client: Client, settings: object
) -> None:
    settings.DSR_TEAM_PHONE = "01632 960 123"  # type: ignore[attr-defined]
    for address in ("/", "/contact/", "/ask-to-be-included/", "/ask-for-removal/"):
        assert "01632 960 123" in client.get(address).content.decode()


def test_help_is_for_whoever_is_signed_in(
    cast: Cast, client: Client, sign_in: Callable[..., Client]
) -> None:
    assert client.get("/help/").status_code == 302
    assert "You have no role yet" in sign_in(cast.pending).get("/help/").content.decode()
    assert "You have no role yet" not in sign_in(cast.team).get("/help/").content.decode()


def test_no_other_site_learns_an_address_and_forms_still_say_where_they_come_from(
    db: None, client: Client
) -> None:
    policy = client.get("/").headers["Referrer-Policy"]
    assert [part.strip() for part in policy.split(",")] == ["no-referrer", "same-origin"]
    strict = Client(enforce_csrf_checks=True)
    token = strict.get("/sign-in/").context["csrf_token"]
    answers = {"login": "a@example.com", "password": "x", "csrfmiddlewaretoken": str(token)}
    here = {"Origin": "http://testserver"}
    assert strict.post("/sign-in/", answers, headers=here).status_code == 200
    assert strict.post("/sign-in/", answers, headers={"Origin": "null"}).status_code == 403
