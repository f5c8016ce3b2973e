"""What happened is an event; what follows subscribes.

`publish` appends the audit row in the caller's transaction and calls the subscribers in that
same transaction: a rating, its history, its duties and its alerts all exist or none does.
"""

import hashlib
import json
import re
import secrets
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar
from uuid import UUID

from django.db import connection, transaction

from core.models import AuditEvent

if TYPE_CHECKING:
    from accounts.models import User

type_of_fact = str | int | bool | None | list[str]
CODE = re.compile(r"[A-Za-z0-9._:+/\-]{0,80}")
KIND = re.compile(r"[a-z_]+\.[a-z_]+")


@dataclass(frozen=True, slots=True)
class Event:
    """What a subscriber is told. `facts` hold codes and ids, never names or free text."""

    id: int
    kind: str
    at: datetime
    by: "User | None"
    person_id: UUID | None
    facts: dict[str, type_of_fact]


Subscriber = Callable[[Event], None]
_subscribers: dict[str, list[Subscriber]] = defaultdict(list)


class OutsideTransaction(RuntimeError):
    """An event was published outside the transaction of the change that it tells of."""


def subscribe(*kinds: str) -> Callable[[Subscriber], Subscriber]:
    """Call the decorated function, in the same transaction, whenever one of `kinds` happens."""

    def decorate(function: Subscriber) -> Subscriber:
        for kind in kinds:
            if function not in _subscribers[kind]:
                _subscribers[kind].append(function)
        return function

    return decorate


_deferred: ContextVar[dict[Hashable, Callable[[], object]] | None] = ContextVar(
    "deferred", default=None
)


P = ParamSpec("P")
R = TypeVar("R")


def step(verb: Callable[P, R]) -> Callable[P, R]:
    """Make one transaction and one step of a verb: what is deferred is done once, at its end."""

    @wraps(verb)
    def in_one_step(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic(), one_step():
            return verb(*args, **kwargs)

    return in_one_step


@contextmanager
def one_step() -> Iterator[None]:
    """Make one step of all that happens inside: what is deferred is done once, at its end.

    For a verb that publishes several events about one thing. Nothing is done when it fails.
    """
    if _deferred.get() is not None:  # part of a larger step
        yield
        return
    waiting: dict[Hashable, Callable[[], object]] = {}
    token = _deferred.set(waiting)
    try:
        yield
    finally:
        _deferred.reset(token)
    for function in waiting.values():
        function()


def defer_to_end(key: Hashable, function: Callable[[], object]) -> None:
    """Call `function` at the end of the step, once for each `key`; now where there is no step.

    For what subscribers derive, such as the next date on a list row: only its end matters.
    """
    waiting = _deferred.get()
    if waiting is None:
        function()
    else:
        waiting[key] = function


def publish(
    kind: str,
    /,
    *,
    by: "User | None",
    at: datetime,
    person: UUID | None = None,
    **facts: object,
) -> Event:
    """Append the audit row for `kind` and tell the subscribers.

    Raises `OutsideTransaction` when no transaction is open, and `ValueError` for a fact that
    is not a code, an id, a number or a date.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(kind)
    row = sealed_row(kind, by=by, at=at, person=person, **facts)
    row.save(force_insert=True)
    event = Event(id=row.pk, kind=kind, at=at, by=by, person_id=person, facts=row.facts)
    for subscriber in _subscribers[kind]:
        subscriber(event)
    return event


def publish_each(
    kind: str,
    /,
    *,
    by: "User | None",
    at: datetime,
    told: Iterable[tuple[UUID, dict[str, object]]],
) -> list[Event]:
    """Publish `kind` for each (person, facts) of `told`, their audit rows written at once.

    For one act about many people, such as opening a meeting. As `publish` in all else.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(kind)
    rows = [sealed_row(kind, by=by, at=at, person=person, **facts) for person, facts in told]
    AuditEvent.objects.bulk_create(rows, batch_size=500)
    made = [
        Event(id=row.pk, kind=kind, at=at, by=by, person_id=row.person_id, facts=row.facts)
        for row in rows
    ]
    for event in made:
        for subscriber in _subscribers[kind]:
            subscriber(event)
    return made


def sealed_row(
    kind: str,
    /,
    *,
    by: "User | None",
    at: datetime,
    person: UUID | None = None,
    **facts: object,
) -> AuditEvent:
    """Return the audit row of an event with its salt and digest, not yet saved.

    Raises `ValueError` for a fact that is not a code, an id, a number or a date.
    """
    if not KIND.fullmatch(kind):
        raise ValueError(f"{kind!r} is not the name of an event")
    coded = {name: _code(name, value) for name, value in facts.items()}
    salt = secrets.token_hex(16)
    return AuditEvent(
        at=at,
        kind=kind,
        actor=by,
        person_id=person,
        facts=coded,
        salt=salt,
        digest=digest_of(kind=kind, at=at, actor_id=by.pk if by else None, salt=salt,
                         person_id=person, facts=coded),
    )  # fmt: skip


def digest_of(
    *,
    kind: str,
    at: datetime,
    actor_id: UUID | None,
    salt: str,
    person_id: UUID | None,
    facts: dict[str, type_of_fact],
) -> str:
    """Return the SHA-256 that seals an event; salted, so that an erased one cannot be guessed."""
    body = json.dumps(
        [kind, int(at.timestamp() * 1_000_000), str(actor_id), salt, str(person_id), facts],
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(body.encode()).hexdigest()


def _code(name: str, value: object) -> type_of_fact:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, UUID | date | datetime):
        return value.isoformat() if isinstance(value, date | datetime) else str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [str(_code(name, item)) for item in value]
    if isinstance(value, str) and CODE.fullmatch(value):
        return str(value)
    raise ValueError(f"The fact {name!r} is not a code or an id.")
