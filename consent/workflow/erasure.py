"""Erasing somebody: everything the keepers keep, the trail severed, the proof, the certificate."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, models, transaction
from django.db.models import Func, Q, Value

from accounts.models import User
from accounts.rules import Permission
from consent import policy, rules
from consent.models import ErasureCertificate, Withdrawal
from consent.references import new_reference
from consent.scan import Findings, Identifiers, identifiers_of, namesakes, scan
from consent.workflow.withdrawals import acting_role, hold_both
from core import events, guard, history, records
from core.dates import local_day
from core.errors import RuleBroken
from core.models import AuditEvent, ReadLog
from core.records import Erased

log = logging.getLogger(__name__)


class ErasureIncomplete(RuleBroken):
    """Something about the person would remain, so nothing was erased. Says where, never what."""

    def __init__(self, places: dict[str, int], *, others: bool = False) -> None:
        listed = ", ".join(sorted(places))
        words = (
            f"Nothing was erased: the name, or the date of birth beside it, is also in {listed}. "
            "If it is about somebody else of the same name, say so below and try again."
            if others
            else f"Nothing was erased: something about this person would remain in {listed}. "
            "Tell the people who run this service."
        )
        super().__init__(words, field="namesakes" if others else None)
        self.places = places


class _Rehearsed(Exception):
    """Ends a rehearsal, so that everything it did is undone."""


@transaction.atomic
def approve_erasure(
    *, withdrawal: Withdrawal, by: User, at: datetime, namesakes_seen: bool = False
) -> ErasureCertificate:
    """Erase the person behind `withdrawal` everywhere and return the certificate.

    Only somebody else than who recorded the withdrawal may. `namesakes_seen` says that records
    found to hold the same name were looked at and are about others. Raises `ErasureIncomplete`
    when something would remain; then, as for every broken rule, nothing has changed.
    """
    person, withdrawal = hold_both(withdrawal)
    figures = policy.current().erasure
    rules.check_second_person(
        recorded_by=withdrawal.recorded_by_id,
        by=by.pk,
        state=rules.WithdrawalState(withdrawal.state),
    )
    rules.check_cooling_off(
        recorded_at=withdrawal.recorded_at, at=at, days=figures.cooling_off_days
    )
    role = acting_role(by, Permission.ERASURE_APPROVE, withdrawal.area_id)
    identifiers, shared = identifiers_of(person), namesakes(person)
    erased = _remove_everything(person.pk)
    severed_events, severed_reads = _sever(person.pk)
    found = _prove(identifiers, accept_named=shared or namesakes_seen)
    withdrawal.refresh_from_db()
    withdrawal.state = rules.WithdrawalState.ERASED
    withdrawal.decided_by, withdrawal.decided_at, withdrawal.decided_role = by, at, role
    history.save(withdrawal, by=by, at=at, reason="approve_erasure")
    certificate = ErasureCertificate.objects.create(
        reference=new_reference("E"),
        area=withdrawal.area,
        withdrawal=withdrawal,
        legal_basis=rules.LegalBasis.WITHDRAWN,
        received_at=withdrawal.recorded_at,
        erased_at=at,
        recorder_role=withdrawal.recorded_role,
        approver_role=role,
        counts=erased.counts,
        severed_events=severed_events,
        severed_reads=severed_reads,
        scanned_tables=found.tables,
        scanned_columns=found.columns,
        namesakes=found.named,
        backups_until=local_day(at) + timedelta(days=figures.backup_days),
    )
    events.publish(
        "consent.erased",
        by=by,
        at=at,
        withdrawal=withdrawal.pk,
        certificate=certificate.pk,
        area=withdrawal.area_id,
    )
    return certificate


def preview(withdrawal: Withdrawal) -> dict[str, int]:
    """Return how many rows of each table an erasure would remove; nothing is changed.

    It rehearses the erasure itself and undoes it, so that the figures are the erasure's own.
    """
    erased = Erased()
    try:
        with transaction.atomic():
            person, _ = hold_both(withdrawal)
            erased = _remove_everything(person.pk)
            raise _Rehearsed
    except _Rehearsed:
        return erased.counts


def _remove_everything(person_id: UUID) -> Erased:
    """Let every keeper remove what it keeps, from the top floor down, through the one door."""
    guard.open_door()
    erased = Erased()
    for keeper in reversed(records.keepers()):
        keeper.erase(person_id, erased)
    return erased


def _sever(person_id: UUID) -> tuple[int, int]:
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


def _prove(identifiers: Identifiers, *, accept_named: bool) -> Findings:
    """Raise `ErasureIncomplete` unless no row points to the person and no text names them."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as problem:
        # The driver's own text would hold the value: only the table is told.
        table = getattr(getattr(problem.__cause__, "diag", None), "table_name", None)
        raise ErasureIncomplete({str(table or "a table"): 1}) from None
    found = scan(identifiers)
    if found.own or (found.named and not accept_named):
        places = found.own or found.named
        log.error("An erasure was rolled back: something remains in %s", sorted(places))
        raise ErasureIncomplete(places, others=not found.own)
    return found
