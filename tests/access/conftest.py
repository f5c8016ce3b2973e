"""A world for the whole module, in one transaction that is never committed."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from tests.access.world import World, build
from tests.factories import NOW


@pytest.fixture(scope="module")
def shared_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Build the world once; every test works inside a savepoint of its transaction."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False):
        hold = transaction.atomic()
        hold.__enter__()
        try:
            yield build()
        finally:
            transaction.set_rollback(True)
            hold.__exit__(None, None, None)
            connection.close()


@pytest.fixture
def world(shared_world: World, db: None) -> World:
    """The world as it was built: what a test changed in it before is undone."""
    return shared_world
