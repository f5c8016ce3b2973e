"""The region made once, small, in the test database, and thrown away with it."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection
from django.test import TransactionTestCase, override_settings
from pytest_django.plugin import DjangoDbBlocker

from tests.factories import NOW

PEOPLE = 40
MANY = 60


@pytest.fixture(scope="session")
def region() -> SimpleNamespace:
    """The region's modules, which exist where the demo is switched on only."""
    with override_settings(DSR_DEMO=True):
        from dsr_site.demo import personas
        from dsr_site.demo.region import build, bulk, ledger, lives, people, places
    return SimpleNamespace(
        build=build, bulk=bulk, ledger=ledger, lives=lives, people=people, personas=personas,
        places=places,
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(
    region: SimpleNamespace, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[SimpleNamespace]:
    """A region of 40 people with 60 more loaded in bulk, made once for the module.

    Committed, since erasure and the bulk have transactions of their own; emptied afterwards.
    """
    name = connection.settings_dict["NAME"]
    assert name.startswith("test_"), "a region is made, and emptied, in a test database only"
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False):
        region.build.build(count=PEOPLE, now=NOW)
        region.told = set(region.build.Person.everyone.values_list("pk", flat=True))
        areas = list(region.build.Area.objects.all())
        region.bulk.load(people=MANY, areas=areas, years=3, now=NOW)
        yield region
        _empty()


def _empty() -> None:
    """Empty every table as the tests that commit do: the database is the next test's too."""
    case = TransactionTestCase()
    case._fixture_teardown()  # type: ignore[attr-defined]
    assert connection.introspection.table_names()
