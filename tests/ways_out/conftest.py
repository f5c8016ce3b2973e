"""One cast, and a browser for each, for every walk: each undoes what it did."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import fields, replace
from typing import Any

import pytest
import time_machine
from django.db import connection, models, transaction
from django.test import Client

from tests.access.world import browser
from tests.conftest import Cast, _everybody
from tests.factories import NOW

Browsers = dict[str, Client]


@pytest.fixture(scope="module")
def shared(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Cast, Browsers]]:
    """Everyone, signed in, in one transaction that is never committed."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False):
        hold = transaction.atomic()
        hold.__enter__()
        try:
            cast = _everybody()
            yield cast, {name: browser(user) for name, user in cast.members().items()}
        finally:
            transaction.set_rollback(True)
            hold.__exit__(None, None, None)
            connection.close()


@pytest.fixture
def cast(shared: tuple[Cast, Browsers], db: None) -> Cast:
    """The cast as the database has it: nothing that a walk before did to it is kept."""
    made, _ = shared
    return replace(made, **{one.name: _again(getattr(made, one.name)) for one in fields(made)})


def _again(one: models.Model) -> models.Model:
    return type(one)._default_manager.get(pk=one.pk)


@pytest.fixture
def browsers(shared: tuple[Cast, Browsers], db: None) -> Iterator[Browsers]:
    """A browser for everyone, by name, as it was when they had just signed in."""
    _, clients = shared
    kept = {name: deepcopy(client.cookies) for name, client in clients.items()}
    yield clients
    for name, cookies in kept.items():
        clients[name].cookies = cookies
