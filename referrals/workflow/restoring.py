"""What a closing in error had ended about referrals comes back when the record is reopened."""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from core import events
from core.models import AuditEvent
from referrals.models import Referral, UpdateDraft
from referrals.rules import State, StepKind
from referrals.workflow.triage import DECIDED_BY, as_before, take_step
from register.workflow.mistakes.striking_out import events_telling

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
