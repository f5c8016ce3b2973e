"""What every answer carries, error pages included."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.matrix import MATRIX
from tests.access.world import World
from tests.conftest import Cast
from tests.site.test_bad_input import _actor

PAGES = [
    (name, row)
    for name, row in sorted(MATRIX.items())
    if row.get == 200 and (row.public or row.may)
]
STRICT = {
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "default-src 'none'",
}


def _is_strict(answer: Any) -> None:
    policy = answer.headers["Content-Security-Policy"]
    assert set(policy.split("; ")) >= STRICT
    assert "unsafe" not in policy
    assert "http:" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    # The last policy that a browser knows counts; the forgery check needs our own addresses.
    assert answer.headers["Referrer-Policy"] == "no-referrer,same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(("name", "row"), PAGES, ids=[name for name, _ in PAGES])
def test_a_page_is_strict_and_is_not_kept(world: World, name: str, row: Any) -> None:
    answer = _actor(world, row).get(reverse(name, kwargs=world.kwargs(row.about)))
    _is_strict(answer)
    if not row.public:
        assert answer.headers["Cache-Control"] == "no-store"
    if not answer.headers["Content-Type"].startswith("text/html"):
        return  # a file to keep: there is no page in it
    html = answer.content.decode()
    assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", html)
    for tag in re.findall(r"<script\b[^>]*>", html):
        assert "src=" in tag or "nonce=" in tag or "application/json" in tag, tag
    assert html.count("<h1") == 1
    assert re.search(r'<html[^>]* lang="en', html)
    assert re.search(r"<title>\s*\S", html)


@pytest.mark.parametrize("address", ["/nowhere/", "/people/", "/home/", "/sign-in/", "/health/"])
def test_an_answer_that_is_no_page_is_strict_too(address: str, db: None, client: Client) -> None:
    _is_strict(client.get(address))


def test_a_form_from_elsewhere_is_refused(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = world.clients["team"].cookies
    address = reverse("register:rate", kwargs=world.kwargs("person"))
    answer = client.post(address, {"level": "RED", "reason": "x"})
    assert answer.status_code == 403
    _is_strict(answer)


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example"])
def test_signing_in_leads_to_no_other_host(elsewhere: str, cast: Cast, client: Client) -> None:
    typed = {"login": cast.lead.email, "password": "correct horse battery staple"}
    answer = client.post("/sign-in/", typed | {"next": elsewhere})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/")
    assert not answer.headers["Location"].startswith("//")
    assert client.get("/home/").status_code in {200, 302}


def test_text_that_looks_like_html_is_shown_as_text(world: World) -> None:
    from register import workflow
    from tests.factories import NOW, details

    nasty = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    typed = details(world.cast.area, given_name=nasty, family_name=nasty, address=nasty)
    person = workflow.add_person(details=typed, lead=None, by=world.cast.team, at=NOW)
    page = world.clients["team"].get(person.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page
