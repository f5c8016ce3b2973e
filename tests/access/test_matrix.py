"""Every address, everybody, GET and POST: what the matrix says is what happens."""

import re
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from core.models import AuditEvent
from tests.access.addresses import LIBRARY, addresses
from tests.access.kinds import stranger
from tests.access.matrix import EVERYBODY, MATRIX, NOBODY_SIGNED_IN, Row, expected
from tests.access.world import World

OURS = {one.name: one for one in addresses() if one.name not in LIBRARY}
ROWS = sorted(MATRIX.items())
NONCE = re.compile(rb"nonce-[^'\"]+|csrfmiddlewaretoken\" value=\"[^\"]+\"")


def test_every_address_has_a_row() -> None:
    missing = set(OURS) - set(MATRIX)
    assert not missing, f"add to tests/access/matrix.py: {sorted(missing)}"


def test_every_row_has_an_address() -> None:
    idle = set(MATRIX) - set(OURS)
    assert not idle, f"take out of tests/access/matrix.py: {sorted(idle)}"


def test_everybody_in_the_cast_is_in_the_matrix(world: World) -> None:
    assert set(world.cast.members()) == EVERYBODY | NOBODY_SIGNED_IN


def _ask(client: Client, method: str, url: str) -> Any:
    """Ask and undo: what one member of the cast does is not there for the next."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = getattr(client, method)(url)
        response.audited = AuditEvent.objects.count()
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def _url(world: World, name: str, row: Row) -> str:
    return reverse(name, kwargs=world.kwargs(row.about))


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[name for name, _ in ROWS])
def test_get(world: World, name: str, row: Row) -> None:
    url = _url(world, name, row)
    before = AuditEvent.objects.count()
    answers = {who: _ask(client, "get", url) for who, client in world.clients.items()}
    assert {who: one.status_code for who, one in answers.items()} == {
        who: expected(row, who) for who in answers
    }
    assert {one.audited for one in answers.values()} == {before}, "to look is not to change"
    _leads_to_signing_in(answers, row)


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[name for name, _ in ROWS])
def test_post_with_nothing_typed(world: World, name: str, row: Row) -> None:
    url = _url(world, name, row)
    before = AuditEvent.objects.count()
    wrong = {}
    for who, client in world.clients.items():
        answer = _ask(client, "post", url)
        wanted = expected(row, who)
        if row.public or who in row.may:
            if answer.status_code not in {200, 204, 302, 400, 403, 405, 429}:
                wrong[who] = answer.status_code
        elif answer.status_code != wanted or answer.audited != before:
            wrong[who] = (answer.status_code, wanted, answer.audited - before)
    assert not wrong, wrong


NAMED = [(name, row) for name, row in ROWS if row.about and not row.public and row.unseen]


@pytest.mark.parametrize(("name", "row"), NAMED, ids=[name for name, _ in NAMED])
def test_what_is_not_ones_own_looks_as_if_it_were_not_there(
    world: World, name: str, row: Row
) -> None:
    theirs = world.kwargs(row.about)
    nobodys = stranger(theirs)
    for who in sorted(row.unseen):
        pages = []
        for kwargs in (theirs, nobodys):
            url = reverse(name, kwargs=kwargs)
            answer = _ask(world.clients[who], "get", url)
            assert answer.status_code == 404, who
            pages.append(NONCE.sub(b"", answer.content.replace(url.encode(), b"")))
        assert pages[0] == pages[1], who


def _leads_to_signing_in(answers: dict[str, Any], row: Row) -> None:
    if not row.public:
        for who in NOBODY_SIGNED_IN:
            assert answers[who].headers["Location"].startswith("/sign-in/?next="), who


PLAIN = sorted(one.name for one in addresses() if one.name in LIBRARY and "<" not in one.route)


def test_what_is_called_the_librarys_is_there() -> None:
    assert {one.name for one in addresses()} >= LIBRARY


@pytest.mark.parametrize("name", PLAIN)
def test_the_sign_in_librarys_pages_fail_for_nobody(world: World, name: str) -> None:
    for who in ("signed_out", "pending", "lead", "administrator"):
        for method in ("get", "post"):
            answer = _ask(world.clients[who], method, reverse(name))
            assert answer.status_code in {200, 302, 400, 403, 404, 405}, (who, method)
