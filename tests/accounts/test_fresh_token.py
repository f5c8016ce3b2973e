"""A page that was open during a sign-in gets the token that its form then needs."""

from typing import Any

import pytest
from django.test import Client

from tests.conftest import Cast

ADDRESS = "/account/token/"


def test_a_form_sent_with_the_fresh_token_is_taken(cast: Cast, sign_in: Any) -> None:
    inside = sign_in(cast.lead)
    client = Client(enforce_csrf_checks=True)
    client.cookies = inside.cookies
    answer = client.get(ADDRESS)
    assert "no-store" in answer.headers["Cache-Control"]
    stay = "/account/stay-signed-in/"
    assert client.post(stay).status_code == 403
    data = {"csrfmiddlewaretoken": answer.json()["token"]}
    assert client.post(stay, data).status_code == 204


@pytest.mark.django_db
def test_the_signed_out_are_given_none(client: Client) -> None:
    answer = client.get(ADDRESS)
    assert answer.status_code == 302
    assert "/sign-in/" in answer.headers["Location"]
