"""What duties say about a person in a subject-access copy."""

from uuid import UUID

from core.copies import Line, Sheet, Told, earlier, told
from core.dates import in_words
from duties.models import Duty, DutyDecision, TransitionDecision

DUTY = Sheet(
    {
        "jurisdiction": "On whose authority",
        "title": "What must happen",
        "due_on": "By when",
        "due_words": "How that day is counted",
        "counted_from": "Counted from",
        "basis": "Why",
        "source": "Where that is written",
        "certainty": "How sure the date is",
        "duty_certainty": "How sure the duty is",
        "raised_at": "Since",
        "status": "Where it stands",
        "reason": "Why it ended",
    },
    leave={
        "rule", "rule_version", "branch", "subject", "ended_on", "not_met_by", "late_from",
        "met_by", "missing", "chase", "floor", "raised_by_event", "ended_by_event", "area",
    },
)  # fmt: skip
DECISION = Sheet(
    {
        "kind": "What was decided",
        "on": "For which day",
        "words": "The reason, or what was done",
        "at": "Recorded on",
        "struck_out_at": "Struck out on",
        "struck_out_reason": "Why it was struck out",
    },
)


def decided_in_words(decision: TransitionDecision) -> str:
    """Return what was decided about someone already detained when Part 8A began."""
    if decision.applies_from is None:
        return "Part 8A of the Mental Health Act does not apply to this detention"
    return f"Part 8A of the Mental Health Act applies from {in_words(decision.applies_from)}"


TRANSITION = Sheet(
    {
        "begins_on": "Day on which Part 8A began",
        "reason": "The reason",
        "by": "Decided by",
        "at": "Recorded on",
        "struck_out_at": "Struck out on",
        "struck_out_by": "Struck out by",
        "struck_out_reason": "Why it was struck out",
    },
    leave={"event", "applies_from"},
    more=lambda one: [Line("What was decided", decided_in_words(one))],
)


def copy_of(person_id: UUID) -> Told:
    """Return every duty about the person, and what was decided about each."""
    duties = Duty.objects.filter(person=person_id).order_by("raised_at")
    decisions = DutyDecision.objects.filter(person=person_id).order_by("at")
    detained = TransitionDecision.objects.filter(person=person_id).order_by("at")
    return {
        "What must happen": told(duties, DUTY),
        "What must happen, before it was changed": earlier(duties, DUTY),
        "Decisions about what must happen": told(decisions, DECISION),
        "Decisions about what must happen, before they were changed": earlier(decisions, DECISION),
        "Already detained when Part 8A began": told(detained, TRANSITION),
        "Already detained when Part 8A began, before it was changed": earlier(detained, TRANSITION),
    }
