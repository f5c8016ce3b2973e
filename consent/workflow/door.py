"""The one door: everything the keepers keep, the trail severed, the proof, certificate, ledger."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, models, transaction
from django.db.models import Func, Q, Value

from accounts.models import Area, User
from consent import ledger, policy, rules, traces
from consent.models import ErasureCertificate, LedgerLine, LegalHold, Withdrawal
from consent.references import new_reference
from consent.scan import Findings, Identifiers, identifiers_of, namesakes, scan
from core import events, guard, records
from core.dates import local_day
from core.errors import RuleBroken
from core.models import AuditEvent, ReadLog
from core.records import Erased
from register.models import Person

log = logging.getLogger(__name__)


class ErasureIncomplete(RuleBroken):
    """Something about the person would remain, so nothing was erased. Says where, never what."""

    def __init__(self, places: dict[str, int], *, others: bool = False) -> None:
        listed = ", ".join(sorted(places))
        words = (
            f"Nothing was erased: the name, or the date of birth beside it, is also in {listed}. "
            "If it is about someone else with the same name, say so below and try again."
            if others
            else f"Nothing was erased: something about this person would remain in {listed}. "
            "Tell the people who run this service."
        )
        super().__init__(words, field="namesakes" if others else None)
        self.places = places


class _Rehearsed(Exception):
    """Ends a rehearsal, so that everything it did is undone."""


@dataclass(frozen=True, slots=True)
class Why:
    """On whose word and since when somebody is erased, as the certificate and the ledger say it."""

    legal_basis: rules.LegalBasis
    received_at: datetime
    approved_at: datetime | None = None
    recorder_role: str = ""
    approver_role: str = ""
    closure_reason: str = ""
    withdrawal: Withdrawal | None = None


def erase(
    person: Person,
    *,
    why: Why,
    by: User | None,
    at: datetime,
    namesakes_seen: bool,
    again: LedgerLine | None = None,
) -> ErasureCertificate:
    """Erase `person`, whom the caller has locked, and return the certificate.

    `again` is the ledger's line when a restored backup still held somebody erased before. Raises
    `ErasureIncomplete` when something would remain; the caller's transaction undoes it all.
    """
    area, identifiers, shared = person.area, identifiers_of(person), namesakes(person)
    person_key = ledger.key_of(person.pk)
    erased = remove_everything(person.pk)
    severed_events, severed_reads = sever(person.pk)
    found = prove(identifiers, accept_named=shared or namesakes_seen)
    if why.withdrawal is not None:
        why.withdrawal.refresh_from_db()
    certificate = ErasureCertificate.objects.create(
        reference=_reference(again),
        area=area,
        withdrawal=why.withdrawal,
        legal_basis=why.legal_basis,
        closure_reason=why.closure_reason,
        received_at=why.received_at,
        approved_at=why.approved_at,
        erased_at=at if again is None else again.erased_at,
        replayed_at=None if again is None else at,
        recorder_role=why.recorder_role,
        approver_role=why.approver_role,
        counts=erased.counts,
        severed_events=severed_events,
        severed_reads=severed_reads,
        scanned_tables=found.tables,
        scanned_columns=found.columns,
        scanned_keys=found.keys,
        scanned_files=found.files,
        namesakes=found.named,
        backups_until=local_day(at) + timedelta(days=policy.current().erasure.backup_days),
    )
    if again is None:
        add_to_ledger(ledger.line_of(certificate, person_key))
    _tell(certificate, area, by=by, at=at)
    return certificate


def rehearse(person: Person, *, namesakes_seen: bool | None) -> dict[str, int]:
    """Return how many rows of each table an erasure would remove; nothing is changed.

    It is the erasure itself, undone, so that the figures are the erasure's own. With a
    `namesakes_seen` the proof is rehearsed too and `ErasureIncomplete` says what would stop it.
    """
    erased = Erased()
    try:
        with transaction.atomic():
            identifiers, shared = identifiers_of(person), namesakes(person)
            erased = remove_everything(person.pk)
            if namesakes_seen is not None:
                sever(person.pk)
                prove(identifiers, accept_named=shared or namesakes_seen)
            raise _Rehearsed
    except _Rehearsed:
        return erased.counts


def check_free(person_id: UUID) -> None:
    """Refuse while a legal hold keeps the person's record."""
    hold = LegalHold.objects.on(person_id).first()
    rules.check_no_hold(hold.review_on if hold else None)


def add_to_ledger(line: LedgerLine) -> LedgerLine:
    """Append `line` to the ledger, chained to the line before; one at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ledger.LOCK])
    last = LedgerLine.objects.order_by("-id").first()
    line.chain = ledger.link(last.chain if last else ledger.START, line)
    line.save(force_insert=True)
    return line


def remove_everything(person_id: UUID) -> Erased:
    """Let every keeper remove what it keeps, from the top floor down, through the one door."""
    guard.open_door()
    erased = Erased()
    for keeper in reversed(records.keepers()):
        keeper.erase(person_id, erased)
    return erased


def prove(identifiers: Identifiers, *, accept_named: bool) -> Findings:
    """Raise `ErasureIncomplete` unless no row points to the person and nothing names them."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as problem:
        # The driver's own text would hold the value: only the table is told.
        table = getattr(getattr(problem.__cause__, "diag", None), "table_name", None)
        raise ErasureIncomplete({str(table or "a table"): 1}) from None
    found = traces.look(identifiers, scan(identifiers))
    if found.own or (found.named and not accept_named):
        places = found.own or found.named
        log.error("An erasure was rolled back: something remains in %s", sorted(places))
        raise ErasureIncomplete(places, others=not found.own)
    return found


def sever(person_id: UUID) -> tuple[int, int]:
    """Take the person out of the audit trail and the read log; who and when stay."""
    as_text = Func("facts", function="cast", template="%(expressions)s::text",
                   output_field=models.TextField())  # fmt: skip
    told_of = AuditEvent.objects.alias(words=as_text).filter(
        Q(person_id=person_id) | Q(words__contains=str(person_id))
    )
    severed = told_of.update(person_id=None, facts={}, salt="")
    without = Func(
        "persons", Value(person_id, models.UUIDField()), function="array_remove",
        output_field=ReadLog._meta.get_field("persons"),
    )  # fmt: skip
    read = ReadLog.objects.filter(persons__contains=[person_id]).update(persons=without)
    return severed, read


def _reference(again: LedgerLine | None) -> str:
    """Return a new reference, or the ledger's unless its certificate is there already."""
    if again is None or ErasureCertificate.objects.filter(reference=again.reference).exists():
        return new_reference("E")
    return again.reference


def _tell(certificate: ErasureCertificate, area: Area, *, by: User | None, at: datetime) -> None:
    events.publish(
        "consent.erased",
        by=by,
        at=at,
        withdrawal=certificate.withdrawal_id,
        certificate=certificate.pk,
        area=area.pk,
        basis=certificate.legal_basis,
    )
