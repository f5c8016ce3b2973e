"""After a backup was restored: erasing again whom the ledger says was erased."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from consent import ledger, rules
from consent.models import LedgerLine, Withdrawal
from consent.workflow import door
from consent.workflow.door import Why
from core import events, history
from register import workflow as register
from register.models import Person


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay did: lines read, people erased again, lines that the ledger had lost."""

    lines: int
    erased: int
    added: int


@events.step
def replay(*, lines: Sequence[LedgerLine], at: datetime) -> Replayed:
    """Erase everybody in `lines`, a verified ledger, whom the register holds again.

    All or none, through the same door; each certificate says that it is a repetition. Doing it
    twice does no harm: the second time nobody is left to erase.
    """
    people = {ledger.key_of(pk): pk for pk in Person.everyone.values_list("pk", flat=True)}
    known = set(LedgerLine.objects.values_list("reference", flat=True))
    erased = added = 0
    for line in lines:
        if (person_id := people.pop(line.person_key, None)) is not None:
            _erase_again(person_id, line, at=at)
            erased += 1
        if line.reference not in known:
            door.add_to_ledger(line)
            known.add(line.reference)
            added += 1
    return Replayed(len(lines), erased, added)


def _erase_again(person_id: UUID, line: LedgerLine, *, at: datetime) -> None:
    person = register.hold(person_id, restricted=True)
    undecided = Withdrawal.objects.filter(person=person, state__in=rules.UNDECIDED).first()
    why = Why(
        legal_basis=rules.LegalBasis(line.legal_basis),
        received_at=line.received_at,
        approved_at=line.approved_at,
        recorder_role=line.recorder_role,
        approver_role=line.approver_role,
        closure_reason=line.closure_reason,
        withdrawal=undecided,
    )
    # Who approved it looked at the namesakes then; the number and the identifier must be gone.
    door.erase(person, why=why, by=None, at=at, namesakes_seen=True, again=line)
    if undecided is not None:
        undecided.state = rules.WithdrawalState.ERASED
        history.save(undecided, by=None, at=at, reason="replay")
