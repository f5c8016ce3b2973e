"""What never wavers: a page costs the same number of statements and buffers at every size.

One crowd grows from 60 to 200 to 1,000 to 5,000 people; every page is opened at each size.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client, override_settings

from accounts.models import User
from bench import crowd, region
from bench.probing import plans
from meetings import workflow as meetings
from register.models import Person, Standing
from tests.conftest import Cast, _everybody
from tests.factories import NOW

pytestmark = pytest.mark.django_db

SIZES = (60, 200, 1_000, 5_000)
COPIED_FROM = 200
PAGES = ("list", "filtered", "search", "person", "worklist", "agenda", "blue")
KEYSET = ("list", "filtered")
LISTS = (*KEYSET, "search", "person", "worklist", "blue")


@dataclass(frozen=True)
class Seen:
    """One page at one size: how many statements, and what PostgreSQL did for those that read."""

    statements: int
    plan: plans.Plan
    length: int


@pytest.fixture(scope="module")
def seen(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, dict[int, Seen]]]:
    """Every page at every size, measured once; nothing is kept."""
    with (
        time_machine.travel(NOW, tick=False),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        cast = _everybody()
        meeting = meetings.plan(
            area=cast.area, starts_at=NOW + timedelta(days=3), place="Room 1", chair=cast.team,
            by=cast.team, at=NOW,
        )  # fmt: skip
        found: dict[str, dict[int, Seen]] = {page: {} for page in PAGES}
        somebody = None
        for size in SIZES:
            _grow(cast, size)
            somebody = somebody or Standing.objects.filter(area=cast.area).earliest("person").pk
            for page in PAGES:
                found[page][size] = _open(page, cast, meeting.pk, somebody)
        yield found
        transaction.set_rollback(True)
    with django_db_blocker.unblock():
        connection.close()


def _grow(cast: Cast, size: int) -> None:
    there = Standing.objects.count()
    if size <= COPIED_FROM:
        areas = [cast.area, cast.other_area]
        with override_settings(DSR_DEMO=True):  # it loads where the demo is switched on only
            from dsr_site.demo.region import bulk
        bulk.load(people=size - there, areas=areas, now=NOW)
    else:
        if not crowd.is_sown():
            crowd.sow(list(Person.objects.values_list("pk", flat=True)))
        crowd.multiply((size - there) // COPIED_FROM)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert Standing.objects.count() == size


def _open(page: str, cast: Cast, meeting: Any, somebody: Any) -> Seen:
    path = {
        "list": "/people/",
        "filtered": f"/people/?area={cast.area.pk}&rating=AMBER&sort=due",
        "search": "/people/search/",
        "person": f"/people/{somebody}/",
        "worklist": "/actions/duties/?show=overdue",
        "agenda": f"/meetings/{meeting}/",
        "blue": "/oversight/blue/",
    }[page]
    client = _signed_in(cast.commissioner if page == "blue" else cast.team)
    _ask(client, page, path)
    with plans.captured() as statements:
        length = _ask(client, page, path)
    kept = [one for one in statements if "SAVEPOINT" not in one[0]]
    # Counts stop at 1,001 rows, so below that they grow; the page itself never may.
    reads = [one for one in plans.reading(kept) if not one[0].startswith("SELECT COUNT(*)")]
    return Seen(len(kept), plans.together(reads), length)


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


def _ask(client: Client, page: str, path: str) -> int:
    typed = {"words": region.TYPED}
    answer = client.post(path, typed) if page == "search" else client.get(path)
    assert answer.status_code == 200
    return len(answer.content)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_runs_the_same_number_of_statements_at_every_size(
    seen: dict[str, dict[int, Seen]], page: str
) -> None:
    counts = {size: one.statements for size, one in seen[page].items()}
    assert len(set(counts.values())) == 1, counts


@pytest.mark.parametrize("page", LISTS)
def test_a_page_reads_no_big_table_from_end_to_end(
    seen: dict[str, dict[int, Seen]], page: str
) -> None:
    assert seen[page][SIZES[-1]].plan.whole == ()


@pytest.mark.parametrize("page", KEYSET)
def test_a_page_of_the_list_touches_no_more_of_a_large_register(
    seen: dict[str, dict[int, Seen]], page: str
) -> None:
    small, large = seen[page][1_000].plan.buffers, seen[page][5_000].plan.buffers
    assert large <= 1.5 * small, (small, large)


@pytest.mark.parametrize("page", [*KEYSET, "worklist"])
def test_a_page_of_a_list_sends_no_more_bytes_of_a_large_register(
    seen: dict[str, dict[int, Seen]], page: str
) -> None:
    small, large = seen[page][1_000].length, seen[page][5_000].length
    assert large <= 1.1 * small, (small, large)
