"""What an event carries, looked up: the ids in its facts, and the people they name."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from accounts.models import User
from core.events import Event


def id_in(event: Event, name: str) -> UUID:
    """Return the id that the event carries under `name`; every such event does."""
    return UUID(str(event.facts[name]))


def person_of(event: Event) -> UUID:
    """Return whom the event is about; every such event is about somebody."""
    return cast(UUID, event.person_id)


def users_named(event: Event, name: str) -> list[User]:
    """Return the active users whose ids the event carries under `name`, one or several."""
    value: Any = event.facts.get(name) or []
    return list(User.objects.active().filter(pk__in=value if isinstance(value, list) else [value]))


def others(users: Iterable[User], event: Event) -> list[User]:
    """Leave out whoever did it: they know."""
    return [user for user in users if event.by is None or user.pk != event.by.pk]
