"""The day on which Part 8A begins: one administrator proposes it, a second confirms or rejects."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from core import events, history
from core.errors import Conflict
from duties import rules
from duties.models import Commencement, CommencementProposal
from duties.rules import ProposalStatus

_MEANWHILE = (
    "Another day has been proposed or set since you opened the page. Read it, then try again."
)


@events.step
def propose_commencement(
    *, begins_on: date | None, authority: str, follows: Commencement | None, by: User, at: datetime
) -> CommencementProposal:
    """Propose to begin Part 8A on `begins_on`, or to switch it off with None.

    Nothing changes until a second administrator confirms it. `follows` is the setting that the
    proposer was shown: raises Conflict when it is no longer in force, or when another proposal
    waits.
    """
    rules.check_words(authority, "Enter which regulations say so, or why", field="authority")
    made = CommencementProposal(
        begins_on=begins_on, authority=authority.strip(), proposed_by=by, proposed_at=at
    )
    try:
        with transaction.atomic():
            history.save(made, by=by, at=at, reason="propose")
    except IntegrityError:
        raise Conflict(_MEANWHILE) from None
    # Read after the insert: while a proposal is open, only its own confirmation sets another day.
    if Commencement.objects.standing() != follows:
        raise Conflict(_MEANWHILE)
    events.publish(
        "duties.commencement_proposed", by=by, at=at, proposal=made.pk, begins_on=begins_on
    )
    return made


@events.step
def confirm_commencement(*, proposal: CommencementProposal, by: User, at: datetime) -> Commencement:
    """Set the day that another administrator proposed; of two at once, the second is told."""
    proposal = _hold(proposal)
    rules.check_second_person(proposed_by=proposal.proposed_by_id, by=by.pk)
    _end(proposal, ProposalStatus.CONFIRMED, by=by, at=at)
    made = Commencement(
        begins_on=proposal.begins_on,
        authority=proposal.authority,
        follows=Commencement.objects.standing(),
        proposal=proposal,
        set_by=by,
        set_at=at,
    )
    made.save(force_insert=True)
    events.publish(
        "duties.commencement_set", by=by, at=at, commencement=made.pk, proposal=proposal.pk,
        proposed_by=proposal.proposed_by_id, begins_on=made.begins_on,
    )  # fmt: skip
    return made


@events.step
def reject_commencement(
    *, proposal: CommencementProposal, reason: str, by: User, at: datetime
) -> CommencementProposal:
    """Reject, with a reason, the day that another administrator proposed."""
    proposal = _hold(proposal)
    rules.check_second_person(proposed_by=proposal.proposed_by_id, by=by.pk)
    rules.check_words(reason, "Enter why you reject this proposal", field="reason")
    _end(proposal, ProposalStatus.REJECTED, reason=reason, by=by, at=at)
    events.publish(
        "duties.commencement_rejected", by=by, at=at, proposal=proposal.pk,
        proposed_by=proposal.proposed_by_id,
    )  # fmt: skip
    return proposal


@events.step
def withdraw_commencement(
    *, proposal: CommencementProposal, by: User, at: datetime
) -> CommencementProposal:
    """Withdraw one's own proposal before another administrator has confirmed or rejected it."""
    proposal = _hold(proposal)
    rules.check_own_proposal(proposed_by=proposal.proposed_by_id, by=by.pk)
    _end(proposal, ProposalStatus.WITHDRAWN, by=by, at=at)
    events.publish("duties.commencement_withdrawn", by=by, at=at, proposal=proposal.pk)
    return proposal


def _hold(proposal: CommencementProposal) -> CommencementProposal:
    held = CommencementProposal.objects.select_for_update().get(pk=proposal.pk)
    if not held.is_open:
        done = ProposalStatus(held.status).label.lower()
        raise Conflict(f"This proposal has already been {done}. Nothing was changed.")
    return held


def _end(
    proposal: CommencementProposal, status: ProposalStatus, *, reason: str = "", by: User,
    at: datetime,
) -> None:  # fmt: skip
    proposal.status, proposal.reason = status, reason.strip()
    proposal.ended_by, proposal.ended_at = by, at
    history.save(proposal, by=by, at=at, reason=status)
