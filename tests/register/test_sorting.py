"""Lists of people are in English order, and every person is on exactly one page (B19)."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection, connections

from accounts.models import User
from accounts.rules import Role
from core import keyset
from core.names import sort_key
from register import departures, listing
from register.models import Departure, Person, Standing
from register.rules import ClosureReason
from tests.conftest import Cast
from tests.factories import NOW, give, on_register

FAMILY = (
    "Ács", "Adams", "ADAMS", "Öztürk", "Olsen", "Ó Brien", "O'Brien", "O\u2019Brien", "Obi", "Zaïd",
    "Nuñez-Müller", "Nunez", "van der Berg", "Vanderberg", "Łoś", "Los", "Ng", "Ngo", "李", "Мария",
    "de Souza", "D'Souza", "Y\u0131ld\u0131z", "Šimić", "Simic", "Ærø", "Zebra", "éclair", "Straße",
    "St. John",
)  # fmt: skip
GIVEN = ("Zoë", "Zoe", "Áine", "", "Bo", "d'Arcy", "Élodie", "robin")


def people(count: int) -> list[tuple[str, str]]:
    chance = random.Random(19)
    return [(chance.choice(FAMILY), chance.choice(GIVEN)) for _ in range(count)]


@pytest.fixture
def crowd(cast: Cast) -> User:
    """160 people on the register and 160 who left, in two areas of one team member."""
    give(cast.team, Role.TEAM, area=cast.other_area)
    chance = random.Random(3)
    areas = (cast.area, cast.other_area)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    for model in (Standing, Departure):
        made = [
            Person(
                family_name=family, given_name=given, birth_date=date(1990, 1, 1),
                area=chance.choice(areas), learning_disability="confirmed", autism="no",
            )
            for family, given in people(160)
        ]  # fmt: skip
        Person.everyone.bulk_create(made)
        model.objects.bulk_create([_row(model, one, chance) for one in made])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = origin")
    return cast.team


def _row(model: type[Any], person: Person, chance: random.Random) -> Any:
    at = NOW - timedelta(days=chance.randint(0, 9))
    shared = {"person": person, "area": person.area, "entry_id": uuid4(),
              "sort_name": person.sort_name, "search": ""}  # fmt: skip
    if model is Departure:
        return Departure(
            **shared, left_at=at, left_on=at.date(), reason="died", birth_date=person.birth_date
        )
    return Standing(
        **shared, rating_id=uuid4(), level="GREEN", shown="GREEN", rated_at=at,
        next_due_on=at.date(),
    )  # fmt: skip


def walk(page: Any, *, back: bool = False) -> list[UUID]:
    """Every id over all pages, from the first to the last, or from the last to the first."""
    seen: list[UUID] = []
    anchor: dict[str, UUID] = {}
    while True:
        keys, found = page(**anchor)
        seen += keys[::-1] if back else keys
        following = found.previous if back else found.following
        if not following:
            return seen
        anchor = {"before" if back else "after": UUID(following)}


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", ["name", "due", "rated", "left", "left-name"])
def test_every_person_is_once_over_all_pages_in_each_sort(
    crowd: User, sort: str, descending: bool
) -> None:
    model: Any = Departure if sort.startswith("left") else Standing

    def page(**anchor: UUID) -> tuple[list[UUID], keyset.Page]:
        if model is Departure:
            by = "name" if sort == "left-name" else "left"
            asked = departures.Filters(sort=by, descending=descending, **anchor)
            left, found, _ = departures.page(crowd, asked)
            return [row.person_id for row in left], found
        filters = listing.Filters(sort=sort, descending=descending, **anchor)
        rows, found, _ = listing.page(crowd, filters, on=NOW.date())
        return [row.person_id for row in rows], found

    everyone = set(model.objects.values_list("person_id", flat=True))
    forwards = walk(page)
    assert len(forwards) == len(set(forwards)) == 160
    assert set(forwards) == everyone
    last = {"after": forwards[-51]}
    assert page(**last)[0] == forwards[-50:]
    assert (
        walk(lambda **anchor: page(**(anchor or {"before": forwards[-1]})), back=True)
        == (forwards[:-1][::-1])
    )
    if sort in {"name", "left-name"}:
        keys = dict(model.objects.values_list("person_id", "sort_name"))
        shown = [keys[one] for one in forwards]
        assert shown == sorted(shown, reverse=descending)


def test_the_list_on_the_page_is_in_english_order(cast: Cast, sign_in: Any) -> None:
    for family in ("Öztürk", "Olsen", "Parker", "Ó Brien", "Ács", "Adams", "Nolan"):
        on_register(cast.area, by=cast.team, family_name=family)
    shown = sign_in(cast.team).get("/people/").content.decode()
    order = ["Ács, ", "Adams, ", "Nolan, ", "Ó Brien, ", "Olsen, ", "Öztürk, ", "Parker, "]
    places = [shown.index(one) for one in order]
    assert places == sorted(places)


def test_what_lists_of_names_are_ordered_by_does_not_hang_on_the_database(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, c.collation_name FROM information_schema.columns c"
            " WHERE c.column_name = 'sort_name' AND c.table_schema = current_schema()"
        )
        found = dict(cursor.fetchall())
    assert len(found) == 4
    assert set(found.values()) == {"C"}


def test_a_list_by_a_name_in_the_databases_own_order_is_refused(cast: Cast) -> None:
    with pytest.raises(TypeError, match='collation "C"'):
        keyset.page(
            [Person.objects.all()], order=("family_name", "id"), columns=("family_name", "id")
        )


@contextmanager
def database_of(locale: str) -> Iterator[str]:
    """A database whose own collation is ICU's, with the list row's table and nothing else."""
    name, alias = f"{connection.settings_dict['NAME']}_icu", "sorted_by_icu"
    made = (
        f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
        f" LOCALE_PROVIDER icu ICU_LOCALE '{locale}'"
    )
    params = connection.get_connection_params()
    params = {key: params[key] for key in ("dbname", "user", "password", "host", "port", "options")
              if key in params}  # fmt: skip
    with psycopg.connect(**params, autocommit=True) as own:
        own.execute(f"DROP DATABASE IF EXISTS {name}")
        own.execute(made)
        connections.databases[alias] = {**connection.settings_dict, "NAME": name}
        try:
            connections[alias].connect()
            editor = connections[alias].schema_editor(atomic=False)
            editor.deferred_sql = []  # keys to other tables, which are not there
            editor.execute(*editor.table_sql(Standing))
            yield alias
        finally:
            connections[alias].close()
            del connections[alias]
            del connections.databases[alias]
            own.execute(f"DROP DATABASE {name}")


@pytest.mark.parametrize("descending", [False, True])
def test_no_one_is_lost_where_the_database_sorts_by_icu(cast: Cast, descending: bool) -> None:
    """B19: sorted by PostgreSQL's ICU and merged by Python, four of 160 were left out."""
    areas = [uuid4(), uuid4(), uuid4()]
    chance = random.Random(4)
    at = datetime(2026, 11, 23, tzinfo=UTC)
    with database_of("en-GB") as alias:
        rows = Standing.objects.using(alias)
        rows.bulk_create(
            Standing(
                person_id=uuid4(), entry_id=uuid4(), rating_id=uuid4(), level="GREEN",
                shown="GREEN", rated_at=at, sort_name=sort_key(*name), search="",
                area_id=chance.choice(areas),
            )
            for name in people(160)
        )  # fmt: skip

        def page(**anchor: UUID) -> tuple[list[UUID], keyset.Page]:
            order = ("sort_name", "person_id")
            parts = [rows.filter(area_id=area) for area in areas]
            found = keyset.page(parts, order=order, columns=order, descending=descending, **anchor)
            return [row[1] for row in found.rows], found

        seen = walk(page)
        assert len(seen) == len(set(seen)) == 160
        with connections[alias].cursor() as cursor:  # the database itself sorts otherwise
            cursor.execute("SELECT 'nunez' < 'Nz', 'nunez' < 'Nz' COLLATE \"C\"")
            assert cursor.fetchone() == (True, False)


def test_someone_who_left_stands_in_their_place_by_name(cast: Cast) -> None:
    from register import workflow

    for family in ("Ozan", "Öztürk", "Oz"):
        person = on_register(cast.area, by=cast.team, family_name=family)
        workflow.close(person=person, reason=ClosureReason.DIED, by=cast.team, at=NOW)
    rows, _, _ = departures.page(cast.team, departures.Filters(sort="name", descending=False))
    assert [row.name for row in rows] == ["Oz, Robin", "Ozan, Robin", "Öztürk, Robin"]
