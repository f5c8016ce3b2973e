"""What alerts say about a person in a subject-access copy."""

from collections.abc import Iterable
from uuid import UUID

from alerts.models import Acknowledgement, Escalation, NotConvened, Notice
from alerts.wording import NOTICES
from core.copies import Line, Sheet, Told, told


def _subject(notice: Notice) -> Iterable[Line]:
    wording = NOTICES.get(notice.kind)
    yield Line("What it said", wording.subject if wording else notice.kind)


NOTICE = Sheet(
    {
        "user": "To",
        "to_contact": "To the owner of an action who has no account",
        "made_at": "Written on",
        "mailed_at": "Sent on",
        "cancelled_at": "Cancelled on",
        "seen_at": "Read on",
    },
    leave={"key", "kind", "urgent", "try_at", "attempts", "account_request", "waits_until"},
    more=_subject,
)
ACKNOWLEDGED = Sheet({"subject": "About", "by": "Acknowledged by", "at": "On"})
NOT_CONVENED = Sheet({"subject": "About", "reason": "Why", "by": "Said by", "at": "On"})
ESCALATED = Sheet({"subject": "About", "step": "Step", "at": "On"})


def copy_of(person_id: UUID) -> Told:
    """Return what was sent about the person, and who acknowledged which alert."""
    return {
        "Messages to colleagues about the person": told(
            Notice.objects.filter(person_id=person_id), NOTICE
        ),
        "Alerts acknowledged": told(
            Acknowledgement._base_manager.filter(person_id=person_id), ACKNOWLEDGED
        ),
        "Why no urgent meeting was convened": told(
            NotConvened._base_manager.filter(person_id=person_id), NOT_CONVENED
        ),
        "Alerts that no one acknowledged in time": told(
            Escalation._base_manager.filter(person_id=person_id), ESCALATED
        ),
    }
