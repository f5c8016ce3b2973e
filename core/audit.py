"""The audit chain: seal what is new, verify what was sealed.

Events are written without waiting for one another; a seal, made every half minute by beat and
by `manage.py audit verify`, closes over all that has come since the last. Changing, adding or
removing a sealed event breaks the chain from there on.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from core.events import digest_of
from core.models import AuditEvent, AuditSeal

START = "0" * 64
_LOCK = 0x0D5_5EA1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found: how much was checked and, if anything, what is wrong."""

    seals: int
    events: int
    severed: int
    unsealed: int
    faults: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.faults


@transaction.atomic
def seal(*, at: datetime, most: int = 50_000) -> AuditSeal | None:
    """Close over at most `most` events that carry no seal yet; none when there are none.

    Only one sealer works at a time; a second one leaves without waiting.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return None
    rows = list(
        AuditEvent.objects.filter(seal__isnull=True)
        .order_by("id")
        .values_list("id", "digest")[:most]
    )
    if not rows:
        return None
    last = AuditSeal.objects.order_by("-id").first()
    digest = _digest(rows)
    made = AuditSeal.objects.create(
        sealed_at=at,
        events=len(rows),
        digest=digest,
        chain=_link(last.chain if last else START, digest, len(rows)),
    )
    AuditEvent.objects.filter(id__in=[pk for pk, _ in rows]).update(seal=made)
    return made


def verify() -> Verdict:
    """Check every event against its digest and every seal against its events and the chain."""
    faults: list[str] = []
    chain, seals, events, severed = START, 0, 0, 0
    for one in AuditSeal.objects.order_by("id").iterator():
        rows: list[tuple[int, str]] = []
        for event in AuditEvent.objects.filter(seal=one).order_by("id").iterator():
            rows.append((event.pk, event.digest))
            events += 1
            severed += not event.salt
            faults += _event_faults(event)
        if len(rows) != one.events or _digest(rows) != one.digest:
            faults.append(f"seal {one.pk}: its events are not those that were sealed")
        chain = _link(chain, one.digest, one.events)
        if chain != one.chain:
            faults.append(f"seal {one.pk}: it does not follow the seal before it")
            chain = one.chain
        seals += 1
    loose = list(AuditEvent.objects.filter(seal__isnull=True).order_by("id"))
    for event in loose:
        faults += _event_faults(event)
    return Verdict(seals, events, severed, len(loose), tuple(faults))


def _event_faults(event: AuditEvent) -> Iterator[str]:
    """Yield what is wrong with one event; an event severed by erasure has nothing to compare."""
    if not event.salt:
        if event.person_id is not None or event.facts:
            yield f"event {event.pk}: severed, yet it still carries facts"
        return
    expected = digest_of(
        kind=event.kind,
        at=event.at,
        actor_id=event.actor_id,
        salt=event.salt,
        person_id=event.person_id,
        facts=event.facts,
    )
    if expected != event.digest:
        yield f"event {event.pk}: it was changed after it was written"


def _digest(rows: list[tuple[int, str]]) -> str:
    body = "\n".join(f"{pk}:{digest}" for pk, digest in rows)
    return hashlib.sha256(body.encode()).hexdigest()


def _link(before: str, digest: str, events: int) -> str:
    return hashlib.sha256(f"{before}:{digest}:{events}".encode()).hexdigest()
