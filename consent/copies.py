"""What consent says about a person in a subject-access copy."""

from uuid import UUID

from django.db.models import TextField

from consent import presenting
from consent.models import (
    BestInterestsDecision,
    CapacityAssessment,
    ChildDecision,
    Decision,
    Disposal,
    LegalHold,
    RemovalRequest,
    ScopeWithdrawal,
    Withdrawal,
)
from consent.workflow import details_of
from core.copies import Check, Line, Lines, Sheet, Told, earlier, plainly, told
from register.models import Person

OTHERS = frozenset(
    {
        "consulted",
        "dissent",
        "decision_maker",
        "assessor",
        "attorney_name",
        "attorney_document",
        "holder_name",
        "holder_relation",
        "holder_confirmed",
        "advocate_reason",
    }
)
"""Fields about family, carers, attorneys and others than the person."""
PARTS = (CapacityAssessment, BestInterestsDecision, ChildDecision)
"""Told with the decision that they are part of, in the words of the form."""

WITHDRAWAL = Sheet(
    {
        "reference": "Reference",
        "channel": "How it reached us",
        "requester": "Who asked",
        "identity_checked": "It was checked who asked",
        "identity_evidence": "How that was checked",
        "recorded_role": "In the role of",
        "stopped_by": "Why the erasure stopped",
        "decided_role": "Decided in the role of",
        "decided_at": "Decided on",
        "decision_reason": "Why it was restored",
    },
    others={"identity_evidence"},
)
PARTS_WITHDRAWN = Sheet(
    {
        "scopes": "What was withdrawn",
        "requester": "Who asked",
        "channel": "How it reached us",
        "words": "What was said",
    },
    leave={"person", "decision"},
)
HOLD = Sheet(
    {
        "words": "What exactly, and who asked for it",
        "review_on": "To be looked at again on",
        "lifted_why": "Why it was lifted",
    }
)

DISPOSAL = Sheet(
    {
        "state": "Where it stands",
        "ending": "What the time is counted from",
        "closure_reason": "Why the person left the register",
        "ended_at": "Counted from",
        "due_on": "May be erased from",
        "listed_at": "Put on the list on",
        "proposed_role": "Proposed in the role of",
        "proposed_at": "Proposed on",
        "kept_until": "Kept until",
        "kept_why": "Why it is kept",
    }
)
REQUEST = Sheet(
    {
        "state": "Where it stands",
        "received_at": "Received on",
        "name": "Name as it was typed",
        "birth_date": "Date of birth as it was typed",
        "nhs_number": "NHS number as it was typed",
        "requester": "Who asked",
        "authority": "On what authority",
        "contact": "How to reach them",
        "words": "What they wrote",
    },
    others={"authority", "contact"},
)


def copy_of(person_id: UUID) -> Told:
    """Return every decision as it was asked and answered, every withdrawal and legal hold."""
    decisions = (
        Decision.recorded.newest_first()
        .filter(person=person_id)
        .select_related("recorded_by", "capacity", "best_interests", "child")
    )
    withdrawals = Withdrawal.objects.filter(person=person_id)
    holds = LegalHold.objects.filter(person=person_id)
    disposals = Disposal.objects.filter(person=person_id)
    person = Person.everyone.get(pk=person_id)
    return {
        "Decisions about being on the register": [_decision(one) for one in decisions],
        "Parts of a decision that were withdrawn": told(
            ScopeWithdrawal.objects.filter(person=person_id), PARTS_WITHDRAWN
        ),
        "Withdrawals": told(withdrawals, WITHDRAWAL),
        "Withdrawals, before they were changed": earlier(withdrawals, WITHDRAWAL),
        "Requests to be removed, not yet handled": told(
            RemovalRequest.objects.about(person), REQUEST
        ),
        "Erasure at the end of the time for which the record is kept": told(disposals, DISPOSAL),
        "Erasure, before it was changed": earlier(disposals, DISPOSAL),
        "Legal holds": told(holds, HOLD),
        "Legal holds, before they were changed": earlier(holds, HOLD),
    }


def _decision(decision: Decision) -> Lines:
    """Return one decision: the form's own questions, with the answers."""
    lines = [
        Line("Lawful basis", decision.get_basis_display()),
        Line("Recorded by", decision.recorded_by.full_name),
        Line("Recorded on", plainly(decision.recorded_at)),
    ]
    for name, label, value in presenting.answers(details_of(decision)):
        words = ", ".join(value) if isinstance(value, list) else plainly(value)
        if words:
            lines.append(Line(label, words, _check(name, decision)))
    return lines


def _check(name: str, decision: Decision) -> Check:
    if name in OTHERS:
        return Check.OTHERS
    for part in (decision, decision.capacity, decision.best_interests, decision.child):
        if part is not None and name in {field.name for field in part._meta.concrete_fields}:
            free = isinstance(part._meta.get_field(name), TextField)
            return Check.WORDS if free else Check.NONE
    return Check.NONE
