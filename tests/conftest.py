"""The fixed cast, the frozen clock, a flush that respects the append-only guard, and two checks:
that every test ends what it started, and that no test can fail by chance.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client, TransactionTestCase
from hypothesis import HealthCheck, settings

from accounts.models import Area, Organisation, RoleHeld, User
from accounts.rules import Role
from alerts import health
from core import history
from tests import factories, leftovers, schema
from tests.factories import NOW

# The one profile: the same examples in every run, and no limit that a slow machine could miss.
settings.register_profile(
    "steady", deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    """Name what a test started and its fixtures did not end."""
    before = leftovers.seen()
    yield
    _refuse(leftovers.left(before))


@pytest.fixture(autouse=True, scope="session")
def _nothing_left_at_the_end() -> Iterator[None]:
    """Name what a fixture of more than one test started and did not end."""
    before = leftovers.seen()
    yield
    _refuse(leftovers.left(before))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any
) -> None:
    """Let the test database be a copy of the schema that the migrations have made."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = schema.copied_from()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """The test database, which can be dropped only once nothing else has a session of it."""
    with leftovers.sessions_watched():
        yield
        _refuse(leftovers.connections_left())


def _refuse(left: list[str]) -> None:
    if left:
        pytest.fail("Started and not ended:\n  " + "\n  ".join(left), pytrace=False)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """The clock stands still at `NOW` unless a test moves it."""
    health.warnings_from.cache_clear()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True, scope="session")
def _flush_past_the_guard() -> Iterator[None]:
    """Let tests that commit empty their own tables: as the owner, triggers off, tests only."""
    case: Any = TransactionTestCase
    tidy = case._fixture_teardown

    def without_triggers(self: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
        try:
            tidy(self)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SET session_replication_role = origin")

    case._fixture_teardown = without_triggers
    yield
    case._fixture_teardown = tidy


@dataclass
class Cast:
    """Everybody who appears in the tests, always the same."""

    area: Area
    other_area: Area
    commissioning: Organisation
    other_commissioning: Organisation
    lead: User
    other_lead: User
    rep: User
    team: User
    second_team: User
    other_area_team: User
    commissioner: User
    other_commissioner: User
    auditor: User
    administrator: User
    pending: User
    leaver: User

    def members(self) -> dict[str, User | None]:
        """Everybody by name; `signed_out` is nobody."""
        people = {name: value for name, value in vars(self).items() if isinstance(value, User)}
        return people | {"signed_out": None}


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast: two areas, two commissioners, and somebody in every role and none."""
    with transaction.atomic():
        return _everybody()


def _everybody() -> Cast:
    """Make the whole cast in a statement a table: nearly every test begins with it."""
    icb, other_icb = factories.CommissionerFactory.build(), factories.CommissionerFactory.build()
    area, other = factories.AreaFactory.build(icb=icb), factories.AreaFactory.build(icb=other_icb)
    people = {
        name: factories.UserFactory.build(full_name=called, **{"organisation": at} if at else {})
        for name, called, at in (
            ("lead", "Lena Lead", None),
            ("other_lead", "Otto Otherlead", None),
            ("rep", "Rae Representative", None),
            ("team", "Tara Team", None),
            ("second_team", "Toby Team", None),
            ("other_area_team", "Ola Otherteam", None),
            ("commissioner", "Cora Commissioner", icb),
            ("other_commissioner", "Odo Othercommissioner", other_icb),
            ("auditor", "Ada Auditor", None),
            ("administrator", "Adam Administrator", None),
            ("pending", "Penny Pending", None),
            ("leaver", "Lee Leaver", None),
        )
    }
    people["leaver"].is_active, people["leaver"].deactivated_at = False, NOW
    held = (
        ("lead", Role.LEAD, area), ("other_lead", Role.LEAD, area),
        ("rep", Role.REPRESENTATIVE, area), ("team", Role.TEAM, area),
        ("second_team", Role.TEAM, area), ("other_area_team", Role.TEAM, other),
        ("commissioner", Role.COMMISSIONER, None), ("other_commissioner", Role.COMMISSIONER, None),
        ("auditor", Role.AUDITOR, area), ("administrator", Role.ADMINISTRATOR, None),
        ("leaver", Role.TEAM, area),
    )  # fmt: skip
    roles = [
        RoleHeld(
            user=people[name], role=role, area=where, organisation=people[name].organisation,
            given_at=NOW,
        )
        for name, role, where in held
    ]  # fmt: skip
    own = [one.organisation for one in people.values() if one.organisation not in (icb, other_icb)]
    for rows in ([icb, other_icb, *own], [area, other], [*people.values()], roles):
        history.save_new(rows, by=None, at=NOW)
    return Cast(
        area=area, other_area=other, commissioning=icb, other_commissioning=other_icb, **people
    )


@pytest.fixture
def sign_in(client: Client) -> Any:
    """Return a function that signs a member of the cast in, second factor enrolled."""

    def enter(user: User) -> Client:
        client.force_login(user)
        session = client.session
        session["second_factor"] = True
        session.save()
        return client

    return enter
