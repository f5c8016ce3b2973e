"""How long a record is kept, as the person's page says it."""

from datetime import date
from uuid import UUID

from accounts.models import User
from accounts.rules import Permission
from consent import disposition
from consent.models import Disposal
from core.records import Moment, Panel

WORDS = {
    "list_due": "Listed as due for erasure",
    "list_again": "Listed again as due for erasure",
    "propose_disposal": "Erasure proposed, waiting for a second person",
    "keep_record": "Record kept for now",
    "lapse": "No longer due for erasure",
}
"""What each step towards an erasure is called on the timeline."""


def kept_panels(person_id: UUID, *, viewer: User, on: date) -> list[Panel]:
    """Return until when the record is kept, for those who decide; none while it is in use."""
    if not viewer.holds(Permission.ERASURE_APPROVE):
        return []
    clock = disposition.clock_of(person_id)
    if clock is None:
        return []
    rows = Disposal.objects.active().filter(person=person_id)
    disposal = rows.select_related("proposed_by", "decided_by").first()
    context = {"clock": clock, "disposal": disposal, "is_due": clock.due_on <= on}
    title = "How long this record is kept"
    return [Panel("disposal", title, "consent/panels/kept.html", context, order=20)]


def kept_moments(person_id: UUID) -> list[Moment]:
    """Return each step towards an erasure, and each decision to keep the record."""
    past = Disposal.history.filter(person_id=person_id).select_related("history_user")
    return [
        Moment(
            when=one.history_date,
            title=WORDS[one.history_change_reason],
            words=one.kept_why,
            by=one.history_user.full_name if one.history_user else "",
        )
        for one in past.order_by("-history_date")[:50]
    ]
