"""What comes back: a decision taken back by mistake, and what a closing in error had ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from core import events
from core.errors import RuleBroken
from core.models import AuditEvent
from referrals import rules
from referrals.models import Referral, TriageStep, UpdateDraft
from referrals.rules import State, StepKind
from referrals.workflow.triage import DECIDED_BY, as_before, hold_sent, take_step
from register import workflow as register
from register.workflow.mistakes.striking_out import events_telling, first_recorded


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A decision that was taken back: the step that did it, and the referral as it was decided."""

    step: TriageStep
    decided: Any

    @property
    def state(self) -> State:
        """How the referral had been decided."""
        return State(self.decided.state)


def taken_back(referral: Referral) -> TakenBack:
    """Return the decision that could be restored; raises, in words, where none can."""
    rows = list(referral.history.order_by("history_id"))
    did = [one.history_change_reason for one in rows]
    last = max((place for place, one in enumerate(did) if one == StepKind.REOPENED), default=None)
    since = [] if last is None else did[last:]
    rules.check_restorable([StepKind(one) for one in since if one in set(StepKind)])
    assert last is not None  # noqa: S101 - checked by the rule
    decided, back = rows[last - 1], rows[last]
    steps = TriageStep.objects.filter(referral=referral, kind=StepKind.REOPENED)
    step = steps.select_related("by", "referral").get(at=back.history_date)
    if step.takes_back_own_withdrawal:
        raise RuleBroken(
            "The referrer took their own withdrawal back, so this referral needs a decision. They "
            "can withdraw it again."
        )
    if _with_closing(step):
        raise RuleBroken(
            "The referral came back because the record had been closed in error. Decide it again."
        )
    return TakenBack(step, decided)


def refusal_to_restore(referral: Referral, *, at: datetime) -> str:
    """Return why the record does not allow the decision to be restored; empty where it does."""
    found = taken_back(referral)
    if found.state is not State.ACCEPTED or referral.person is None:
        return ""
    return register.refusal_to_restore(
        referral.person, accepted_at=found.decided.decided_at, taken_back_at=found.step.at, at=at
    )


@events.step
def restore(*, referral: Referral, why: str, by: User, at: datetime) -> Referral:
    """Restore a decision that was taken back by mistake, on its own day, with all it had done.

    Raises where triage has gone on since. Both the decision and its taking back stay in the
    referral's story, and whoever sent the referral is told.
    """
    rules.check_words(why, message="Enter why it was wrong to put the referral back", field="why")
    person, referral = hold_sent(referral)
    found = taken_back(referral)
    told = events_telling(person.pk, ["referrals.struck_out", "referrals.reopened"],
                          step=first_recorded(found.step.pk))  # fmt: skip
    facts: dict[str, Any] = {"of": told}
    if found.state is State.ACCEPTED:
        struck = register.restore_acceptance(
            person=person, accepted_at=found.decided.decided_at, taken_back_at=found.step.at,
            words=why, by=by, at=at,
        )  # fmt: skip
        facts |= {"strike_out": struck.pk} if struck is not None else {}
    return take_step(
        referral, StepKind.RESTORED, words=why, by=by, at=at,
        restored=found.decided, **facts,
    )  # fmt: skip


def _with_closing(step: TriageStep) -> bool:
    """Whether the referral came back because a record had been closed in error."""
    told = AuditEvent.objects.filter(
        kind="referrals.reopened", facts__step=str(first_recorded(step.pk))
    )
    return told.filter(facts__has_key="closing").exists()


_WORDS = "The record had been closed in error."


@events.step
def restore_after_error(*, person_id: UUID, closing: int, by: User, at: datetime) -> int:
    """Put back into triage, with their first date, the referrals that a closing had withdrawn.

    What waited for the referrer waits for them again, and an area that had been asked to take one
    is asked still. Writers of updates are warned again before these expire: no one warned them
    while the record was closed. What someone has decided since stays. The caller holds the
    person. Returns how many referrals came back.
    """
    closed_at = AuditEvent.objects.values_list("at", flat=True).get(pk=closing)
    UpdateDraft.objects.filter(person=person_id, warned_at__gte=closed_at).update(warned_at=None)
    told = AuditEvent.objects.filter(person_id=person_id, kind="referrals.withdrawn")
    ids = told.filter(facts__closing=closing).values_list("facts__referral", flat=True)
    rows = Referral.objects.filter(pk__in=[UUID(one) for one in ids], state=State.WITHDRAWN)
    back = list(rows.order_by("pk").select_for_update(of=("self",)))
    for referral in back:
        of = events_telling(person_id, DECIDED_BY, referral=referral.pk)
        before = as_before(referral)
        referral.decided_at = None
        take_step(
            referral, StepKind.REOPENED, words=_WORDS, by=by, at=at, back_to=before, of=of,
            closing=closing,
        )  # fmt: skip
    return len(back)
